package app

import "testing"

func TestChat(t *testing.T) {
	checkSpoken(t, []spoken{
		{"XMPP", tcp, 40000, 4001, []said{says("'<?xml version='1.0'?><stream:stream xmlns='jabber:client' to='example.org'>")}, "XMPP"},
		{"XMPP in its middle", tcp, 40000, 5222, []said{says("'<message to='a@example.org'><body/></message>")}, "XMPP"},
		{"other XML", tcp, 40000, 4001, []said{says("'<?xml version='1.0'?><html></html>")}, ""},
		{"IRC: nick and user", tcp, 40000, 4001, []said{says("'NICK bob\r\nUSER bob 0 * :Bob\r\n")}, "IRC"},
		{"IRC: a server's number", tcp, 40000, 4001, []said{replies("':irc.example.org 001 bob :Welcome\r\n")}, "IRC"},
		{"FTP's USER is not IRC's", tcp, 40000, 4001, []said{replies("'220 Welcome\r\n"), says("'USER bob\r\n")}, "FTP"},
		{"WhatsApp", tcp, 40000, 443, []said{says("'ED\x00\x01\x00\x00\x04\x08")}, "WhatsApp"},
		{"Telegram: abridged", tcp, 40000, 443, []said{says("ef 0a" + fill("00", 40))}, "Telegram"},
		{"Telegram: intermediate", tcp, 40000, 443, []said{says("eeeeeeee 28000000" + zeros(40))}, "Telegram"},
		{"noise that begins like it", tcp, 40000, 443, []said{says("ef 0b" + fill("00", 40))}, ""},
		{"Telegram: reflector", udp, 40000, 40001, []said{says(fill("a5", 16) + fill("ff", 12) + "feffffff 0102030405060708")}, "Telegram"},
		{"silence in μ-law", udp, 40000, 40001, []said{says(fill("a5", 12) + fill("ff", 160))}, ""},
		{"Discord: keep-alive", udp, 40000, 50001, []said{says("1337cafe 0a000000")}, "Discord"},
		{"Zoom", udp, 40000, 8801, []said{says("01 0002 7d464d35" + zeros(30))}, "Zoom"},
		{"TeamSpeak", udp, 40000, 9987, []said{says("'TS3INIT1\x00\x65\x00\x00\x88")}, "TeamSpeak"},
		{"Mumble: ping and answer", udp, 40000, 40001, []said{says("00000000 0102030405060708"), replies("00010304 0102030405060708 00000001 00000064 00011940")}, "Mumble"},
		{"OSCAR", tcp, 40000, 5190, []said{says("2a 01 0001 0004 00000001")}, "OSCAR"},
		{"MSN", tcp, 40000, 1863, []said{says("'VER 1 MSNP8 CVR0\r\n")}, "MSN"},
		{"Yahoo", tcp, 40000, 5050, []said{says("'YMSG\x00\x10" + string(make([]byte, 14)))}, "Yahoo Messenger"},
		{"QQ", udp, 4000, 8000, []said{says("02 3b0b 0058 0001 00000000")}, "QQ"},
	})
}
