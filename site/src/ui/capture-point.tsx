// Where the capture was taken, in words, and how sure that is.

import type { CapturePoint } from "../report/types";
import { capturedOn, data } from "../state/state";
import { share } from "./format";
import { called } from "./host";

/** Beside a host's name. */
export function captureMark({ sure }: CapturePoint): string {
  return sure ? "captured here" : "captured here?";
}

/** Why it is thought so. */
export function captureReason(point: CapturePoint): string {
  const packets = `${share(point.packets, point.of)} of packets`;
  return point.sure
    ? `captured here: ${packets} and all within its subnet begin or end here`
    : `probably captured here or close by: ${packets} begin or end here`;
}

/** In a list of hosts, before the host's name. */
export function CaptureBadge({ host }: { host: number }) {
  const point = capturedOn.value.get(host);
  if (!point) return null;
  return (
    <span class="capture-badge" title={captureReason(point)}>
      <Target />
      <span class="hidden">{captureMark(point)}</span>
    </span>
  );
}

/** The cross hairs that mark the host in pictures. */
function Target() {
  return (
    <svg class="capture-target" width="13" height="13" viewBox="-6.5 -6.5 13 13" aria-hidden="true">
      <circle r="3.5" />
      <path d="M-6 0h4M2 0h4M0 -6v4M0 2v4" />
    </svg>
  );
}

const MOST_NAMED = 2;

/** The same in words, for what leaves the page. */
export function capturedWords(): string[] {
  const d = data.value;
  const [first] = capturedOn.value.values();
  if (!d || !first) return [];
  const labels = new Set([...capturedOn.value.keys()].map((host) => called(d, host)));
  return [`${first.sure ? "" : "probably "}captured on ${[...labels].join(", ")}`];
}

/** Who took the capture, for a view's caption. */
export function CapturedOn() {
  const d = data.value;
  const points = [...capturedOn.value.values()];
  const [first] = points;
  if (!d || !first) return null;
  // One machine's addresses often have one name.
  const labels = [...new Set(points.map(({ host }) => called(d, host)))];
  const more = labels.length - MOST_NAMED;
  return (
    <span class="captured-on" title={captureReason(first)}>
      <span>
        <Target /> {first.sure ? "captured" : "probably captured"}
      </span>{" "}
      {first.sure ? "on" : "on or near"}{" "}
      {labels.slice(0, MOST_NAMED).map((label, i) => (
        <span key={label}>
          {i > 0 && ", "}
          <bdi>{label}</bdi>
        </span>
      ))}
      {more > 0 && ` and ${more} more`}
    </span>
  );
}
