package app

import (
	"testing"

	"heatsink/core/packet"
)

// TestVoice: RFC 8489, 3489, 8656; RFC 3550; RFC 3261; RFC 2326; H.225.0;
// RFC 3435; RFC 3525; RFC 8855; RFC 5456; RFC 6189; T.38; RFC 4253.
func TestVoice(t *testing.T) {
	const binding = "0001 0008 2112a442 00112233445566778899aabb 8022 0004 74657374"
	rtp := func(number, time string) said {
		return says("80 60" + number + time + "cafebabe" + fill("5a", 40))
	}
	const report = "80c8 0006 cafebabe 00112233 44556677 00000000 00000001 000000a0"
	const sdes = "81ca 0002 cafebabe 01016100"
	checkSpoken(t, []spoken{
		{"STUN", packet.UDP, 50000, 40001, []said{says(binding)}, "STUN"},
		{"STUN before RTP", packet.UDP, 50000, 40001, []said{says(binding), rtp("0001", "00000000"), rtp("0002", "000000a0")}, "RTP"},
		{"STUN over TCP", packet.TCP, 50000, 40001, []said{says(binding)}, "STUN"},
		{"STUN in frames over TCP", packet.TCP, 50000, 40001, []said{says("001c" + binding)}, "STUN"},
		{"STUN as it was first", packet.UDP, 50000, 3478, []said{says("0001 0008" + fill("a7", 16) + "0003 0004 00000006")}, "STUN"},
		{"its length wrong", packet.UDP, 50000, 40001, []said{says("0001 0009" + fill("a7", 16) + "0003 0004 00000006")}, ""},
		{"a TURN channel", packet.UDP, 50000, 3478, []said{says("4001 0004 a1a2a3a4")}, "STUN"},
		{"RTP", packet.UDP, 50000, 40001, []said{rtp("0001", "00000000"), rtp("0002", "000000a0")}, "RTP"},
		{"RTP, once", packet.UDP, 50000, 40001, []said{rtp("0001", "00000000")}, ""},
		{"the same twice", packet.UDP, 50000, 40001, []said{rtp("0001", "00000000"), rtp("0001", "00000000")}, ""},
		{"numbers far apart", packet.UDP, 50000, 40001, []said{rtp("0001", "00000000"), rtp("1002", "000000a0")}, ""},
		{"reports", packet.UDP, 50000, 40001, []said{says(report + sdes)}, "RTCP"},
		{"reports of a wrong length", packet.UDP, 50000, 40001, []said{says(report + sdes + "00")}, ""},
		{"encrypted reports", packet.UDP, 50000, 40001, []said{says(report + "4b5c6d7e" + fill("5a", 14))}, "RTCP"},
		{"a call", packet.UDP, 50000, 40001, []said{says("'INVITE sip:bob@example SIP/2.0\r\n\r\n")}, "SIP"},
		{"an answer", packet.UDP, 50000, 40001, []said{replies("'SIP/2.0 180 Ringing\r\n\r\n")}, "SIP"},
		{"an invitation in prose", packet.UDP, 50000, 40001, []said{says("'INVITE your friends\r\nand family\r\n")}, ""},
		{"a camera", packet.TCP, 50000, 40001, []said{says("'DESCRIBE rtsp://cam.example/1 RTSP/1.0\r\n\r\n")}, "RTSP"},
		{"a setup", packet.TCP, 50000, 40001, []said{says("0300 0010 08 02 0001 05" + zeros(7))}, "H.323"},
		{"a registration", packet.UDP, 50000, 1719, []said{says("0e80010006000891")}, "H.323"},
		{"a desk phone", packet.TCP, 50000, 2000, []said{says("04000000 00000000 00000000")}, "Skinny"},
		{"a gateway", packet.UDP, 50000, 40001, []said{says("'RQNT 1201 aaln/1@gw.example MGCP 1.0\r\n")}, "MGCP"},
		{"its answer", packet.UDP, 2427, 2727, []said{says("'200 1201 OK\r\n")}, "MGCP"},
		{"another gateway", packet.UDP, 2944, 2944, []said{says("'!/1 [192.0.2.1]:2944 T=1{}")}, "Megaco"},
		{"a conference's floor", packet.TCP, 50000, 40001, []said{says("20 0b 0001 00000001 0002 0003 05040100")}, "BFCP"},
		{"Asterisk", packet.UDP, 50000, 40001, []said{says("8001 0000 00000000 00 00 06 01 0b020002")}, "IAX2"},
		{"keys for a call", packet.UDP, 50000, 40001, []said{says("1000 0001 5a525450 cafebabe 505a" + zeros(10))}, "ZRTP"},
		{"a fax", packet.UDP, 50000, 40001, []said{says("0007 01 06 00 00"), says("0008 02 c601 00 01 01 06")}, "T.38"},
		{"video", packet.TCP, 50000, 1935, []said{says("03 00000001 00000000" + fill("5a", 1528))}, "RTMP"},
		{"a shell", packet.TCP, 50000, 40001, []said{replies("'SSH-2.0-OpenSSH_9.7\r\n")}, "SSH"},
		{"radio", packet.TCP, 50000, 40001, []said{replies("'ICY 200 OK\r\nicy-name:x\r\n")}, "Icecast"},
	})
	if _, f := heardFlow(t, packet.TCP, 50000, 22, replies("'SSH-1.99-x\r\n")); f.Version != "SSH 2.0" {
		t.Errorf("%+v", f)
	}
}
