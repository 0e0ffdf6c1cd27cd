// The heatmap for files and paper: what is in sight, laid out anew.

import { order, sight } from "../../state/state";
import { capturedWords } from "../../ui/capture-point";
import { plural } from "../../ui/format";
import type { Picture } from "../../ui/picture";
import { paintedScale } from "../../ui/scale";
import { FINE } from "../../ui/svg-context";
import { selectedSpots } from "./choose";
import { notesOf } from "./controls";
import { FIT, type Zoom } from "./layout";
import { drawMarks } from "./overlay";
import { draw } from "./paint";
import { sceneFor, staged, zoom, zoomOf } from "./stage";

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
    legend: m.max > 0 ? paintedScale(scene.scale) : undefined,
    paint(c) {
      draw(c, painting);
      drawMarks(c, painting, { spot: null, cursor: null, selected, found: [] });
    },
  };
}
