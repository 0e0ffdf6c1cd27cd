// IP addresses and networks, as their bytes: 4 or 16.

export interface Network {
  bytes: number[];
  /** The length of the prefix. */
  bits: number;
}

/** The bytes of an IPv4 or IPv6 address, an IPv6 zone left out; null for anything else. */
export function parseAddress(text: string): number[] | null {
  return text.includes(":") ? parseIPv6(text.replace(/%.*$/, "")) : parseIPv4(text);
}

/** "10.0.0.0/8", "fd00::/8"; an address alone is a network of one. */
export function parseNetwork(text: string): Network | null {
  const [, address = "", length] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const bytes = parseAddress(address);
  if (!bytes) return null;
  const bits = length === undefined ? 8 * bytes.length : Number(length);
  return bits <= 8 * bytes.length ? { bytes, bits } : null;
}

export function contains({ bytes, bits }: Network, address: number[] | null): boolean {
  if (address?.length !== bytes.length) return false;
  const whole = bits >> 3;
  for (let i = 0; i < whole; i++) if (address[i] !== bytes[i]) return false;
  const mask = 0xff00 >> (bits & 7);
  return (mask & 0xff) === 0 || ((address[whole]! ^ bytes[whole]!) & mask & 0xff) === 0;
}

function parseIPv4(text: string): number[] | null {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return null;
  const bytes = text.split(".").map(Number);
  return bytes.every((b) => b < 256) ? bytes : null;
}

function parseIPv6(text: string): number[] | null {
  // The last 32 bits may be written as IPv4.
  const tail = /^(.*:)([\d.]+\.[\d.]+)$/.exec(text);
  if (tail) {
    const v4 = parseIPv4(tail[2]!);
    if (!v4) return null;
    const group = (i: number) => ((v4[i]! << 8) | v4[i + 1]!).toString(16);
    return parseIPv6(`${tail[1]}${group(0)}:${group(2)}`);
  }
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head = [], rest = []] = halves.map((half) => (half ? half.split(":") : []));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...rest];
  if (!groups.every((g) => /^[0-9a-f]{1,4}$/i.test(g))) return null;
  return groups.flatMap((g) => [Number.parseInt(g, 16) >> 8, Number.parseInt(g, 16) & 255]);
}
