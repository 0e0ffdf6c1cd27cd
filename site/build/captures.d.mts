/** A pcap file of an invented network, the same one each time. */
export function network(options: {
  hosts: number;
  services: number;
  /** How many frames a service has on the average, about. */
  frames: number;
  seconds?: number;
  seed?: number;
}): Uint8Array;
