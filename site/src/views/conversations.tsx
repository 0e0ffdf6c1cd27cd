// Who talks to whom: one row for each pair of hosts.

import { computed } from "@preact/signals";
import { conversations, conversationTable } from "../model/conversations";
import type { Data } from "../model/data";
import { sortRows } from "../model/table";
import { rows, scoped } from "../state/state";
import { TableView } from "../ui/table";
import { TableControls } from "../ui/table-controls";
import { tableState } from "../ui/table-state";

export const conversationState = tableState(
  "conversations",
  computed(() => (scoped.value && rows.value ? conversationTable(scoped.value, rows.value) : null)),
);

export const rehearseConversations = (d: Data, services: Int32Array) =>
  sortRows(conversationTable(d, conversations(d, services)), conversationState.sort.value);

export const Conversations = () => <TableView state={conversationState} />;
export const ConversationControls = () => <TableControls state={conversationState} />;
