// A colour scale with ticks at round values, and where a value stands on it.

import { type Scale, tickPlace, tickText, titleOf } from "./scale";
import { inside, WIDTH } from "./ticks";

export function ScaleLegend({ scale: s, value }: { scale: Scale; value?: number | undefined }) {
  const stops = Array.from({ length: 17 }, (_, i) => s.ramp(i / 16));
  const at = value === undefined || Number.isNaN(value) ? -1 : s.place(value) * WIDTH;
  return (
    <figure
      class="legend"
      aria-label={`Colour scale: ${s.title}${s.logarithmic ? ", logarithmic" : ""}`}
    >
      <figcaption>{titleOf(s)}</figcaption>
      {s.keys.map((key) => (
        <div class="legend-none" key={key.label}>
          <span
            class={key.hatched ? "swatch swatch-hatched" : "swatch"}
            style={{ backgroundColor: key.colour }}
          />
          <span>{key.label}</span>
        </div>
      ))}
      <div class="legend-scale" style={{ width: `${WIDTH}px` }}>
        <div
          class="legend-bar"
          style={{ background: `linear-gradient(to right, ${stops.join()})` }}
        >
          {at >= 0 && <span class="legend-mark" style={{ left: `${at}px` }} />}
        </div>
        {s.ticks.map((tick) => (
          <span key={tick} class="legend-line" style={{ left: `${tickPlace(s, tick)}px` }} />
        ))}
        {s.ticks.map((tick) => (
          <span
            key={tick}
            class="legend-tick"
            style={{ left: `${inside(tickPlace(s, tick))}px` }}
            title={s.exact(tick)}
          >
            {tickText(s, tick)}
          </span>
        ))}
      </div>
    </figure>
  );
}

/** The same in one line, for where there is little room. */
export function SmallLegend({ scale: s, value }: { scale: Scale; value: number }) {
  const stops = Array.from({ length: 9 }, (_, i) => s.ramp(i / 8));
  const ends = [s.ticks[0]!, s.ticks.at(-1)!].map((tick) => tickText(s, tick));
  const keys = s.keys.map((key) => `${key.hatched ? "pale" : "grey"}: ${key.label}`).join(", ");
  return (
    <figure
      class="legend-small"
      aria-label={`Colour scale: ${s.title}`}
      title={`${titleOf(s)}; ${keys}`}
    >
      <span>{ends[0]}</span>
      <div class="legend-bar" style={{ background: `linear-gradient(to right, ${stops.join()})` }}>
        {!Number.isNaN(value) && (
          <span class="legend-mark" style={{ left: `${s.place(value) * 100}%` }} />
        )}
      </div>
      <span>{ends[1]}</span>
    </figure>
  );
}
