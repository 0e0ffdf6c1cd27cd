// What make bench-page does inside the page. It is run as a script there before
// the page's own, so it must stand alone.

/** Puts `bench` into the page's global scope: what it does, timed by the page's clock. */
export function probe() {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const drawn = () => frame().then(() => new Promise((done) => setTimeout(done)));
  const find = (selector, text = "") =>
    [...document.querySelectorAll(selector)].find((e) => e.textContent.includes(text));

  /** Milliseconds from a change to the end of the frame that shows it. */
  async function timed(change) {
    const begin = performance.now();
    change();
    await drawn();
    return performance.now() - begin;
  }

  function type(text) {
    const input = document.getElementById("filter");
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function press(key, shiftKey = false) {
    const slider = find(".timeline-plot");
    slider.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true }));
  }

  const chip = () => find(".chip").click();
  const toggle = (label) => find("label.toggle", label).click();
  const metric = (name) => find(".switch-options label", name).querySelector("input").click();

  /** Every kind of change that the filter knows, and each one's way back, by what it is. */
  const changes = [
    ...["1", "10.0.1", "port:443", "net:10.0.0.0/17", "-app:http", "nothing at all", ""].map(
      (text) => [`filter "${text}"`, () => type(text)],
    ),
    ...["only", "without", "off"].map((state) => [`chip ${state}`, chip]),
    ...["broadcast", "broadcast", "answered", "answered"].map((label) => [
      `hide ${label}`,
      () => toggle(label),
    ]),
    ...["packets", "flows", "bytes"].map((name) => [`count ${name}`, () => metric(name)]),
    ["span begins", () => press("ArrowRight")],
    ["span wider", () => press("ArrowRight", true)],
    ["span moves", () => press("ArrowRight")],
    ["span ends", () => press("Escape")],
  ];

  async function filter() {
    const times = [];
    for (const [what, change] of changes) {
      times.push({ what, ms: await timed(change) });
      // Let what follows in peace, and the garbage be collected, as between two changes of a person.
      await new Promise((done) => setTimeout(done, 60));
    }
    return times;
  }

  const heatmap = () => [...document.querySelectorAll(".heatmap-frame canvas")][1];

  function pointer(type, x, y, buttons = 0) {
    const box = heatmap().getBoundingClientRect();
    const [clientX, clientY] = [box.left + box.width * x, box.top + box.height * y];
    heatmap().dispatchEvent(
      new PointerEvent(type, { bubbles: true, clientX, clientY, buttons, pointerId: 1 }),
    );
  }

  /** Milliseconds that a move of the mouse over the heatmap takes to handle. */
  async function hover() {
    const begin = performance.now();
    pointer("pointermove", 0.3 + Math.random() / 2, 0.3 + Math.random() / 2);
    await Promise.resolve();
    return performance.now() - begin;
  }

  async function framesPerSecond(frames, step) {
    const begin = performance.now();
    for (let i = 0; i < frames; i++) {
      step(i);
      await frame();
    }
    return (frames * 1000) / (performance.now() - begin);
  }

  function wheel(more) {
    const box = heatmap().getBoundingClientRect();
    heatmap().dispatchEvent(
      new WheelEvent("wheel", {
        bubbles: true,
        cancelable: true,
        ctrlKey: true,
        deltaY: more,
        clientX: box.left + box.width / 2,
        clientY: box.top + box.height / 2,
      }),
    );
  }

  /** Zooms in and half the way out again by the wheel; frames a second. */
  const zoom = () => framesPerSecond(40, (i) => wheel(i < 25 ? -15 : 15));

  /** Drags the zoomed heatmap about; frames a second. */
  async function pan() {
    pointer("pointerdown", 0.5, 0.5, 1);
    const rate = await framesPerSecond(40, (i) => {
      pointer("pointermove", 0.5 + 0.2 * Math.sin(i / 5), 0.5 + 0.2 * Math.cos(i / 7), 1);
    });
    pointer("pointerup", 0.5, 0.5);
    return rate;
  }

  /** When the first frame with the heatmap in it was drawn, since the navigation began. */
  const interactive = new Promise((done) => {
    const look = () => {
      // A canvas is 300 pixels wide until it is painted.
      const there = (document.querySelector(".heatmap-frame canvas")?.width ?? 300) !== 300;
      requestAnimationFrame(there ? () => done(performance.now()) : look);
    };
    look();
  });

  window.bench = { interactive, filter, hover, zoom, pan };
}
