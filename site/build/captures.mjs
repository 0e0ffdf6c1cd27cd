// Makes captures of invented networks, the same ones each time: for looking at
// the page and measuring it with as many hosts as one likes.

import { random as randomFrom } from "../src/model/random.mjs";

const PORTS = [443, 80, 5432, 6379, 53, 22, 25, 3306, 8080, 123, 389, 5672, 9092, 27017, 11211];
const UDP = new Set([53, 123]);
const SNAP = 54; // Ethernet, IPv4 and TCP without options; more isn't captured
const RECORD = 16 + SNAP;

/**
 * A pcap file of a network with this many hosts, in subnets of 64, of which
 * one in twelve is a server that many talk to: `services` host pairs with one
 * server port each, and on the average `frames` frames a service.
 */
export function network({ hosts, services, frames, seconds = 60, seed = 1 }) {
  const random = randomFrom(seed);
  const skewed = (n) => Math.floor(n * random() ** 3);
  const servers = Math.max(1, Math.floor(hosts / 12));
  const pairs = Array.from({ length: services }, (_, i) => {
    const server = skewed(servers);
    const client = i < hosts ? i : Math.floor(random() * hosts);
    return {
      client: client === server ? (client + 1) % hosts : client,
      server,
      clientPort: 32768 + Math.floor(random() * 28000),
      port: PORTS[(server + skewed(3)) % PORTS.length],
      weight: random() ** 4,
      from: random() * 0.7,
      sent: [1, 1], // bytes of TCP so far, up and down
      heavy: 1 + 40 * random() ** 8, // as on a container host, frames of up to 60 kB
    };
  });
  const list = [];
  for (const pair of pairs) {
    const n = 1 + Math.floor(pair.weight * 5 * frames);
    for (let k = 0; k < n; k++) {
      const at = pair.from + (1 - pair.from) * random() ** 2;
      const down = random() < 0.6;
      list.push({
        pair,
        at: at * seconds,
        down,
        size: down ? 60 + skewed(1455) : 60 + skewed(200),
      });
    }
  }
  list.sort((x, y) => x.at - y.at);
  const file = new DataView(new ArrayBuffer(24 + list.length * RECORD));
  file.setUint32(0, 0xa1b2c3d4);
  file.setUint16(4, 2);
  file.setUint16(6, 4);
  file.setUint32(16, SNAP);
  file.setUint32(20, 1);
  list.forEach((frame, i) => {
    write(file, 24 + i * RECORD, frame, i);
  });
  return new Uint8Array(file.buffer);
}

function write(file, at, { pair, at: time, down, size }, number) {
  const udp = UDP.has(pair.port);
  const [src, dst] = down ? [pair.server, pair.client] : [pair.client, pair.server];
  const [srcPort, dstPort] = down ? [pair.port, pair.clientPort] : [pair.clientPort, pair.port];
  const address = (host) => 0x0a000000 + (host >> 6) * 256 + (host & 63) + 10;
  file.setUint32(at, 1_760_000_000 + Math.floor(time));
  file.setUint32(at + 4, Math.floor((time % 1) * 1e6));
  file.setUint32(at + 8, SNAP);
  file.setUint32(at + 12, size);
  const ether = at + 16;
  file.setUint16(ether, 0x0200);
  file.setUint16(ether + 6, 0x0200);
  file.setUint32(ether + 2, address(dst));
  file.setUint32(ether + 8, address(src));
  file.setUint16(ether + 12, 0x0800);
  const ip = ether + 14;
  file.setUint8(ip, 0x45);
  file.setUint16(ip + 2, size - 14);
  file.setUint16(ip + 4, number & 0xffff); // else a frame could be another's copy
  file.setUint8(ip + 8, 64);
  file.setUint8(ip + 9, udp ? 17 : 6);
  file.setUint32(ip + 12, address(src));
  file.setUint32(ip + 16, address(dst));
  file.setUint16(ip + 20, srcPort);
  file.setUint16(ip + 22, dstPort);
  if (udp) {
    file.setUint16(ip + 24, size - 34);
  } else {
    const way = down ? 1 : 0;
    const begin = number % 50 ? pair.sent[way] : Math.max(1, pair.sent[way] - size + SNAP);
    file.setUint32(ip + 24, begin); // one in fifty is sent again
    file.setUint32(ip + 28, pair.sent[1 - way]);
    pair.sent[way] = begin + size - SNAP;
    file.setUint8(ip + 32, 0x50);
    file.setUint8(ip + 33, 0x10);
    file.setUint16(ip + 34, 0xffff);
  }
}
