// The pointer on the graph: drag a node or the ground, two fingers to pinch, the
// wheel to zoom, a click that was no drag.

import type { Place } from "./layout";

export interface Gestures {
  /** The key of the node at a point. */
  nodeAt(at: Place): string | null;
  drag(key: string, to: Place): void;
  pan(by: Place): void;
  zoom(factor: number, at: Place): void;
  hover(at: Place | null): void;
  click(at: Place): void;
  doubleClick(at: Place): void;
}

const STILL = 4; // a click may move by so many pixels

/** Listens on an element; gives what ends that. */
export function follow(element: HTMLElement, on: Gestures): () => void {
  const fingers = new Map<number, Place>();
  let grabbed: string | null = null;
  let began: Place = { x: 0, y: 0 };
  let moved = false;
  const end = new AbortController();
  const listen = <K extends keyof HTMLElementEventMap>(
    type: K,
    handler: (event: HTMLElementEventMap[K]) => void,
  ) => element.addEventListener(type, handler, { signal: end.signal, passive: false });
  const at = (event: MouseEvent): Place => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  listen("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, at(event));
    moved = fingers.size > 1;
    began = at(event);
    grabbed = fingers.size > 1 ? null : on.nodeAt(began);
    element.classList.toggle("grabbing", true);
  });
  listen("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    const now = at(event);
    if (!last) {
      if (event.pointerType !== "touch") on.hover(now);
      return;
    }
    if (!moved && Math.hypot(now.x - began.x, now.y - began.y) < STILL) return;
    moved = true;
    on.hover(null);
    if (fingers.size > 1) pinch(event.pointerId, last, now);
    else if (grabbed) on.drag(grabbed, now);
    else on.pan({ x: now.x - last.x, y: now.y - last.y });
    fingers.set(event.pointerId, now);
  });
  const pinch = (id: number, last: Place, now: Place) => {
    const other = [...fingers].find(([key]) => key !== id)?.[1];
    if (!other) return;
    const before = Math.hypot(last.x - other.x, last.y - other.y);
    const after = Math.hypot(now.x - other.x, now.y - other.y);
    on.pan({ x: (now.x - last.x) / 2, y: (now.y - last.y) / 2 });
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    if (before > 0) on.zoom(after / before, middle);
  };
  const up = (event: PointerEvent) => {
    if (fingers.delete(event.pointerId) && !moved && event.type === "pointerup") {
      on.click(at(event));
    }
    if (fingers.size === 0) element.classList.toggle("grabbing", false);
    grabbed = null;
  };
  listen("pointerup", up);
  listen("pointercancel", up);
  listen("pointerleave", () => on.hover(null));
  listen("dblclick", (event) => on.doubleClick(at(event)));
  listen("wheel", (event) => {
    // In one column the page scrolls, and the wheel is the page's; a pinch comes with ctrl.
    const page = document.documentElement;
    if (!event.ctrlKey && page.scrollHeight > page.clientHeight) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    on.zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0016)), at(event));
  });
  // One finger on the ground scrolls the page; on a node, or with a second finger, it is ours.
  listen("touchstart", (event) => {
    const [touch] = event.touches;
    const box = element.getBoundingClientRect();
    const place = touch && { x: touch.clientX - box.left, y: touch.clientY - box.top };
    if (event.touches.length > 1 || (place && on.nodeAt(place))) event.preventDefault();
  });
  return () => end.abort();
}
