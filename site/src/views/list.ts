// The views, in the order of their tabs. A new view is a file here and a line below.

import type { ComponentType } from "preact";
import type { Data } from "../model/data";
import type { Term } from "../model/filter";
import type { Picture } from "../ui/picture";
import type { TableState } from "../ui/table-state";
import {
  ConversationControls,
  Conversations,
  conversationState,
  rehearseConversations,
} from "./conversations";
import { FlowControls, Flows, flowState, rehearseFlows } from "./flows";
import { GraphControls, GraphView, graphPicture, rehearseGraph } from "./graph";
import { Heatmap, HeatmapControls, heatmapPicture, rehearseHeatmap } from "./heatmap";
import { HostControls, Hosts, hostState, rehearseHosts } from "./hosts";
import { rehearseSankey, Sankey, sankeyPicture } from "./sankey";

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
  /** Works out what it does for another filter, for nothing; see rehearse.ts. */
  rehearse?: (data: Data, services: Int32Array, terms: Term[]) => unknown;
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
    rehearse: rehearseHeatmap,
  },
  {
    id: "sankey",
    title: "Sankey",
    component: Sankey,
    picture: sankeyPicture,
    rehearse: rehearseSankey,
  },
  {
    id: "graph",
    title: "Graph",
    component: GraphView,
    controls: GraphControls,
    picture: graphPicture,
    rehearse: rehearseGraph,
  },
  {
    id: "conversations",
    title: "Conversations",
    component: Conversations,
    controls: ConversationControls,
    table: conversationState,
    rehearse: rehearseConversations,
  },
  {
    id: "flows",
    title: "Flows",
    component: Flows,
    controls: FlowControls,
    table: flowState,
    rehearse: rehearseFlows,
  },
  {
    id: "hosts",
    title: "Hosts",
    component: Hosts,
    controls: HostControls,
    table: hostState,
    rehearse: rehearseHosts,
  },
];
