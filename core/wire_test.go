package core

import (
	"net"
	"testing"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// wire collects the frames that a test sends, a millisecond apart unless it
// says otherwise.
type wire struct {
	t      testing.TB
	frames []frame
	at     time.Duration
	hop    byte // of the link's addresses
}

func (w *wire) send(l ...gopacket.SerializableLayer) {
	if _, ok := l[0].(*layers.Ethernet); !ok {
		link := ether(layers.EthernetTypeIPv4)
		link.SrcMAC = net.HardwareAddr{2, 0, 0, 0, w.hop, 1}
		l = append([]gopacket.SerializableLayer{link}, l...)
	}
	w.frames = append(w.frames, frame{w.at, serialize(w.t, l...), 0})
	w.at += time.Millisecond
}

func (w *wire) wait(d time.Duration) { w.at += d }

// udp sends a datagram of n bytes.
func (w *wire) udp(src string, srcPort int, dst string, dstPort, n int) {
	w.payload(src, srcPort, dst, dstPort, make([]byte, n))
}

func (w *wire) payload(src string, srcPort int, dst string, dstPort int, data []byte) {
	w.send(ipv4(src, dst, layers.IPProtocolUDP), udp(layers.UDPPort(srcPort), layers.UDPPort(dstPort)), gopacket.Payload(data))
}

// arp sends a frame from one MAC address to all.
func (w *wire) arp(from byte) {
	mac := net.HardwareAddr{2, 0, 0, 0, 9, from}
	w.send(&layers.Ethernet{SrcMAC: mac, DstMAC: net.HardwareAddr{255, 255, 255, 255, 255, 255}, EthernetType: layers.EthernetTypeARP},
		&layers.ARP{AddrType: layers.LinkTypeEthernet, Protocol: layers.EthernetTypeIPv4, HwAddressSize: 6, ProtAddressSize: 4,
			Operation: layers.ARPRequest, SourceHwAddress: mac, SourceProtAddress: []byte{10, 0, 0, from},
			DstHwAddress: make([]byte, 6), DstProtAddress: []byte{10, 0, 0, 200}})
}

// conn is a TCP connection; direction 0 is the client's.
type conn struct {
	w     *wire
	hosts [2]string
	ports [2]int
	seq   [2]uint32
	// window and fin change the next segments.
	window uint16
}

func (w *wire) conn(client string, clientPort int, server string, serverPort int) *conn {
	return &conn{w: w, hosts: [2]string{client, server}, ports: [2]int{clientPort, serverPort}, seq: [2]uint32{1000, 5000}, window: 8192}
}

// segment sends n bytes, and what flags say.
func (c *conn) segment(dir int, flags string, n int) {
	tcp := &layers.TCP{
		SrcPort: layers.TCPPort(c.ports[dir]), DstPort: layers.TCPPort(c.ports[dir^1]),
		Seq: c.seq[dir], Window: c.window,
	}
	for _, f := range flags {
		switch f {
		case 'S':
			tcp.SYN = true
		case 'A':
			tcp.ACK, tcp.Ack = true, c.seq[dir^1]
		case 'F':
			tcp.FIN = true
		case 'R':
			tcp.RST = true
		}
	}
	c.w.send(ipv4(c.hosts[dir], c.hosts[dir^1], layers.IPProtocolTCP), tcp, gopacket.Payload(make([]byte, n)))
	c.seq[dir] += uint32(n)
	if tcp.SYN || tcp.FIN {
		c.seq[dir]++
	}
}

// open shakes hands: the SYN+ACK comes after the server's share of the round
// trip, the ACK after the client's.
func (c *conn) open(server, client time.Duration) *conn {
	c.segment(0, "S", 0)
	c.w.wait(server)
	c.segment(1, "SA", 0)
	c.w.wait(client)
	c.segment(0, "A", 0)
	return c
}

// talk has a request of 100 bytes and an answer of n in segments of 1000.
func (c *conn) talk(n int) *conn {
	c.segment(0, "A", 100)
	for ; n > 0; n -= 1000 {
		c.segment(1, "A", min(n, 1000))
	}
	c.segment(0, "A", 0)
	return c
}

// again sends the last n bytes of a side once more, after a while.
func (c *conn) again(dir, n int) {
	c.w.wait(300 * time.Millisecond)
	c.seq[dir] -= uint32(n)
	c.segment(dir, "A", n)
}

func (c *conn) end() {
	c.segment(0, "FA", 0)
	c.segment(1, "FA", 0)
	c.segment(0, "A", 0)
}

// dns sends a query and, unless code is negative, its response.
func (w *wire) dns(client string, id uint16, name string, took time.Duration, code int) {
	message := layers.DNS{ID: id, RD: true, Questions: []layers.DNSQuestion{{Name: []byte(name), Type: layers.DNSTypeA, Class: layers.DNSClassIN}}}
	w.send(ipv4(client, "10.0.0.53", layers.IPProtocolUDP), udp(layers.UDPPort(40000+id), 53), &message)
	if code < 0 {
		return
	}
	w.wait(took)
	message.QR, message.ResponseCode = true, layers.DNSResponseCode(code)
	w.send(ipv4("10.0.0.53", client, layers.IPProtocolUDP), udp(53, layers.UDPPort(40000+id)), &message)
}

// tooLarge sends the ICMP error to the sender of the wire's last frame.
func (w *wire) tooLarge(router, sender string) {
	quoted := w.frames[len(w.frames)-1].data[14:]
	w.send(ipv4(router, sender, layers.IPProtocolICMPv4), &layers.ICMPv4{TypeCode: layers.CreateICMPv4TypeCode(3, 4)}, gopacket.Payload(quoted[:28]))
}
