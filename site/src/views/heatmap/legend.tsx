// Where the pointed-at cell stands on the colour scale.

import { cellAt } from "../../model/matrix";
import { ScaleLegend } from "../../ui/legend";
import type { Spot } from "./layout";
import type { Scene } from "./scene";

export function Legend({ scene: p, spot }: { scene: Scene; spot: Spot | null }) {
  return p.matrix.max > 0 ? <ScaleLegend scale={p.scale} value={pointedAt(p, spot)} /> : null;
}

function pointedAt(p: Scene, spot: Spot | null): number {
  if (!spot || spot.row < 0 || spot.column < 0) return Number.NaN;
  const i = cellAt(p.matrix, spot.row, spot.column);
  if (i < 0) return Number.NaN;
  return p.tint ? p.tint.cells.value(i) : p.matrix[p.matrix.metric][i] || Number.NaN;
}
