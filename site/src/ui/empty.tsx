// The page when there is nothing to draw, and what to do about it.

import { reset } from "../state/history";
import { broadcast, filter, span, unanswered } from "../state/state";
import { OpenButton } from "./header";

export function NoReport({
  onOpen,
  canOpen,
}: {
  onOpen: (files: File[]) => void;
  canOpen: boolean;
}) {
  return (
    <main class="empty">
      <div class="empty-card">
        <h2>Who talks to whom, in a packet capture</h2>
        {canOpen ? (
          <>
            <p>
              Drop pcap or pcapng files anywhere on this page, compressed or not, and see their
              conversations as a heatmap and as a table. Several files make one report; files of
              names (hosts, <code>docker inspect</code>, <code>kubectl get -o json</code>, CSV) name
              its hosts.
            </p>
            <OpenButton onOpen={onOpen} />
            <p class="quiet">
              They are read here, in your browser. Nothing leaves this machine: the page works
              offline, and its security policy forbids it every connection.
            </p>
          </>
        ) : (
          <p>
            This page was made without the engine (<code>--no-engine</code>), so it can show a
            report but can't read captures, and there is no report in it. Make one with{" "}
            <code>heatsink capture.pcapng</code>.
          </p>
        )}
      </div>
    </main>
  );
}

export function NoPackets() {
  return (
    <div class="empty">
      <h2>No packets in this capture</h2>
      <p>
        It was read, but no frame is in it. What is known of it stands above, under “About the
        capture”.
      </p>
    </div>
  );
}

export function NoMatch() {
  const hides = [broadcast, unanswered].some((toggle) => toggle.value === "hidden");
  return (
    <div class="empty">
      <h2>{filter.value ? "Nothing matches the filter" : "Nothing is left to show"}</h2>
      <p>
        No conversation
        {filter.value && (
          <>
            {" "}
            matches <bdi class="quoted">{filter.value}</bdi>
          </>
        )}
        {span.value && " within the span"}
        {hides && " that isn't hidden"}
      </p>
      <div class="empty-ways">
        {filter.value && (
          <button
            type="button"
            onClick={() => {
              filter.value = "";
            }}
          >
            Clear filter
          </button>
        )}
        <button type="button" onClick={reset}>
          Show everything
        </button>
      </div>
    </div>
  );
}
