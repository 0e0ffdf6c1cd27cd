// What was captured, and what can be done with the page.

import { signal } from "@preact/signals";
import { clean } from "../model/text";
import { AnonymizedNote, type Report } from "../report/types";
import { data, layer, theme } from "../state/state";
import { CaptureDetails, captureName } from "./captures";
import { bytes, count, duration, exact, exactInstant, instant, plural, share } from "./format";
import { Keys, KeysButton } from "./keys";
import { heading } from "./words";

export interface HeaderProps {
  onOpen: (files: File[]) => void;
  /** Absent while there is nothing to save, or no way to. */
  onSave?: ((anonymized: boolean) => void) | undefined;
  canOpen: boolean;
}

export function Header({ onOpen, onSave, canOpen }: HeaderProps) {
  const report = data.value?.report;
  return (
    <header class="header">
      <div class="header-line">
        <h1>
          <bdi title={report ? allNames(report) : undefined}>
            {report ? heading(report) : "heatsink"}
          </bdi>
        </h1>
        {report && <Facts report={report} />}
        <div class="actions">
          {report && <DetailsButton />}
          {canOpen && <OpenButton onOpen={onOpen} />}
          {onSave && report && (
            <Save onSave={onSave} canAnonymize={canOpen && !report.anonymized} />
          )}
          <KeysButton />
          <ThemeButton />
        </div>
      </div>
      {report && <Warnings report={report} />}
      {report && detailsOpen.value && <CaptureDetails report={report} />}
      <Keys />
    </header>
  );
}

const anonymize = signal(false);

/** The engine anonymises, so a page without one can't. */
function Save(props: { onSave: (anonymized: boolean) => void; canAnonymize: boolean }) {
  const { onSave, canAnonymize } = props;
  return (
    <span class="save">
      <button
        type="button"
        aria-label="Save report"
        onClick={() => onSave(canAnonymize && anonymize.value)}
      >
        Save<span class="where-wide"> report</span>
      </button>
      {canAnonymize && (
        <label
          class="toggle"
          title="Save it with pseudonyms for all addresses and names, and nothing of what else the capture says of itself"
        >
          <input
            type="checkbox"
            data-engine
            checked={anonymize.value}
            onChange={(event) => {
              anonymize.value = event.currentTarget.checked;
            }}
          />
          <span>anonymized</span>
        </label>
      )}
    </span>
  );
}

const detailsOpen = signal(false);

/** Everything else that the report says of its captures, on demand. */
function DetailsButton() {
  return (
    <button
      type="button"
      aria-expanded={detailsOpen.value}
      aria-controls="capture-details"
      onClick={() => {
        detailsOpen.value = !detailsOpen.value;
      }}
    >
      Details
    </button>
  );
}

function allNames(report: Report): string {
  return report.captures.map(captureName).join("\n");
}

export function Facts({ report }: { report: Report }) {
  const d = data.value;
  if (!d) return null;
  const { packets, bytes: size } = report.totals;
  const hosts = d.hosts.real + report.folded.hosts;
  const conversations = d.conversations[layer.value];
  const records = report.captures.reduce((n, c) => n + c.records, 0);
  const interfaces = report.captures.reduce((n, c) => n + c.interfaces.length, 0);
  const drops = droppedOf(report);
  return (
    <ul class="facts">
      {packets > 0 && (
        <li title={`${exact(report.duration_ns)} ns from ${exactInstant(report.start_unix_ns)}`}>
          <b>{duration(report.duration_ns)}</b> from {instant(report.start_unix_ns)}
        </li>
      )}
      {(packets > 0 || records === 0) && (
        <li title={exact(packets)}>
          <b>{count(packets)}</b> {packets === 1 ? "frame" : "frames"}
        </li>
      )}
      {records > 0 && (
        <li title={`${exact(records)}: each is a flow, and has bytes, but no packets and no times`}>
          <b>{count(records)}</b> flow {records === 1 ? "record" : "records"}
        </li>
      )}
      <li title={`${exact(size)} B`}>
        <b>{bytes(size)}</b>
      </li>
      <li title={exact(hosts)}>
        <b>{count(hosts)}</b> {hosts === 1 ? "host" : "hosts"}
      </li>
      <li
        title={
          d.layersDiffer
            ? `${exact(conversations)} at the ${layer.value} layer`
            : exact(conversations)
        }
      >
        <b>{count(conversations)}</b> {conversations === 1 ? "conversation" : "conversations"}
      </li>
      {interfaces > 0 && (
        <li class={drops ? "" : "where-wide"}>
          {plural(interfaces, "interface")}
          {drops !== null && <span class={drops > 0 ? "warn" : ""}> · {exact(drops)} dropped</span>}
        </li>
      )}
    </ul>
  );
}

/** What the capturing programs say they dropped; null where none said anything. */
function droppedOf(report: Report): number | null {
  let drops: number | null = null;
  for (const i of report.captures.flatMap((c) => c.interfaces)) {
    if (i.dropped >= 0) drops = (drops ?? 0) + i.dropped;
    if (i.os_dropped >= 0) drops = (drops ?? 0) + i.os_dropped;
  }
  return drops;
}

/** What the reader must know before trusting a number. */
export function Warnings({ report }: { report: Report }) {
  const lines = report.anonymized ? [AnonymizedNote] : [];
  for (const c of report.captures) {
    if (c.problem) lines.push(`${captureName(c)}: ${clean(c.problem)}`);
  }
  const f = report.folded;
  const [folded, total] =
    layer.value === "inner"
      ? [f.bytes_inner, data.value?.totals.inner.bytes ?? 0]
      : [f.bytes_outer, data.value?.totals.outer.bytes ?? 0];
  if (f.hosts > 0 || f.services > 0) {
    lines.push(
      `${plural(f.hosts, "host")} and ${plural(f.services, "service")} are folded into (other): ${share(folded, total)} of bytes. Every total still holds them.`,
    );
  }
  if (f.memory)
    lines.push("The limit on flows was reached while reading: no format has every row.");
  if (lines.length === 0) return null;
  return (
    <ul class="warnings">
      {lines.map((line) => (
        <li key={line}>
          <bdi>{line}</bdi>
        </li>
      ))}
    </ul>
  );
}

/** A button that looks like the others over the browser's own file picker. */
export function OpenButton({ onOpen }: { onOpen: (files: File[]) => void }) {
  return (
    <label
      class="button"
      title="pcap, pcapng or flow records; files of names (hosts, docker inspect, kubectl get -o json, CSV) name the hosts"
    >
      <input
        type="file"
        multiple
        class="hidden"
        aria-label="Open capture…"
        data-engine
        onChange={(event) => {
          const input = event.currentTarget;
          const files = [...(input.files ?? [])];
          input.value = ""; // so that the same file can be picked again
          if (files.length) onOpen(files);
        }}
      />
      Open<span class="where-wide">&nbsp;capture</span>…
    </label>
  );
}

const themes = ["auto", "light", "dark"] as const;

function ThemeButton() {
  const next = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? "auto";
  return (
    <button
      type="button"
      class="icon"
      aria-label={`Theme: ${theme.value}. Change to ${next}`}
      title={`Theme: ${theme.value}`}
      onClick={() => {
        theme.value = next;
      }}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        {theme.value === "light" && (
          <circle cx="8" cy="8" r="4.5" fill="none" stroke="currentColor" stroke-width="1.5" />
        )}
        {theme.value === "dark" && <circle cx="8" cy="8" r="5" fill="currentColor" />}
        {theme.value === "auto" && (
          <>
            <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="1.5" />
            <path d="M8 3a5 5 0 0 1 0 10z" fill="currentColor" />
          </>
        )}
      </svg>
    </button>
  );
}
