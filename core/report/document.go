// Package report builds the report: the one document that the page, the
// command's formats and the engine all read. It is versioned and
// deterministic: the same captures give the same bytes, natively and under
// WebAssembly. It holds no wall-clock time, no path and no map order.
package report

// Version is the document's format. It rises with every change that an older
// page could misread.
const Version = 1

// Report is the document. Slices are never nil. Hosts, transports and
// applications are interned: tables refer to them by index. The large tables
// are stored by column; all columns of one table have the same length. Times
// are nanoseconds since Start unless their name says otherwise; -1 stands for
// "never". Bytes are lengths on the wire.
type Report struct {
	Version int `json:"version"`
	// Title is what the user called the report, or empty.
	Title string `json:"title"`
	// Anonymized says that addresses and names are pseudonyms, and that what
	// else the captures and their user said is left out.
	Anonymized bool `json:"anonymized"`
	// Start is the first frame's time in nanoseconds since the Unix epoch; a
	// string, because a JavaScript number can't hold it exactly. "0" without frames.
	Start int64 `json:"start_unix_ns,string" tstype:"string"`
	// Duration is the time from the first frame to the last, by their stamps.
	Duration     int64         `json:"duration_ns"`
	Totals       Totals        `json:"totals"`
	Captures     []Capture     `json:"captures"`
	Hosts        Hosts         `json:"hosts"`
	Transports   []string      `json:"transports"`
	Applications []Application `json:"applications"`
	Services     Services      `json:"services"`
	Timeline     Timeline      `json:"timeline"`
	Flows        Flows         `json:"flows"`
	// ServiceHealth and FlowHealth say how services and flows did.
	ServiceHealth Health `json:"service_health"`
	FlowHealth    Health `json:"flow_health"`
	// Texts are what flows said of themselves; the first is "".
	Texts    []string  `json:"texts"`
	Findings []Finding `json:"findings"`
	// CapturePoints are the addresses of the machine that captured, the busiest
	// first, as far as they have rows; none where it isn't clear.
	CapturePoints []CapturePoint `json:"capture_points"`
	// Quality holds the named oddities that were met, by name; none is zero.
	Quality []Counter `json:"quality"`
	Folded  Folded    `json:"folded"`
}

// AnonymizedNote is what is said of an anonymised report wherever it is shown.
const AnonymizedNote = "Anonymized: addresses and names are pseudonyms."

// Totals counts every frame of every capture, whatever it holds, and the bytes
// of every flow record.
type Totals struct {
	Packets uint64 `json:"packets"`
	Bytes   uint64 `json:"bytes"`
}

// Capture is one input file.
type Capture struct {
	// Name is the file's base name; "-" for standard input.
	Name        string   `json:"name"`
	Format      string   `json:"format"`      // "pcap", "pcapng" or "ntop lines"
	Compression string   `json:"compression"` // "", "gzip", "zstd" or "lz4"
	Packets     uint64   `json:"packets"`
	Bytes       uint64   `json:"bytes"`
	First       int64    `json:"first_ns"` // -1 without frames
	Last        int64    `json:"last_ns"`
	Hardware    string   `json:"hardware"`
	OS          string   `json:"os"`
	Application string   `json:"application"`
	Comments    []string `json:"comments"`
	// FrameComments is how many comments single frames have; their texts stay
	// in the capture.
	FrameComments uint64      `json:"frame_comments"`
	Interfaces    []Interface `json:"interfaces"`
	// Skipped is what the reader passed over, by name.
	Skipped []Counter `json:"skipped"`
	// Records is how many flow records there were, in a file of these. They
	// have bytes, but no packets, no ports and no times.
	Records uint64 `json:"records"`
	// BadLines says of the first lines that could not be read which they are
	// and what is wrong with them; how many there were, Skipped has.
	BadLines []string `json:"bad_lines"`
	// Problem is why reading ended before the capture's end, in one line;
	// empty when it was read whole.
	Problem string `json:"problem"`
}

// Interface is one capture interface.
type Interface struct {
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Filter      string   `json:"filter"`
	LinkType    string   `json:"link_type"`
	SnapLen     uint32   `json:"snap_len"` // 0: none
	Comments    []string `json:"comments"`
	Packets     uint64   `json:"packets"`
	Bytes       uint64   `json:"bytes"`
	// Received, Dropped and OSDropped are what the capturing program said;
	// -1 where it said nothing.
	Received  int64 `json:"received"`
	Dropped   int64 `json:"dropped"`
	OSDropped int64 `json:"os_dropped"`
}

// Host flags.
const (
	HostIPv4      = 1 << iota // the address is IPv4
	HostIPv6                  // the address is IPv6
	HostMAC                   // the address is a MAC: frames without IP
	HostMulticast             // a multicast address
	HostBroadcast             // a broadcast address
	HostPrivate               // not globally routable: RFC 1918, RFC 4193, link-local, loopback
	HostNone                  // stands for frames whose link has no addresses
	HostOther                 // stands for all hosts that the limits folded away
	HostNamed                 // has no address but a name, which flow records gave it
)

// Hosts is a table by column, in address order: IPv4, IPv6, MAC, HostNamed by
// name, then at most one HostNone and one HostOther.
type Hosts struct {
	// Address prints as netip.Addr does, a MAC as aa:bb:cc:dd:ee:ff; for
	// HostNamed it is the name, for HostNone "(no address)" and for HostOther
	// "(other)".
	Address []string `json:"address"`
	Flags   []uint16 `json:"flags"`
	// Names lists each host's names, the likeliest first.
	Names [][]Name `json:"names"`
}

// Name is what a host is called, and where that was learnt.
type Name struct {
	Name string `json:"name"`
	// Source is one of, the likeliest first: "hosts", "docker", "kubernetes" and
	// "csv", the user's files; "capture", a pcapng name resolution block; "dhcp",
	// "mdns", "llmnr" and "nbns", what hosts call themselves; "dns", the name that
	// was asked for; "dns-alias", another one that the address stands under;
	// "dns-reverse", an address's PTR record; "tls", "quic", "dtls" and "http",
	// what clients asked a server for; "dns-related", a name in whose answer the
	// address stood beside.
	Source string `json:"source"`
}

// Application is the protocol inside the transport.
type Application struct {
	Name string `json:"name"`
	// ByPort says that only the server's port number speaks for it.
	ByPort bool `json:"by_port"`
}

// Layer bits: at which of the two layers a row counts. Frames without a
// tunnel count alike in both, and their rows have both bits.
const (
	LayerOuter = 1 << iota // by the outermost IP header
	LayerInner             // by the innermost IP header
)

// Services is a table by column: conversation × transport × application ×
// server port × layer. For each layer the rows that have its bit add up to
// the totals. A is the host with the lower index. Rows stand by bytes,
// falling; equal ones by their keys.
type Services struct {
	A           []int    `json:"a"` // host index
	B           []int    `json:"b"` // host index, not below A's
	Layer       []int    `json:"layer"`
	Transport   []int    `json:"transport"`
	Application []int    `json:"application"`
	ServerPort  []uint16 `json:"server_port"` // 0: no ports, or folded
	PacketsAtoB []uint64 `json:"packets_a_to_b"`
	BytesAtoB   []uint64 `json:"bytes_a_to_b"`
	PacketsBtoA []uint64 `json:"packets_b_to_a"`
	BytesBtoA   []uint64 `json:"bytes_b_to_a"`
	// First and last frame each way; -1 where none went that way.
	FirstAtoB []int64 `json:"first_a_to_b_ns"`
	LastAtoB  []int64 `json:"last_a_to_b_ns"`
	FirstBtoA []int64 `json:"first_b_to_a_ns"`
	LastBtoA  []int64 `json:"last_b_to_a_ns"`
	// Flows is how many flows the service has had, FlowsFromA how many of
	// them A opened.
	Flows      []uint64 `json:"flows"`
	FlowsFromA []uint64 `json:"flows_from_a"`
}

// Timeline holds the services' time buckets, sparse: service s has the
// entries Offset[s] to Offset[s+1]-1, by rising bucket. Bucket b covers
// [Origin + b×Width, Origin + (b+1)×Width). All entries of a service add up
// to its packets and bytes, but for the bytes of flow records, which have no time.
type Timeline struct {
	Origin  int64 `json:"origin_ns"` // since Start, at most 0: buckets are aligned to the epoch
	Width   int64 `json:"width_ns"`  // a power of two
	Buckets int   `json:"buckets"`   // how many the capture spans
	// Offset has one more element than there are services.
	Offset      []int    `json:"offset"`
	Bucket      []int    `json:"bucket"`
	PacketsAtoB []uint64 `json:"packets_a_to_b"`
	BytesAtoB   []uint64 `json:"bytes_a_to_b"`
	PacketsBtoA []uint64 `json:"packets_b_to_a"`
	BytesBtoA   []uint64 `json:"bytes_b_to_a"`
	// Retransmitted is what of it was sent again, and Duplicate what the
	// capture holds twice; no frame is both.
	Retransmitted Marked `json:"retransmitted"`
	Duplicate     Marked `json:"duplicate"`
}

// Marked is a part of a Timeline's entries, by column.
type Marked struct {
	Entry       []int    `json:"entry"` // index into the Timeline's entries, rising
	PacketsAtoB []uint64 `json:"packets_a_to_b"`
	BytesAtoB   []uint64 `json:"bytes_a_to_b"`
	PacketsBtoA []uint64 `json:"packets_b_to_a"`
	BytesBtoA   []uint64 `json:"bytes_b_to_a"`
}

// Flows is a table by column of the largest flows, by bytes, falling. The
// client is who opened the flow, as far as the capture shows.
type Flows struct {
	Client      []int    `json:"client"` // host index
	Server      []int    `json:"server"` // host index
	ClientPort  []uint16 `json:"client_port"`
	ServerPort  []uint16 `json:"server_port"`
	Layer       []int    `json:"layer"`
	Transport   []int    `json:"transport"`
	Application []int    `json:"application"`
	// Up is client to server, down server to client.
	PacketsUp   []uint64 `json:"packets_up"`
	BytesUp     []uint64 `json:"bytes_up"`
	PacketsDown []uint64 `json:"packets_down"`
	BytesDown   []uint64 `json:"bytes_down"`
	FirstUp     []int64  `json:"first_up_ns"`
	LastUp      []int64  `json:"last_up_ns"`
	FirstDown   []int64  `json:"first_down_ns"`
	LastDown    []int64  `json:"last_down_ns"`
	// ServerName is the name that the client asked for (SNI, HTTP's Host),
	// Protocol the application's version, ALPN what TLS or QUIC carries: each
	// an index into Texts.
	ServerName []int `json:"server_name"`
	Protocol   []int `json:"protocol"`
	ALPN       []int `json:"alpn"`
}

// Finding is one sentence worth reading first.
type Finding struct {
	// Kind names what it is about; ARCHITECTURE.md lists the kinds.
	Kind     string `json:"kind"`
	Severity string `json:"severity"` // "info", "warning" or "problem"
	Text     string `json:"text"`
	// Quotes are the parts of Text that aren't heatsink's own words: addresses,
	// networks and names. Each is where it begins and where it ends, in bytes of
	// UTF-8; they rise.
	Quotes [][2]int `json:"quotes"`
	// LookedAt is what was looked at to find it.
	LookedAt string `json:"looked_at"`
	// Hosts and Conversations are those that it speaks of and that have rows:
	// host indices, rising, and pairs of them, the lower one first.
	Hosts         []int    `json:"hosts"`
	Conversations [][2]int `json:"conversations"`
}

// CapturePoint is an address at which the capture was taken.
type CapturePoint struct {
	Host int `json:"host"`
	// Sure says that it is not only near it: its network's traffic is its own.
	Sure bool `json:"sure"`
	// Packets of the Of packets of its address family have one of the capture
	// points at an end.
	Packets uint64 `json:"packets"`
	Of      uint64 `json:"of"`
}

// Counter is a named oddity and how often it was met.
type Counter struct {
	Name  string `json:"name"`
	Count uint64 `json:"count"`
}

// Folded says what the limits took out of the tables. Services' packets and
// bytes are still there, in rows between a host and HostOther, or, where both
// hosts are folded, between HostOther and itself; flows' are in their services.
type Folded struct {
	// Hosts no longer have an address of their own in any row.
	Hosts    uint64 `json:"hosts"`
	Services uint64 `json:"services"`
	// Flows that are not in the flow table.
	Flows uint64 `json:"flows"`
	// Packets and Bytes are the folded services', by layer.
	PacketsOuter uint64 `json:"packets_outer"`
	BytesOuter   uint64 `json:"bytes_outer"`
	PacketsInner uint64 `json:"packets_inner"`
	BytesInner   uint64 `json:"bytes_inner"`
	// Memory says that the limit on flows or services was reached while
	// reading, so that no format has every row.
	Memory bool `json:"memory"`
}
