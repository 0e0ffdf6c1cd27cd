// Colours that the canvas draws with; the rest of the page has its own in
// base.css. Data has colour, all else is ink on ground.

import type { PaletteName } from "../state/hash";

export interface Ink {
  ground: string;
  /** A cell in which nothing was sent. */
  none: string;
  /** Of whose health nothing is known. */
  unknown: string;
  text: string;
  muted: string;
  line: string;
  bar: string;
  accent: string;
  band: string;
}

const light: Ink = {
  ground: "#ffffff",
  none: "#f3f3f0",
  unknown: "#d9dadb",
  text: "#1c1d1f",
  muted: "#63666b",
  line: "#deded9",
  bar: "#c3c6ca",
  accent: "#1d2023",
  band: "rgba(20, 24, 28, 0.07)",
};

const night: Ink = {
  ground: "#17181b",
  none: "#202226",
  unknown: "#34373c",
  text: "#e6e7e9",
  muted: "#9da1a7",
  line: "#303339",
  bar: "#4b5058",
  accent: "#ffffff",
  band: "rgba(255, 255, 255, 0.09)",
};

export function inkOf(dark: boolean): Ink {
  return dark ? night : light;
}

type Stop = readonly [at: number, colour: string];

// Green is little, red is much; the yellow between is strong enough to be no blank.
const classic = gradient([
  [0, "#1a8f4c"],
  [0.3, "#8cc152"],
  [0.55, "#fcd22f"],
  [0.78, "#f28a2e"],
  [1, "#c81e1e"],
]);

// On a light ground: ColorBrewer's YlGnBu, without the first fifth, which is near white.
const daily = gradient([
  [0, "#d6efb3"],
  [0.0625, "#c7e9b4"],
  [0.21875, "#7fcdbb"],
  [0.375, "#41b6c4"],
  [0.53125, "#1d91c0"],
  [0.6875, "#225ea8"],
  [0.84375, "#253494"],
  [1, "#081d58"],
]);

// On a dark ground: from near it to far from it, each step as much lighter as the last.
const nightly = gradient([
  [0, "#3d3266"],
  [0.16, "#414488"],
  [0.34, "#37659e"],
  [0.52, "#348fa7"],
  [0.7, "#40b7ad"],
  [0.86, "#8ad9b1"],
  [1, "#def5e5"],
]);

// For health, so that it can't be taken for a volume: from calm to alarming, each
// step as much darker, or at night lighter, as the last.
const warmByDay = gradient([
  [0, "#f2e3bd"],
  [0.25, "#efbd6a"],
  [0.5, "#e0823b"],
  [0.75, "#b93f33"],
  [1, "#6b1034"],
]);

const warmByNight = gradient([
  [0, "#54402c"],
  [0.25, "#874623"],
  [0.5, "#cf5a24"],
  [0.75, "#f59a3c"],
  [1, "#fdeaa8"],
]);

/** Colours between stops, linear in sRGB; what is below 0 or above 1 has the end's. */
function gradient(stops: readonly Stop[]): (t: number) => string {
  const parts = stops.map(([at, colour]) => [
    at,
    ...[1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16)),
  ]);
  return (t) => {
    const above = Math.max(
      1,
      parts.findIndex(([at = 1]) => t <= at),
    );
    const [from, to] = t > 1 ? [parts.at(-1), parts.at(-1)] : [parts[above - 1], parts[above]];
    const [low = 0, ...a] = from ?? [];
    const [high = 1, ...b] = to ?? [];
    const share = high > low ? Math.min(1, Math.max(0, (t - low) / (high - low))) : 1;
    return `rgb(${a.map((c, i) => Math.round(c + ((b[i] ?? c) - c) * share)).join(", ")})`;
  };
}

/** A palette from little (0) to much (1). Both ends keep clear of the ground and of "none". */
export function ramp(name: PaletteName, dark: boolean): (t: number) => string {
  if (name === "classic") return classic;
  return dark ? nightly : daily;
}

/** The palette of health, from little (0) to much (1). */
export function healthRamp(name: PaletteName, dark: boolean): (t: number) => string {
  if (name === "classic") return classic;
  return dark ? warmByNight : warmByDay;
}

/** A colour, so much of the way to another; each as "rgb(…)" or "#rrggbb". */
export function blend(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  return `rgb(${a.map((c, i) => Math.round(c + (b[i]! - c) * share)).join(", ")})`;
}

/** Colours on a logarithmic scale from the smallest value to the largest, both above zero. */
export function colourScale(
  min: number,
  max: number,
  colours: (t: number) => string,
): (value: number) => string {
  if (min >= max) return () => colours(0.75);
  return (value) => colours(Math.log(value / min) / Math.log(max / min));
}

/** The red, green and blue of "rgb(r, g, b)", the form in which gradients answer, or of "#rrggbb". */
export function channels(colour: string): number[] {
  if (colour.startsWith("#"))
    return [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
  return (colour.match(/\d+/g) ?? []).map(Number);
}

/** Black or white, whichever reads better on the colour (relative luminance of WCAG). */
export function inkOn(colour: string): string {
  const [r = 0, g = 0, b = 0] = channels(colour).map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return luminance > 0.179 ? "#000000" : "#ffffff";
}

// Twelve colours, searched for by machine: under normal sight and without red,
// green or blue cones (Machado et al. 2009) no two are nearer than 19 in CIELAB,
// and each stands out from white and from near-black. Applications that are
// often seen side by side have their own place.
export const applicationColours = [
  "#63a1fe",
  "#ce791a",
  "#21683d",
  "#b64cb6",
  "#e8155a",
  "#f1b112",
  "#8ac964",
  "#d2aee5",
  "#8f5008",
  "#804876",
  "#22d596",
  "#474ed0",
];

const places: Record<string, number> = Object.fromEntries(
  [
    "tls,https,quic,dtls,tcp,openvpn",
    "http,http/2,grpc,websocket,http proxy,elasticsearch",
    "dns,mdns,llmnr,udp,dnscrypt,stun",
    "postgresql,mysql,ms-sql tds,oracle tns,mongodb,cassandra,rtp,rtcp",
    "redis,memcached,sip,rtsp",
    "ssh,telnet,rdp,vnc,modbus,s7",
    "ntp,dhcp,dhcpv6,ssdp,bgp",
    "icmp,icmpv6,arp,bittorrent",
    "vxlan,geneve,gre,esp,wireguard,ipsec,gtp",
    "smtp,imap,pop3,ftp,ftp data,snmp,syslog",
    "smb,netbios,nfs,rpc,dce/rpc,ldap,kerberos,radius",
    "kafka,amqp,mqtt,nats,zookeeper,etcd",
  ].flatMap((names, place) => names.split(",").map((name) => [name, place])),
);

/** Stands for Other, and for what has no name. */
export const otherColour = "#8e9299";

/** One colour for an application, or a transport, by its name: the same in all views and reports. */
export function applicationColor(name: string): string {
  const key = name.toLowerCase();
  if (key === "" || key === "other") return otherColour;
  let hash = 7;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) >>> 0;
  const place = Object.hasOwn(places, key) ? places[key]! : hash % applicationColours.length;
  return applicationColours[place]!;
}
