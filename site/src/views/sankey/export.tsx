// The Sankey for files and paper: the same picture, without what can be pointed at.

import { render } from "preact";
import { scoped, selection } from "../../state/state";
import { markMeaning } from "../../ui/by-port";
import type { Picture } from "../../ui/picture";
import { Headings, NodeShapes, RibbonShapes, ribbonOpacity, SANKEY_FONT } from "../../ui/ribbons";
import { paintedScale } from "../../ui/scale";
import { rolledUpWords } from "./columns";
import { conversationDrawing, hostsDrawing, TOP } from "./drawing";
import { inOther } from "./words";

const HEIGHT = 720;

export function sankeyPicture(width: number): Picture | null {
  const d = scoped.value;
  if (!d) return null;
  const s = selection.value;
  const size = { width, height: HEIGHT };
  const drawing =
    s?.kind === "conversation" ? conversationDrawing(d, s.a, s.b, size) : hostsDrawing(d, size);
  if (drawing.layout.ribbons.length === 0) return null;
  const frame = drawing.layout.frame;
  const height = frame.height + TOP;
  const other = inOther(drawing.links);
  const marks = drawing.links.columns.flat().some((n) => n.byPort) ? [markMeaning] : [];
  return {
    width: frame.width,
    height,
    says: [
      ...(s?.kind === "conversation" ? [] : rolledUpWords()),
      ...(other ? [other] : []),
      ...marks,
    ],
    legend: drawing.health && paintedScale(drawing.health.scale),
    paint: (c) => {
      const box = document.createElement("div");
      render(
        <svg
          viewBox={`0 ${-TOP} ${frame.width} ${height}`}
          width={frame.width}
          height={height}
          font-family={SANKEY_FONT}
          font-size="12"
        >
          <title>Sankey</title>
          <g fill-opacity={ribbonOpacity(drawing)}>
            <RibbonShapes drawing={drawing} />
          </g>
          <NodeShapes drawing={drawing} />
          <Headings drawing={drawing} />
        </svg>,
        box,
      );
      c.embed(box.firstElementChild as SVGElement);
    },
  };
}
