// Which rows of a long table are in sight. All rows are of one height, so this
// is a division; a virtual list for rows of any height is 35 kB of the page.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Rows drawn beyond the edges, so that a quick scroll shows no blank. */
const BEYOND = 4;

export interface RowsInSight {
  /** The rows to draw: from the first to before the last. */
  from: number;
  to: number;
  /** Moves a row into sight, if it is not, below the rows that stick to the top. */
  reveal(row: number): void;
  /** Scrolls to the first row. */
  toTop(): void;
}

/** The range of rows within a window that begins at top, in pixels. */
export function rangeInSight(count: number, row: number, top: number, height: number) {
  const from = Math.max(0, Math.min(count, Math.floor(top / row)) - BEYOND);
  const to = Math.min(count, Math.ceil((top + height) / row) + BEYOND);
  return { from, to: Math.max(from, to) };
}

/**
 * Follows a scrolling element in which `count` rows of `row` pixels lie below a
 * heading of one row that sticks to its top.
 */
export function useRowsInSight(
  scroller: { current: HTMLElement | null },
  count: number,
  row: number,
): RowsInSight {
  const top = useSignal(0);
  const height = useSignal(600);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => {
      top.value = element.scrollTop;
      height.value = element.clientHeight;
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, []);
  return {
    ...rangeInSight(count, row, top.value, height.value),
    toTop() {
      // To scroll, even to where one is, lays the page out: twice for one change.
      if (top.peek() > 0 && scroller.current) scroller.current.scrollTop = 0;
    },
    reveal(index) {
      const element = scroller.current;
      if (!element) return;
      const above = index * row; // what the heading covers at the top is its own height
      const below = above + 2 * row - element.clientHeight;
      if (element.scrollTop > above) element.scrollTop = above;
      else if (element.scrollTop < below) element.scrollTop = below;
    },
  };
}
