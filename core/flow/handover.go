package flow

import (
	"encoding/binary"
	"slices"
	"unsafe"

	"heatsink/core/app"
	"heatsink/core/compact"
	"heatsink/core/packet"
)

// Two instances of the program that share no memory, as two workers of a page,
// can share the work on a capture as two goroutines do: the one Finds, and
// passes to the other's Table what that needs to Count. In the end it passes on
// the rest of what it knows, and the other's Table is as if it had done all.
//
// What they pass is memory as it lies there, so it means something only to the
// same program on the same machine.

// passed is how far Pass has come.
type passed struct {
	hosts, tuples uint32
	address       packet.Addr // that is taken in
	// quiet has a bit for each flow of which no payload needs to be passed.
	quiet []uint64
}

// Pass appends to message what another instance's Table needs to count b.
func (t *Table) Pass(b *Batch, message []byte) []byte {
	x := &t.passed
	if x.hosts == 0 {
		x.hosts = 1 // OtherHost
	}
	for _, n := range [...]uint32{t.hosts.list.Len - x.hosts, t.tuples.Len - x.tuples, uint32(len(b.found)), uint32(len(b.folds))} {
		message = binary.LittleEndian.AppendUint32(message, n)
	}
	for ; x.hosts < t.hosts.list.Len; x.hosts++ {
		address := t.hosts.Addr(x.hosts)
		message = append(message, raw(&address)...)
	}
	for ; x.tuples < t.tuples.Len; x.tuples++ {
		message = append(message, raw(t.tuples.At(x.tuples))...)
	}
	for i := range b.folds {
		message = append(message, raw(&b.folds[i])...)
	}
	for i := range b.found {
		e := &b.found[i]
		payload := e.payload
		if x.isQuiet(e.flow) {
			payload = nil
		}
		at := len(message)
		message = slices.Grow(message, noteSize+4+len(payload))[:at+noteSize+4]
		*(*note)(unsafe.Pointer(&message[at])) = e.note
		binary.LittleEndian.PutUint32(message[at+noteSize:], uint32(len(payload)))
		if len(payload) > 0 {
			message = append(message, payload...)
		}
	}
	return message
}

// noteSize is how many bytes a note takes in a message.
const noteSize = int(unsafe.Sizeof(note{}))

func (x *passed) isQuiet(flow uint32) bool {
	return flow == noFlow || int(flow/64) < len(x.quiet) && x.quiet[flow/64]>>(flow%64)&1 != 0
}

// Quiet says of flows, by what Answer says, that no more of their payloads need
// to be passed.
func (t *Table) Quiet(answer []byte) {
	x := &t.passed
	for ; len(answer) >= 4; answer = answer[4:] {
		flow := binary.LittleEndian.Uint32(answer)
		if n := int(flow/64) + 1 - len(x.quiet); n > 0 {
			x.quiet = append(x.quiet, make([]uint64, n)...)
		}
		x.quiet[flow/64] |= 1 << (flow % 64)
	}
}

// Accept takes in what another instance's Pass appended: a Batch to be counted,
// which aliases the message. It returns what is behind.
func (t *Table) Accept(message []byte, b *Batch) (behind []byte) {
	var counts [4]uint32
	for i := range counts {
		counts[i], message = binary.LittleEndian.Uint32(message), message[4:]
	}
	for range counts[0] {
		n := t.hosts.list.Len
		address := &t.passed.address
		message = take(message, address)
		t.hosts.number(address, t.hosts.hash(address))
		if t.hosts.list.Len == n {
			panic("an address was passed twice")
		}
	}
	for range counts[1] {
		message = take(message, t.tuples.At(t.tuples.Add()))
	}
	b.Reset()
	b.found = slices.Grow(b.found, int(counts[2]))[:counts[2]]
	b.folds = slices.Grow(b.folds, int(counts[3]))[:counts[3]]
	for i := range b.folds {
		message = take(message, &b.folds[i])
	}
	for i := range b.found {
		e := &b.found[i]
		message = take(message, &e.note)
		n := binary.LittleEndian.Uint32(message)
		e.payload, message = message[4:4+n], message[4+n:]
	}
	return message
}

// Answer appends to answer, for Quiet, the flows of a Batch that was counted of
// which no more payload needs to be passed.
func (t *Table) Answer(b *Batch, answer []byte) []byte {
	for i := range b.found {
		if e := &b.found[i]; len(e.payload) > 0 && t.accounts.At(e.flow).inspection == app.Done {
			answer = binary.LittleEndian.AppendUint32(answer, e.flow)
		}
	}
	return answer
}

// The lists that PassRest passes, and what has no list of its own.
const (
	restTuples uint32 = iota
	restEnded
	restTroubles
	restErrors
	restUnquoted
)

// PassRest sends what the finder knows once all frames are found, in messages
// for AcceptRest.
func (t *Table) PassRest(send func(message []byte)) {
	passList(&t.tuples, restTuples, send)
	t.endHealth()
	passList(&t.ended, restEnded, send)
	passList(&t.troubles, restTroubles, send)
	errors := heading(restErrors, 0, len(t.errors))
	for flow, e := range t.errors {
		errors = binary.LittleEndian.AppendUint32(errors, flow)
		errors = append(errors, raw(&e)...)
	}
	send(errors)
	send(append(heading(restUnquoted, 0, 1), raw(&t.unquoted)...))
}

// AcceptRest takes in a message of another instance's PassRest.
func (t *Table) AcceptRest(message []byte) {
	list, from := binary.LittleEndian.Uint32(message), binary.LittleEndian.Uint32(message[4:])
	n := binary.LittleEndian.Uint32(message[8:])
	message = message[headingSize:]
	switch list {
	case restTuples:
		acceptList(&t.tuples, from, n, message)
	case restEnded:
		acceptList(&t.ended, from, n, message)
	case restTroubles:
		acceptList(&t.troubles, from, n, message)
	case restErrors:
		t.errors = make(map[uint32]Errors, n)
		for range n {
			var e Errors
			flow := binary.LittleEndian.Uint32(message)
			message = take(message[4:], &e)
			t.errors[flow] = e
		}
	case restUnquoted:
		take(message, &t.unquoted)
	}
}

// heading begins a message of PassRest: n records of a list, from one on.
func heading(list, from uint32, n int) []byte {
	b := binary.LittleEndian.AppendUint32(make([]byte, 0, headingSize), list)
	b = binary.LittleEndian.AppendUint32(b, from)
	return binary.LittleEndian.AppendUint32(b, uint32(n))
}

const headingSize = 12

// passChunks is how many chunks of a list make a message.
const passChunks = 8

func passList[T any](s *compact.List[T], list uint32, send func([]byte)) {
	for from := uint32(0); from < s.Len; from += passChunks * compact.ChunkSize {
		to := min(s.Len, from+passChunks*compact.ChunkSize)
		message := heading(list, from, int(to-from))
		for i := from; i < to; i += compact.ChunkSize {
			chunk := s.Chunks[i>>compact.ChunkBits][:min(to-i, compact.ChunkSize)]
			message = append(message, rawList(chunk)...)
		}
		send(message)
	}
}

func acceptList[T any](s *compact.List[T], from, n uint32, message []byte) {
	for s.Len < from+n {
		s.Add()
	}
	for i := from; i < from+n; i += compact.ChunkSize {
		chunk := s.Chunks[i>>compact.ChunkBits][:min(from+n-i, compact.ChunkSize)]
		message = message[copy(rawList(chunk), message):]
	}
}

// raw is the memory of a record without pointers.
func raw[T any](x *T) []byte { return unsafe.Slice((*byte)(unsafe.Pointer(x)), unsafe.Sizeof(*x)) }

// rawList is the memory of records without pointers.
func rawList[T any](list []T) []byte {
	var record T
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(list))), uintptr(len(list))*unsafe.Sizeof(record))
}

// take fills a record from the front of a message, and returns what is behind.
func take[T any](message []byte, x *T) []byte { return message[copy(raw(x), message):] }
