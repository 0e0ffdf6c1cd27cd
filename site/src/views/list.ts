// The views, in the order of their tabs. A new view is a file here and a line below.

import type { ComponentType } from "preact";
import { ConversationTable } from "./conversations";
import { Heatmap, HeatmapControls } from "./heatmap";

export interface View {
  /** As in the URL. */
  id: string;
  title: string;
  component: ComponentType;
  /** The view's own choices, at the right end of the tabs. */
  controls?: ComponentType;
}

export const views: readonly View[] = [
  { id: "heatmap", title: "Heatmap", component: Heatmap, controls: HeatmapControls },
  { id: "conversations", title: "Conversations", component: ConversationTable },
];
