// Who talks to whom: one row for each pair of hosts.

import { computed } from "@preact/signals";
import { conversationTable } from "../model/conversations";
import { rows, scoped } from "../state/state";
import { TableView } from "../ui/table";
import { TableControls } from "../ui/table-controls";
import { tableState } from "../ui/table-state";

export const conversationState = tableState(
  "conversations",
  computed(() => (scoped.value && rows.value ? conversationTable(scoped.value, rows.value) : null)),
);

export const Conversations = () => <TableView state={conversationState} />;
export const ConversationControls = () => <TableControls state={conversationState} />;
