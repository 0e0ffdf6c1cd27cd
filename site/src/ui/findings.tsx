// What is worth reading first, and how far all of it can be trusted. A finding's
// sentence is a button: it shows whom it speaks of, in whatever view is open.

import { useSignal } from "@preact/signals";
import type { Data } from "../model/data";
import { hasDuplicates } from "../model/once";
import { type Grade, knowsDrops, type Oddity, oddities } from "../model/quality";
import { clean } from "../model/text";
import type { Finding } from "../report/types";
import { isShown, showFinding } from "../state/finding";
import { data, duplicates, findings as open } from "../state/state";
import { Toggle } from "./controls";
import { exact, plural, share } from "./format";
import { narrow } from "./narrow";

/** So many are in sight until more are asked for; on a narrow screen, how many there are. */
const FEW = 3;

export function Findings() {
  const d = data.value;
  if (!d) return null;
  const all = d.report.findings;
  const some = narrow.value ? 0 : FEW;
  const most = open.value === "all" ? all.length : open.value === "none" ? 0 : some;
  return (
    <section class="insights" aria-label="Findings and quality">
      <div class="insights-findings">
        <div class="insights-head">
          <h2>Findings</h2>
          {all.length > 0 && <span class="quiet">{countWords(all)}</span>}
          {all.length > some && (
            <button
              type="button"
              class="link"
              aria-expanded={open.value === "all"}
              onClick={() => {
                open.value = open.value === "all" ? "few" : "all";
              }}
            >
              {open.value === "all" ? (narrow.value ? "hide" : "fewer") : `all ${all.length}`}
            </button>
          )}
          {all.length > 0 && open.value !== "all" && !narrow.value && (
            <button
              type="button"
              class="link"
              aria-expanded={open.value !== "none"}
              onClick={() => {
                open.value = open.value === "none" ? "few" : "none";
              }}
            >
              {open.value === "none" ? "show" : "hide"}
            </button>
          )}
        </div>
        {all.length === 0 && <p class="quiet">Nothing stands out.</p>}
        {most > 0 && all.length > 0 && (
          <ol class={open.value === "all" ? "findings" : "findings findings-few"}>
            {all.slice(0, most).map((f, i) => (
              <OneFinding key={i} d={d} finding={f} number={i + 1} />
            ))}
          </ol>
        )}
      </div>
      <Quality d={d} />
    </section>
  );
}

/** "1 problem, 2 warnings, 6 notes". */
function countWords(all: Finding[]): string {
  const of = (severity: string) => all.filter((f) => f.severity === severity).length;
  return [
    [of("problem"), "problem"] as const,
    [of("warning"), "warning"] as const,
    [of("info"), "note"] as const,
  ]
    .filter(([n]) => n > 0)
    .map(([n, word]) => plural(n, word))
    .join(", ");
}

function OneFinding({ d, finding: f, number }: { d: Data; finding: Finding; number: number }) {
  const why = useSignal(false);
  const id = `finding-${number}`;
  const has = f.hosts.length + f.conversations.length > 0;
  const text = clean(f.text);
  return (
    <li>
      <Mark severity={f.severity} />
      {has ? (
        <button
          type="button"
          class="finding"
          aria-pressed={isShown(number)}
          title={`${text}\n\nA click shows these, and only these; again, all.`}
          onClick={() => showFinding(d, number)}
        >
          <bdi>{text}</bdi>
        </button>
      ) : (
        <span class="finding" title={text}>
          <bdi>{text}</bdi>
        </span>
      )}
      {f.looked_at && (
        <button
          type="button"
          class="link quiet finding-why"
          aria-expanded={why.value}
          aria-controls={id}
          aria-label={`why: what was looked at for “${text}”`}
          onClick={() => {
            why.value = !why.value;
          }}
        >
          why
        </button>
      )}
      {why.value && (
        <p class="quiet finding-looked" id={id}>
          Looked at: <bdi>{clean(f.looked_at)}</bdi>
        </p>
      )}
    </li>
  );
}

const severities: Record<string, [name: string, sign: string]> = {
  problem: ["problem", "■"],
  warning: ["warning", "▲"],
  info: ["note", "●"],
};

export function Mark({ severity }: { severity: string }) {
  const [name, sign] = severities[severity] ?? ["note", "●"];
  return (
    <span class={`finding-mark finding-${name}`} role="img" aria-label={name} title={name}>
      {sign}
    </span>
  );
}

const verdicts: Record<Grade | "good", string> = {
  good: "Nothing odd",
  note: "Counts are right",
  care: "Read with care",
  missing: "Some of it is missing",
};

const calm = "Every frame was read to its end, and none contradicts itself.";

/** The gravest in words, and how much the rest is. */
function Quality({ d }: { d: Data }) {
  const whole = useSignal(false);
  const odd = oddities(d);
  const gravest = odd[0];
  const folded = narrow.value && odd.length > 0 && !whole.value;
  const drops = knowsDrops(d.report)
    ? ""
    : d.report.totals.packets > 0
      ? " The capture doesn't say whether frames were dropped."
      : "";
  return (
    <div class="insights-quality">
      <div class="insights-head">
        <h2>Quality</h2>
        <span class={gravest?.grade === "missing" ? "warn" : "quiet"}>
          {verdicts[gravest?.grade ?? "good"]}
        </span>
        {odd.length > 0 && (
          <button
            type="button"
            class="link"
            aria-expanded={whole.value}
            onClick={() => {
              whole.value = !whole.value;
            }}
          >
            {whole.value
              ? narrow.value
                ? "hide"
                : "less"
              : odd.length > 1
                ? `all ${odd.length}`
                : "more"}
          </button>
        )}
        {hasDuplicates(d.report) && !folded && (
          <Toggle label="count duplicates once" value={duplicates} off="counted" on="once" />
        )}
      </div>
      {folded ? null : gravest ? (
        <div class={whole.value ? "" : "oddities-one"}>
          <Oddities list={whole.value ? odd : [gravest]} />
        </div>
      ) : (
        <p class="quiet">
          {calm}
          {drops}
        </p>
      )}
      {gravest && drops && whole.value && <p class="quiet">{drops}</p>}
    </div>
  );
}

/** Each in plain words, and what it means. */
export function Oddities({ list }: { list: Oddity[] }) {
  return (
    <ul class="oddities">
      {list.map((o) => (
        <li key={o.what}>
          <span class={o.grade === "missing" ? "warn" : ""}>
            {o.what.replace("#", exact(o.count))}
            {o.of > 0 && ` (${share(o.count, o.of)})`}
          </span>
          <span class="quiet"> {o.means}</span>
        </li>
      ))}
    </ul>
  );
}
