// The report on paper: all that the screen tells by controls, scrolling and
// pointing, as text, pictures and tables. It is made when the browser prints,
// and gone afterwards.

import { render } from "preact";
import type { Data } from "./model/data";
import { oddities } from "./model/quality";
import { clean } from "./model/text";
import { scoped, services, view } from "./state/state";
import { CaptureDetails } from "./ui/captures";
import { Detail } from "./ui/detail";
import { NoPackets } from "./ui/empty";
import { Mark, Oddities } from "./ui/findings";
import { Facts, Warnings } from "./ui/header";
import { bare, type Picture } from "./ui/picture";
import { PlainTable } from "./ui/plain-table";
import { timelinePicture } from "./ui/timeline/picture";
import { choiceWords, heading, subheading, timeWords } from "./ui/words";
import { type View, views } from "./views/list";

/** In pixels; on paper pictures are as wide as the page. Letters shrink with them. */
const WIDTH = 960;
const ROWS = 50;

const sheet = document.createElement("div");
sheet.className = "paper";

/** Puts the report in place of the page whenever it is printed. */
export function followPrinting(): void {
  addEventListener("beforeprint", () => {
    if (!scoped.value) return;
    document.body.append(sheet);
    render(<Paper d={scoped.value} />, sheet);
  });
  addEventListener("afterprint", () => {
    render(null, sheet);
    sheet.remove();
  });
}

function Paper({ d }: { d: Data }) {
  const { report } = d;
  const current = views.find((v) => v.id === view.value) ?? views[0];
  return (
    <>
      <h1>
        <bdi>{heading(report)}</bdi>
      </h1>
      {report.title && (
        <p class="quiet">
          <bdi>{subheading(report)}</bdi>
        </p>
      )}
      <Facts report={report} />
      <Warnings report={report} />
      <Findings d={d} />
      <Quality d={d} />
      {report.services.a.length === 0 ? (
        <NoPackets />
      ) : services.value.length === 0 ? (
        <>
          <Choices />
          <p>Nothing matches the filter.</p>
        </>
      ) : (
        <>
          <Choices />
          <Drawn title="Timeline" picture={timelinePicture(WIDTH)} />
          {current && <Current view={current} />}
          <Detail />
          <Conversations current={current} />
        </>
      )}
      <CaptureDetails report={report} />
    </>
  );
}

function Findings({ d }: { d: Data }) {
  if (d.report.findings.length === 0) return null;
  return (
    <section>
      <h2>Findings</h2>
      <ul class="paper-findings">
        {d.report.findings.map((f, i) => (
          <li key={i}>
            <Mark severity={f.severity} /> <bdi>{clean(f.text)}</bdi>{" "}
            <span class="quiet">{clean(f.looked_at)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Quality({ d }: { d: Data }) {
  const odd = oddities(d);
  if (odd.length === 0) return null;
  return (
    <section>
      <h2>Quality</h2>
      <Oddities list={odd} />
    </section>
  );
}

/** What the filter bar says. */
function Choices() {
  const choices = choiceWords();
  if (scoped.value?.span) choices.unshift(["time", timeWords()]);
  return (
    <dl class="paper-choices">
      {choices.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Current({ view: v }: { view: View }) {
  if (v.table) {
    return (
      <section class="paper-rows">
        <h2>{v.title}</h2>
        <PlainTable state={v.table} most={ROWS} />
      </section>
    );
  }
  return <Drawn title={v.title} picture={v.picture?.(WIDTH) ?? null} />;
}

function Conversations({ current }: { current: View | undefined }) {
  const v = views.find((other) => other.id === "conversations");
  return v && v !== current ? <Current view={v} /> : null;
}

function Drawn({ title, picture: p }: { title: string; picture: Picture | null }) {
  if (!p) return null;
  const id = title.toLowerCase();
  const put = (svg: SVGSVGElement) => (element: Element | null) => element?.replaceChildren(svg);
  return (
    <section class="paper-picture">
      <div class="paper-head">
        <h2>{title}</h2>
        <p class="quiet">{p.says.join(" · ")}</p>
        {p.legend && <div class="paper-legend" ref={put(bare(p.legend, `${id}-legend`))} />}
      </div>
      <div ref={put(bare(p, `${id}-clip`))} />
    </section>
  );
}
