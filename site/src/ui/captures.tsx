// Everything that the report says of its captures: for those who must trust its numbers.

import { clean } from "../model/text";
import type { Capture, Interface, Report } from "../report/types";
import { exact, instant } from "./format";

export function captureName(capture: Capture): string {
  return capture.name === "-" ? "standard input" : clean(capture.name);
}

export function CaptureDetails({ report }: { report: Report }) {
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
          <OneCapture key={i} capture={c} start={report.start_unix_ns} />
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

function OneCapture({ capture: c, start }: { capture: Capture; start: string }) {
  const facts: [string, string][] = [
    ["Format", c.compression ? `${c.format}, ${c.compression}` : c.format],
    c.records > 0
      ? ["Flow records", `${exact(c.records)}, ${exact(c.bytes)} B`]
      : ["Frames", `${exact(c.packets)}, ${exact(c.bytes)} B`],
    ["First", c.first_ns < 0 ? "" : instant(start, c.first_ns)],
    ["Last", c.last_ns < 0 ? "" : instant(start, c.last_ns)],
    ["Hardware", c.hardware],
    ["System", c.os],
    ["Captured by", c.application],
    ...c.comments.map((text): [string, string] => ["Comment", text]),
    ["Frame comments", c.frame_comments ? exact(c.frame_comments) : ""],
    ...c.skipped.map((s): [string, string] => ["Skipped", `${s.name}: ${exact(s.count)}`]),
    ...c.bad_lines.map((text): [string, string] => ["Bad line", text]),
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
