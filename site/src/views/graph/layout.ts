// Where nodes stand, by d3-force. The same nodes get the same places at every
// opening: they start where their name's hash puts them, and the number of
// steps is fixed. Steps are taken in slices, so that the page never waits.

import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationNodeDatum,
} from "d3-force";

export interface Place {
  x: number;
  y: number;
}

export interface Body {
  key: string;
  radius: number;
  /** Where it begins, if not where its key's hash says. */
  near?: Place | undefined;
  /** It stands here, and only pushes others. */
  fixed?: Place | undefined;
}

export interface Bond {
  a: number;
  b: number;
}

export interface Arrangement {
  /** Goes on for about so many milliseconds; true when it is done. */
  step(milliseconds: number): boolean;
  places(): Map<string, Place>;
}

interface Node extends SimulationNodeDatum {
  radius: number;
  /** Where it is drawn to. */
  home: Place;
}

const STEPS = 240;
const STEPS_AMONG = 90; // where most stand already
const GAP = 9; // between two nodes, at least

/** Wide: a picture that is broader than tall. */
export function arrange(bodies: Body[], bonds: Bond[], wide: boolean): Arrangement {
  const newcomers = bodies.reduce((n, b) => n + (b.fixed ? 0 : 1), 0);
  const among = newcomers < bodies.length;
  const steps = among ? STEPS_AMONG : STEPS;
  const nodes: Node[] = bodies.map((body) => {
    const { x, y } = body.fixed ?? beside(body, newcomers);
    // Newcomers keep together where they came in, or they would fly to the far end.
    const home = among ? (body.near ?? { x: 0, y: 0 }) : { x: 0, y: 0 };
    return { radius: body.radius, x, y, home, ...(body.fixed && { fx: x, fy: y }) };
  });
  const pull = (along: boolean) => (among ? 0.25 : along ? 0.045 : 0.09);
  const links = bonds
    .filter(({ a, b }) => a !== b)
    .map(({ a, b }) => ({ source: nodes[a]!, target: nodes[b]! }));
  const simulation = forceSimulation(nodes)
    .stop()
    .alphaDecay(1 - 0.001 ** (1 / steps))
    .force(
      "link",
      forceLink(links).distance((l) => 64 + radiusOf(l.source) + radiusOf(l.target)),
    )
    .force(
      "charge",
      forceManyBody<Node>()
        .strength((n) => (among ? -30 : -220 - 12 * n.radius))
        .distanceMax(900),
    )
    .force("collide", forceCollide<Node>((n) => n.radius + GAP).iterations(2))
    .force("x", forceX<Node>((n) => n.home.x).strength(pull(wide)))
    .force("y", forceY<Node>((n) => n.home.y).strength(pull(!wide)));
  let left = bodies.length > 1 ? steps : 0;
  return {
    step(milliseconds) {
      const end = performance.now() + milliseconds;
      while (left > 0) {
        simulation.tick();
        left--;
        if (performance.now() >= end) break;
      }
      return left === 0;
    },
    places: () => new Map(bodies.map((b, i) => [b.key, { x: nodes[i]!.x!, y: nodes[i]!.y! }])),
  };
}

const FORMAT = 1.75; // about the room's longer side by its shorter
const MOST_STRETCH = 1.8;

/** The places drawn apart along the room's longer side, so that they use it. */
export function stretch(places: Map<string, Place>, wide: boolean): Map<string, Place> {
  const extent = (of: (p: Place) => number) => {
    let [least, most] = [0, 0];
    for (const place of places.values()) {
      least = Math.min(least, of(place));
      most = Math.max(most, of(place));
    }
    return most - least || 1;
  };
  const format = extent((p) => p.x) / extent((p) => p.y);
  const by = Math.max(1, Math.min(MOST_STRETCH, FORMAT / (wide ? format : 1 / format)));
  const drawn = ({ x, y }: Place) => (wide ? { x: x * by, y } : { x, y: y * by });
  return new Map([...places].map(([key, place]) => [key, drawn(place)]));
}

function radiusOf(end: unknown): number {
  return (end as { radius: number }).radius;
}

function beside(body: Body, count: number): Place {
  const { near } = body;
  const angle = fraction(body.key, 1) * 2 * Math.PI;
  const room = (near ? 8 : 30) * Math.sqrt(count);
  const far = room * Math.sqrt(fraction(body.key, 2));
  return { x: (near?.x ?? 0) + far * Math.cos(angle), y: (near?.y ?? 0) + far * Math.sin(angle) };
}

/** A number from 0 to below 1 that only the text decides (FNV-1a, mixed once more). */
function fraction(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
