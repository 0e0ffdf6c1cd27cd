package capture

import (
	"encoding/binary"
	"io"
	"testing"
)

// builder assembles captures by hand, in either byte order.
type builder struct {
	order binary.AppendByteOrder
	b     []byte
}

func little() *builder { return &builder{order: binary.LittleEndian} }
func bigEnd() *builder { return &builder{order: binary.BigEndian} }

func (b *builder) u16(vs ...uint16) *builder {
	for _, v := range vs {
		b.b = b.order.AppendUint16(b.b, v)
	}
	return b
}

func (b *builder) u32(vs ...uint32) *builder {
	for _, v := range vs {
		b.b = b.order.AppendUint32(b.b, v)
	}
	return b
}

func (b *builder) u64(v uint64) *builder {
	b.b = b.order.AppendUint64(b.b, v)
	return b
}

func (b *builder) raw(p []byte) *builder {
	b.b = append(b.b, p...)
	return b
}

func (b *builder) text(s string) *builder { return b.raw([]byte(s)) }

func (b *builder) pad() *builder {
	for len(b.b)%4 != 0 {
		b.b = append(b.b, 0)
	}
	return b
}

// pcap appends a file header.
func (b *builder) pcap(magic, snap, network uint32) *builder {
	return b.u32(magic).u16(2, 4).u32(0, 0, snap, network)
}

// record appends a pcap record whose data is all there.
func (b *builder) record(sec, frac, orig uint32, data string) *builder {
	return b.u32(sec, frac, uint32(len(data)), orig).text(data)
}

// same is an empty builder of the same byte order.
func (b *builder) same() *builder { return &builder{order: b.order} }

// block appends a pcapng block around a body.
func (b *builder) block(kind uint32, body *builder) *builder {
	body.pad()
	total := uint32(len(body.b) + 12)
	return b.u32(kind, total).raw(body.b).u32(total)
}

func (b *builder) option(code uint16, value []byte) *builder {
	return b.u16(code, uint16(len(value))).raw(value).pad()
}

func (b *builder) options(pairs map[uint16]string, order ...uint16) *builder {
	for _, code := range order {
		b.option(code, []byte(pairs[code]))
	}
	return b.u32(0)
}

func (b *builder) section(options *builder) *builder {
	body := b.same().u32(byteOrderMagic).u16(1, 0).u64(1<<64 - 1)
	if options != nil {
		body.raw(options.b)
	}
	return b.block(blockSection, body)
}

func (b *builder) iface(link uint16, snap uint32, options *builder) *builder {
	body := b.same().u16(link, 0).u32(snap)
	if options != nil {
		body.raw(options.b)
	}
	return b.block(blockInterface, body)
}

func (b *builder) enhanced(id uint32, stamp uint64, orig uint32, data string) *builder {
	body := b.same().u32(id, uint32(stamp>>32), uint32(stamp), uint32(len(data)), orig).text(data)
	return b.block(blockEnhanced, body)
}

// frame is a Record whose data outlives the next.
type frame struct {
	Time      int64
	Data      string
	Length    uint32
	Interface int
	LinkType  LinkType
}

// readAll reads to the end, and checks that the end stays the same.
func readAll(t testing.TB, src io.Reader) ([]frame, *Facts, error) {
	t.Helper()
	r, err := NewReader(src)
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	var frames []frame
	var rec Record
	for {
		if err = r.Next(&rec); err != nil {
			break
		}
		frames = append(frames, frame{rec.Time, string(rec.Data), rec.Length, rec.Interface, rec.LinkType})
	}
	if again := r.Next(&rec); again != err {
		t.Fatalf("after %v, Next gives %v", err, again)
	}
	return frames, r.Facts(), err
}
