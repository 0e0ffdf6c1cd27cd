// Package anon gives a report's addresses and names pseudonyms, and takes out
// what else its captures and their user said.
//
// Addresses go through Crypto-PAn (Xu, Fan, Ammar and Moon, "Prefix-Preserving
// IP Address Anonymization", ICNP 2002): two addresses that begin with the same
// n bits, and no more, have pseudonyms of which the same is true. Special-purpose
// prefixes stay what they are, so a private address gets a private pseudonym.
// The same key gives the same pseudonyms, in any report.
//
// What is left as it was: times, sizes, ports, the protocols that heatsink
// itself names, and that two addresses are of one network. Who knows some of
// the traffic can recognise it by these; a key that others have undoes the rest.
package anon
