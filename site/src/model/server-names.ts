// The names that clients asked servers for: SNI, and HTTP's Host. Flows have
// them, as far as the report lists flows; a service has those of its flows.

import type { Data } from "./data";
import type { Filterable } from "./filter";

/** Which rows asked for which texts, parallel. */
export interface Asked {
  row: ArrayLike<number>;
  text: ArrayLike<number>;
}

const known = new WeakMap<Data["report"], Asked>();

/** The report's services as rows to filter, with the server names of their flows. */
export function askedServices(data: Data): Filterable {
  return { ...data.services, asked: () => askedOf(data) };
}

function askedOf(data: Data): Asked {
  let found = known.get(data.report);
  if (!found) {
    found = join(data);
    known.set(data.report, found);
  }
  return found;
}

/** Finds each flow's service by what they have in common. */
function join({ report: { services: s, flows: f } }: Data): Asked {
  const row: number[] = [];
  const text: number[] = [];
  const key = (parts: (number | undefined)[]) => parts.join();
  const service = new Map<string, number>();
  s.a.forEach((a, i) => {
    const own = [a, s.b[i], s.layer[i], s.transport[i], s.application[i], s.server_port[i]];
    service.set(key(own), i);
  });
  f.server_name.forEach((name, i) => {
    if (name === 0) return;
    const [c, d] = [f.client[i]!, f.server[i]!];
    const kind = [f.layer[i], f.transport[i], f.application[i], f.server_port[i]];
    const found = service.get(key([Math.min(c, d), Math.max(c, d), ...kind]));
    if (found === undefined) return;
    row.push(found);
    text.push(name);
  });
  return { row, text };
}

/** A server name, what of the flows asked for it, and in which versions and protocols. */
export interface ServerName {
  name: string;
  packets: number;
  bytes: number;
  flows: number;
  /** As "TLS 1.3", "h2": each once. */
  spoken: string[];
}

/** The server names of these flows, by bytes, falling. */
export function serverNames({ report }: Data, flows: ArrayLike<number>): ServerName[] {
  const { flows: f, texts } = report;
  const found = new Map<string, ServerName>();
  for (let k = 0; k < flows.length; k++) {
    const i = flows[k]!;
    const name = texts[f.server_name[i]!]!;
    if (!name) continue;
    const own = found.get(name) ?? { name, packets: 0, bytes: 0, flows: 0, spoken: [] };
    found.set(name, own);
    own.packets += f.packets_up[i]! + f.packets_down[i]!;
    own.bytes += f.bytes_up[i]! + f.bytes_down[i]!;
    own.flows++;
    for (const said of [texts[f.protocol[i]!]!, texts[f.alpn[i]!]!]) {
      if (said && !own.spoken.includes(said)) own.spoken.push(said);
    }
  }
  return [...found.values()].sort((p, q) => q.bytes - p.bytes);
}
