// Where nodes stand: springs along the edges, repulsion between all, a pull
// homewards, none over another. The same nodes get the same places at every
// opening: they start where their name's hash puts them, and the number of steps
// is fixed. Steps are taken in slices, so that the page never waits. With a few
// hundred nodes every pair can be looked at; d3-force's trees would take 14 kB of
// the page, and twice the time.

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
const FRICTION = 0.6; // what a step leaves of the speed
const FAR = 900; // beyond, nodes don't repel each other

/** Bodies by column. */
interface World {
  count: number;
  x: Float64Array;
  y: Float64Array;
  /** Speed, in pixels a step. */
  u: Float64Array;
  v: Float64Array;
  radius: Float64Array;
  charge: Float64Array;
  fixed: Uint8Array;
  /** Where each is drawn to, and how strongly along either axis. */
  home: Place[];
  pullX: number;
  pullY: number;
}

interface Spring extends Bond {
  length: number;
  strength: number;
  /** The share of a correction that b makes. */
  share: number;
}

/** Wide: a picture that is broader than tall. */
export function arrange(bodies: Body[], bonds: Bond[], wide: boolean): Arrangement {
  const newcomers = bodies.reduce((n, b) => n + (b.fixed ? 0 : 1), 0);
  const among = newcomers < bodies.length;
  const starts = bodies.map((b) => b.fixed ?? beside(b, newcomers));
  const column = (of: (b: Body, i: number) => number) => Float64Array.from(bodies, of);
  const w: World = {
    count: bodies.length,
    x: column((_, i) => starts[i]!.x),
    y: column((_, i) => starts[i]!.y),
    u: column(() => 0),
    v: column(() => 0),
    radius: column((b) => b.radius),
    charge: column((b) => (among ? 30 : 220 + 12 * b.radius)),
    fixed: Uint8Array.from(bodies, (b) => (b.fixed ? 1 : 0)),
    // Newcomers keep together where they came in, or they would fly to the far end.
    home: bodies.map((b) => (among && b.near) || { x: 0, y: 0 }),
    pullX: among ? 0.25 : wide ? 0.045 : 0.09,
    pullY: among ? 0.25 : wide ? 0.09 : 0.045,
  };
  const springs = springsOf(w, bonds);
  const steps = among ? STEPS_AMONG : STEPS;
  let done = bodies.length > 1 ? 0 : steps;
  return {
    step(milliseconds) {
      const end = performance.now() + milliseconds;
      while (done < steps) {
        // The heat falls to a thousandth.
        tick(w, springs, 0.001 ** (++done / steps));
        if (performance.now() >= end) break;
      }
      return done === steps;
    },
    places: () => new Map(bodies.map((b, i) => [b.key, { x: w.x[i]!, y: w.y[i]! }])),
  };
}

/** A node of many edges is moved little by each of them. */
function springsOf(w: World, bonds: Bond[]): Spring[] {
  const degree = new Int32Array(w.count);
  const between = bonds.filter(({ a, b }) => a !== b);
  for (const { a, b } of between) {
    degree[a]!++;
    degree[b]!++;
  }
  return between.map(({ a, b }) => ({
    a,
    b,
    length: 64 + w.radius[a]! + w.radius[b]!,
    strength: 1 / Math.min(degree[a]!, degree[b]!),
    share: degree[a]! / (degree[a]! + degree[b]!),
  }));
}

function tick(w: World, springs: Spring[], heat: number): void {
  const { x, y, u, v } = w;
  for (const { a, b, length, strength, share } of springs) {
    const dx = x[b]! + u[b]! - x[a]! - u[a]!;
    const dy = y[b]! + v[b]! - y[a]! - v[a]!;
    const now = Math.hypot(dx, dy) || 1e-6;
    const by = ((now - length) / now) * heat * strength;
    u[b]! -= dx * by * share;
    v[b]! -= dy * by * share;
    u[a]! += dx * by * (1 - share);
    v[a]! += dy * by * (1 - share);
  }
  repel(w, heat);
  for (let i = 0; i < w.count; i++) {
    u[i]! += (w.home[i]!.x - x[i]!) * w.pullX * heat;
    v[i]! += (w.home[i]!.y - y[i]!) * w.pullY * heat;
  }
  part(w);
  for (let i = 0; i < w.count; i++) {
    if (w.fixed[i]) {
      u[i] = 0;
      v[i] = 0;
      continue;
    }
    u[i]! *= FRICTION;
    v[i]! *= FRICTION;
    x[i]! += u[i]!;
    y[i]! += v[i]!;
  }
}

function repel({ count, x, y, u, v, charge }: World, heat: number): void {
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const dx = x[j]! - x[i]! || 1e-6;
      const dy = y[j]! - y[i]!;
      const square = dx * dx + dy * dy;
      if (square > FAR * FAR) continue;
      const by = heat / Math.max(square, Math.sqrt(square));
      u[i]! -= dx * by * charge[j]!;
      v[i]! -= dy * by * charge[j]!;
      u[j]! += dx * by * charge[i]!;
      v[j]! += dy * by * charge[i]!;
    }
  }
}

/** Moves those apart that would stand over each other, the smaller one farther; twice, as it settles. */
function part({ count, x, y, u, v, radius, fixed }: World): void {
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) {
        const least = radius[i]! + radius[j]! + 2 * GAP;
        const dx = x[j]! + u[j]! - x[i]! - u[i]! || 1e-6;
        const dy = y[j]! + v[j]! - y[i]! - v[i]!;
        const square = dx * dx + dy * dy;
        if (square >= least * least || (fixed[i] && fixed[j])) continue;
        const apart = Math.sqrt(square);
        const by = (least - apart) / apart;
        const [p, q] = [(radius[i]! + GAP) ** 2, (radius[j]! + GAP) ** 2];
        // The fixed one doesn't give way, so the other goes all of it.
        const share = fixed[i] ? 0 : fixed[j] ? 1 : q / (p + q);
        u[i]! -= dx * by * share;
        v[i]! -= dy * by * share;
        u[j]! += dx * by * (1 - share);
        v[j]! += dy * by * (1 - share);
      }
    }
  }
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
