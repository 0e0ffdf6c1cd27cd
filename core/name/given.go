package name

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf16"

	"heatsink/core/packet"
)

// Limits of what the user's files give.
const (
	// MaxFile is how large a names file can be, in bytes.
	MaxFile = 64 << 20
	// MaxGiven is how many addresses files can name.
	MaxGiven = 1 << 18
	// MaxGivenNames is how many names files can give one address.
	MaxGivenNames = 16
)

// Given is what the user's files say, which is worth more than what was
// learnt. Its zero value is ready for use.
type Given struct {
	names map[packet.Addr][]Name
}

// Of returns the names that files give an address: those of the file read last
// stand first, and in a file the first stand first.
func (g *Given) Of(addr packet.Addr) []Name { return g.names[addr] }

// Len is how many addresses have names.
func (g *Given) Len() int { return len(g.names) }

// Read reads a names file of any kind that Sniff knows. Its error is one line,
// which says the line of the file where that is known.
func (g *Given) Read(r io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return err
	}
	if len(data) > MaxFile {
		return fmt.Errorf("more than %d MiB, which is too much for a file of names", MaxFile>>20)
	}
	f := file{named: map[packet.Addr]int{}}
	data = decoded(data)
	switch kindOf(data) {
	case isJSON:
		err = f.json(data)
	case isCSV:
		err = f.csv(data)
	case isHosts:
		err = f.hosts(data)
	default:
		err = errors.New("is empty")
	}
	if err != nil {
		return err
	}
	return g.put(f.entries)
}

// put adds a file's entries in front of what earlier files gave.
func (g *Given) put(entries []given) error {
	if g.names == nil {
		g.names = map[packet.Addr][]Name{}
	}
	fresh := map[packet.Addr][]Name{}
	for _, e := range entries {
		fresh[e.addr] = append(fresh[e.addr], e.Name)
	}
	for addr, names := range fresh {
		g.names[addr] = First(names, g.names[addr])
	}
	if len(g.names) > MaxGiven {
		return fmt.Errorf("more than %d addresses", MaxGiven)
	}
	return nil
}

// First puts names before others, each name once, no more than an address can
// have given.
func First(names, before []Name) []Name {
	all := make([]Name, 0, len(names)+len(before))
	for _, n := range slices.Concat(names, before) {
		known := slices.ContainsFunc(all, func(x Name) bool { return x.Name == n.Name })
		if !known && len(all) < MaxGivenNames {
			all = append(all, n)
		}
	}
	return all
}

// file is one names file while it is read.
type file struct {
	entries []given
	last    []given // entries that stand after all others
	named   map[packet.Addr]int
	bad     error // the first bad line
	more    int   // bad lines after it
}

type given struct {
	addr packet.Addr
	Name
}

// add keeps a name; those beyond what an address can have are passed over.
func (f *file) add(addr packet.Addr, called string, source Source) error {
	text := clean(nil, []byte(called))
	switch {
	case len(text) == 0:
		return nil
	case len(text) > MaxBytes:
		return fmt.Errorf("a name of more than %d bytes", MaxBytes)
	case f.named[addr] >= MaxGivenNames:
		return nil
	case f.named[addr] == 0 && len(f.named) >= MaxGiven:
		return fmt.Errorf("more than %d addresses", MaxGiven)
	}
	f.named[addr]++
	f.entries = append(f.entries, given{addr, Name{string(text), source}})
	return nil
}

// line notes a bad line.
func (f *file) line(n int, err error) {
	if f.bad != nil {
		f.more++
		return
	}
	f.bad = fmt.Errorf("line %d: %w", n, err)
}

// problem is what to say of the bad lines, or nil.
func (f *file) problem() error {
	if f.more > 0 {
		return fmt.Errorf("%w (and %d more bad lines)", f.bad, f.more)
	}
	return f.bad
}

// decoded is text without byte order mark, in UTF-8: Windows PowerShell writes
// what is redirected to a file in UTF-16.
func decoded(data []byte) []byte {
	if len(data) >= 3 && string(data[:3]) == "\xef\xbb\xbf" {
		return data[3:]
	}
	if len(data) < 2 || string(data[:2]) != "\xff\xfe" {
		return data
	}
	units := make([]uint16, 0, len(data)/2)
	for data = data[2:]; len(data) >= 2; data = data[2:] {
		units = append(units, uint16(data[0])|uint16(data[1])<<8)
	}
	return []byte(string(utf16.Decode(units)))
}
