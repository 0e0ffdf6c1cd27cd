// Text to the clipboard, and a note that says so. Where the browser refuses, the
// note holds the text itself, selected, for the user to copy.

import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

const SHOWN = 2500; // milliseconds that the note stays
const PROBLEM_SHOWN = 10_000;

const note = signal<{ what: string; text: string; refused: boolean } | null>(null);

/** Copies the text; what says in a few words what it is: "Wireshark filter". */
export async function copy(what: string, text: string): Promise<void> {
  let refused = false;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    refused = !copySelected(text);
  }
  note.value = { what, text, refused };
}

/** Says something that went wrong, in the place where copying says that it went well. */
export function tell(problem: string): void {
  note.value = { what: "", text: problem, refused: false };
}

/** The way of old, for pages that have no clipboard: copies what is selected. */
function copySelected(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.className = "hidden";
  field.value = text;
  document.body.append(field);
  field.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    field.remove();
    if (before instanceof HTMLElement) before.focus();
  }
}

/** To be on the page once. */
export function CopyNote() {
  const now = note.value;
  const field = useRef<HTMLInputElement>(null);
  const close = () => {
    note.value = null;
  };
  useEffect(() => {
    if (!now) return;
    if (now.refused) {
      field.current?.select();
      return;
    }
    const timer = setTimeout(close, now.what ? SHOWN : PROBLEM_SHOWN);
    return () => clearTimeout(timer);
  }, [now]);
  return (
    <div class="copy-note" role="status">
      {now && !now.refused && (
        <p>
          {now.what ? (
            <>
              {now.what} copied <bdi class="quiet">{now.text}</bdi>
            </>
          ) : (
            <bdi class="copy-problem">{now.text}</bdi>
          )}
        </p>
      )}
      {now?.refused && (
        <p>
          <label>
            The browser lets nothing be copied from here: press Ctrl+C or ⌘C
            <input
              ref={field}
              type="text"
              readOnly
              value={now.text}
              onKeyDown={(event) => {
                if (event.key !== "Escape") return;
                event.stopPropagation();
                close();
              }}
            />
          </label>
          <button type="button" class="icon" aria-label="Close" onClick={close}>
            ×
          </button>
        </p>
      )}
    </div>
  );
}
