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

const STEPS = 240;
const STEPS_AMONG = 90; // where most stand already
const GAP = 9; // between two nodes, at least

/** Wide: a picture that is broader than tall. */
export function arrange(bodies: Body[], bonds: Bond[], wide: boolean): Arrangement {
  const nodes: (SimulationNodeDatum & { radius: number })[] = bodies.map((body) => {
    const { x, y } = body.fixed ?? beside(body, bodies.length);
    return { radius: body.radius, x, y, ...(body.fixed && { fx: x, fy: y }) };
  });
  const steps = bodies.some((b) => b.fixed) ? STEPS_AMONG : STEPS;
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
      forceManyBody<(typeof nodes)[0]>()
        .strength((n) => -220 - 12 * n.radius)
        .distanceMax(900),
    )
    .force("collide", forceCollide<(typeof nodes)[0]>((n) => n.radius + GAP).iterations(2))
    .force("x", forceX(0).strength(wide ? 0.045 : 0.09))
    .force("y", forceY(0).strength(wide ? 0.09 : 0.045));
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
  const far = (near ? 4 + body.radius : 30 * Math.sqrt(count)) * Math.sqrt(fraction(body.key, 2));
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
