// Reading captures: how far it is, and what went wrong.

import type { Signal } from "@preact/signals";
import { clean } from "../model/text";
import { copy } from "./copy";
import { bytes, exact, plural } from "./format";

export interface Job {
  names: string[];
  /** Bytes read, and to read. */
  read: number;
  total: number;
}

export function Progress({ job, onCancel }: { job: Job; onCancel: () => void }) {
  const name =
    job.names.length === 1 ? clean(job.names[0] ?? "") : plural(job.names.length, "file");
  return (
    <div class="panel" role="status">
      <p class="panel-text">
        Reading <bdi>{name}</bdi>
        <span class="quiet" title={`${exact(job.read)} of ${exact(job.total)} B`}>
          {" "}
          {bytes(job.read)} of {bytes(job.total)}
        </span>
      </p>
      <progress aria-label={`Reading ${name}`} value={job.read} max={Math.max(1, job.total)} />
      <button type="button" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}

/** What went wrong, in a line, and the command that does what the page could not. */
export interface Trouble {
  text: string;
  command?: string;
}

export function Problem({ trouble }: { trouble: Signal<Trouble | null> }) {
  if (!trouble.value) return null;
  const { text, command } = trouble.value;
  return (
    <div class="panel panel-problem" role="alert">
      <p class="panel-text">
        <bdi>{clean(text)}</bdi>
        {command && (
          <>
            {" "}
            The command has all of your machine's memory: <code>{command}</code>
          </>
        )}
      </p>
      {command && (
        <button type="button" onClick={() => copy("Command", command)}>
          Copy command
        </button>
      )}
      <button
        type="button"
        onClick={() => {
          trouble.value = null;
        }}
      >
        Dismiss
      </button>
    </div>
  );
}
