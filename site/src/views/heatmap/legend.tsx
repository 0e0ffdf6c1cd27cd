// The colour scale with ticks at round values, and where the pointed-at cell stands on it.

import { cellAt } from "../../model/matrix";
import { palette } from "../../state/state";
import { dark } from "../../state/theme";
import { exactVolume, volume } from "../../ui/format";
import { ramp } from "../../ui/palette";
import type { Spot } from "./layout";
import type { Scene } from "./scene";
import { inside, ticks, WIDTH } from "./ticks";

export function Legend({ scene: p, spot }: { scene: Scene; spot: Spot | null }) {
  const { min, max, metric } = p.matrix;
  if (max <= 0) return null;
  const colours = ramp(palette.value, dark.value);
  const place = (value: number) =>
    min < max ? (Math.log(value / min) / Math.log(max / min)) * WIDTH : WIDTH / 2;
  const stops = Array.from({ length: 17 }, (_, i) => colours(min < max ? i / 16 : 0.75));
  const value = pointedAt(p, spot);
  const chosen = ticks(min, max, place);
  return (
    <figure class="legend" aria-label={`Colour scale: ${metric}, logarithmic`}>
      <figcaption>{metric}, log scale</figcaption>
      <div class="legend-none">
        <span class="swatch" />
        <span>none</span>
      </div>
      <div class="legend-scale" style={{ width: `${WIDTH}px` }}>
        <div
          class="legend-bar"
          style={{ background: `linear-gradient(to right, ${stops.join()})` }}
        >
          {value > 0 && <span class="legend-mark" style={{ left: `${place(value)}px` }} />}
        </div>
        {chosen.map((tick) => (
          <span key={tick} class="legend-line" style={{ left: `${place(tick)}px` }} />
        ))}
        {chosen.map((tick) => (
          <span
            key={tick}
            class="legend-tick"
            style={{ left: `${inside(place(tick))}px` }}
            title={exactVolume(tick, metric)}
          >
            {volume(tick, metric).replace(/\.0(?=\D|$)/, "")}
          </span>
        ))}
      </div>
    </figure>
  );
}

function pointedAt(p: Scene, spot: Spot | null): number {
  if (!spot || spot.row < 0 || spot.column < 0) return 0;
  const i = cellAt(p.matrix, spot.row, spot.column);
  return p.matrix[p.matrix.metric][i] ?? 0;
}
