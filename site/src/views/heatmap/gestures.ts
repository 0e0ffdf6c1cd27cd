// Wheel, drag and pinch on the heatmap, as zooms.

import type { Signal } from "@preact/signals";
import type { Layout, LayoutInput, Zoom } from "./layout";
import { moved, zoomAt } from "./zoom";

export interface Stage {
  input: LayoutInput;
  layout: Layout;
}

const DRAG = 5; // pixels; less is a click

interface Point {
  x: number;
  y: number;
}

/** Follows wheel and pointers on the element until the returned function is called. */
export function followGestures(
  element: HTMLElement,
  stage: () => Stage | null,
  zoom: Signal<Zoom | null>,
): () => void {
  const pointers = new Map<number, Point>();
  let start: Point = { x: 0, y: 0 };
  let dragged = false;

  const drag = (event: PointerEvent) => {
    const last = pointers.get(event.pointerId);
    const s = stage();
    if (!last || !s) return;
    const next = { x: event.offsetX, y: event.offsetY };
    if (pointers.size === 1) {
      dragged ||= s.layout.scale > 1 && Math.hypot(next.x - start.x, next.y - start.y) >= DRAG;
      if (!dragged) return;
      element.setPointerCapture(event.pointerId);
      zoom.value = moved(s.layout, next.x - last.x, next.y - last.y);
    } else if (pointers.size === 2) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1] ?? last;
      dragged = true;
      pinch(s, last, next, other);
    }
    pointers.set(event.pointerId, next);
  };

  const pinch = (s: Stage, last: Point, next: Point, other: Point) => {
    const apart = (p: Point) => Math.max(1, Math.hypot(p.x - other.x, p.y - other.y));
    const x = (next.x + other.x) / 2;
    const y = (next.y + other.y) / 2;
    zoom.value = zoomAt(s.input, s.layout, apart(next) / apart(last), x, y);
    const after = stage();
    if (after) zoom.value = moved(after.layout, (next.x - last.x) / 2, (next.y - last.y) / 2);
  };

  const wheel = (event: WheelEvent) => {
    const s = stage();
    const meant = event.ctrlKey || event.metaKey;
    // Where the page itself scrolls, the wheel alone is for that.
    if (!s || (!meant && scrolls(element))) return;
    const unit = event.deltaMode === 0 ? 1 : 16;
    event.preventDefault();
    if (event.shiftKey || (!meant && Math.abs(event.deltaX) > Math.abs(event.deltaY))) {
      zoom.value = moved(s.layout, -(event.deltaX || event.deltaY) * unit, 0);
      return;
    }
    const factor = Math.exp(-event.deltaY * unit * (meant ? 0.01 : 0.002));
    const { offsetX, offsetY } = event;
    zoom.value = zoomAt(s.input, s.layout, Math.min(2, Math.max(0.5, factor)), offsetX, offsetY);
  };

  const stop = new AbortController();
  const { signal } = stop;
  element.addEventListener("wheel", wheel, { signal, passive: false });
  element.addEventListener(
    "pointerdown",
    (event) => {
      if (pointers.size === 0) dragged = false;
      start = { x: event.offsetX, y: event.offsetY };
      pointers.set(event.pointerId, start);
    },
    { signal },
  );
  element.addEventListener("pointermove", drag, { signal });
  for (const type of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
    element.addEventListener(type, (event) => pointers.delete(event.pointerId), { signal });
  }
  element.addEventListener("pointerleave", (event) => pointers.delete(event.pointerId), { signal });
  // The click that ends a drag isn't meant.
  element.addEventListener(
    "click",
    (event) => {
      if (dragged) event.stopImmediatePropagation();
    },
    { signal, capture: true },
  );
  return () => stop.abort();
}

/** There is something to scroll around the element. */
function scrolls(element: HTMLElement): boolean {
  const around = [document.documentElement, element.closest(".pane")];
  return around.some((e) => e && e.scrollHeight > e.clientHeight + 1);
}
