// The small time line: what was sent stands up, what was received hangs down.

import { activity } from "../model/activity";
import type { Data } from "../model/data";
import { metric } from "../state/state";
import { Section } from "./bars";
import { duration, seconds, volume } from "./format";

const HEIGHT = 64; // of the drawing, in its own units: half of it up, half down

interface ActivityProps {
  d: Data;
  services: Int32Array;
  /** Whose sending it is; without, the lower host's of the conversation. */
  host?: number;
  /** What up and down are: "sent", "received". */
  up: string;
  down: string;
}

export function ActivityChart({ d, services, host, up, down }: ActivityProps) {
  const m = metric.value === "flows" ? "packets" : metric.value;
  const a = activity(d, services, m, host);
  const most = Math.max(...a.forth, ...a.back);
  if (most <= 0) return null;
  const bars = a.forth.length;
  const scale = HEIGHT / 2 / most;
  const peak = (values: Float64Array) => {
    const top = Math.max(...values);
    return top > 0
      ? `${volume(top, m)}, ${seconds(a.from + values.indexOf(top) * a.width, 1)} s`
      : "";
  };
  const per = duration(a.width);
  return (
    <Section title={`Over time, ${m} in ${per}`}>
      <svg
        class="activity"
        viewBox={`0 0 ${bars} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${m} in ${per}: most ${up} ${peak(a.forth) || "nothing"}; most ${down} ${peak(a.back) || "nothing"}`}
      >
        <title>{`At most ${volume(most, m)} in ${per}`}</title>
        <path class="sent" d={steps(a.forth, (v) => HEIGHT / 2 - v * scale)} />
        <path class="received" d={steps(a.back, (v) => HEIGHT / 2 + v * scale)} />
        <path class="axis" d={`M0 ${HEIGHT / 2}H${bars}`} />
      </svg>
      <p class="activity-scale">
        <span>{seconds(Math.max(0, a.from), 1)} s</span>
        <span class="activity-key">
          <i class="sent" /> {up} <i class="received" /> {down}
        </span>
        <span>{seconds(Math.min(a.to, d.report.duration_ns), 1)} s</span>
      </p>
    </Section>
  );
}

/** One bar beside the other from the middle line, those without height left out. */
function steps(values: Float64Array, y: (value: number) => number): string {
  let path = "";
  values.forEach((v, i) => {
    if (v > 0) path += `M${i} ${HEIGHT / 2}V${y(v).toFixed(2)}h1V${HEIGHT / 2}z`;
  });
  return path;
}
