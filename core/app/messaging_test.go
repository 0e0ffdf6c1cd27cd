package app

import (
	"strings"
	"testing"

	"heatsink/core/packet"
)

func TestMessaging(t *testing.T) {
	zeros := func(n int) string { return strings.Repeat("\x00", n) }
	smpp := func(command, status, sequence int, body string) string {
		return b32(len(body)+16) + b32(command) + b32(status) + b32(sequence) + body
	}
	testSpeeches(t, []speech{
		// Kafka protocol guide: ApiVersions of a client "console".
		{"Kafka", packet.TCP, 19092, []string{">" + counted(b32, 0, b16(18)+b16(3)+b32(1)+b16(7)+"console\x00")}},
		{"", packet.TCP, 19092, []string{">" + counted(b32, 0, b16(518)+b16(3)+b32(1)+b16(7)+"console\x00")}},
		// AMQP 0-9-1 §4.2.2 and §4.2.3; AMQP 1.0 §2.3.
		{"AMQP", packet.TCP, 15672, []string{">AMQP\x00\x00\x09\x01"}},
		{"AMQP", packet.TCP, 15672, []string{"<\x01\x00\x00" + b32(8) + b16(10) + b16(10) + "\x00\x09\x00\x00\xce"}},
		{"AMQP", packet.TCP, 15672, []string{">" + b32(14) + "\x02\x00\x00\x00\x00\x53\x10\xc0\x00\x00"}},
		{"", packet.TCP, 15672, []string{"<\x01\x00\x00" + b32(8) + b16(10) + b16(10) + "\x00\x09\x00\x00\xcf"}},
		// MQTT 3.1.1 §3.1 and §3.3.
		{"MQTT", packet.TCP, 2883, []string{">\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01a"}},
		{"MQTT", packet.TCP, 2883, []string{">\x30\x0a\x00\x05a/b/chi!"}},
		{"MQTT", packet.TCP, 1883, []string{">\xc0\x00"}},
		{"", packet.TCP, 2883, []string{">\x10\x0d\x00\x04MQTS\x04\x02\x00\x3c\x00\x01a"}},
		{"NATS", packet.TCP, 14222, []string{"<INFO {\"server_id\":\"x\"}\r\n"}},
		{"NATS", packet.TCP, 4222, []string{"<PING\r\n"}},
		// ZooKeeper's ConnectRequest.
		{"ZooKeeper", packet.TCP, 12181, []string{">" + counted(b32, 0, b32(0)+zeros(8)+b32(30000)+zeros(8)+b32(16)+zeros(16))}},
		{"ZooKeeper", packet.TCP, 2181, []string{">ruok"}},
		{"OpenWire", packet.TCP, 61617, []string{">" + counted(b32, 0, "\x01ActiveMQ"+b32(12)+"\x01")}},
		{"STOMP", packet.TCP, 61614, []string{">CONNECT\naccept-version:1.2\n\n\x00"}},
		{"", packet.TCP, 61614, []string{">CONNECT me to\nsomething\n"}},
		// Pulsar: CONNECT.
		{"Pulsar", packet.TCP, 16650, []string{">" + b32(12) + b32(8) + "\x08\x02\x12\x04\x0a\x02hi"}},
		{"ZeroMQ", packet.TCP, 5555, []string{">\xff" + zeros(7) + "\x01\x7f"}},
		{"NSQ", packet.TCP, 14150, []string{">  V2"}},
		// SMPP 3.4 §4.1.1: bind_transceiver, and its response.
		{"SMPP", packet.TCP, 12775, []string{">" + smpp(9, 0, 1, "id\x00secret\x00\x00\x34\x00\x00\x00")}},
		{"SMPP", packet.TCP, 12775, []string{"<" + smpp(0x15, 0, 2, "")}},
		{"", packet.TCP, 12775, []string{">" + smpp(9, 7, 1, "id\x00secret\x00\x00\x34\x00\x00\x00")}},
		{"Gearman", packet.TCP, 14730, []string{">\x00REQ" + b32(1) + b32(7) + "reverse"}},
		{"CORBA", packet.TCP, 12809, []string{">GIOP\x01\x02\x01\x00" + l32(4) + "abcd"}},
		{"Ceph", packet.TCP, 16789, []string{"<ceph v2\n"}},
		// Java RMI §10.2.
		{"Java RMI", packet.TCP, 11099, []string{">JRMI\x00\x02\x4b"}},
		{"Java RMI", packet.TCP, 11099, []string{">\x50\xac\xed\x00\x05\x77\x22"}},
		// FastCGI §5.1.
		{"FastCGI", packet.TCP, 19000, []string{">\x01\x01\x00\x01\x00\x08\x00\x00\x00\x01\x00" + zeros(5)}},
		{"", packet.TCP, 19000, []string{">\x01\x01\x00\x01\x00\x09\x00\x00\x00\x01\x00" + zeros(5)}},
		// AJPv13: GET of HTTP/1.1, CPing.
		{"AJP", packet.TCP, 18009, []string{">\x12\x34" + counted(b16, 0, "\x02\x02"+b16(8)+"HTTP/1.1\x00"+b16(1)+"/\x00")}},
		{"AJP", packet.TCP, 18009, []string{">\x12\x34\x00\x01\x0a"}},
		{"uwsgi", packet.TCP, 13031, []string{">\x00" + l16(21) + "\x00" + l16(14) + "REQUEST_METHOD" + l16(3) + "GET"}},
		{"PROXY", packet.TCP, 8443, []string{">PROXY TCP4 192.0.2.1 192.0.2.2 5000 443\r\n"}},
		{"FIX", packet.TCP, 9876, []string{">8=FIX.4.4\x019=65\x0135=A\x01"}},
		{"JSON-RPC", packet.TCP, 8545, []string{`>{"jsonrpc":"2.0","method":"subtract","params":[42,23],"id":1}`}},
	})
}
