// The largest flows, one row each.

import { computed } from "@preact/signals";
import type { Data } from "../model/data";
import type { Term } from "../model/filter";
import { flowRows, flowTable } from "../model/flows";
import { sortRows } from "../model/table";
import { flows, layer, scoped, shown } from "../state/state";
import { TableView } from "../ui/table";
import { TableControls } from "../ui/table-controls";
import { tableState } from "../ui/table-state";

export const flowState = tableState(
  "flows",
  computed(() => scoped.value && flowTable(scoped.value, flows.value, shown.value.flows)),
);

export const rehearseFlows = (d: Data, _: Int32Array, terms: Term[]) =>
  sortRows(flowTable(d, flowRows(d, terms, layer.value), 0), flowState.sort.value);

export const Flows = () => <TableView state={flowState} />;
export const FlowControls = () => <TableControls state={flowState} />;
