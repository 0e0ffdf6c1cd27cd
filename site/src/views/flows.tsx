// The largest flows, one row each.

import { computed } from "@preact/signals";
import { flowTable } from "../model/flows";
import { flows, scoped, shown } from "../state/state";
import { TableView } from "../ui/table";
import { TableControls } from "../ui/table-controls";
import { tableState } from "../ui/table-state";

export const flowState = tableState(
  "flows",
  computed(() => scoped.value && flowTable(scoped.value, flows.value, shown.value.flows)),
);

export const Flows = () => <TableView state={flowState} />;
export const FlowControls = () => <TableControls state={flowState} />;
