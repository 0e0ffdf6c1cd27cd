// The views as tabs, and the panel of what is selected beside them.

import { useEffect } from "preact/hooks";
import { data, services, view } from "./state/state";
import { CopyNote } from "./ui/copy";
import { Detail } from "./ui/detail";
import { NoMatch, NoPackets } from "./ui/empty";
import { SavePicture } from "./ui/export";
import { Findings } from "./ui/findings";
import { typing } from "./ui/keys";
import { Timeline } from "./ui/timeline";
import { views } from "./views/list";

export function Workspace() {
  const d = data.value;
  if (!d) return null;
  if (d.report.services.a.length === 0) {
    return (
      <main class="workspace">
        <NoPackets />
      </main>
    );
  }
  const current = views.find((v) => v.id === view.value) ?? views[0];
  if (!current) return null;
  const View = current.component;
  const Controls = current.controls;
  return (
    <main class="workspace">
      <Findings />
      <Timeline />
      <div class="card">
        <div class="tab-line">
          <Tabs current={current.id} />
          <div class="view-controls">
            {Controls && <Controls />}
            {current.picture && services.value.length > 0 && (
              <SavePicture id={current.id} title={current.title} picture={current.picture} />
            )}
          </div>
        </div>
        <div class="pane" role="tabpanel" id="pane" aria-labelledby={`tab-${current.id}`}>
          {services.value.length === 0 ? <NoMatch /> : <View />}
        </div>
      </div>
      <Detail />
      <CopyNote />
    </main>
  );
}

function Tabs({ current }: { current: string }) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const next = views[Number(event.key) - 1];
      if (next) view.value = next.id;
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  const go = (step: number) => {
    const at = views.findIndex((v) => v.id === current);
    const next = views[(at + step + views.length) % views.length];
    if (!next) return;
    view.value = next.id;
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Views">
      {views.map((v, i) => (
        <button
          key={v.id}
          type="button"
          role="tab"
          id={`tab-${v.id}`}
          aria-selected={v.id === current}
          aria-controls="pane"
          aria-keyshortcuts={String(i + 1)}
          tabIndex={v.id === current ? 0 : -1}
          onClick={() => {
            view.value = v.id;
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowRight") go(1);
            if (event.key === "ArrowLeft") go(-1);
          }}
        >
          {v.title}
        </button>
      ))}
    </div>
  );
}
