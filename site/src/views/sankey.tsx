// The Sankey, on two levels. First every host: sources on the left, destinations
// on the right, each link in its sender's colour. Then, while a conversation is
// selected, that conversation: both ways, by transport and application.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Data } from "../model/data";
import { columnKinds } from "../model/links";
import { shareOfLargest } from "../model/rollup";
import { hostVolumes } from "../model/volume";
import {
  columns,
  facts,
  hide,
  hostLimit,
  labels,
  metric,
  scoped,
  selectedServices,
  selection,
  services,
} from "../state/state";
import { dark } from "../state/theme";
import { plural } from "../ui/format";
import { ScaleLegend } from "../ui/legend";
import { headings } from "../ui/ribbons";
import { rolledUpWords, shownColumns, usualColumns } from "./sankey/columns";
import { conversationDrawing, hostsDrawing, type Size } from "./sankey/drawing";
import { Picture, setByKeys, takeByKeys } from "./sankey/picture";
import { Protocols } from "./sankey/protocols";
import { columnTitle, inOther } from "./sankey/words";

export { sankeyPicture } from "./sankey/export";

/** The room is about what there is. */
export const rehearseSankey = (d: Data, services: Int32Array) => [
  hostVolumes(d, services),
  shareOfLargest(d, services, metric.value, 20),
  hostsDrawing(d, { width: 1000, height: 500 }, services),
];

export function Sankey() {
  const d = scoped.value;
  const box = useRef<HTMLDivElement>(null);
  const size = useSignal<Size>({ width: 0, height: 0 });
  const s = selection.value;
  const conversation = s?.kind === "conversation" ? `${s.a},${s.b}` : "";
  useEffect(() => followSize(box.current as HTMLElement, size), [conversation]);
  if (!d) return null;
  return (
    <div class="sankey-view">
      {s?.kind === "conversation" ? (
        <ConversationHead d={d} a={s.a} b={s.b} />
      ) : (
        <HostsHead d={d} />
      )}
      <div class="sankey-scroller" ref={box}>
        {size.value.width > 0 &&
          (s?.kind === "conversation" ? (
            <ConversationPicture key={conversation} d={d} a={s.a} b={s.b} size={size.value} />
          ) : (
            <HostsPicture d={d} size={size.value} />
          ))}
      </div>
    </div>
  );
}

function HostsHead({ d }: { d: Data }) {
  const volumes = hostVolumes(d, services.value);
  const hosts = (of: Float64Array) =>
    of.reduce((n, v, h) => (v > 0 && !d.hosts.other[h] ? n + 1 : n), 0);
  return (
    <div class="sankey-head">
      <p class="caption">
        <b>{plural(hosts(volumes.sentPackets), "source")}</b>,{" "}
        <b>{plural(hosts(volumes.receivedPackets), "destination")}</b>
        {rolledUpWords().map((words) => (
          <span key={words}> · {words}</span>
        ))}
        {metric.value === "flows" && <span> · a flow's source is who opened it</span>}
      </p>
      <Columns />
    </div>
  );
}

/** Which columns there are: any of them, two at least. */
function Columns() {
  const chosen = shownColumns.value;
  return (
    <fieldset class="sankey-chips">
      <legend class="hidden">Columns, two at least</legend>
      {columnKinds.map((kind) => {
        const on = chosen.includes(kind);
        const needed = on && chosen.length <= 2;
        return (
          <label key={kind} class="sankey-chip" title={needed ? "two columns at least" : undefined}>
            <input
              type="checkbox"
              checked={on}
              disabled={needed}
              onChange={() => {
                columns.value = columnKinds.filter((k) => (k === kind ? !on : chosen.includes(k)));
              }}
            />
            <span>{columnTitle(kind)}</span>
          </label>
        );
      })}
      {columns.value.length > 0 && `${columns.value}` !== `${usualColumns.value}` && (
        <button
          type="button"
          class="sankey-usual"
          title="The columns that suit this many hosts"
          onClick={() => {
            columns.value = [];
          }}
        >
          auto
        </button>
      )}
    </fieldset>
  );
}

function HostsPicture({ d, size }: { d: Data; size: Size }) {
  const shown = services.value;
  const kinds = shownColumns.value;
  const drawing = useMemo(
    () => hostsDrawing(d, size),
    [d, shown, kinds, metric.value, facts.value, hostLimit.value, labels.value, size, dark.value],
  );
  const s = selection.value;
  const other = inOther(drawing.links);
  if (drawing.layout.ribbons.length === 0) return <Nothing />;
  return (
    <>
      {drawing.health && <ScaleLegend scale={drawing.health.scale} />}
      <Picture
        drawing={drawing}
        label={`Sankey of ${metric.value} by ${kinds.map((k) => headings[k]).join(", ")}. Arrow keys move, Enter selects, Escape clears.`}
        host={s?.kind === "host" ? s.host : null}
        follows={true}
      />
      {other && <p class="sankey-note">{other}</p>}
    </>
  );
}

function Nothing() {
  return <p class="sankey-note">There are no {metric.value} to draw here.</p>;
}

interface ConversationProps {
  d: Data;
  a: number;
  b: number;
}

function ConversationHead({ d, a, b }: ConversationProps) {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const button = back.current;
    if (takeByKeys()) button?.focus();
    // Back at all hosts, the keys go on in the picture.
    const view = button?.closest<HTMLElement>(".sankey-view");
    const leave = (event: KeyboardEvent) => setByKeys(event.key === "Escape");
    view?.addEventListener("keydown", leave);
    return () => view?.removeEventListener("keydown", leave);
  }, []);
  const name = (h: number) => <bdi>{d.hosts.label[h]}</bdi>;
  return (
    <div class="sankey-head">
      <button
        ref={back}
        type="button"
        class="sankey-back"
        title="Escape"
        onClick={(event) => {
          setByKeys(event.detail === 0);
          selection.value = null;
        }}
      >
        ← all hosts
      </button>
      <p class="caption">
        <b>
          {name(a)} ⇄ {name(b)}
        </b>
      </p>
      <Protocols d={d} services={selectedServices.value} />
    </div>
  );
}

function ConversationPicture({ d, a, b, size }: ConversationProps & { size: Size }) {
  const all = selectedServices.value;
  const drawing = useMemo(
    () => conversationDrawing(d, a, b, size),
    [d, a, b, all, hide.value, metric.value, facts.value, labels.value, size, dark.value],
  );
  if (all.length === 0) {
    return <p class="sankey-note">The filter hides all of this conversation.</p>;
  }
  if (drawing.layout.ribbons.length === 0) return <Nothing />;
  return (
    <>
      {drawing.health && <ScaleLegend scale={drawing.health.scale} />}
      <Picture
        drawing={drawing}
        label={`Sankey of what two hosts said to each other, by transport and application, in ${metric.value}. Arrow keys move, Enter selects, Escape shows all hosts.`}
        host={null}
        follows={false}
      />
    </>
  );
}

/** Keeps the size at what the view has for its picture. */
function followSize(element: HTMLElement, size: Signal<Size>): () => void {
  const pane = element.closest(".pane");
  const measure = () => {
    const { top, width } = element.getBoundingClientRect();
    // In one column the pane has no height of its own.
    const own = pane && getComputedStyle(pane).overflowY === "auto";
    const room = own ? pane.getBoundingClientRect().bottom - top + pane.scrollTop - 44 : 560;
    const next = { width: Math.floor(width), height: Math.max(320, Math.floor(room)) };
    const { width: w, height: h } = size.peek();
    if (next.width !== w || next.height !== h) size.value = next;
  };
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  if (pane) observer.observe(pane);
  measure();
  return () => observer.disconnect();
}
