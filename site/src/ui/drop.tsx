// Dropping captures anywhere on the page.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { data } from "../state/state";

export function DropHint({
  onOpen,
  canOpen,
}: {
  onOpen: (files: File[]) => void;
  canOpen: boolean;
}) {
  const over = useSignal(false);
  useEffect(() => {
    let depth = 0; // enter and leave come for every element on the way
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files");
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth++;
      over.value = true;
    };
    const leave = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth = Math.max(0, depth - 1);
      over.value = depth > 0;
    };
    const allow = (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      depth = 0;
      over.value = false;
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length) onOpen(files);
    };
    addEventListener("dragenter", enter);
    addEventListener("dragleave", leave);
    addEventListener("dragover", allow);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragenter", enter);
      removeEventListener("dragleave", leave);
      removeEventListener("dragover", allow);
      removeEventListener("drop", drop);
    };
  }, [onOpen]);
  if (!over.value) return null;
  return (
    <div class="drop-hint">
      <p>
        {canOpen
          ? data.value
            ? "Drop captures to make one report of them, or files of names to name these hosts"
            : "Drop captures to make one report of them; files of names beside them name their hosts"
          : "This page has no engine: it can't read captures or files of names"}
      </p>
    </div>
  );
}
