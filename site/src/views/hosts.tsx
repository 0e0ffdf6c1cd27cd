// The hosts, one row each.

import { computed } from "@preact/signals";
import { hostRows, hostTable } from "../model/hosts";
import { scoped, services } from "../state/state";
import { TableView } from "../ui/table";
import { TableControls } from "../ui/table-controls";
import { tableState } from "../ui/table-state";

export const hostState = tableState(
  "hosts",
  computed(() => scoped.value && hostTable(scoped.value, hostRows(scoped.value, services.value))),
);

export const Hosts = () => <TableView state={hostState} />;
export const HostControls = () => <TableControls state={hostState} />;
