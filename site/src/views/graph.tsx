// The graph: hosts as nodes, what they say to each other as bows between them,
// each wide at its sender.

import {
  type ReadonlySignal,
  type Signal,
  useComputed,
  useSignal,
  useSignalEffect,
} from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { lineChoices } from "../model/graph";
import {
  capturedOn,
  data,
  lines,
  metric,
  near,
  nodes,
  openSubnets,
  selectConversation,
  selectHost,
  selection,
  tint,
} from "../state/state";
import { Choice } from "../ui/controls";
import { plural } from "../ui/format";
import { healthWords } from "../ui/scale";
import { health } from "./graph/colours";
import { follow } from "./graph/gestures";
import { Caption, Key, Lines, ZoomButtons } from "./graph/head";
import { move } from "./graph/keys";
import { focusOf, type Picture, paint, paintFocus } from "./graph/paint";
import { makePicture, selectedFocus } from "./graph/picture";
import { drawn, keepPlaces, lookThrough, pin, room, unpin, view } from "./graph/places";
import { along, edgeOf, type Size, type Spot, spotAt, unproject, zoomAt } from "./graph/scene";
import { edgeFacts, nodeFacts, spoken, Tooltip } from "./graph/tooltip";
import { blank } from "./heatmap/paint";

export { graphPicture } from "./graph/picture";
export { drawnOf as rehearseGraph } from "./graph/places";

export function GraphControls() {
  return (
    <>
      <Choice
        label="show"
        value={near}
        options={["all", "1 hop", "2 hops"]}
        text={(n) => (n === "all" ? "all" : `selection and ${n}`)}
      />
      <Choice label="nodes" value={nodes} options={["auto", "hosts", "subnets"]} />
      <Choice label="lines" value={lines} options={lineChoices} />
      <Choice label="colours" value={tint} options={["subnet", "application"]} />
    </>
  );
}

/** What is pointed at: by the pointer, and by the keys while the graph has the focus. */
interface Pointing {
  spot: Signal<Spot | null>;
  cursor: Signal<Spot | null>;
  focused: Signal<boolean>;
}

export function GraphView() {
  const frame = useRef<HTMLDivElement>(null);
  const pointing: Pointing = {
    spot: useSignal<Spot | null>(null),
    cursor: useSignal<Spot | null>(null),
    focused: useSignal(false),
  };
  useEffect(() => followSize(frame.current as HTMLDivElement, room), []);
  useEffect(keepPlaces, []);
  const picture = useComputed(() => makePicture(room.value, view.value));
  const p = picture.value;
  const g = drawn.value;
  if (!g || !data.value) return null;
  const cursor = pointing.focused.value ? pointing.cursor.value : null;
  const at = pointing.spot.value ?? cursor;
  return (
    <div class="graph">
      <div class="graph-head">
        <Caption graph={g} />
        <Key />
      </div>
      <div
        class="graph-frame"
        ref={frame}
        role="application"
        aria-roledescription="graph"
        aria-label={`Graph of ${metric.value}: ${plural(g.nodes.length, "node")}, ${plural(g.edges.length, "line")}. Arrow keys go to the next node that way, Page Down and Page Up to the next smaller and larger, L through a node's lines. Enter selects or opens, P unpins, plus, minus and 0 zoom, Escape clears.`}
        aria-busy={!p}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the focus
        tabIndex={0}
        onKeyDown={(event) => {
          pointing.focused.value = true;
          onKey(event, picture.value, pointing.cursor);
        }}
        onFocus={(event) => {
          pointing.focused.value = (event.currentTarget as Element).matches(":focus-visible");
          const first = g.nodes[0];
          if (first) pointing.cursor.value ??= { kind: "node", key: first.key };
        }}
        onBlur={() => {
          pointing.focused.value = false;
        }}
      >
        <Canvases picture={picture} pointing={pointing} />
        {p && at && <Pointed picture={p} spot={at} />}
      </div>
      <ZoomButtons />
      <Lines graph={g} />
      <p class="hidden" aria-live="polite">
        {p && cursor ? describe(p, cursor) : ""}
      </p>
    </div>
  );
}

function Canvases({
  picture,
  pointing: { spot, cursor, focused },
}: {
  picture: ReadonlySignal<Picture | null>;
  pointing: Pointing;
}) {
  const base = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    const p = picture.value;
    if (p && base.current) paint(sheet(base.current, p), p, selectedFocus(p.scene));
  });
  useSignalEffect(() => {
    const p = picture.value;
    const at = spot.value ?? (focused.value ? cursor.value : null);
    if (!p || !over.current) return;
    const c = sheet(over.current, p);
    const focus = at && focusOf(p.scene, at);
    if (focus) paintFocus(c, p, focus);
  });
  useEffect(() => {
    const find = (at: { x: number; y: number }) =>
      picture.value ? spotAt(picture.value.scene, at) : null;
    const nodeAt = (at: { x: number; y: number }) => {
      const found = find(at);
      return found?.kind === "node" ? found.key : null;
    };
    const see = (next: Spot | null) => {
      if (JSON.stringify(next) !== JSON.stringify(spot.value)) spot.value = next;
    };
    return follow(over.current as HTMLCanvasElement, {
      nodeAt,
      drag: (node, to) => pin(node, unproject(to, view.value)),
      pan: ({ x, y }) => {
        lookThrough({ ...view.value, x: view.value.x + x, y: view.value.y + y });
      },
      zoom: (factor, at) => {
        lookThrough(zoomAt(view.value, factor, at));
      },
      hover: (at) => see(at && find(at)),
      click: (at) => {
        focused.value = false;
        const found = find(at);
        if (found) choose(found);
        else selection.value = null;
      },
      doubleClick: (at) => unpin(nodeAt(at) ?? ""),
    });
  }, []);
  return (
    <div aria-hidden="true">
      <canvas ref={base} />
      <canvas ref={over} class="overlay" />
    </div>
  );
}

/** The canvas, blank, in the picture's size. */
function sheet(canvas: HTMLCanvasElement, { size }: Picture) {
  return blank(canvas, size.width, size.height);
}

function choose(spot: Spot): void {
  const g = drawn.value;
  if (!g) return;
  if (spot.kind === "node") {
    const node = g.nodes.find((n) => n.key === spot.key);
    if (node?.kind === "host") selectHost(node.host);
    if (node?.kind === "subnet") openSubnets.value = [...openSubnets.value, node.key];
    return;
  }
  const edge = edgeOf(g, spot);
  const [a, b] = edge ? [g.nodes[edge.a]!, g.nodes[edge.b]!] : [];
  if (a?.kind === "host" && b?.kind === "host") selectConversation(a.host, b.host);
}

function Pointed({ picture: p, spot }: { picture: Picture; spot: Spot }) {
  const facts = factsOf(p, spot);
  const { circles, arcs } = p.scene;
  const circle = spot.kind === "node" && circles.find((c) => c.node.key === spot.key);
  const edge = spot.kind === "edge" ? edgeOf(p.scene.graph, spot) : undefined;
  const arc = edge && arcs.find((a) => a.edge === edge);
  const at = circle
    ? { x: circle.x + circle.radius * 0.7, y: circle.y + circle.radius * 0.7 }
    : arc && along(arc, 0.5);
  return facts && at ? <Tooltip facts={facts} at={at} size={p.size} /> : null;
}

function factsOf(p: Picture, spot: Spot) {
  const g = p.scene.graph;
  const d = data.value;
  const h = health.value;
  if (!d) return null;
  if (spot.kind === "node") {
    const node = g.nodes.find((n) => n.key === spot.key);
    const facts = node && nodeFacts(d, g, node, capturedOn.value.get(node.host));
    if (facts && h) facts.health = [healthWords(h.nodes, h.node(node))];
    return facts ?? null;
  }
  const edge = edgeOf(g, spot);
  const facts = edge && edgeFacts(d, g, edge);
  if (facts && h) {
    const at = 2 * h.edge(edge);
    facts.health = facts.lines.map(({ label }, i) => `${label} ${healthWords(h.arcs, at + i)}`);
  }
  return facts ?? null;
}

function describe(p: Picture, spot: Spot): string {
  const facts = factsOf(p, spot);
  return facts ? spoken(facts) : "";
}

function onKey(event: KeyboardEvent, p: Picture | null, cursor: Signal<Spot | null>): void {
  if (!p || event.ctrlKey || event.metaKey || event.altKey) return;
  const middle = { x: p.size.width / 2, y: p.size.height / 2 };
  const next = move(p.scene, cursor.value, event.key);
  if (next) cursor.value = next;
  else if (event.key === "+" || event.key === "=") lookThrough(zoomAt(view.value, 1.4, middle));
  else if (event.key === "-") lookThrough(zoomAt(view.value, 1 / 1.4, middle));
  else if (event.key === "0") lookThrough(null);
  else if (event.key === "p" && cursor.value?.kind === "node") unpin(cursor.value.key);
  else if ((event.key === "Enter" || event.key === " ") && cursor.value) choose(cursor.value);
  else return;
  event.preventDefault();
}

function followSize(element: HTMLElement, size: Signal<Size>): () => void {
  const measure = () => {
    const { width, height } = element.getBoundingClientRect();
    size.value = { width: Math.floor(width), height: Math.floor(height) };
  };
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  measure();
  return () => observer.disconnect();
}
