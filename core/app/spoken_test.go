package app

import (
	hexadecimal "encoding/hex"
	"strings"
	"testing"

	"heatsink/core/name"
	"heatsink/core/packet"
)

// said is one payload of a flow of a test: hexadecimal digits with spaces, or
// text after a quotation mark.
type said struct {
	client bool
	what   string
}

func says(what string) said    { return said{true, what} }
func replies(what string) said { return said{false, what} }

func (s said) bytes(t testing.TB) []byte {
	t.Helper()
	if text, ok := strings.CutPrefix(s.what, "'"); ok {
		return []byte(text)
	}
	b, err := hexadecimal.DecodeString(strings.ReplaceAll(s.what, " ", ""))
	if err != nil {
		t.Fatalf("%q: %v", s.what, err)
	}
	return b
}

// speaksOf returns the name that a flow of such payloads gets by inspection, ""
// if none.
func speaksOf(t testing.TB, transport packet.Protocol, client, server uint16, flow ...said) string {
	t.Helper()
	var payloads [][]byte
	for _, s := range flow {
		payloads = append(payloads, s.bytes(t))
	}
	return inspectFlow(t, transport, client, server, flow, payloads)
}

func inspectFlow(t testing.TB, transport packet.Protocol, client, server uint16, flow []said, payloads [][]byte) string {
	in := NewInspector(new(name.Store), func(uint32, ID) {})
	var h Handle
	var found ID
	sequence := [2]uint32{1000, 5000}
	for i, s := range flow {
		if len(payloads[i]) == 0 || h == Done {
			continue
		}
		p := Peek{
			Transport: transport, ClientPort: client, ServerPort: server, FromClient: s.client,
			Server: 1, Hosts: someHosts,
			Data: payloads[i], Length: len(payloads[i]),
		}
		checkAsked(t, in, h, p)
		side := p.side()
		var id ID
		if h, id = in.Inspect(h, 1, &p, sequence[side]); id != 0 {
			found = id
		}
		sequence[side] += uint32(len(payloads[i]))
	}
	if found == 0 {
		found = in.End(h)
	}
	return found.Name()
}

// cutFlow has a flow's payloads cut at each length: nothing may panic, whatever
// name comes of it.
func cutFlow(t testing.TB, transport packet.Protocol, client, server uint16, flow ...said) {
	t.Helper()
	for i, s := range flow {
		whole := s.bytes(t)
		for n := range len(whole) {
			payloads := make([][]byte, len(flow))
			for j, other := range flow {
				payloads[j] = other.bytes(t)
			}
			payloads[i] = whole[:n]
			inspectFlow(t, transport, client, server, flow, payloads)
		}
	}
}

// zeros and fill make long payloads out of hexadecimal digits.
func zeros(n int) string              { return strings.Repeat("00", n) }
func fill(octet string, n int) string { return strings.Repeat(octet, n) }

// spoken is a flow and the name it is to get.
type spoken struct {
	note           string
	transport      packet.Protocol
	client, server uint16
	flow           []said
	want           string
}

func checkSpoken(t *testing.T, tests []spoken) {
	t.Helper()
	for _, tt := range tests {
		if got := speaksOf(t, tt.transport, tt.client, tt.server, tt.flow...); got != tt.want {
			t.Errorf("%s: named %q, want %q", tt.note, got, tt.want)
		}
		cutFlow(t, tt.transport, tt.client, tt.server, tt.flow...)
	}
}
