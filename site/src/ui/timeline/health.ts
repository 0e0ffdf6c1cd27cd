// What the bars' colours say where they are of health.

import type { Data } from "../../model/data";
import { healthOverTime } from "../../model/health-series";
import type { Series } from "../../model/series";
import { allTime, colour } from "../../state/state";
import { healthScale } from "../scale";
import type { Painting } from "./paint";

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
