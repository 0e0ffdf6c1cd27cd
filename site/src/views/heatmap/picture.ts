// The heatmap for files and paper: what is in sight, laid out anew.

import { order, palette, sight } from "../../state/state";
import { capturedWords } from "../../ui/capture-point";
import { plural, volume } from "../../ui/format";
import { inkOf, ramp } from "../../ui/palette";
import type { Painted, Picture } from "../../ui/picture";
import { FAMILY, FINE } from "../../ui/svg-context";
import { selectedSpots } from "./choose";
import { notesOf } from "./controls";
import { FIT, type Zoom } from "./layout";
import { drawMarks } from "./overlay";
import { draw } from "./paint";
import type { Scene } from "./scene";
import { sceneFor, staged, zoom, zoomOf } from "./stage";
import { inside, ticks, WIDTH } from "./ticks";

const HEIGHT = 720;

export function heatmapPicture(width: number): Picture | null {
  const scene = sceneFor(false);
  if (!scene) return null;
  const as = (z: Zoom) => staged(scene, width, HEIGHT, FINE, z);
  const fit = as(FIT);
  const painting = zoom.value
    ? as(zoom.value)
    : sight.value
      ? as(zoomOf(fit.layout, sight.value))
      : fit;
  const { matrix: m, layout: l } = painting;
  const selected = selectedSpots(m);
  return {
    width,
    height: l.height,
    says: [
      `${plural(m.rows.count, "source")}, ${plural(m.columns.count, "destination")}`,
      `by ${order.value}`,
      ...notesOf(painting, false),
      ...capturedWords(),
    ],
    legend: m.max > 0 ? legend(scene) : undefined,
    paint(c) {
      draw(c, painting);
      drawMarks(c, painting, { spot: null, cursor: null, selected, found: [] });
    },
  };
}

const STEPS = WIDTH / 2;
const NONE = 44; // the room for "none" before the scale

function legend({ matrix: { min, max, metric } }: Scene): Painted {
  const ink = inkOf(false);
  const colours = ramp(palette.value, false);
  const place = (value: number) =>
    min < max ? (Math.log(value / min) / Math.log(max / min)) * WIDTH : WIDTH / 2;
  return {
    width: NONE + WIDTH,
    height: 48,
    paint(c) {
      c.font = `12px ${FAMILY}`;
      c.fillStyle = ink.muted;
      c.fillText(`${metric}, log scale`, NONE, 10);
      c.fillStyle = ink.none;
      c.strokeStyle = ink.line;
      c.lineWidth = 1;
      c.fillRect(8, 16, 16, 12);
      c.strokeRect(8.5, 16.5, 15, 11);
      for (let i = 0; i < STEPS; i++) {
        c.fillStyle = colours(min < max ? i / (STEPS - 1) : 0.75);
        // Each reaches below the next, so that no gap shows between them.
        c.fillRect(NONE + 2 * i, 16, Math.min(3, WIDTH - 2 * i), 12);
      }
      c.textAlign = "center";
      c.fillStyle = ink.muted;
      c.fillText("none", 16, 44);
      for (const tick of ticks(min, max, place)) {
        c.fillRect(NONE + place(tick), 28, 1, 4);
        c.fillText(volume(tick, metric).replace(/\.0(?=\D|$)/, ""), NONE + inside(place(tick)), 44);
      }
    },
  };
}
