package app

// coapLead are the first bytes of CoAP: over UDP version 1, any type, and a
// token of up to 8 bytes; over TCP settings of up to 12 bytes, with no token.
const coapLead = "\x40\x41\x42\x43\x44\x45\x46\x47\x48\x50\x51\x52\x53\x54\x55\x56\x57\x58" +
	"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x70\x71\x72\x73\x74\x75\x76\x77\x78" +
	"\x00\x10\x20\x30\x80\x90\xa0\xb0\xc0"

// isCoAP knows a message by its code and by options that add up (RFC 7252 §3).
// Away from its ports it has to say for which path or host. Over TCP it is
// known by the settings that either side sends first, on its port (RFC 8323
// §5.3).
func isCoAP(p *Peek) Verdict {
	d := p.Data
	if p.Transport == tcp {
		if p.On(5683) && len(d) >= 2 && d[0]&15 <= 8 && d[1] == 0xe1 {
			return Yes
		}
		return No
	}
	if len(d) < 4 || d[0]>>6 != 1 || d[0]&15 > 8 {
		return No
	}
	token := int(d[0] & 15)
	class, detail := d[1]>>5, d[1]&31
	known := p.On(5683, 61616)
	switch {
	case d[1] == 0:
		if known && token == 0 && p.Length == 4 {
			return Yes
		}
		return No
	case class == 0 && detail > 7, class == 1, class == 2 && detail > 5 && detail != 31, class == 3, class == 4 && detail > 29, class == 5 && detail > 8, class > 5:
		return No
	}
	named, ok := coapOptions(d[min(len(d), 4+token):], p.Whole())
	if !ok || len(d) < 4+token {
		return No
	}
	if known || named && class == 0 {
		return Yes
	}
	return No
}

// coapOptions walks over a message's options to its payload. named says that
// one of them is Uri-Host or Uri-Path.
func coapOptions(d []byte, whole bool) (named, ok bool) {
	number := 0
	for len(d) > 0 {
		if d[0] == 0xff {
			return named, len(d) > 1
		}
		delta, length, n := int(d[0]>>4), int(d[0]&15), 1
		for _, v := range []*int{&delta, &length} {
			switch *v {
			case 13:
				if len(d) < n+1 {
					return named, !whole
				}
				*v, n = 13+int(d[n]), n+1
			case 14:
				if len(d) < n+2 {
					return named, !whole
				}
				*v, n = 269+int(be16(d[n:])), n+2
			case 15:
				return false, false
			}
		}
		if len(d) < n+length {
			return named, !whole
		}
		number += delta
		if number > 65535 || number == 0 && length > 8 {
			return false, false
		}
		if (number == 3 || number == 11) && length > 0 && printable(d[n:n+length]) {
			named = true
		}
		d = d[n+length:]
	}
	return named, true
}
