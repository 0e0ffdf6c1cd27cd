// Which columns the Sankey of all hosts has.

import { computed } from "@preact/signals";
import type { ColumnKind } from "../../model/links";
import { ENOUGH, shareOfLargest } from "../../model/rollup";
import { columns, hostLimit, metric, scoped, services } from "../../state/state";
import { share } from "../../ui/format";

/** About as many hosts as a column has room for. */
const ROOM = 20;

const ofLargest = computed(() => {
  const most = Math.min(ROOM, hostLimit.value || ROOM);
  return scoped.value ? shareOfLargest(scoped.value, services.value, metric.value, most) : 1;
});

/** Hosts, or subnets where the largest hosts hold too little. */
export const usualColumns = computed<ColumnKind[]>(() =>
  ofLargest.value < ENOUGH ? ["source-net", "destination-net"] : ["source", "destination"],
);

export const shownColumns = computed(() =>
  columns.value.length ? columns.value : usualColumns.value,
);

/** Why it is by subnet without having been told to. */
export function rolledUpWords(): string[] {
  const rolledUp = columns.value.length === 0 && ofLargest.value < ENOUGH;
  return rolledUp ? [`by subnet: the largest hosts have only ${share(ofLargest.value, 1)}`] : [];
}
