// The views, in the order of their tabs. A new view is a file here and a line below.

import type { ComponentType } from "preact";
import type { Picture } from "../ui/picture";
import type { TableState } from "../ui/table-state";
import { ConversationControls, Conversations, conversationState } from "./conversations";
import { FlowControls, Flows, flowState } from "./flows";
import { GraphControls, GraphView, graphPicture } from "./graph";
import { Heatmap, HeatmapControls, heatmapPicture } from "./heatmap";
import { HostControls, Hosts, hostState } from "./hosts";
import { Sankey, sankeyPicture } from "./sankey";

export interface View {
  /** As in the URL. */
  id: string;
  title: string;
  component: ComponentType;
  /** The view's own choices, at the right end of the tabs. */
  controls?: ComponentType;
  /**
   * What it draws now, laid out anew at this width in pixels, for files and paper;
   * null where there is nothing to draw. Signals are read as on paper: it is light.
   */
  picture?: (width: number) => Picture | null;
  /** What it shows where it is a table. */
  table?: TableState;
}

export const views: readonly View[] = [
  {
    id: "heatmap",
    title: "Heatmap",
    component: Heatmap,
    controls: HeatmapControls,
    picture: heatmapPicture,
  },
  { id: "sankey", title: "Sankey", component: Sankey, picture: sankeyPicture },
  {
    id: "graph",
    title: "Graph",
    component: GraphView,
    controls: GraphControls,
    picture: graphPicture,
  },
  {
    id: "conversations",
    title: "Conversations",
    component: Conversations,
    controls: ConversationControls,
    table: conversationState,
  },
  { id: "flows", title: "Flows", component: Flows, controls: FlowControls, table: flowState },
  { id: "hosts", title: "Hosts", component: Hosts, controls: HostControls, table: hostState },
];
