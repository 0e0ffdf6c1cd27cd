package core

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"heatsink/core/capture"
	"heatsink/core/flowlog"
	"heatsink/core/name"
)

// source is one input while it is read.
type source struct {
	input  Input
	file   io.ReadCloser
	reader *capture.Reader
	// lines reads flow records, for a source that has these and no frames.
	lines *flowlog.Reader
	// names is the text of a file of names, which is neither.
	names io.Reader
	// head is the next frame, when pending.
	head    capture.Record
	pending bool
	// first is the time of the capture's first frame, as far as it has one.
	first  int64
	facts  *capture.Facts
	move   capture.Mover
	eager  bool // read ahead
	count  counts
	place  uint32 // its first interface, among those of all inputs'
	failed error  // why reading ended before the capture's end
}

// counts is what a capture and its interfaces held.
type counts struct {
	packets, bytes uint64
	first, last    int64 // by their stamps
	before         int64 // the latest frame's time
	interfaces     []struct{ packets, bytes uint64 }
}

// open opens the inputs and reads each one's first frame. Of several, those
// that can be opened again are closed until their time comes, so that a
// thousand rotated files don't need a thousand descriptors and windows.
func open(inputs []Input) ([]*source, error) {
	var sources []*source
	for i, input := range inputs {
		s := &source{input: input, place: uint32(i) << 16}
		sources = append(sources, s)
		if err := s.open(); err != nil {
			return sources, err
		}
		if err := s.advance(); err != nil {
			return sources, err
		}
		s.first = s.head.Time
		if len(inputs) > 1 && !input.Stream {
			s.close()
		}
	}
	slices.SortStableFunc(sources, func(x, y *source) int { return cmp.Compare(x.first, y.first) })
	return sources, nil
}

// open starts the capture from its beginning.
func (s *source) open() error {
	file, err := s.input.Open()
	if err != nil {
		return &InputError{s.input.Name, err}
	}
	s.file = file
	named := false
	sniff := func(head []byte, whole bool) (yes, sure bool) {
		if named, sure = name.Sniff(head, whole); named {
			return true, true
		}
		yes, sureOfLines := flowlog.Sniff(head, whole)
		return yes, sure && sureOfLines
	}
	if s.reader, err = capture.NewReaderOr(file, sniff); err != nil {
		return &InputError{s.input.Name, err}
	}
	s.facts = s.reader.Facts()
	s.reader.Share(s.move)
	if s.eager && s.reader.Foreign() == nil {
		s.reader.ReadAhead()
	}
	switch text := s.reader.Foreign(); {
	case text == nil:
	case named:
		s.names = text
	default:
		s.lines = flowlog.NewReader(text)
		s.facts.Format = flowlog.Format
	}
	return nil
}

// share has move called before the bytes of frames die.
func (s *source) share(move capture.Mover) {
	s.move = move
	if s.reader != nil {
		s.reader.Share(move)
	}
}

// readAhead lets the file be read, and decompressed, on another goroutine.
func (s *source) readAhead() {
	s.eager = true
	if s.reader != nil && s.reader.Foreign() == nil {
		s.reader.ReadAhead()
	}
}

// advance reads the next frame into head. What ends a capture before its end
// is kept in failed; only a source of which no frame can be read is an error.
func (s *source) advance() error { return s.advanced(s.reader.Next(&s.head)) }

// advanced is advance once the Reader has said what came of it.
func (s *source) advanced(err error) error {
	s.pending = err == nil
	if err == nil || err == io.EOF {
		return nil
	}
	var bad *capture.Error
	if !errors.As(err, &bad) {
		return &InputError{s.input.Name, err}
	}
	if bad.Kind == capture.Read {
		if s.count.packets == 0 {
			return &InputError{s.input.Name, err}
		}
		within := ""
		if s.facts.Compression != "" {
			within = " of what it holds"
		}
		bad = brokenOff(bad.Err, fmt.Sprintf(" at byte %d%s", bad.Offset, within))
	}
	s.failed = bad
	return nil
}

// brokenOff is what a report says of a source that could not be read on: to its
// reader a capture that is cut.
func brokenOff(err error, where string) *capture.Error {
	var named *fs.PathError
	if errors.As(err, &named) {
		err = named.Err // no report has a path in it
	}
	return &capture.Error{Kind: capture.Cut, Reason: "reading failed" + where + ": " + err.Error(), Err: err}
}

// resume opens a source again that open closed. One that is cut since then, by
// an interruption or by whoever writes it, or can't be read again, has no
// frames; those of the sources before it count.
func (s *source) resume() {
	if s.file != nil || !s.pending {
		return
	}
	err := s.open()
	if err == nil {
		err = s.advance()
	}
	if err != nil {
		s.lose(err)
	}
}

// lose keeps why a source could not be opened, or begun, a second time.
func (s *source) lose(err error) {
	var refused *InputError
	if errors.As(err, &refused) {
		err = refused.Err
	}
	var bad *capture.Error
	if errors.As(err, &bad) && bad.Kind == capture.Read {
		err, bad = bad.Err, nil
	}
	if bad == nil {
		bad = brokenOff(err, "")
	}
	s.failed, s.pending = bad, false
}

func (s *source) close() {
	if s.reader != nil {
		s.reader.Close()
		s.reader, s.head.Data = nil, nil
	}
	if s.file != nil {
		s.file.Close()
		s.file = nil
	}
}

func closeAll(sources []*source) {
	for _, s := range sources {
		s.close()
	}
}

// tally counts the frame in head and returns by how much it is earlier than
// the one before, in nanoseconds.
func (s *source) tally() (back int64) {
	c, r := &s.count, &s.head
	if c.packets == 0 {
		c.first, c.last, c.before = r.Time, r.Time, r.Time
	}
	back = max(0, c.before-r.Time)
	c.before = r.Time
	c.first, c.last = min(c.first, r.Time), max(c.last, r.Time)
	c.packets++
	c.bytes += uint64(r.Length)
	for len(c.interfaces) <= r.Interface {
		c.interfaces = append(c.interfaces, struct{ packets, bytes uint64 }{})
	}
	c.interfaces[r.Interface].packets++
	c.interfaces[r.Interface].bytes += uint64(r.Length)
	return back
}
