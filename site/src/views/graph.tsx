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
import type { Data } from "../model/data";
import type { Graph } from "../model/graph";
import {
  data,
  metric,
  near,
  nodes,
  openSubnets,
  selectConversation,
  selectHost,
  selection,
  tint,
} from "../state/state";
import { dark } from "../state/theme";
import { Choice } from "../ui/controls";
import { plural, share } from "../ui/format";
import { inkOf } from "../ui/palette";
import { arcColour, key, nodeColour } from "./graph/colours";
import { follow } from "./graph/gestures";
import { move } from "./graph/keys";
import { labels } from "./graph/labels";
import {
  COUNTED,
  type Focus,
  focusOf,
  LABEL_FONT,
  type Picture,
  paint,
  paintFocus,
} from "./graph/paint";
import {
  camera,
  crossing,
  drawn,
  home,
  keepPlaces,
  pin,
  pins,
  places,
  room,
  unpin,
  view,
} from "./graph/places";
import {
  along,
  type Circle,
  edgeOf,
  project,
  type Size,
  type Spot,
  scene,
  spotAt,
  unproject,
  zoomAt,
} from "./graph/scene";
import { edgeFacts, nodeFacts, nodeLabel, spoken, Tooltip } from "./graph/tooltip";
import { blank, fitText } from "./heatmap/paint";

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
  const picture = useComputed(() => makePicture(room.value));
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
        onKeyDown={(event) => onKey(event, picture.value, pointing.cursor)}
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
    if (p && base.current) paint(sheet(base.current, p), p, selectedFocus(p.scene.graph, p));
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
        camera.value = { ...view.value, x: view.value.x + x, y: view.value.y + y };
      },
      zoom: (factor, at) => {
        camera.value = zoomAt(view.value, factor, at);
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

function ZoomButtons() {
  const zoom = (factor: number) => {
    const { width, height } = room.value;
    camera.value = zoomAt(view.value, factor, { x: width / 2, y: height / 2 });
  };
  return (
    <div class="graph-zoom">
      <button type="button" class="icon" aria-label="Zoom in" onClick={() => zoom(1.4)}>
        +
      </button>
      <button type="button" class="icon" aria-label="Zoom out" onClick={() => zoom(1 / 1.4)}>
        −
      </button>
      <button
        type="button"
        onClick={() => {
          camera.value = null;
        }}
      >
        Fit
      </button>
    </div>
  );
}

/** What is drawn and what isn't, and the subnets that are open. */
function Caption({ graph: g }: { graph: Graph }) {
  const d = data.value!;
  const hosts = g.nodes.reduce((n, node) => n + node.hosts, 0);
  const whole = g.nodes.reduce((n, node) => n + node.sent[g.metric], 0);
  const other = g.nodes.find((n) => n.kind === "other");
  const notes: string[] = [];
  if (g.grouped) notes.push("subnets open on a click");
  if (other) {
    const inOther = other.hosts > 0 ? plural(other.hosts, "host") : "folded hosts";
    notes.push(`Other stands for ${inOther}`);
  }
  if (g.thin.edges > 0) {
    notes.push(
      `the ${plural(g.thin.edges, "thinnest line")} not drawn, ${share(g.thin[g.metric], whole)} of ${g.metric}`,
    );
  }
  if (near.value !== "all") {
    notes.push(
      selection.value
        ? `out of reach: ${share(g.outside[g.metric], whole + g.outside[g.metric])} of ${g.metric}`
        : "select a host to see only what is near it",
    );
  }
  const points = crossing.value.filter((h) => g.nodeOf[h]! >= 0);
  return (
    <div class="caption">
      <p>
        <b>{plural(hosts, "host")}</b>, <b>{plural(g.edges.length + g.thin.edges, "line")}</b>
        {notes.map((note) => (
          <span key={note}> · {note}</span>
        ))}
        {points.map((h) => (
          <span key={h}>
            {" "}
            · <bdi>{d.hosts.label[h]}</bdi> probably took the capture: nearly all lines cross there
          </span>
        ))}
      </p>
      {openSubnets.value.length > 0 && (
        <p class="graph-open">
          {openSubnets.value.map((subnet) => (
            <button
              type="button"
              key={subnet}
              aria-label={`Close ${subnet}`}
              onClick={() => {
                openSubnets.value = openSubnets.value.filter((s) => s !== subnet);
              }}
            >
              <bdi>{subnet}</bdi> ×
            </button>
          ))}
        </p>
      )}
    </div>
  );
}

function Key() {
  return (
    <ul class="graph-key" aria-label="Colours">
      <li>
        <svg width="36" height="8" aria-hidden="true">
          <path d="M0 0.5 L36 3.6 L36 4.4 L0 7.5 Z" fill="currentColor" />
        </svg>
        wide at the sender
      </li>
      {key.value.map(({ name, colour }) => (
        <li key={name}>
          <span class="graph-swatch" style={{ background: colour }} />
          <bdi>{name}</bdi>
        </li>
      ))}
    </ul>
  );
}

const ruler = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;

function makePicture(size: Size): Picture | null {
  const d = data.value;
  const g = drawn.value;
  if (!d || !g || size.width < 50 || places.value.size === 0) return null;
  const s = scene({ graph: g, places: places.value, camera: view.value, nodeColour, arcColour });
  const focus = selectedFocus(g, { scene: s });
  const rank = (i: number) => (focus?.rings.includes(i) ? 0 : focus?.nodes.has(i) ? 1 : 2);
  const order = s.circles
    .map((_, i) => i)
    .sort((i, j) => rank(i) - rank(j) || i - j)
    .map((i) => s.circles[i]!);
  const inSight = new Set(g.nodes.map((n) => n.key));
  const ghosts =
    near.value === "all" || !selection.value
      ? (home.value?.nodes ?? []).filter((n) => !inSight.has(n.key))
      : [];
  return {
    size,
    scene: s,
    order,
    labelsFor: (of, circles) => labels(of, circles, size, (c) => labelOf(d, c), textWidth),
    ink: inkOf(dark.value),
    ghosts: ghosts.flatMap((n) => {
      const place = places.value.get(n.key);
      return place ? [project(place, view.value)] : [];
    }),
    pinned: new Set(pins.value.keys()),
    crossing: new Set(crossing.value),
  };
}

/** A node's label beside it; how many hosts it stands for where that has no room in it. */
function labelOf(d: Data, { node, radius }: Circle): string {
  ruler.font = LABEL_FONT;
  const name = fitText(ruler, nodeLabel(d, node), 150);
  if (crossing.value.includes(node.host)) return `${name} · capture point`;
  const inside = node.hosts < 2 || radius >= COUNTED;
  return inside ? name : `${name} · ${plural(node.hosts, "host")}`;
}

function textWidth(text: string): number {
  ruler.font = LABEL_FONT;
  return ruler.measureText(text).width;
}

/** The selection's nodes and lines, if they are drawn. */
function selectedFocus(g: Graph, { scene: s }: { scene: Picture["scene"] }): Focus | null {
  const chosen = selection.value;
  if (!chosen) return null;
  if (chosen.kind === "host") {
    const node = g.nodes[g.nodeOf[chosen.host]!];
    return node ? focusOf(s, { kind: "node", key: node.key }) : null;
  }
  const [a, b] = [g.nodes[g.nodeOf[chosen.a]!], g.nodes[g.nodeOf[chosen.b]!]];
  return a && b ? focusOf(s, { kind: "edge", a: a.key, b: b.key }) : null;
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
  if (!d) return null;
  if (spot.kind === "node") {
    const node = g.nodes.find((n) => n.key === spot.key);
    return node ? nodeFacts(d, g, node, p.crossing.has(node.host)) : null;
  }
  const edge = edgeOf(g, spot);
  return edge ? edgeFacts(d, g, edge) : null;
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
  else if (event.key === "+" || event.key === "=") camera.value = zoomAt(view.value, 1.4, middle);
  else if (event.key === "-") camera.value = zoomAt(view.value, 1 / 1.4, middle);
  else if (event.key === "0") camera.value = null;
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
