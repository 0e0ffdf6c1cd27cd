// A capture in which every text that anybody can choose is one that would like
// to be more than text: comments, interfaces, filters, names, what was asked
// for, and flow records beside it.

/** What each of the texts tries. § is the place that it was planted in. */
export const ATTACKS = [
  "</script><script>hacked=1</script>§",
  '"><img src=http://evil.example/§ onerror=hacked=1>',
  "</title></style><style>*{display:none}</style>§",
  "<svg onload=hacked=1><!--§",
  '<script id="heatsink-report" type="x">H4sI§</script>',
  "</noscript><iframe src=//evil.example/§></iframe>",
  "url(http://evil.example/§)'); background: red",
  "javascript:hacked=1//§",
  "]]><x xmlns='http://www.w3.org/1999/xhtml' onclick='hacked=1'>§",
  "=cmd|'/C calc'!A0 §",
  "+1+§",
  "-1-§",
  "@SUM(1)§",
  "a;=cmd|'/C calc'!A0 §",
  "\t=1+§",
  "\u001b]0;owned\u0007\u001b[2J\u001b[31m§",
  "\u009b31m\u0085§",
  "\u202e§gnp.exe\u2066\u200b\u2028\ufeff",
  "a\r\nb\0c§",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is the attack
  "${hacked=1}{{hacked=1}}%s%n§",
];

const utf8 = (text: string) => Buffer.from(text, "utf8");

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
}

function u16(...values: number[]): Buffer {
  const b = Buffer.alloc(2 * values.length);
  values.forEach((v, i) => {
    b.writeUInt16LE(v, 2 * i);
  });
  return b;
}

function u32(...values: number[]): Buffer {
  const b = Buffer.alloc(4 * values.length);
  values.forEach((v, i) => {
    b.writeUInt32LE(v >>> 0, 4 * i);
  });
  return b;
}

function be16(...values: number[]): Buffer {
  return Buffer.from(u16(...values)).swap16();
}

function option(code: number, value: Buffer): Buffer {
  return Buffer.concat([u16(code, value.length), padded(value)]);
}

function block(type: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length = u32(body.length + 12);
  return Buffer.concat([u32(type), length, body, length]);
}

const END = u16(0, 0);

function ipv4(address: string): Buffer {
  return Buffer.from(address.split(".").map(Number));
}

function frame(transport: number, source: string, target: string, payload: Buffer): Buffer {
  const ip = Buffer.alloc(20);
  ip[0] = 0x45;
  ip.writeUInt16BE(20 + payload.length, 2);
  ip[8] = 64;
  ip[9] = transport;
  ipv4(source).copy(ip, 12);
  ipv4(target).copy(ip, 16);
  return Buffer.concat([ip, payload]);
}

function udp(source: string, sourcePort: number, target: string, port: number, data: Buffer) {
  return frame(
    17,
    source,
    target,
    Buffer.concat([be16(sourcePort, port, 8 + data.length, 0), data]),
  );
}

function tcp(source: string, target: string, port: number, data: Buffer): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(40000, 0);
  header.writeUInt16BE(port, 2);
  header.writeUInt32BE(1, 4);
  header[12] = 0x50;
  header[13] = 0x18;
  return frame(6, source, target, Buffer.concat([header, data]));
}

/** A name in the form of DNS, one label of at most 63 bytes. */
function label(text: string): Buffer {
  const bytes = utf8(text).subarray(0, 63);
  return Buffer.concat([Buffer.from([bytes.length]), bytes, Buffer.from([0])]);
}

/** An answer: this name is that address. */
function dns(name: string, address: string): Buffer {
  const asked = label(name);
  const question = Buffer.concat([asked, be16(1, 1)]);
  const answer = Buffer.concat([asked, be16(1, 1, 0, 60, 4), ipv4(address)]);
  return Buffer.concat([be16(7, 0x8180, 1, 1, 0, 0), question, answer]);
}

function length(bytes: number, of: Buffer): Buffer {
  const b = Buffer.alloc(bytes);
  b.writeUIntBE(of.length, 0, bytes);
  return Buffer.concat([b, of]);
}

function clientHello(name: string, protocol: string): Buffer {
  const server = length(2, length(2, Buffer.concat([Buffer.from([0]), length(2, utf8(name))])));
  const alpn = length(2, length(2, length(1, utf8(protocol).subarray(0, 255))));
  const extensions = length(2, Buffer.concat([be16(0), server, be16(16), alpn]));
  const random = Buffer.alloc(32, 7);
  const hello = Buffer.concat([
    Buffer.from([3, 3]),
    random,
    Buffer.from([0]),
    length(2, be16(0x1301)),
    Buffer.from([1, 0]),
    extensions,
  ]);
  const message = Buffer.concat([Buffer.from([1]), length(3, hello)]);
  return Buffer.concat([Buffer.from([22, 3, 1]), length(2, message)]);
}

function dhcp(name: string, client: string): Buffer {
  const head = Buffer.alloc(236);
  head.set([1, 1, 6, 0]);
  ipv4(client).copy(head, 12);
  const said = utf8(name).subarray(0, 255);
  const options = Buffer.from([0x63, 0x82, 0x53, 0x63, 53, 1, 3, 12, said.length]);
  return Buffer.concat([head, options, said, Buffer.from([255])]);
}

/** The capture, and how each place is called in what it plants. */
export function hostileCapture(): Buffer {
  const frames: Buffer[] = [];
  let time = 1_700_000_000_000_000;
  const send = (data: Buffer, comment = "") => {
    time += 250_000;
    const at = [Math.floor(time / 2 ** 32), time % 2 ** 32] as const;
    const head = u32(0, ...at, data.length, data.length);
    const note = comment ? [option(1, utf8(comment)), END] : [];
    frames.push(block(6, head, padded(data), ...note));
  };
  const names: Buffer[] = [];
  ATTACKS.forEach((attack, i) => {
    const says = (place: string) => attack.replaceAll("§", place);
    const host = `10.${i}.0`;
    names.push(u16(1, 4 + utf8(says("nrb")).length + 1));
    names.push(padded(Buffer.concat([ipv4(`${host}.9`), utf8(says("nrb")), Buffer.from([0])])));
    send(udp("10.9.9.53", 53, `${host}.1`, 40000, dns(says("dns"), `${host}.6`)), says("frame"));
    send(udp(`${host}.1`, 5353, "224.0.0.251", 5353, dns(says("mdns"), `${host}.5`)));
    send(udp(`${host}.4`, 68, "10.9.9.67", 67, dhcp(says("dhcp"), `${host}.4`)));
    send(tcp(`${host}.1`, `${host}.5`, 443, clientHello(says("sni"), says("alpn"))));
    const request = `GET / HTTP/1.1\r\nHost: ${says("host")}\r\nUser-Agent: ${says("agent")}\r\n\r\n`;
    send(tcp(`${host}.1`, `${host}.6`, 80, utf8(request)));
    send(udp(`${host}.9`, 9, `${host}.1`, 9, utf8(says("payload"))));
  });
  const all = (place: string) => ATTACKS.map((attack) => attack.replaceAll("§", place));
  const comments = (place: string) => all(place).map((text) => option(1, utf8(text)));
  const section = block(
    0x0a0d0d0a,
    u32(0x1a2b3c4d),
    u16(1, 0),
    u32(0xffffffff, 0xffffffff),
    ...comments("section"),
    option(2, utf8(all("hardware").join(" "))),
    option(3, utf8(all("os").join(" "))),
    option(4, utf8(all("application").join(" "))),
    END,
  );
  const interfaces = block(
    1,
    u16(101, 0),
    u32(65535),
    option(2, utf8(all("if-name").join(" "))),
    option(3, utf8(all("if-description").join(" "))),
    option(11, Buffer.concat([Buffer.from([0]), utf8(all("if-filter").join(" "))])),
    ...comments("interface"),
    END,
  );
  const named = block(4, ...names, u16(0, 0));
  return Buffer.concat([section, interfaces, named, ...frames]);
}

/** Flow records whose hosts and protocols are texts of that kind. */
export function hostileRecords(): string {
  // Text with these would be no text, and "|" and line ends stand between fields.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a bell
  const plain = (text: string) => text.replaceAll("\0", "").replace(/[\u0007|\r\n]/g, "/");
  return ATTACKS.map((attack) => {
    const says = (place: string) => plain(attack.replaceAll("§", place));
    return `${says("source")}|${says("target")}|1000|2000|${says("layer4")}|${says("layer7")}\n`;
  }).join("");
}

/** hosts(5) lines that give such names. */
export function hostileNames(): string {
  return ATTACKS.map((attack, i) => {
    return `10.${i}.0.1 ${attack
      .replaceAll("§", "given")
      .replaceAll("\0", "")
      .replace(/[\s#|]/g, "_")}\n`;
  }).join("");
}
