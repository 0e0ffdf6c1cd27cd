// A Sankey that can be pointed at, walked through by keys, and clicked.

import { type ReadonlySignal, type Signal, useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { outline } from "../../model/ribbons";
import { selection } from "../../state/state";
import {
  type Drawing,
  Headings,
  type Mark,
  NodeShapes,
  RibbonShapes,
  ribbonColour,
  ribbonOpacity,
  SANKEY_FONT,
} from "../../ui/ribbons";
import { actionOf } from "./choose";
import { TOP } from "./drawing";
import { findItem, type Item, idOf, moved, pathsOf, pathsOfHost } from "./pointing";
import { describe, Tooltip } from "./tooltip";

interface Spot {
  item: Item;
  x: number;
  y: number;
}

interface PictureProps {
  drawing: Drawing;
  label: string;
  /** The host whose paths stand out while nothing is pointed at. */
  host: number | null;
  /** Takes the focus when it appears, where the keys led here. */
  follows: boolean;
}

export function Picture({ drawing: p, label, host, follows }: PictureProps) {
  const svg = useRef<SVGSVGElement>(null);
  const spot = useSignal<Spot | null>(null);
  const { width, height } = p.layout.frame;
  const item = useComputed(() => spot.value?.item);
  const mark = useMemo(() => marks(p), [p]);
  const shapes = useMemo(() => <RibbonShapes drawing={p} mark={mark} />, [p]);
  useEffect(() => {
    spot.value = null;
    const first = svg.current?.querySelector<SVGElement>("rect[role]");
    for (const old of svg.current?.querySelectorAll("[tabindex='0']") ?? [])
      old.setAttribute("tabindex", "-1");
    first?.setAttribute("tabindex", "0");
  }, [p]);
  useEffect(() => {
    if (follows && takeByKeys()) svg.current?.querySelector<SVGElement>("[tabindex='0']")?.focus();
  }, []);
  const itemAt = (target: EventTarget | null) => {
    const id = (target as Element | null)?.closest?.("[data-item]")?.getAttribute("data-item");
    return id ? findItem(p.layout, id) : undefined;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const item = itemAt(event.target);
    if (!item) return;
    const next = moved(p, item, event.key);
    if (next) focusItem(svg.current, event.target, idOf(next));
    else if (event.key === "Enter" || event.key === " ") act(p, item, true);
    else if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
  };
  return (
    <div class="sankey-frame">
      <svg
        ref={svg}
        class="sankey"
        role="application"
        aria-roledescription="sankey"
        aria-label={label}
        viewBox={`0 ${-TOP} ${width} ${height + TOP}`}
        width={width}
        height={height + TOP}
        font-family={SANKEY_FONT}
        font-size="12"
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const item = itemAt(event.target);
          if (item) act(p, item, false);
        }}
        onPointerMove={(event) => {
          const item = event.pointerType === "touch" ? undefined : itemAt(event.target);
          const box = svg.current!.getBoundingClientRect();
          spot.value = item
            ? { item, x: event.clientX - box.left, y: event.clientY - box.top }
            : null;
        }}
        onPointerLeave={() => {
          spot.value = null;
        }}
        onFocusIn={(event) => {
          const item = itemAt(event.target);
          if (!item || !(event.target as Element).matches(":focus-visible")) return;
          spot.value = { item, ...middleOf(item) };
        }}
        onFocusOut={() => {
          spot.value = null;
        }}
      >
        <Lit drawing={p} pointed={item} host={host} shapes={shapes} mark={mark} />
        <Headings drawing={p} />
      </svg>
      <Pointed drawing={p} spot={spot} />
    </div>
  );
}

/** What each node and ribbon says and is to the keys, made once a drawing. */
function marks(p: Drawing): Mark {
  const made = new Map<Item, ReturnType<Mark>>();
  for (const item of [...p.layout.boxes.flat(), ...p.layout.ribbons]) {
    made.set(item, {
      "data-item": idOf(item),
      role: actionOf(p, item) ? "button" : "img",
      tabindex: -1,
      "aria-label": describe(p, item),
    });
  }
  return (item) => made.get(item) ?? {};
}

interface LitProps {
  drawing: Drawing;
  pointed: ReadonlySignal<Item | undefined>;
  host: number | null;
  shapes: preact.JSX.Element;
  mark: Mark;
}

/** The ribbons, and over them the parts that run through what is pointed at. */
function Lit({ drawing: p, pointed, host, shapes, mark }: LitProps) {
  const item = pointed.value;
  const lit = useMemo(() => {
    if (item) return pathsOf(p, item);
    const own = host === null ? null : pathsOfHost(p, host);
    return own?.size ? own : null;
  }, [p, item, host]);
  const { paths, metric, columns } = p.links;
  const nodes = useMemo(() => {
    if (!lit) return null;
    const touched = columns.map(() => new Set<number>());
    for (const i of lit)
      paths[i]!.nodes.forEach((n, c) => {
        touched[c]!.add(n);
      });
    return touched;
  }, [lit]);
  return (
    <>
      <g fill-opacity={lit ? 0.14 : ribbonOpacity(p)}>{shapes}</g>
      {lit && (
        <g fill-opacity="0.72" pointer-events="none">
          {p.layout.ribbons.map((r) => {
            const part = r.paths.reduce(
              (sum, i) => (lit.has(i) ? sum + paths[i]![metric] : sum),
              0,
            );
            if (part === 0) return null;
            return (
              <path key={idOf(r)} d={outline(r, part / r[metric])} fill={ribbonColour(p, r)} />
            );
          })}
        </g>
      )}
      <NodeShapes
        drawing={p}
        mark={mark}
        {...(nodes && { lit: (box) => nodes[box.column]!.has(box.index) })}
      />
    </>
  );
}

function Pointed({ drawing, spot }: { drawing: Drawing; spot: Signal<Spot | null> }) {
  if (!spot.value) return null;
  return <Tooltip drawing={drawing} {...spot.value} />;
}

function focusItem(svg: SVGSVGElement | null, from: EventTarget | null, id: string): void {
  const next = svg?.querySelector<SVGElement>(`[role][data-item="${id}"]`);
  if (!next) return;
  (from as Element).closest("[data-item]")?.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
}

function middleOf(item: Item): { x: number; y: number } {
  if ("node" in item) return { x: item.x + 8, y: item.y + item.height / 2 + TOP };
  return { x: (item.x0 + item.x1) / 2, y: (item.y0 + item.y1 + item.width) / 2 + TOP };
}

/** Whether the last choice was made by the keyboard, so that the focus must follow it. */
let byKeys = false;

export function setByKeys(now: boolean): void {
  byKeys = now;
}

export function takeByKeys(): boolean {
  const was = byKeys;
  byKeys = false;
  return was;
}

export function act(p: Drawing, item: Item, keys: boolean): void {
  actionOf(p, item)?.();
  byKeys = keys && selection.value?.kind === "conversation";
}
