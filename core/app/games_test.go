package app

import "testing"

const offline = "00ffff00fefefefefdfdfdfd12345678"

func TestGames(t *testing.T) {
	checkSpoken(t, []spoken{
		{"Source engine: query", udp, 40000, 27015, []said{says("'\xff\xff\xff\xffTSource Engine Query\x00")}, "Source engine"},
		{"Source engine: challenge", udp, 40000, 27015, []said{replies("ffffffff 41 01020304")}, "Source engine"},
		{"Quake", udp, 40000, 27960, []said{says("'\xff\xff\xff\xffgetstatus\n")}, "Quake"},
		{"Half-Life 2", udp, 40000, 40001, []said{says("ffffffff" + zeros(12) + "30303000"), replies("ffffffff" + zeros(12) + "30303000")}, "Half-Life 2"},
		{"Steam at home", udp, 27036, 27036, []said{says("ffffffff 214c5fa0 08000000")}, "Steam"},
		{"Steam over TCP", tcp, 40000, 27017, []said{replies("04000000 56543031 01020304")}, "Steam"},
		{"Steam's relays", udp, 40000, 27045, []said{says("0181 736470696e67" + zeros(92))}, "Steam Datagram Relay"},
		{"RakNet: open connection", udp, 40000, 19132, []said{says("05" + offline + "0a" + zeros(20))}, "RakNet"},
		{"RakNet: a frame", udp, 40000, 40001, []said{says("84 000000 40 0010 000000 0102")}, "RakNet"},
		{"RakNet: acknowledged", udp, 40000, 40001, []said{replies("c0 0001 01 000000")}, "RakNet"},
		{"Photon: connect", udp, 40000, 5055, []said{says("ffff 00 01 00000004 22b6e6ba 02 ff 01 04 0000002c 00000001" + zeros(32))}, "Photon"},
		{"KCP: push", udp, 40000, 40001, []said{says("01020304 51 00 8000 00000001 00000000 00000000 02000000 0102")}, "KCP"},
		{"KCP: a length that is another's", udp, 40000, 40001, []said{says("01020304 51 00 8000 00000001 00000000 00000000 03000000 0102")}, ""},
		{"netcode", udp, 40000, 40000, []said{says("'\x00NETCODE 1.02\x00")}, "Yojimbo"},
		{"Minecraft", tcp, 40000, 40001, []said{says("10 00 f705 09 6c6f63616c686f7374 63dd 01")}, "Minecraft"},
		{"Armagetron", udp, 40000, 4534, []said{says("000b0000 0003 0008 1234 5678 0000")}, "Armagetron"},
	})
}

func TestGameMakers(t *testing.T) {
	checkSpoken(t, []spoken{
		{"Genshin: hello", udp, 40000, 22101, []said{says("000000ff 00000000 00000000 499602d2 ffffffff")}, "Genshin Impact"},
		{"Genshin: a longer conversation", udp, 40000, 22101, []said{says("3218030015a20d3a 51 00 0001 83a42523 00000000 00000000 01000000 aa")}, "Genshin Impact"},
		{"Nintendo", udp, 40000, 40001, []said{says("32ab986402" + zeros(30))}, "Nintendo"},
		{"Riot", udp, 40000, 40001, []said{says(zeros(20) + "aaaaaaaa bbbbbbbb")}, "Riot Games"},
		{"NetEase", udp, 40000, 40001, []said{says("01b5 d001 112a3d03 00010101")}, "NetEase Games"},
		{"StarCraft", tcp, 40000, 1119, []said{says("4a00000a 66020aed2d66")}, "StarCraft"},
		{"World of Warcraft", tcp, 40000, 40001, []said{replies("'\x00\x30WORLD OF WARCRAFT CONNECTION - SERVER TO CLIENT")}, "World of Warcraft"},
		{"TES Online", tcp, 40000, 24504, []said{says("00000258 00010001" + "1665736f2e6c697665" + zeros(587))}, "TES Online"},
		{"Gaijin", udp, 40000, 20011, []said{says("'embeddedupdater.start,env=production,circuit=production,application=client,project=x:1|c")}, "Gaijin Entertainment"},
		{"Activision", udp, 40000, 3074, []said{says("0c02" + zeros(16)), replies("0d02" + zeros(16))}, "Activision"},
		{"Among Us", udp, 40000, 22023, []said{says("08000100 80d90203 00")}, "Among Us"},
		{"Epic", udp, 40000, 9000, []said{says("17010000 00000000 0000" + zeros(24)), replies("17010008 01")}, "Epic Games"},
	})
}
