package flow

import (
	"encoding/binary"
	"strings"

	"heatsink/core/packet"
)

// Record is a flow that was counted elsewhere: it has no packets, no ports and
// no times, and its hosts may have names in place of addresses.
type Record struct {
	Client, Server string // an address, else a name
	// Protocol and Application are names; empty where they aren't known.
	Protocol, Application string
	// Bytes index 0 went from client to server.
	Bytes [2]uint64
}

// What records can make a Table keep. Past these limits a host counts as
// OtherHost's, a protocol as "Other", an application as "(other)".
const (
	// maxHostNames is how long all names of hosts can be together, in bytes.
	maxHostNames = 32 << 20
	// maxProtocols is how many protocols without a number there can be, which
	// are mostly none, and maxApplications how many applications: nDPI knows
	// some 450. Together they bound the rows that a report can't fold.
	maxProtocols    = 16
	maxApplications = 1024
)

// words are the names that records use and no number stands for.
type words struct {
	hosts     []string // packet.Addr.B of kind Named indexes them
	hostIndex map[string]Host
	hostBytes int

	protocols     []string // packet.NamedBase + index
	protocolIndex map[string]packet.Protocol
	applications  int // how many are from records
}

// AddRecord counts a record, as a flow of its own.
func (t *Table) AddRecord(r *Record) {
	f := Tuple{
		Client: t.hostCalled(r.Client), Server: t.hostCalled(r.Server),
		Layer: Both, Protocol: t.protocolCalled(r.Protocol),
	}
	application := t.applicationCalled(r.Application, f.Protocol)
	if int(t.tuples.Len) >= t.maxFlows || f.Client == OtherHost || f.Server == OtherHost {
		t.Folded++
		n := t.service(&f, application)
		sv := t.services.At(n)
		turn := TurnTo(f.Client, f.Server, sv.A)
		if sv.A == sv.B {
			turn = Turn{0, 0}
		}
		t.recorded(n, r, turn)
		return
	}
	// It isn't in the index: no packet is of this flow.
	*t.tuples.At(t.tuples.Add()) = f
	n := t.accounts.Add()
	account := t.accounts.At(n)
	for dir, bytes := range r.Bytes {
		if bytes < maxSumBytes {
			account.sums[dir] = sum(bytes)
		} else {
			t.moreOf(n).Bytes[dir] = bytes
		}
	}
	t.settle(t.flow(n), application)
	t.recorded(account.Service, r, account.Turn())
}

// recorded counts a record's bytes in a service.
func (t *Table) recorded(service uint32, r *Record, turn Turn) {
	bytes := &t.apart(service).recorded
	for from, dir := range turn {
		bytes[dir] += r.Bytes[from]
	}
}

// HostName is what a host is called that has no address, else empty.
func (t *Table) HostName(h Host) string {
	a := t.Addr(h)
	if a.Kind != packet.Named {
		return ""
	}
	return t.words.hosts[binary.BigEndian.Uint32(a.B[:])]
}

// ProtocolName is a protocol's name, also where only records use it.
func (t *Table) ProtocolName(p packet.Protocol) string {
	if p >= packet.NamedBase {
		return t.words.protocols[p-packet.NamedBase]
	}
	return p.String()
}

// hostCalled numbers a host by its address or name.
func (t *Table) hostCalled(name string) Host {
	if a, ok := packet.ParseAddr(name); ok {
		return t.hosts.number(&a, t.hosts.hash(&a))
	}
	w := &t.words
	if h, ok := w.hostIndex[name]; ok {
		return h
	}
	if w.hostBytes+len(name) > maxHostNames {
		return OtherHost
	}
	a := packet.Addr{Kind: packet.Named}
	binary.BigEndian.PutUint32(a.B[:], uint32(len(w.hosts)))
	h := t.hosts.number(&a, t.hosts.hash(&a))
	if h == OtherHost {
		return h
	}
	if w.hostIndex == nil {
		w.hostIndex = map[string]Host{}
	}
	name = strings.Clone(name) // it may be part of a longer line
	w.hosts = append(w.hosts, name)
	w.hostIndex[name] = h
	w.hostBytes += len(name)
	return h
}

// protocolCalled numbers a protocol by its name.
func (t *Table) protocolCalled(name string) packet.Protocol {
	if name == "" {
		name = "Unknown"
	}
	w := &t.words
	if p, ok := w.protocolIndex[name]; ok {
		return p
	}
	if len(w.protocolIndex) >= maxSpellings {
		w.protocolIndex = nil
	}
	if w.protocolIndex == nil {
		w.protocolIndex = map[string]packet.Protocol{}
	}
	name = strings.Clone(name)
	p, ok := packet.ProtocolByName(name)
	if !ok {
		p = w.namedProtocol(name)
	}
	w.protocolIndex[name] = p
	return p
}

// maxSpellings is how many spellings of protocols are remembered.
const maxSpellings = 256

func (w *words) namedProtocol(name string) packet.Protocol {
	if len(w.protocols) >= maxProtocols {
		name = "Other"
	}
	for i, known := range w.protocols {
		if strings.EqualFold(known, name) {
			return packet.NamedBase + packet.Protocol(i)
		}
	}
	w.protocols = append(w.protocols, name)
	return packet.NamedBase + packet.Protocol(len(w.protocols)-1)
}

// applicationCalled is the application of a name; without one it is the
// transport itself, as with packets.
func (t *Table) applicationCalled(name string, p packet.Protocol) Application {
	if name == "" {
		return Application{Name: t.ProtocolName(p)}
	}
	a := Application{Name: name}
	if _, known := t.applicationIndex[a]; known {
		return a
	}
	if t.words.applications >= maxApplications {
		return Application{Name: "(other)"}
	}
	t.words.applications++
	a.Name = strings.Clone(name)
	return a
}
