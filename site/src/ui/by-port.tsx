// The mark of an application that only a port number speaks for: a tilde before its name.

import { isByPort } from "../model/by-port";
import { clean } from "../model/text";
import type { Part } from "../model/volume";
import { share } from "./format";

const MARK = "~";

/** For pictures that hold the mark. */
export const markMeaning = `${MARK} by port number only`;

/** An application's name as plain text, marked. */
export function appLabel(name: string, byPort: boolean): string {
  return byPort ? `${MARK}${clean(name)}` : clean(name);
}

/** How much of a part only port numbers speak for, in words; nothing if none. */
export function portWords(part: Part): string {
  if (isByPort(part)) return "by port number only: no payload was seen that says what it is";
  return part.portFlows > 0
    ? `${share(part.portFlows, part.flows)} of its flows by port number only`
    : "";
}

export function AppName({ name, byPort }: { name: string; byPort: boolean }) {
  if (!byPort) return <bdi>{clean(name)}</bdi>;
  return (
    <span>
      <span class="by-port" title="by port number only" aria-hidden="true">
        {MARK}
      </span>
      <bdi>{clean(name)}</bdi>
      <span class="hidden"> by port number only</span>
    </span>
  );
}
