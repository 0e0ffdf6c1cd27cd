// What the Sankey says of itself.

import type { ColumnKind, Links } from "../../model/links";
import { OTHER } from "../../model/matrix";
import { share } from "../../ui/format";
import { headings } from "../../ui/ribbons";

export function columnTitle(kind: ColumnKind): string {
  if (kind === "source-net") return "source subnet";
  return kind === "destination-net" ? "destination subnet" : headings[kind];
}

/** What is in Other; nothing while it is empty. */
export function inOther({ paths, columns, metric }: Links): string {
  const total = paths.reduce((sum, p) => sum + p[metric], 0);
  const parts = columns.flatMap((nodes) => {
    const other = nodes.find((n) => n.key === OTHER);
    return other?.[metric] ? `${share(other[metric], total)} by ${columnTitle(other.kind)}` : [];
  });
  return parts.length ? `Other holds what is too small to draw: ${parts.join(", ")}` : "";
}
