package app

import "testing"

func TestOldies(t *testing.T) {
	checkSpoken(t, []spoken{
		{"MapleStory", tcp, 40000, 8484, []said{replies("0e003a00 0100 32" + zeros(9))}, "MapleStory"},
		{"Guild Wars", tcp, 40000, 6112, []said{says("00 040c 00 a672 0000 01 000000 04 000000")}, "Guild Wars"},
		{"Fiesta", tcp, 40000, 9010, []said{replies("0407 08 00 00"), replies("0305 0c01")}, "Fiesta"},
		{"Florensia", tcp, 40000, 4001, []said{says("0500 65 00 ff"), replies("0800 0302 ffffffff")}, "Florensia"},
		{"Warcraft III", tcp, 40000, 6112, []said{says("f7 1e 0500 aa f7 21 0400")}, "Warcraft III"},
		{"World of Kung Fu", tcp, 40000, 5413, []said{says("0c000000 d2000c00 00 16 0000 0000 0000")}, "World of Kung Fu"},
		{"Kontiki", udp, 40000, 8888, []said{says("02010100")}, "Kontiki"},
		{"Thunder, both sides", udp, 40000, 40001, []said{says("32000000 0102030405"), replies("32000000 0504030201")}, "Thunder"},
		{"StealthNet", tcp, 40000, 6097, []said{says("'LARS REGENSBURGER'S FILE SHARING PROTOCOL 0.2")}, "StealthNet"},
		{"AppleJuice", tcp, 40000, 9850, []said{says("'ajprot\r\n")}, "AppleJuice"},
		{"FastTrack", tcp, 40000, 1214, []said{says("'GIVE 123456789\n\n")}, "FastTrack"},
		{"VHUA", udp, 40000, 58267, []said{says("05143a0508f8a1b103 00")}, "VHUA"},
		{"LagoFast", udp, 40000, 4001, []said{says("006e5d03 0002 0102")}, "LagoFast"},
		{"Ookla", tcp, 40000, 8080, []said{says("'HI\n")}, "Ookla"},
		{"Raft", tcp, 40000, 4001, []said{says("0300000000000000 0800000000000000 0102030405060708")}, "Raft"},
	})
}
