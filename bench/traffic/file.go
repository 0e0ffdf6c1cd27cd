package traffic

import (
	"encoding/binary"
	"io"
)

// snapLen is what the captures say that they cut frames at.
const snapLen = 262144

// ethernetLink is LINKTYPE_ETHERNET.
const ethernetLink = 1

// Pcap writes a pcap file with microseconds (draft-ietf-opsawg-pcap).
type Pcap struct {
	w      io.Writer
	header [16]byte
}

// NewPcap writes the file's header.
func NewPcap(w io.Writer) (*Pcap, error) {
	var h [24]byte
	binary.LittleEndian.PutUint32(h[0:], 0xa1b2c3d4)
	binary.LittleEndian.PutUint16(h[4:], 2)
	binary.LittleEndian.PutUint16(h[6:], 4)
	binary.LittleEndian.PutUint32(h[16:], snapLen)
	binary.LittleEndian.PutUint32(h[20:], ethernetLink)
	_, err := w.Write(h[:])
	return &Pcap{w: w}, err
}

// Frame writes a frame that was captured whole.
func (p *Pcap) Frame(time int64, _ int, data []byte) error {
	return p.Cut(time, data, uint32(len(data)))
}

// Cut writes a frame that was length bytes long.
func (p *Pcap) Cut(time int64, data []byte, length uint32) error {
	binary.LittleEndian.PutUint32(p.header[0:], uint32(time/1e9))
	binary.LittleEndian.PutUint32(p.header[4:], uint32(time%1e9/1e3))
	binary.LittleEndian.PutUint32(p.header[8:], uint32(len(data)))
	binary.LittleEndian.PutUint32(p.header[12:], length)
	if _, err := p.w.Write(p.header[:]); err != nil {
		return err
	}
	_, err := p.w.Write(data)
	return err
}

// Pcapng writes a pcapng file with nanoseconds and two interfaces, between
// which the flows are shared out (draft-ietf-opsawg-pcapng).
type Pcapng struct {
	w   io.Writer
	buf []byte
}

// NewPcapng writes the file's section header and its interfaces.
func NewPcapng(w io.Writer) (*Pcapng, error) {
	p := &Pcapng{w: w}
	section := binary.LittleEndian.AppendUint32(nil, 0x1a2b3c4d)
	section = append(section, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
	if err := p.block(0x0a0d0d0a, section); err != nil {
		return nil, err
	}
	for _, name := range []string{"eth0", "eth1"} {
		b := []byte{ethernetLink, 0, 0, 0}
		b = binary.LittleEndian.AppendUint32(b, snapLen)
		b = append(b, 2, 0, 4, 0)
		b = append(b, name...)                // if_name
		b = append(b, 9, 0, 1, 0, 9, 0, 0, 0) // if_tsresol: nanoseconds
		b = append(b, 0, 0, 0, 0)
		if err := p.block(1, b); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// Frame writes an enhanced packet block.
func (p *Pcapng) Frame(time int64, flow int, data []byte) error {
	b := p.buf[:0]
	b = binary.LittleEndian.AppendUint32(b, uint32(flow&1))
	b = binary.LittleEndian.AppendUint32(b, uint32(time>>32))
	b = binary.LittleEndian.AppendUint32(b, uint32(time))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	p.buf = append(b, data...)
	return p.block(6, p.buf)
}

// block writes one block, its body filled up to a multiple of four bytes.
func (p *Pcapng) block(kind uint32, body []byte) error {
	pad := -len(body) & 3
	var head [8]byte
	binary.LittleEndian.PutUint32(head[0:], kind)
	size := uint32(12 + len(body) + pad)
	binary.LittleEndian.PutUint32(head[4:], size)
	var tail [8]byte
	binary.LittleEndian.PutUint32(tail[pad:], size)
	for _, b := range [][]byte{head[:], body, tail[:pad+4]} {
		if _, err := p.w.Write(b); err != nil {
			return err
		}
	}
	return nil
}
