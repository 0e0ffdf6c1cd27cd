// What the engine rehearses on: a capture of what most captures have most of,
// which nobody recorded.
//
// A browser begins with a quick translation of the engine, and makes another,
// twice as fast, of a function once it has run for long. So whatever comes
// first, and all that is small, would be read at half the speed.

import { random } from "../model/random.mjs";

/** How often the same frames come, each time between other hosts. */
const ROUNDS = 96;
const FRAMES = 2_000;

/** How many flows are under way at a time, and how many frames each has on the average. */
const TOGETHER = 64;
const LENGTH = 5;

const GAP = 50; // microseconds from frame to frame

/** What a flow's client and its server say in turns; `own` is where each flow says something else. */
interface Kind {
  protocol: 6 | 17;
  port: number;
  says: [Uint8Array, Uint8Array];
  own: number;
}

const TCP = 6;
const UDP = 17;
const HEADERS = { [TCP]: 54, [UDP]: 42 }; // Ethernet, IPv4 and this
const RECORD = 16;
const ADDRESSES = RECORD + 14 + 12;

interface Flow {
  kind: Kind;
  host: number;
  port: number;
  frames: number;
  sent: [number, number];
}

/**
 * A capture of so many rounds: pcap, Ethernet, IPv4 in the range for benchmarks
 * (RFC 2544). It is made bit by bit, so that a page can do other things meanwhile.
 */
export async function rehearsalCapture(rounds = ROUNDS): Promise<File> {
  const records = recordsOfRound();
  const starts: number[] = [];
  const first = new Uint8Array(records.reduce((size, record) => size + record.byteLength, 0));
  let end = 0;
  for (const record of records) {
    starts.push(end);
    first.set(new Uint8Array(record.buffer), end);
    end += record.byteLength;
  }
  const parts = [begin()];
  for (let round = 0; round < rounds; round++) {
    await new Promise((next) => setTimeout(next));
    const part = new DataView(first.slice().buffer);
    for (const at of starts) {
      part.setUint32(at, round); // seconds
      part.setUint8(at + ADDRESSES + 2, round);
      part.setUint8(at + ADDRESSES + 6, round);
    }
    parts.push(part);
  }
  return new File(parts, "rehearsal.pcap");
}

function begin(): DataView<ArrayBuffer> {
  const header = new DataView(new ArrayBuffer(24));
  header.setUint32(0, 0xa1b2c3d4);
  header.setUint16(4, 2);
  header.setUint16(6, 4);
  header.setUint32(16, 0xffff);
  header.setUint32(20, 1);
  return header;
}

function recordsOfRound(): DataView<ArrayBuffer>[] {
  const flows: Flow[] = new Array(TOGETHER);
  const next = random(1);
  const kinds = kindsBy(next);
  return Array.from({ length: FRAMES }, (_, i) => {
    const place = Math.floor(next() * TOGETHER);
    let flow = flows[place];
    if (!flow || next() * LENGTH < 1) {
      const kind = kinds[Math.floor(next() * kinds.length)] as Kind;
      flow = { kind, host: i & 255, port: 49152 + i, frames: 0, sent: [i, i] };
      flows[place] = flow;
    }
    return record(flow, i);
  });
}

/** The next frame of a flow, the i-th of the round. */
function record(flow: Flow, i: number): DataView<ArrayBuffer> {
  const { protocol, port, says, own } = flow.kind;
  // TCP begins with SYN, and with SYN and ACK.
  const opening = protocol === TCP && flow.frames < 2;
  const way = (flow.frames++ & 1) as 0 | 1;
  const said = opening ? new Uint8Array() : says[way];
  const length = HEADERS[protocol] + said.length;
  const r = new DataView(new ArrayBuffer(RECORD + length));
  r.setUint32(4, i * GAP);
  r.setUint32(8, length);
  r.setUint32(12, length);
  const ip = RECORD + 14;
  r.setUint16(ip - 2, 0x0800);
  r.setUint8(ip, 0x45);
  r.setUint16(ip + 2, length - 14);
  r.setUint16(ip + 4, i);
  r.setUint8(ip + 8, 64);
  r.setUint8(ip + 9, protocol);
  const hosts = [0xc612_0000 | flow.host, 0xc613_0000 | (flow.host & 127)] as const;
  r.setUint32(ADDRESSES, hosts[way]);
  r.setUint32(ADDRESSES + 4, hosts[1 - way] as number);
  const ports = [flow.port, port] as const;
  r.setUint16(ip + 20, ports[way]);
  r.setUint16(ip + 22, ports[1 - way] as number);
  if (protocol === UDP) {
    r.setUint16(ip + 24, said.length + 8);
  } else {
    r.setUint32(ip + 24, flow.sent[way]);
    r.setUint32(ip + 28, flow.sent[1 - way] as number);
    r.setUint16(ip + 32, 0x5000 | (opening ? 2 + 16 * way : 16));
    r.setUint16(ip + 34, 0xffff);
    flow.sent[way] += said.length + Number(opening);
  }
  new Uint8Array(r.buffer).set(said, RECORD + HEADERS[protocol]);
  // Two letters of its own.
  if (said.length > own)
    r.setUint16(RECORD + HEADERS[protocol] + own, 0x6161 + (flow.port & 0x0f0f));
  return r;
}

function kindsBy(next: () => number): Kind[] {
  const noise = (n: number) => Uint8Array.from({ length: n }, () => next() * 256);
  const bytes = (latin1: string, more = 0) =>
    Uint8Array.from([...Uint8Array.from(latin1, (c) => c.charCodeAt(0)), ...noise(more)]);
  return [
    { protocol: UDP, port: 53, says: [bytes(QUESTION), bytes(ANSWER)], own: 13 },
    { protocol: UDP, port: 443, says: [bytes(INITIAL, 300), bytes("\x40", 100)], own: 6 },
    { protocol: UDP, port: 5004, says: [bytes("\x80\0", 170), bytes("\x80\0", 170)], own: 8 },
    { protocol: TCP, port: 443, says: [bytes(HELLO), bytes(SERVER_HELLO, 100)], own: 56 },
    { protocol: TCP, port: 80, says: [bytes(GET), bytes(OK, 100)], own: 5 },
    { protocol: TCP, port: 8500, says: [noise(100), noise(100)], own: 0 },
  ];
}

const sized = (s: string) => String.fromCharCode(s.length >> 8, s.length & 255) + s;

// A DNS message (RFC 1035 §4.1), and what answers it.
const ASKED = "\x04aaaa\x07example\0\0\x01\0\x01";
const QUESTION = `\0\x01\x01\0\0\x01\0\0\0\0\0\0${ASKED}`;
const ANSWER = `\0\x01\x81\x80\0\x01\0\x01\0\0\0\0${ASKED}\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04\xc6\x13\0\x01`;

// TLS's hellos (RFC 8446 §4.1), the client's with a server's name.
const SNI = `\0\0${sized(sized(`\0${sized("aaaa.example")}`))}`;
const RANDOM = "heatsink".repeat(4);
const client = `\x03\x03${RANDOM}\0\0\x02\x13\x01\x01\0${sized(SNI)}`;
const HELLO = `\x16\x03\x01${sized(`\x01\0${sized(client)}`)}`;
const server = `\x03\x03${RANDOM}\0\x13\x01\0${sized("\0\x2b\0\x02\x03\x04")}`;
const SERVER_HELLO = `\x16\x03\x03${sized(`\x02\0${sized(server)}`)}\x17\x03\x03\x40\0`;

// QUIC's first packet (RFC 9000 §17.2.2); its keys come of its connection's own bytes.
const INITIAL = "\xc3\0\0\0\x01\x08aaaaaaaa\0\0\x41\x2c";

const GET = "GET /aa HTTP/1.1\r\nHost: www.example\r\n\r\n";
const OK = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
