// What was captured, and what can be done with the page.

import { signal } from "@preact/signals";
import { clean } from "../model/text";
import type { Capture, Interface, Report } from "../report/types";
import { data, layer, theme } from "../state/state";
import { bytes, count, duration, exact, exactInstant, instant, plural, share } from "./format";

export interface HeaderProps {
  onOpen: (files: File[]) => void;
  /** Absent while there is nothing to save, or no way to. */
  onSave?: (() => void) | undefined;
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
          {onSave && (
            <button type="button" onClick={onSave}>
              Save report
            </button>
          )}
          <ThemeButton />
        </div>
      </div>
      {report && <Warnings report={report} />}
      {report && detailsOpen.value && <Details report={report} />}
    </header>
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

function heading(report: Report): string {
  if (report.title) return clean(report.title);
  const [first, ...more] = report.captures;
  const name = first ? captureName(first) : "Empty report";
  return more.length ? `${name} + ${more.length} more` : name;
}

function allNames(report: Report): string {
  return report.captures.map(captureName).join("\n");
}

function captureName(capture: Capture): string {
  return capture.name === "-" ? "standard input" : clean(capture.name);
}

function Facts({ report }: { report: Report }) {
  const d = data.value;
  if (!d) return null;
  const { packets, bytes: size } = report.totals;
  const hosts = d.hosts.real + report.folded.hosts;
  const conversations = d.conversations[layer.value];
  const interfaces = report.captures.reduce((n, c) => n + c.interfaces.length, 0);
  const drops = droppedOf(report);
  return (
    <ul class="facts">
      {packets > 0 && (
        <li title={`${exact(report.duration_ns)} ns from ${exactInstant(report.start_unix_ns)}`}>
          <b>{duration(report.duration_ns)}</b> from {instant(report.start_unix_ns)}
        </li>
      )}
      <li title={exact(packets)}>
        <b>{count(packets)}</b> frames
      </li>
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
      <li>
        {plural(interfaces, "interface")}
        {drops !== null && <span class={drops > 0 ? "warn" : ""}> · {exact(drops)} dropped</span>}
      </li>
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
function Warnings({ report }: { report: Report }) {
  const lines: string[] = [];
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

function Details({ report }: { report: Report }) {
  return (
    <section
      class="details"
      id="capture-details"
      aria-label="About the capture"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too
      tabIndex={0}
    >
      <div class="details-body">
        {report.captures.map((c, i) => (
          <CaptureDetails key={i} capture={c} start={report.start_unix_ns} />
        ))}
        {report.quality.length > 0 && (
          <section>
            <h2>Quality</h2>
            <table class="plain">
              <tbody>
                {report.quality.map((q) => (
                  <tr key={q.name}>
                    <th scope="row">{clean(q.name)}</th>
                    <td>{exact(q.count)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </div>
    </section>
  );
}

function CaptureDetails({ capture: c, start }: { capture: Capture; start: string }) {
  const facts: [string, string][] = [
    ["Format", c.compression ? `${c.format}, ${c.compression}` : c.format],
    ["Frames", `${exact(c.packets)}, ${exact(c.bytes)} B`],
    ["First", c.first_ns < 0 ? "" : instant(start, c.first_ns)],
    ["Last", c.last_ns < 0 ? "" : instant(start, c.last_ns)],
    ["Hardware", c.hardware],
    ["System", c.os],
    ["Captured by", c.application],
    ...c.comments.map((text): [string, string] => ["Comment", text]),
    ...c.skipped.map((s): [string, string] => ["Skipped", `${s.name}: ${exact(s.count)}`]),
    ["Problem", c.problem],
  ];
  return (
    <section>
      <h2>
        <bdi>{captureName(c)}</bdi>
      </h2>
      <dl>
        {facts
          .filter(([, text]) => text)
          .map(([name, text], i) => (
            <div key={i}>
              <dt>{name}</dt>
              <dd>
                <bdi>{clean(text)}</bdi>
              </dd>
            </div>
          ))}
      </dl>
      {c.interfaces.length > 0 && <Interfaces interfaces={c.interfaces} />}
    </section>
  );
}

function Interfaces({ interfaces }: { interfaces: Interface[] }) {
  const said = (n: number) => (n < 0 ? "–" : exact(n));
  return (
    <section
      class="plain-scroller"
      aria-label="Interfaces"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too
      tabIndex={0}
    >
      <table class="plain interfaces">
        <thead>
          <tr>
            <th scope="col">Interface</th>
            <th scope="col">Link type</th>
            <th scope="col" class="number">
              Snap length
            </th>
            <th scope="col" class="number">
              Frames
            </th>
            <th scope="col" class="number">
              Bytes
            </th>
            <th scope="col" class="number">
              Received
            </th>
            <th scope="col" class="number">
              Dropped
            </th>
            <th scope="col" class="number">
              Dropped by system
            </th>
            <th scope="col">Filter, description, comments</th>
          </tr>
        </thead>
        <tbody>
          {interfaces.map((i, k) => (
            <tr key={k}>
              <th scope="row">
                <bdi>{clean(i.name) || `#${k}`}</bdi>
              </th>
              <td>{clean(i.link_type)}</td>
              <td class="number">{i.snap_len ? exact(i.snap_len) : "none"}</td>
              <td class="number">{exact(i.packets)}</td>
              <td class="number">{exact(i.bytes)}</td>
              <td class="number">{said(i.received)}</td>
              <td class={`number ${i.dropped > 0 ? "warn" : ""}`}>{said(i.dropped)}</td>
              <td class={`number ${i.os_dropped > 0 ? "warn" : ""}`}>{said(i.os_dropped)}</td>
              <td>
                <bdi>
                  {[i.filter, i.description, ...i.comments].filter(Boolean).map(clean).join(" · ")}
                </bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A button that looks like the others over the browser's own file picker. */
export function OpenButton({ onOpen }: { onOpen: (files: File[]) => void }) {
  return (
    <label class="button">
      <input
        type="file"
        multiple
        class="hidden"
        onChange={(event) => {
          const input = event.currentTarget;
          const files = [...(input.files ?? [])];
          input.value = ""; // so that the same file can be picked again
          if (files.length) onOpen(files);
        }}
      />
      Open capture…
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
