package app

import (
	"encoding/binary"
	"testing"

	"heatsink/core/name"
	"heatsink/core/packet"
)

// speech is what two hosts say to each other, and what it should be taken for.
// A payload begins with ">" if the client says it, with "<" if the server does.
type speech struct {
	name string
	over packet.Protocol
	port uint16
	said []string
}

// inspected returns the name of a speech, each payload cut to at most captured
// bytes of at most wire.
func (s speech) inspected(t testing.TB, captured, wire int) string {
	in := NewInspector(&name.Store{}, func(uint32, ID) {})
	var h Handle
	for i, said := range s.said {
		data := []byte(said[1:])
		length := min(len(data), wire)
		if length == 0 {
			continue
		}
		p := Peek{
			Transport: s.over, Hosts: noHosts, ClientPort: 40001, ServerPort: s.port, FromClient: said[0] == '>',
			Data: data[:min(length, captured)], Length: length,
		}
		checkAsked(t, in, h, p)
		var id ID
		h, id = in.Inspect(h, 0, &p, uint32(i)<<12)
		if id != 0 {
			return id.Name()
		}
		if h == Done {
			return ""
		}
	}
	return in.End(h).Name()
}

// testSpeeches names each speech, without allocating, and cuts it to each
// length, in the capture and on the wire, which must not break anything.
func testSpeeches(t *testing.T, speeches []speech) {
	t.Helper()
	for _, s := range speeches {
		if got := s.inspected(t, 1<<16, 1<<16); got != s.name {
			t.Errorf("port %d, %.60q: %q, want %q", s.port, s.said, got, s.name)
		}
		if n := s.allocations(); n > 0 {
			t.Errorf("port %d, %.60q: %v allocations", s.port, s.said, n)
		}
		longest := 0
		for _, said := range s.said {
			longest = max(longest, len(said)-1)
		}
		for n := 1; n < min(longest, 600); n++ {
			s.inspected(t, n, 1<<16)
			s.inspected(t, n, n)
		}
	}
}

func b16(n int) string { return string(binary.BigEndian.AppendUint16(nil, uint16(n))) }
func b32(n int) string { return string(binary.BigEndian.AppendUint32(nil, uint32(n))) }
func l16(n int) string { return string(binary.LittleEndian.AppendUint16(nil, uint16(n))) }
func l32(n int) string { return string(binary.LittleEndian.AppendUint32(nil, uint32(n))) }

// counted puts a length before a message, which counts extra bytes more.
func counted(length func(int) string, extra int, message string) string {
	return length(len(message)+extra) + message
}

// allocations is how many the rows' Detects need for a speech's first payload.
func (s speech) allocations() float64 {
	p := &Peek{
		Transport: s.over, Hosts: noHosts, ClientPort: 40001, ServerPort: s.port, FromClient: s.said[0][0] == '>',
		Data: []byte(s.said[0][1:]), Length: len(s.said[0]) - 1, rec: &record{},
	}
	return testing.AllocsPerRun(1, func() {
		for i := range protocols {
			row := &protocols[i]
			if row.Detect != nil && row.Over&(1<<transportIndex(s.over)) != 0 {
				row.Detect(p)
			}
		}
	})
}
