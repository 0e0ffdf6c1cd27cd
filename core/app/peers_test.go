package app

import "testing"

func TestPeers(t *testing.T) {
	checkSpoken(t, []spoken{
		{"BitTorrent: handshake", tcp, 40000, 40001, []said{says("13 426974546f7272656e742070726f746f636f6c" + zeros(48))}, "BitTorrent"},
		{"BitTorrent: DHT ping (BEP 5)", udp, 40000, 40001, []said{says("'d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe")}, "BitTorrent"},
		{"BitTorrent: tracker (BEP 15)", udp, 40000, 40001, []said{says("0000041727101980 00000000 12345678")}, "BitTorrent"},
		{"uTP: SYN (BEP 29)", udp, 40000, 40001, []said{says("41 00 1234 00112233 00000000 00100000 0001 0000")}, "BitTorrent"},
		{"uTP: joined late, both sides", udp, 40000, 40001, []said{says("01 00 1235 00112233 00000042 00100000 0005 0006 aa"), replies("21 00 1234 00112299 00000043 00100000 0006 0005")}, "BitTorrent"},
		{"uTP's shape, another connection", udp, 40000, 40001, []said{says("01 00 1235 00112233 00000042 00100000 0005 0006 aa"), replies("21 00 9234 00112299 00000043 00100000 0006 0005")}, ""},
		{"STUN begins alike", udp, 40000, 40001, []said{says("01 01 0000 2112a442 010203040506070809101112"), replies("01 01 0000 2112a442 010203040506070809101112")}, "STUN"},
		{"Gnutella", tcp, 40000, 6346, []said{says("'GNUTELLA CONNECT/0.6\r\n")}, "Gnutella"},
		{"Gnutella: ping over UDP", udp, 40000, 40001, []said{says(fill("a5", 16) + "00 01 00 00000000")}, "Gnutella"},
		{"eDonkey: hello", tcp, 40000, 4662, []said{says("e3 05000000 01 10 aa bb cc")}, "eDonkey"},
		{"Kademlia and its answer", udp, 40000, 40001, []said{says("e4 60"), replies("e4 61 1612")}, "eDonkey"},
		{"Direct Connect", tcp, 40000, 411, []said{replies("'$Lock EXTENDEDPROTOCOL Pk=x|")}, "Direct Connect"},
		{"Soulseek: login", tcp, 40000, 2242, []said{says("1d000000 01000000 03000000 626f62 02000000 7077 a0000000 00000000 11000000")}, "Soulseek"},
		{"Soulseek: peers", tcp, 40000, 4001, []said{says("11000000 01 03000000 626f62 01000000 50 01020304")}, "Soulseek"},
		{"libp2p", tcp, 40000, 4001, []said{says("'\x13/multistream/1.0.0\n")}, "libp2p"},
		{"RX: call on its port", udp, 40000, 7003, []said{says("570fb560 5c3fc988 00000001 00000001 00000001 01 05 00 00 0000 0049 000001f8")}, "RX"},
	})
}

func TestCoins(t *testing.T) {
	checkSpoken(t, []spoken{
		{"Bitcoin: version", tcp, 40000, 8333, []said{says("f9beb4d9 76657273696f6e0000000000 55000000 00000000")}, "Bitcoin"},
		{"another coin: version", tcp, 40000, 9999, []said{says("bf0c6bbd 76657273696f6e0000000000 56000000 00000000")}, "Bitcoin"},
		{"a command of capitals is none", tcp, 40000, 9999, []said{says("01020304 56657273696f6e0000000000 56000000 00000000")}, ""},
		{"Ethereum: discovery ping", udp, 30303, 30303, []said{says(fill("ab", 96) + "00 01 c3 01 02 03")}, "Ethereum"},
		{"Ethereum: RLPx auth", tcp, 40000, 30303, []said{says("00c8 04" + fill("a7", 199))}, "Ethereum"},
		{"Ethereum: getWork", tcp, 40000, 4444, []said{says(`'{"id":1,"jsonrpc":"2.0","method":"eth_getWork","params":[]}`)}, "Ethereum"},
		{"Stratum", tcp, 40000, 3333, []said{says(`'{"id":1,"method":"mining.subscribe","params":[]}`)}, "Stratum"},
		{"Monero", tcp, 40000, 18080, []said{says("0121010101010101" + zeros(25))}, "Monero"},
		{"Nano", tcp, 40000, 7075, []said{says("5243 14 13 12 02 0000")}, "Nano"},
		{"ZUG", udp, 40000, 4001, []said{says("00 7a5547 10 00")}, "ZUG"},
	})
}
