package app

// Machines and buildings.

// isModbus knows Modbus/TCP by its header (Modbus Messaging on TCP/IP §3.1.3)
// on its port, or by a question and its answer elsewhere.
func isModbus(p *Peek) Verdict {
	d := p.Data
	if !modbusHeader(d, p.Length) {
		return No
	}
	if p.On(502) {
		return Yes
	}
	other := p.OtherFirst()
	if modbusHeader(other, len(other)) && string(d[:4]) == string(other[:4]) && d[6] == other[6] && d[7]&0x7f == other[7]&0x7f && d[7]&0x7f <= 24 {
		return Yes
	}
	return No
}

func modbusHeader(d []byte, length int) bool {
	if len(d) < 8 || d[2] != 0 || d[3] != 0 || d[7]&0x7f == 0 {
		return false
	}
	n := int(be16(d[4:]))
	return n >= 2 && n <= 260 && (n <= length-6 || len(d) == HeadSize)
}

// isDNP3 knows a link layer frame by its start and its header's checksum
// (IEEE 1815 §9.2).
func isDNP3(p *Peek) Verdict {
	d := p.Data
	if len(d) < 10 || d[0] != 0x05 || d[1] != 0x64 || d[2] < 5 {
		return No
	}
	if ^crc16(d[:8], 0xa6bc, 0) == le16(d[8:]) {
		return Yes
	}
	return No
}

// crc16 is a reflected 16-bit cyclic redundancy check.
func crc16(d []byte, polynomial, crc uint16) uint16 {
	for _, b := range d {
		crc ^= uint16(b)
		for range 8 {
			if crc&1 != 0 {
				crc = crc>>1 ^ polynomial
			} else {
				crc >>= 1
			}
		}
	}
	return crc
}

// crcCCITT is the 16-bit check with polynomial 0x1021, highest bit first.
func crcCCITT(d []byte, crc uint16) uint16 {
	for _, b := range d {
		crc ^= uint16(b) << 8
		for range 8 {
			if crc&0x8000 != 0 {
				crc = crc<<1 ^ 0x1021
			} else {
				crc <<= 1
			}
		}
	}
	return crc
}

// isBACnet knows BACnet/IP by its link control (ASHRAE 135 annex J).
func isBACnet(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 4 && d[0] == 0x81 && d[1] <= 0x0c && int(be16(d[2:])) == p.Length {
		return Yes
	}
	return No
}

// isEtherNetIP knows the encapsulation header (CIP volume 2 §2-3).
func isEtherNetIP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 24 || le32(d[20:]) != 0 || le32(d[8:]) > 0x69 {
		return No
	}
	n := int(le16(d[2:]))
	switch command := le16(d); command {
	case 0x0004, 0x0063, 0x0064, 0x0065, 0x0066, 0x006f, 0x0070:
		if n > 0 && n == p.Length-24 || p.On(44818) && n <= p.Length-24 {
			return Yes
		}
	case 0, 0x0001, 0x0072, 0x0073:
		if p.On(44818) && n == p.Length-24 {
			return Yes
		}
	}
	return No
}

// isCIPIO knows cyclic data by its two items: a sequenced address and
// connected data (CIP volume 2 §2-6.3).
func isCIPIO(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 18 && le16(d) == 2 && le16(d[2:]) == 0x8002 && le16(d[4:]) == 8 && le16(d[14:]) == 0xb1 && int(le16(d[16:])) == p.Length-18 {
		return Yes
	}
	return No
}

// isOPCUA knows a chunk of OPC UA's connection protocol (OPC 10000-6 §7.1).
func isOPCUA(p *Peek) Verdict {
	d := p.Data
	if len(d) < 8 || !begins(d, "HELF", "ACKF", "ERRF", "RHEF", "OPNF", "MSGF", "MSGC", "MSGA", "CLOF") {
		return No
	}
	n := int(le32(d[4:]))
	if n == p.Length || n >= 8 && p.On(4840) || n > 8 && n < p.Length && begins(d[min(n, len(d)):], "MSG", "CLO", "OPN") {
		return Yes
	}
	return No
}

// isFINS knows Omron's commands over UDP by their header and a code of theirs
// (W342 §2), and over TCP by their magic.
func isFINS(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 8 && begins(d, "FINS") {
		if n := int(be32(d[4:])); n >= 8 && n < 1<<16 {
			return Yes
		}
		return No
	}
	if len(d) < 12 || d[0]&^0x41 != 0x80 || d[1] != 0 || d[2] > 8 || d[2] == 0 || d[3] > 0x7f || d[6] > 0x7f {
		return No
	}
	if !finsUnit(d[5]) || !finsUnit(d[8]) {
		return No
	}
	switch d[10] {
	case 1, 2, 3, 4, 5, 6, 7, 8, 0x0c, 0x20, 0x21, 0x22, 0x23, 0x26, 0x28:
		if p.On(9600) || d[11] > 0 && d[11] < 0x40 && d[2] == 2 && d[3] == 0 && d[6] == 0 {
			return Yes
		}
	}
	return No
}

func finsUnit(unit byte) bool {
	return unit == 0 || unit == 0xfe || unit == 0xe1 || unit >= 0x10 && unit <= 0x1f
}

// isEGD knows Ethernet Global Data by its type, and the producer's address in
// it that is the sender's.
func isEGD(p *Peek) Verdict {
	d := p.Data
	if len(d) < 32 || d[0] != 0x0d || d[1] != 0x01 || be32(d[28:]) != 0 {
		return No
	}
	if sender := p.sender(); p.On(18246) || string(d[4:8]) == string(sender.B[:4]) {
		return Yes
	}
	return No
}

// isEtherSIO knows Saia's I/O data by its magic.
func isEtherSIO(p *Peek) Verdict {
	d := p.Data
	if len(d) >= 7 && begins(d, "ESIO\x00") && d[5] <= 2 && d[6] == 0 {
		return Yes
	}
	return No
}

// isEtherSBus knows Saia's S-Bus by its length and checksum.
func isEtherSBus(p *Peek) Verdict {
	d := p.Data
	if len(d) < 13 || !p.Whole() || int(be32(d)) != p.Length || d[4] > 2 || d[5] != 0 {
		return No
	}
	n := len(d) - 2
	if crcCCITT(d[:n], 0) == be16(d[n:]) {
		return Yes
	}
	return No
}

// isADS knows Beckhoff's AMS/TCP by its two lengths that agree.
func isADS(p *Peek) Verdict {
	d := p.Data
	if len(d) < 38 || le16(d) != 0 || le16(d[22:]) > 9 || le16(d[24:])&^0x41 != 4 {
		return No
	}
	if n := int(le32(d[2:])); n >= 32 && n == int(le32(d[26:]))+32 && n >= p.Length-6 {
		return Yes
	}
	return No
}

// isKNX knows KNXnet/IP by its header (ISO 22510 §5.3).
func isKNX(p *Peek) Verdict {
	d := p.Data
	if len(d) < 6 || d[0] != 6 || d[1] != 0x10 || d[2] < 2 || d[2] > 9 {
		return No
	}
	if n := int(be16(d[4:])); n == p.Length || p.Transport == tcp && n >= 6 && n < p.Length {
		return Yes
	}
	return No
}

// isHARTIP knows HART-IP by its header and length (HCF_SPEC-085 §6).
func isHARTIP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 8 || d[0] != 1 && d[0] != 2 || d[1]&15 > 2 && d[1]&15 != 15 || d[2] > 5 || int(be16(d[6:])) != p.Length {
		return No
	}
	return Yes
}

// isCNPIP knows the control network protocol over IP (ISO/IEC 14908-4) on its
// ports, or by two packets of a session.
func isCNPIP(p *Peek) Verdict {
	d := p.Data
	if len(d) < 20 || int(be16(d)) != p.Length || d[2] != 1 || d[5]&0x1f > 2 {
		return No
	}
	last := p.Previous()
	if p.On(1628, 1629) || len(last) >= 12 && last[2] == 1 && string(last[8:12]) == string(d[8:12]) {
		return Yes
	}
	return No
}

// isCAN knows CAN frames over IP by the name of their standard.
func isCAN(p *Peek) Verdict {
	if begins(p.Data, "ISO11898") {
		return Yes
	}
	return No
}
