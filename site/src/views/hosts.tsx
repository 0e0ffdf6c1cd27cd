// The hosts, one row each.

import { computed } from "@preact/signals";
import type { Data } from "../model/data";
import { hostRows, hostTable } from "../model/hosts";
import { sortRows } from "../model/table";
import { scoped, services } from "../state/state";
import { TableView } from "../ui/table";
import { TableControls } from "../ui/table-controls";
import { tableState } from "../ui/table-state";

export const hostState = tableState(
  "hosts",
  computed(() => scoped.value && hostTable(scoped.value, hostRows(scoped.value, services.value))),
);

export const rehearseHosts = (d: Data, services: Int32Array) =>
  sortRows(hostTable(d, hostRows(d, services)), hostState.sort.value);

export const Hosts = () => <TableView state={hostState} />;
export const HostControls = () => <TableControls state={hostState} />;
