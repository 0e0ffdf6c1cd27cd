// The page: joins the engine, the state and the views, which don't know each other.

import { signal } from "@preact/signals";
import { render } from "preact";
import "./base.css";
// Before the arrangement, which has the last word on narrow screens.
import "./ui/detail.css";
import "./ui/empty.css";
import "./page.css";
import "./summary.css";
import "./paper.css";
import "./views.css";
import "./views/heatmap.css";
import "./views/graph.css";
import "./views/sankey.css";
import "./ui/activity.css";
import "./ui/capture-point.css";
import "./ui/copy.css";
import "./ui/export.css";
import "./ui/filter-bar.css";
import "./ui/findings.css";
import "./ui/names.css";
import "./ui/table.css";
import "./ui/timeline.css";
import { analyze, anonymize, EngineCrash, hasEngine, prepare } from "./engine/client";
import { embedded, savedPage, savedState } from "./engine/page";
import type { Content } from "./engine/run";
import { commandLine } from "./model/command-line";
import { followPrinting } from "./paper";
import { followSigns } from "./prepare";
import { followRehearsals } from "./rehearse";
import { decode, decodeJSON } from "./report/decode";
import { data, rename, selection, show } from "./state/state";
import { followTheme } from "./state/theme";
import { followUrl, readUrl } from "./state/url";
import { download, stem } from "./ui/download";
import { DropHint } from "./ui/drop";
import { NoReport } from "./ui/empty";
import { FilterBar } from "./ui/filter-bar";
import { Header } from "./ui/header";
import { type Job, Problem, Progress, type Trouble } from "./ui/job";
import { views } from "./views/list";
import { Workspace } from "./workspace";

/** The open report as it came, for saving. */
const content = signal<Promise<Content> | null>(null);
const job = signal<Job | null>(null);
const trouble = signal<Trouble | null>(null);
let abort: AbortController | null = null;

async function open(files: File[]): Promise<void> {
  if (!hasEngine()) {
    const text =
      "This page was made without the engine (--no-engine): it can't read captures or files of names. The command can: heatsink capture.pcapng --names FILE.";
    trouble.value = { text };
    return;
  }
  abort?.abort();
  const mine = new AbortController();
  abort = mine;
  trouble.value = null;
  const names = files.map((f) => f.name);
  const total = files.reduce((sum, f) => sum + f.size, 0);
  job.value = { names, read: 0, total };
  const progress = (read: number, of: number) => {
    if (abort === mine) job.value = { names, read, total: of };
  };
  try {
    const shown = await content.value?.catch(() => undefined); // told when it is saved
    const made = await analyze(files, shown?.packed, { progress }, mine.signal);
    const report = decodeJSON(made.json);
    if (abort !== mine) return;
    content.value = made.content;
    if (made.renamed) rename(report);
    else show(report);
  } catch (error) {
    if (!mine.signal.aborted) {
      const command = error instanceof EngineCrash ? commandLine(names) : undefined;
      trouble.value = { text: messageOf(error), command };
    }
  } finally {
    if (abort === mine) {
      abort = null;
      job.value = null;
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function save(anonymized: boolean): Promise<void> {
  const report = data.value?.report;
  if (!content.value || !report) return;
  const save = (name: string, page: string) => download(`${name}.html`, "text/html", page);
  trouble.value = null;
  try {
    const saved = await content.value;
    if (!anonymized) save(stem(report), savedPage(saved, location.hash.slice(1)));
    // What the page shows may name hosts: an anonymised one opens as if it were new.
    else save(`${stem(report)}-anonymized`, savedPage(await anonymize(saved.packed), ""));
  } catch (error) {
    trouble.value = { text: `Not saved: ${messageOf(error)}` };
  }
}

function Page() {
  const canOpen = hasEngine();
  return (
    <>
      <Header onOpen={open} onSave={content.value ? save : undefined} canOpen={canOpen} />
      {job.value && <Progress job={job.value} onCancel={() => abort?.abort()} />}
      <Problem trouble={trouble} />
      {data.value ? (
        <>
          <FilterBar />
          <Workspace />
        </>
      ) : (
        <NoReport onOpen={open} canOpen={canOpen} />
      )}
      <DropHint onOpen={open} canOpen={canOpen} />
    </>
  );
}

async function start(): Promise<void> {
  const ids = views.map((v) => v.id);
  if (!location.hash && savedState()) location.replace(`#${savedState()}`);
  readUrl(ids);
  followTheme();
  const came = embedded();
  if (came) {
    try {
      show(await decode(came.packed));
      content.value = Promise.resolve(came);
    } catch (error) {
      trouble.value = { text: messageOf(error) };
    }
    readUrl(ids);
  }
  followUrl(ids);
  followPrinting();
  followRehearsals();
  followSigns(!came, prepare);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") selection.value = null;
  });
  const root = document.getElementById("app");
  if (root) render(<Page />, root);
}

start();
