package core

const (
	customBlocks = "tshark counts pcapng custom blocks as frames; they hold none, and are skipped and counted"
	bigTCP       = "BIG TCP: an IPv6 payload length of 0 in a frame of 80 kB; tshark takes the packet for empty, heatsink goes by the frame's length"
	gtpPrime     = "GTP version 0 on port 3386: tshark shows the packets inside (gtpprime:ip), but its table here doesn't count them as tunnelled"
)

// knownDifferences lists the captures whose counts differ from tshark's, each
// with the reason. `make conformance` fails when one of them agrees.
var knownDifferences = map[string]string{
	"gopacket/pcapgo__tests__be__test102.pcapng": customBlocks,
	"gopacket/pcapgo__tests__le__test102.pcapng": customBlocks,
	"gopacket/pcapgo__tests__le__test202.pcapng": customBlocks,
	"gopacket/pcapgo__tests__le__test017.pcapng": customBlocks,

	"suricata-verify/bug-6875-01__fuzz.pcap": "the second record's header is damaged; tshark guesses a variant with longer record headers behind the standard magic number, and reads the first frame 8 bytes later",

	"tcpdump/bigtcp-ipv6-geneve-ipv4.pcap": bigTCP,
	"tcpdump/bigtcp-ipv6-vxlan-ipv6.pcap":  bigTCP,
	"tcpdump/vxlan_port_8472.pcap":         "VXLAN on Linux's old port 8472, which tshark doesn't look into unless told",
	"tcpdump/802_15_4-data.pcap":           "6LoWPAN header compression over IEEE 802.15.4 isn't decoded",
	"zeek/cisco-fabric-path.pcap":          "tshark takes a frame check sequence off every FabricPath frame; these have none, so that its IPv6 headers end 4 bytes short",

	"zeek/tunnels__gtp__gtp_control_prime.pcap":  gtpPrime,
	"zeek/tunnels__gtp__pdp_ctx_messages.pcapng": gtpPrime,
}
