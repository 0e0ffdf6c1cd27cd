// The engine takes a while to unpack and compile. That begins before a capture
// is there: on a page that waits for one, as soon as the browser has nothing
// else to do; on a page that shows a report, which is there to be read and
// perhaps on a battery, not before somebody is about to use the engine.

/** What leads to the engine has this attribute: focus and clicks there are signs. */
const SIGN = "[data-engine]";

/** Calls prepare at every sign that the engine will be needed, from now on. */
export function followSigns(waiting: boolean, prepare: () => void): void {
  if (waiting && typeof requestIdleCallback !== "undefined") requestIdleCallback(prepare);
  addEventListener("dragenter", ({ dataTransfer }) => {
    if (dataTransfer?.types.includes("Files")) prepare();
  });
  for (const type of ["focusin", "click"]) {
    addEventListener(type, ({ target }) => {
      if (target instanceof Element && target.closest(SIGN)) prepare();
    });
  }
}
