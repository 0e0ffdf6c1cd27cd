// How large the heatmap may be drawn.

import type { Signal } from "@preact/signals";

export interface Size {
  width: number;
  height: number;
  ratio: number;
}

/** Keeps the size at what is left for the element, until the returned function is called. */
export function followSize(element: HTMLElement, size: Signal<Size>): () => void {
  const pane = element.closest(".pane");
  const measure = () => {
    const { top, width } = element.getBoundingClientRect();
    const next = {
      width: Math.floor(width),
      height: heightFor(pane, top),
      ratio: devicePixelRatio,
    };
    const last = size.peek();
    if (next.width === last.width && next.height === last.height && next.ratio === last.ratio)
      return;
    size.value = next;
  };
  const observer = new ResizeObserver(measure);
  const head = element.previousElementSibling;
  for (const watched of [element.parentElement, pane, head]) if (watched) observer.observe(watched);
  measure();
  return () => observer.disconnect();
}

function heightFor(pane: Element | null, top: number): number {
  // In one column the pane has no height of its own; leave some of the window to scroll by.
  if (!pane || getComputedStyle(pane).overflowY !== "auto") {
    return Math.round(Math.min(720, Math.max(360, innerHeight * 0.7)));
  }
  const below = pane.getBoundingClientRect().bottom - top - pane.scrollTop - 16;
  return Math.round(Math.max(300, below));
}
