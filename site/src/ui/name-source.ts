// Who says that a host is called so, in words (core/name/source.go).

import { clean } from "../model/text";

const words: Record<string, string> = {
  hosts: "from your hosts file",
  docker: "from docker inspect",
  kubernetes: "from kubectl",
  csv: "from your table",
  capture: "from the capture's own name list",
  dhcp: "asked for it by DHCP",
  mdns: "calls itself so by mDNS",
  llmnr: "calls itself so by LLMNR",
  nbns: "calls itself so by NetBIOS",
  dns: "DNS answer",
  "dns-alias": "DNS answer, under another name",
  "dns-reverse": "DNS answer for the address",
  tls: "asked for in TLS",
  quic: "asked for in QUIC",
  dtls: "asked for in DTLS",
  http: "asked for in HTTP",
  "dns-related": "beside a DNS answer",
};

/** A source's word in the report, as a person would say it; what isn't known as it is. */
export function sourceWords(source: string): string {
  return Object.hasOwn(words, source) ? words[source]! : clean(source);
}
