// The views, in the order of their tabs. A new view is a file here and a line below.

import type { ComponentType } from "preact";
import type { Picture } from "../ui/picture";
import { ConversationControls, Conversations } from "./conversations";
import { FlowControls, Flows } from "./flows";
import { GraphControls, GraphView } from "./graph";
import { Heatmap, HeatmapControls } from "./heatmap";
import { HostControls, Hosts } from "./hosts";
import { Sankey } from "./sankey";

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
}

export const views: readonly View[] = [
  { id: "heatmap", title: "Heatmap", component: Heatmap, controls: HeatmapControls },
  { id: "sankey", title: "Sankey", component: Sankey },
  { id: "graph", title: "Graph", component: GraphView, controls: GraphControls },
  {
    id: "conversations",
    title: "Conversations",
    component: Conversations,
    controls: ConversationControls,
  },
  { id: "flows", title: "Flows", component: Flows, controls: FlowControls },
  { id: "hosts", title: "Hosts", component: Hosts, controls: HostControls },
];
