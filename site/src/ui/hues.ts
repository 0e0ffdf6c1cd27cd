// A colour for each of any number of things, always the same for the same thing.
// Steps of the golden ratio around the colour circle lie far apart, so addresses
// that follow each other, as those of one subnet do, differ clearly.

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The colour of a host or a subnet by its address, or of anything by its name. */
export function hueColour(key: string, dark: boolean): string {
  const number = numberOf(key);
  const shade = (number % 3) * 0.05;
  return oklch((dark ? 0.64 : 0.56) + shade, 0.13, (number * GOLDEN) % 1);
}

/** An IPv4 address as its number; anything else as its hash (FNV-1a). */
function numberOf(key: string): number {
  const octets = /^(\d+)\.(\d+)\.(\d+)\.(\d+)/.exec(key);
  if (octets) return octets.slice(1).reduce((n, octet) => n * 256 + Number(octet), 0);
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Oklch as sRGB (Björn Ottosson, "A perceptual color space for image processing"). */
function oklch(lightness: number, chroma: number, turn: number): string {
  const a = chroma * Math.cos(turn * 2 * Math.PI);
  const b = chroma * Math.sin(turn * 2 * Math.PI);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((c) => {
    const light = Math.min(1, Math.max(0, c));
    const coded = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
    return Math.round(coded * 255);
  });
  return `rgb(${channels.join(", ")})`;
}
