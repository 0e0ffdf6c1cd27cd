package report

// Health is a table by column of the services, or the flows, of whose course
// something can be said; the others have no row. TCP's figures are Wireshark's
// (user's guide, "TCP Analysis"). Of two columns, the first is A to B, or
// client to server. A column of zeros is left empty.
type Health struct {
	Row []int `json:"row"` // index into Services or Flows, rising
	// Retransmissions counts segments sent again; Fast of them came right after
	// duplicate ACKs, Spurious of them had been acknowledged already, Doubled of
	// them are frames that the capture holds twice.
	Retransmissions [2][]uint64 `json:"retransmissions"`
	Fast            [2][]uint64 `json:"fast"`
	Spurious        [2][]uint64 `json:"spurious"`
	Doubled         [2][]uint64 `json:"doubled"`
	OutOfOrder      [2][]uint64 `json:"out_of_order"`
	// Lost counts gaps before segments: frames that the capture doesn't hold.
	Lost          [2][]uint64 `json:"lost"`
	DuplicateAcks [2][]uint64 `json:"duplicate_acks"`
	ZeroWindows   [2][]uint64 `json:"zero_windows"`
	Resets        [2][]uint64 `json:"resets"`
	// MaxInFlight is the most bytes sent and not acknowledged yet, in a flow.
	MaxInFlight [2][]uint64 `json:"max_in_flight"`
	// MSS is the smallest maximum segment size that was offered, 0 if none was.
	MSS [2][]uint64 `json:"mss"`
	// WindowScale is the largest shift of the window that was offered plus
	// one, 0 if none was.
	WindowScale [2][]uint64 `json:"window_scale"`

	// Handshakes counts TCP's by outcome: Complete, Refused by a reset or an
	// ICMP error, Unanswered otherwise.
	Complete   []uint64 `json:"complete"`
	Refused    []uint64 `json:"refused"`
	Unanswered []uint64 `json:"unanswered"`
	// Silent counts the flows, of any transport with ports, in which the server
	// said nothing.
	Silent []uint64 `json:"silent"`

	// Timed flows have an initial round trip time: RTT is the sum of them,
	// RTTMax the longest, ServerRTT the sum of the parts between the capture
	// point and the server; nanoseconds.
	Timed     []uint64 `json:"timed"`
	RTT       []uint64 `json:"rtt_ns"`
	RTTMax    []uint64 `json:"rtt_max_ns"`
	ServerRTT []uint64 `json:"server_rtt_ns"`
	// Answered flows have a first request and a first answer: Response is the
	// sum of the times between, ResponseMax the longest; nanoseconds.
	Answered    []uint64 `json:"answered"`
	Response    []uint64 `json:"response_ns"`
	ResponseMax []uint64 `json:"response_max_ns"`

	// ICMP errors that quote the flows' packets.
	Unreachable         []uint64 `json:"unreachable"`
	FragmentationNeeded []uint64 `json:"fragmentation_needed"`
	TimeExceeded        []uint64 `json:"time_exceeded"`
}
