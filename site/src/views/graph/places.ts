// The graph's places: laid out once for the whole report, kept by address, so
// that a filter moves nothing. Who only comes into sight by a filter, or when a
// subnet is opened, finds a place among those who stand already.

import { computed, effect, signal } from "@preact/signals";
import type { Data } from "../../model/data";
import { type Graph, type GraphOptions, graph, MOST_NODES } from "../../model/graph";
import { type Reach, reachOf } from "../../model/reach";
import { subnets } from "../../model/subnet";
import {
  data,
  everything,
  hostLimit,
  lines,
  look,
  metric,
  near,
  nodes,
  openSubnets,
  pinned,
  scoped,
  selection,
  services,
} from "../../state/state";
import { type Arrangement, arrange, type Body, type Place, stretch } from "./layout";
import { type Camera, overview, radiusFor, type Size, totalOf, unproject } from "./scene";

const SLICE = 10; // milliseconds at once, well within a frame

/** What the layout is made of: the same for all filters, metrics and limits. */
export const basis = computed(
  () =>
    data.value &&
    graph(data.value, everything.value, {
      metric: "bytes",
      limit: MOST_NODES,
      grouping: "auto",
      open: new Set(),
      lines: "main",
      picked: [],
      reach: null,
    }),
);

const options = computed<GraphOptions>(() => ({
  metric: metric.value,
  limit: (openSubnets.value.length === 0 && hostLimit.value) || MOST_NODES,
  grouping: nodes.value,
  lines: lines.value,
  picked: [],
  open: new Set(openSubnets.value),
  reach: null,
}));

const picked = computed(() => {
  const s = selection.value;
  return !s ? [] : s.kind === "host" ? [s.host] : [s.a, s.b];
});

const reach = computed<Reach | null>(() => {
  const s = selection.value;
  if (!s || near.value === "all") return null;
  return { hosts: s.kind === "host" ? [s.host] : [s.a, s.b], hops: near.value === "1 hop" ? 1 : 2 };
});

/** What is drawn. */
export const drawn = computed(() => scoped.value && drawnOf(scoped.value, services.value));

export function drawnOf(d: Data, of: Int32Array): Graph {
  return graph(d, of, { ...options.value, picked: picked.value, reach: reach.value });
}

/** The services that what is drawn is made of. */
export const reached = computed(() =>
  scoped.value && reach.value ? reachOf(scoped.value, services.value, reach.value) : services.value,
);

/** What would be drawn without a filter, span and reach. */
export const home = computed(
  () => data.value && graph(data.value, everything.value, options.value),
);

/** The room for the picture, in pixels. */
export const room = signal<Size>({ width: 0, height: 0 });
const wide = computed(() => room.value.width >= room.value.height);

/** Where the layout put each node, by key. */
const laid = signal<ReadonlyMap<string, Place>>(new Map());
/** Where those begin for whom a place is being looked for. */
const interim = signal<ReadonlyMap<string, Place>>(new Map());
/** Where the user put some of them. */
export const pins = computed<ReadonlyMap<string, Place>>(
  () => new Map(pinned.value.map(([key, x, y]) => [key, { x, y }])),
);

export const places = computed<ReadonlyMap<string, Place>>(
  () => new Map([...laid.value, ...interim.value, ...pins.value]),
);

export function pin(key: string, { x, y }: Place): void {
  pinned.value = [...pinned.value.filter(([other]) => other !== key), [key, x, y]];
}

export function unpin(key: string): void {
  if (pins.value.has(key)) pinned.value = pinned.value.filter(([other]) => other !== key);
}

export const view = computed<Camera>(() => {
  if (!look.value) return overview(inSight.value, room.value);
  const [zoom, x, y] = look.value;
  const { width, height } = room.value;
  return { zoom, x: width / 2 - x * zoom, y: height / 2 - y * zoom };
});

/** Looks through this camera; with null at all of it. */
export function lookThrough(camera: Camera | null): void {
  const { width, height } = room.peek();
  const middle = camera && unproject({ x: width / 2, y: height / 2 }, camera);
  look.value = middle && [camera.zoom, middle.x, middle.y];
}

/** What a fitting camera has in sight: what is near the selection, or all, whatever the filter. */
const inSight = computed(() => {
  const g = reach.value ? drawn.value : home.value;
  return (g?.nodes ?? []).flatMap((n) => laid.value.get(n.key) ?? []);
});

/** Keeps every node that is drawn in its place from now on; gives what ends that. */
export function keepPlaces(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = (arrangement: Arrangement, done: (places: Map<string, Place>) => void) => {
    clearTimeout(timer);
    const go = () => {
      if (arrangement.step(SLICE)) done(arrangement.places());
      else timer = setTimeout(go);
    };
    go();
  };
  const all = effect(() => {
    const g = basis.value;
    const broad = wide.value;
    if (
      !g ||
      room.value.width === 0 ||
      (laidFor?.graph === g && laidFor.broad === broad && laid.peek().size > 0)
    )
      return;
    // What was put somewhere in another layout has no place in this one; a link's has.
    if (laidFor && (laidFor.graph !== g || laidFor.broad !== broad)) {
      pinned.value = [];
      look.value = null;
    }
    laidFor = { graph: g, broad };
    laid.value = new Map();
    run(
      arrange(
        bodiesOf(g, () => undefined),
        g.edges,
        broad,
      ),
      (found) => {
        laid.value = stretch(found, broad);
      },
    );
  });
  const added = effect(() => {
    const known = laid.value;
    if (known.size === 0) return;
    for (const g of [home.value, drawn.value]) {
      if (!g || g.nodes.every((n) => known.has(n.key))) continue;
      const arrangement = arrange(
        bodiesOf(g, (key) => known.get(key)),
        g.edges,
        wide.value,
      );
      interim.value = arrangement.places();
      run(arrangement, (found) => {
        interim.value = new Map();
        laid.value = new Map([...known, ...found]);
      });
      return;
    }
  });
  return () => {
    clearTimeout(timer);
    all();
    added();
  };
}

/** Finds all places at once, for a picture that can't wait. */
export function placeNow(): void {
  const finish = (g: Graph) => {
    const known = laid.peek();
    if (g.nodes.every((n) => known.has(n.key))) return;
    const broad = wide.peek();
    const arrangement = arrange(
      bodiesOf(g, (key) => known.get(key)),
      g.edges,
      broad,
    );
    arrangement.step(Number.POSITIVE_INFINITY);
    const found = arrangement.places();
    laid.value = new Map([...known, ...(known.size > 0 ? found : stretch(found, broad))]);
  };
  for (const g of [basis.value, home.value, drawn.value]) if (g) finish(g);
  if (basis.value) laidFor = { graph: basis.value, broad: wide.peek() };
}

let laidFor: { graph: Graph; broad: boolean } | null = null;

function bodiesOf(g: Graph, placeOf: (key: string) => Place | undefined): Body[] {
  const most = g.nodes.reduce((m, n) => Math.max(m, totalOf(n, g.metric)), 0);
  return g.nodes.map((node, i) => {
    const fixed = placeOf(node.key);
    return {
      key: node.key,
      radius: radiusFor(totalOf(node, g.metric), most),
      fixed,
      near: fixed ?? neighbourhood(g, i, placeOf),
    };
  });
}

/** Where its subnet is, or in the middle of those it talks to. */
function neighbourhood(
  g: Graph,
  i: number,
  placeOf: (key: string) => Place | undefined,
): Place | undefined {
  const d = data.peek();
  const subnet = d && placeOf(subnets(d).label[g.nodes[i]!.subnet] ?? "");
  if (subnet) return subnet;
  const around: Place[] = [];
  for (const { a, b } of g.edges) {
    if (a !== i && b !== i) continue;
    const place = placeOf(g.nodes[a === i ? b : a]!.key);
    if (place) around.push(place);
  }
  if (around.length === 0) return undefined;
  const mean = (of: (p: Place) => number) => around.reduce((n, p) => n + of(p), 0) / around.length;
  return { x: mean((p) => p.x), y: mean((p) => p.y) };
}
