package app

import "testing"

func TestHomesAndMakers(t *testing.T) {
	checkSpoken(t, []spoken{
		{"TP-Link: {\"system\" …", udp, 40000, 9999, []said{says("d0 f2 81 f8 8b ff 9a f7 d5 ef 94 b6")}, "TP-Link SHP"},
		{"TP-Link over TCP, after a length", tcp, 40000, 9999, []said{says("00000004 d0f281f8")}, "TP-Link SHP"},
		{"Dropbox", udp, 17500, 17500, []said{says("'{\"host_int\": 1, \"version\": [2, 0]}")}, "Dropbox LAN sync"},
		{"JSON on another port", udp, 40000, 40001, []said{says("'{\"host_int\": 1, \"version\": [2, 0]}")}, ""},
		{"Spotify", udp, 57621, 57621, []said{says("'SpotUdp0")}, "Spotify"},
		{"TiVo", udp, 2190, 2190, []said{says("'TiVoConnect=1\nswversion=1\n")}, "TiVoConnect"},
		{"Avast's DNS", udp, 40000, 443, []said{says("1234 0100 0001 0000 0000 00 00 01 32 09 536543557265446e53 05 4176617374 03 636f6d 00 0010 0001")}, "AVAST SecureDNS"},
		{"Meraki", udp, 40000, 7351, []said{says("fef72891 0d010008")}, "Meraki Cloud"},
		{"Check Point", udp, 8116, 8116, []said{says("1a90" + zeros(30))}, "Check Point HA"},
		{"Agora", udp, 40000, 8130, []said{says("005a384c0000 21 0000000000 04534e49 0004 00 0061")}, "SD-RTN"},
		{"MPEG-TS: seven packets", udp, 40000, 1234, []said{says(fill("47010110"+zeros(184), 7))}, "MPEG-TS"},
		{"MPEG-TS: one of them out of step", udp, 40000, 1234, []said{says("47010110" + zeros(184) + "46010110" + zeros(184))}, ""},
		{"FLUTE", udp, 40000, 4001, []said{says("10100800" + zeros(32) + "3c3f786d6c3f3e3c4644542d496e7374616e636520" + zeros(20))}, "FLUTE"},
		{"EAQ", udp, 40000, 6000, []said{says("00000001 00000ddb 00014c94 0000 9000")}, "EAQ"},
		{"imo", udp, 40000, 40001, []said{says("0902 dc9a0200 00000000")}, "imo"},
		{"UBNT", udp, 40000, 10001, []said{says("01000000")}, "UBNT discovery"},
		{"Viber", udp, 40000, 7985, []said{says("0c00 0300" + zeros(8))}, "Viber"},
		{"Tuya", udp, 40000, 6667, []said{says("000055aa 00000000 00000013 0000000c 00000000 00000000 0000aa55")}, "Tuya LP"},
		{"Xiaomi", tcp, 40000, 5222, []said{says("c2fe0005 00000002 00020016 0000")}, "Xiaomi"},
		{"BJNP", udp, 8611, 8612, []said{says("424a4e50 01 01 0000 0001 0000 00000000")}, "BJNP"},
		{"AliCloud", tcp, 40000, 4001, []said{says("cefabeba 00000002 0102")}, "AliCloud"},
		{"Avast", tcp, 40000, 4001, []said{says("4e4f5341 0008 0102")}, "AVAST"},
		{"Syncthing", udp, 40000, 21027, []said{says("2ea7d90b 0a20")}, "Syncthing"},
		{"RIPE Atlas", udp, 40000, 4001, []said{says("'MGLNDD_192.0.2.1_4001\n")}, "RIPE Atlas"},
	})
}
