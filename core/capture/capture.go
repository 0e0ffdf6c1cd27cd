// Package capture reads packet captures: pcap and pcapng, plain or inside
// gzip, zstd or lz4, recognised by content and never by name, from any
// io.Reader. It knows containers only; what is in a frame is core/packet's.
//
// A Reader owns one buffer. The Record it fills aliases that buffer until the
// next call to Next, so that reading allocates nothing a frame.
package capture

import (
	"net/netip"
)

// LinkType is a tcpdump.org LINKTYPE_ value, the number that stands in the
// file (https://www.tcpdump.org/linktypes.html).
type LinkType uint16

// Record is one frame of a capture.
type Record struct {
	// Time is when the frame was captured, in nanoseconds since the Unix epoch.
	Time int64
	// Data holds the captured bytes. It aliases the Reader's buffer and is
	// valid until the next call to Next.
	Data []byte
	// Length is the frame's length on the wire in bytes, as Wireshark's
	// frame.len: orig_len, without the pseudo header of the few link types that
	// have one (ERF, SunATM, Bluetooth with direction, …), though Data keeps it.
	// It is more than len(Data) when the snap length cut the frame.
	Length uint32
	// Interface indexes Facts.Interfaces.
	Interface int
	// LinkType is that interface's.
	LinkType LinkType
}

// Facts is what a capture says of itself. It grows while the capture is read
// and is complete once Next has returned an error.
type Facts struct {
	Format      string // "pcap" or "pcapng"
	Compression string // "", "gzip", "zstd" or "lz4"
	Hardware    string // pcapng shb_hardware, the first section that has one
	OS          string // pcapng shb_os
	Application string // pcapng shb_userappl
	Comments    []string
	Interfaces  []Interface
	Names       []Name
	// FrameComments is how many comments on single frames there were; their
	// texts are not kept.
	FrameComments uint64
	// Untimed is how many frames had no time of their own (pcapng simple packet
	// blocks). They carry the time of the frame before, or 0 if there was none.
	Untimed uint64
	// Skipped counts what was left unread on purpose, by reason, in the order
	// first met: unknown blocks, decryption secrets, and the limits reached.
	Skipped []Count
}

// Interface is one capture interface of one section. A pcap file has one.
type Interface struct {
	Name        string // pcapng if_name
	Description string // pcapng if_description
	Filter      string // pcapng if_filter, as text
	Comments    []string
	LinkType    LinkType
	SnapLen     uint32 // 0: none stated
	// Received, Dropped and OSDropped are the last interface statistics block's
	// isb_ifrecv, isb_ifdrop and isb_osdrop; valid when HasStats.
	Received, Dropped, OSDropped uint64
	HasStats                     bool
}

// Name is one entry of a pcapng name resolution block.
type Name struct {
	Addr netip.Addr
	Name string
}

// Count is a named counter.
type Count struct {
	Name  string
	Count uint64
}

// Kind tells the ways apart in which reading can end.
type Kind uint8

const (
	// Empty is a source with no bytes in it.
	Empty Kind = iota + 1
	// NotCapture is a source whose first bytes are of no format known here.
	NotCapture
	// Unsupported is a known format in a version or with a field that can't be read.
	Unsupported
	// Cut is a capture that ends within a record: all before it was given.
	Cut
	// Damaged is a capture with an impossible length or checksum in it: all
	// before it was given.
	Damaged
	// Read is a failure of the source itself; Unwrap gives it.
	Read
)

// Error says how reading ended, where, and why.
type Error struct {
	Kind   Kind
	Offset int64  // bytes into the (decompressed) capture
	Reason string // one line, without the file's name
	Err    error  // the source's own error, or nil
}

func (e *Error) Error() string { return e.Reason }

func (e *Error) Unwrap() error { return e.Err }
