package capture

import (
	"bytes"
	"fmt"
	"net/netip"
)

// block walks the body of a block piece by piece, so that the window never has
// to hold a long one.
type block struct {
	p    *pcapng
	what string
	left int64 // bytes of the body not yet taken
	tail uint32
}

// enter starts the block at the window's start; at least fixed bytes must be
// in its body.
func (p *pcapng) enter(what string, total uint32, fixed int64) (block, error) {
	if int64(total) < blockFrame+fixed {
		return block{}, p.w.damaged("%s claims %d bytes, fewer than its header has", what, total)
	}
	p.w.start += 8
	return block{p: p, what: what, left: int64(total) - blockFrame, tail: total}, nil
}

// take gives the next n bytes of the body, valid until the next take; n must
// not exceed what is left.
func (b *block) take(n int) ([]byte, error) {
	w := b.p.w
	if !w.need(n) {
		return nil, w.ended(b.what)
	}
	w.start += n
	b.left -= int64(n)
	return w.buf[w.start-n : w.start], nil
}

// leave skips the rest of the body and checks the length that ends the block.
func (b *block) leave(wipe bool) error {
	w := b.p.w
	if !w.discard(b.left, wipe) || !w.need(4) {
		return w.ended(b.what)
	}
	if again := b.p.u32(w.buf[w.start:]); again != b.tail {
		return w.damaged("%s is %d bytes long by its start, %d by its end", b.what, b.tail, again)
	}
	w.start += 4
	return nil
}

// field is a code, a length and a value padded to 32 bits: the form of options
// and of name records. done is set after the last; a field that doesn't fit
// its block counts as malformed and is the last.
func (b *block) field() (code uint16, value []byte, done bool, err error) {
	if b.left < 4 {
		return 0, nil, true, nil
	}
	head, err := b.take(4)
	if err != nil {
		return 0, nil, true, err
	}
	code, length := b.p.u16(head), int64(b.p.u16(head[2:]))
	if code == 0 {
		return 0, nil, true, nil
	}
	padded := (length + 3) &^ 3
	if padded > b.left {
		b.p.facts.skip("malformed options")
		return 0, nil, true, nil
	}
	value, err = b.take(int(padded))
	if err != nil {
		return 0, nil, true, err
	}
	return code, value[:length], false, nil
}

const optionComment = 1

// section reads a section header block and forgets the section before.
func (p *pcapng) section() error {
	w := p.w
	if !w.need(blockFrame) {
		return w.ended("a section header")
	}
	big, ok := sectionOrder(w.buf[w.start:])
	if !ok {
		return w.damaged("a section header has no byte order: % x", w.buf[w.start+8:w.start+12])
	}
	p.big = big
	p.interfaces = p.interfaces[:0]
	b, err := p.enter("a section header", p.u32(w.buf[w.start+4:]), 16)
	if err != nil {
		return err
	}
	h, err := b.take(16)
	if err != nil {
		return err
	}
	// The section's length is not needed: its blocks say where they end.
	if major, minor := p.u16(h[4:]), p.u16(h[6:]); major != 1 {
		return &Error{Kind: Unsupported, Offset: w.offset(), Reason: fmt.Sprintf("pcapng version %d.%d is not known", major, minor)}
	}
	for {
		code, value, done, err := b.field()
		if err != nil {
			return err
		}
		if done {
			return b.leave(false)
		}
		switch code {
		case optionComment:
			p.facts.comment(&p.facts.Comments, value)
		case 2:
			p.keepFirst(&p.facts.Hardware, value)
		case 3:
			p.keepFirst(&p.facts.OS, value)
		case 4:
			p.keepFirst(&p.facts.Application, value)
		}
	}
}

func (p *pcapng) keepFirst(to *string, value []byte) {
	if *to == "" {
		*to = p.facts.keep(value)
	}
}

// other reads a block that is no frame and no section.
func (p *pcapng) other(kind, total uint32) error {
	switch kind {
	case blockInterface:
		return p.interfaceBlock(total)
	case blockNames:
		return p.namesBlock(total)
	case blockStatistics:
		return p.statisticsBlock(total)
	}
	name := blockName(kind)
	b, err := p.enter("a "+name, total, 0)
	if err != nil {
		return err
	}
	p.facts.skip(name)
	return b.leave(kind == blockSecrets)
}

func blockName(kind uint32) string {
	switch kind {
	case blockSecrets:
		return "decryption secrets block"
	case blockJournal:
		return "systemd journal block"
	case blockCustom, blockCustomLocal:
		return "custom block"
	}
	return fmt.Sprintf("block of type 0x%08x", kind)
}

// interfaceBlock reads an interface description block.
func (p *pcapng) interfaceBlock(total uint32) error {
	if len(p.interfaces) == maxSectionInterfaces {
		return p.w.damaged("a section has more than %d interfaces", maxSectionInterfaces)
	}
	b, err := p.enter("an interface block", total, 8)
	if err != nil {
		return err
	}
	h, err := b.take(8)
	if err != nil {
		return err
	}
	told := Interface{LinkType: LinkType(p.u16(h)), SnapLen: p.u32(h[4:])}
	full := len(p.facts.Interfaces) == maxInterfaces
	resolution, offset := uint8(6), int64(0)
	for {
		code, value, done, err := b.field()
		if err != nil {
			return err
		}
		if done {
			break
		}
		switch {
		case code == 9 && len(value) == 1:
			resolution = value[0]
		case code == 14 && len(value) == 8:
			offset = int64(p.u64(value))
		case !full:
			p.interfaceText(&told, code, value)
		}
	}
	if full {
		p.facts.skip(fmt.Sprintf("interfaces past %d", maxInterfaces))
	} else {
		p.facts.Interfaces = append(p.facts.Interfaces, told)
	}
	c := newClock(resolution)
	c.offset = offset
	p.interfaces = append(p.interfaces, ngInterface{
		clock: c, link: told.LinkType, pseudo: hasPseudoHeader(told.LinkType), limit: frameLimit(told.LinkType),
		snapLen: told.SnapLen, index: len(p.facts.Interfaces) - 1,
	})
	return b.leave(false)
}

func (p *pcapng) interfaceText(told *Interface, code uint16, value []byte) {
	switch code {
	case optionComment:
		p.facts.comment(&told.Comments, value)
	case 2:
		told.Name = p.facts.keep(value)
	case 3:
		told.Description = p.facts.keep(value)
	case 11: // the first byte says what follows: 0 a filter's text, else its code
		if len(value) > 0 && value[0] == 0 {
			told.Filter = p.facts.keep(value[1:])
		}
	}
}

// statisticsBlock reads an interface statistics block.
func (p *pcapng) statisticsBlock(total uint32) error {
	b, err := p.enter("an interface statistics block", total, 12)
	if err != nil {
		return err
	}
	h, err := b.take(12)
	if err != nil {
		return err
	}
	id := p.u32(h)
	var told Interface
	for {
		code, value, done, err := b.field()
		if err != nil {
			return err
		}
		if done {
			break
		}
		if len(value) != 8 {
			continue
		}
		switch code {
		case 4:
			told.Received = p.u64(value)
		case 5:
			told.Dropped = p.u64(value)
		case 7:
			told.OSDropped = p.u64(value)
		default:
			continue
		}
		told.HasStats = true
	}
	if uint64(id) >= uint64(len(p.interfaces)) {
		p.facts.skip("statistics of no known interface")
	} else if i := p.interfaces[id].index; told.HasStats {
		to := &p.facts.Interfaces[i]
		to.Received, to.Dropped, to.OSDropped, to.HasStats = told.Received, told.Dropped, told.OSDropped, true
	}
	return b.leave(false)
}

// namesBlock reads the records of a name resolution block; its options, and
// names of link-layer addresses, are not wanted.
func (p *pcapng) namesBlock(total uint32) error {
	b, err := p.enter("a name resolution block", total, 0)
	if err != nil {
		return err
	}
	for {
		code, value, done, err := b.field()
		if err != nil {
			return err
		}
		if done {
			return b.leave(false)
		}
		size := 4
		switch code {
		case 1:
		case 2:
			size = 16
		default:
			continue
		}
		if addr, ok := netip.AddrFromSlice(value[:min(size, len(value))]); ok && addr.BitLen() == size*8 {
			p.names(addr, value[size:])
		} else {
			p.facts.skip("malformed names")
		}
	}
}

// names keeps the zero-terminated names of one address.
func (p *pcapng) names(addr netip.Addr, list []byte) {
	for len(list) > 0 {
		name, after, _ := bytes.Cut(list, []byte{0})
		list = after
		switch {
		case len(name) > maxNameLength:
			p.facts.skip("malformed names")
		case len(name) > 0:
			p.facts.name(Name{Addr: addr, Name: clean(name)})
		}
	}
}

// countComments looks through the options of a frame.
func (p *pcapng) countComments(options []byte) {
	for len(options) >= 4 {
		code, padded := p.u16(options), (int(p.u16(options[2:]))+3)&^3
		if code == 0 || 4+padded > len(options) {
			return
		}
		if code == optionComment {
			p.facts.FrameComments++
		}
		options = options[4+padded:]
	}
}
