// What the bars' colours say where they are of health.

import type { Data } from "../../model/data";
import { healthOverTime, isKnownOverTime } from "../../model/health-series";
import type { Series } from "../../model/series";
import type { Colouring } from "../../state/hash";
import { allTime, colour } from "../../state/state";
import { healthScale } from "../scale";
import { roomFor } from "./layout";
import type { Painting } from "./paint";

/** How many bars there is room for; fewer where each needs packets enough to say how they did. */
export function barsIn(width: number): number {
  const most = roomFor(width);
  return isKnown(colour.value) ? Math.ceil(most / 4) : most;
}

function isKnown(by: Colouring): boolean {
  return by !== "volume" && isKnownOverTime(by);
}

export function barsHealth(
  d: Data,
  s: Series,
  dark: boolean,
): Pick<Painting, "health" | "unknown"> {
  const metric = colour.value;
  if (metric === "volume") return { health: null, unknown: null };
  const tally = healthOverTime(d, allTime.value, metric, s);
  if (!tally) return { health: null, unknown: metric };
  return { health: { tally, scale: healthScale([tally], metric, dark), dark }, unknown: null };
}
