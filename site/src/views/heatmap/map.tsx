// The overview in the corner while the heatmap is zoomed: all of the matrix,
// and a frame around what is in sight. Dragging in it moves the sight.

import type { Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { pixels } from "./cells";
import type { Zoom } from "./layout";
import { clamp } from "./layout";
import { blank } from "./paint";
import type { Painting } from "./scene";

interface OverviewProps {
  painting: Painting;
  zoom: Signal<Zoom | null>;
}

export function Overview({ painting: p, zoom }: OverviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { layout: l, level, pixel, matrix } = p;
  const width = l.map?.width ?? 0;
  const height = l.map?.height ?? 0;
  useEffect(() => {
    if (canvas.current && width) drawAll(canvas.current, p, width, height);
  }, [level, pixel, width, height]);
  if (!l.map) return null;
  const at = (size: number, part: number, whole: number) => (size * part) / whole;
  const go = (event: PointerEvent) => {
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
    const rows = l.plotHeight / l.cellHeight;
    const columns = l.plotWidth / l.cellWidth;
    zoom.value = {
      size: l.zoom.size,
      row: clamp(((event.clientY - top) / height) * l.rows - rows / 2, 0, l.rows - rows),
      column: clamp(
        ((event.clientX - left) / width) * l.columns - columns / 2,
        0,
        l.columns - columns,
      ),
    };
  };
  return (
    <div
      class="overview"
      aria-hidden="true"
      style={{ width: `${width}px`, height: `${height}px` }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons) go(event);
      }}
    >
      <canvas ref={canvas} />
      <span
        class="overview-sight"
        style={{
          left: `${at(width, l.zoom.column, matrix.columns.hosts.length)}px`,
          top: `${at(height, l.zoom.row, matrix.rows.hosts.length)}px`,
          width: `${at(width, l.plotWidth / l.cellWidth, l.columns)}px`,
          height: `${at(height, l.plotHeight / l.cellHeight, l.rows)}px`,
        }}
      />
    </div>
  );
}

function drawAll(canvas: HTMLCanvasElement, p: Painting, width: number, height: number): void {
  const { rows, columns, ratio } = p.layout;
  const image = pixels(p, {
    plotWidth: width,
    plotHeight: height,
    left: 0,
    top: 0,
    rows,
    columns,
    cellWidth: width / columns,
    cellHeight: height / rows,
    ratio,
  });
  blank(canvas, width, height).putImageData(image, 0, 0);
}
