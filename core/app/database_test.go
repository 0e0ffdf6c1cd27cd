package app

import (
	"strings"
	"testing"

	"heatsink/core/packet"
)

func TestDatabases(t *testing.T) {
	zeros := func(n int) string { return strings.Repeat("\x00", n) }
	greeting := "\x0a8.0.36-0ubuntu\x00" + l32(17) + "12345678\x00\xff\xff\x2d\x02\x00\xff\xdf\x15" + zeros(10) + "123456789012\x00mysql_native_password\x00"
	mysql := func(sequence byte, body string) string { return l32(len(body)|int(sequence)<<24) + body }
	tds := func(kind byte, status byte, body string) string {
		return string([]byte{kind, status}) + b16(len(body)+8) + "\x00\x00\x01\x00" + body
	}
	mongo := func(opcode int, body string) string { return l32(len(body)+16) + l32(7) + l32(0) + l32(opcode) + body }
	cql := func(version, opcode byte, body string) string {
		return string([]byte{version, 0, 0, 1, opcode}) + b32(len(body)) + body
	}
	connect := "\x01\x00\x00\x00\x01\x3b\x01\x2c\x0c\x41\x20\x00\xff\xff\x7f\x08\x00\x00\x01\x00" + b16(41) + b16(58) + zeros(30) + "(DESCRIPTION=(CONNECT_DATA=()))"
	testSpeeches(t, []speech{
		// PostgreSQL documentation, "Message Formats".
		{"PostgreSQL", packet.TCP, 15432, []string{">" + b32(8) + b32(80877103)}},
		{"PostgreSQL", packet.TCP, 15432, []string{">" + counted(b32, 4, b32(3<<16)+"user\x00alice\x00\x00")}},
		{"PostgreSQL", packet.TCP, 15432, []string{"<R" + b32(12) + b32(5) + "salt"}},
		{"PostgreSQL", packet.TCP, 15432, []string{">Q" + counted(b32, 4, "SELECT now();\x00")}},
		{"PostgreSQL", packet.TCP, 5432, []string{"<Z" + b32(5) + "I"}},
		{"", packet.TCP, 15432, []string{">" + b32(9) + b32(80877103)}},
		{"", packet.TCP, 15432, []string{">Q" + b32(400) + "SELECT now();\x00"}},
		// MySQL Internals, "Connection Phase Packets".
		{"MySQL", packet.TCP, 13306, []string{"<" + mysql(0, greeting)}},
		{"MySQL", packet.TCP, 13306, []string{"<" + mysql(0, "\xff\x6a\x04Host is not allowed to connect")}},
		{"MySQL", packet.TCP, 13306, []string{">" + mysql(0, "\x03select 1 from dual")}},
		{"MySQL", packet.TCP, 3306, []string{"<" + mysql(1, "\x00\x00\x00\x02\x00\x00\x00")}},
		{"MySQL", packet.TCP, 13306, []string{"<" + mysql(1, "\x01") + mysql(2, "\x03def\x00\x00\x00\x01a\x00")}},
		{"", packet.TCP, 13306, []string{"<" + mysql(0, greeting)[1:]}},
		// MS-TDS §2.2.6.5 and §2.2.6.4; MC-SQLR §2.2.
		{"MS-SQL TDS", packet.TCP, 11433, []string{">" + tds(18, 1, "\x00\x00\x0b\x00\x06\x01\x00\x11\x00\x01\xff\x10\x00\x00\x00\x00\x00\x00")}},
		{"MS-SQL TDS", packet.TCP, 11433, []string{">" + tds(1, 1, l32(22)+l32(18)+"\x02\x00"+zeros(8)+l32(1)+"s\x00e\x00")}},
		{"MS-SQL TDS", packet.TCP, 11433, []string{"<" + tds(4, 1, "\xfd\x10\x00\xc1\x00\x01\x00\x00\x00\x00\x00\x00\x00")}},
		{"MS-SQL TDS", packet.UDP, 1434, []string{">\x02"}},
		{"", packet.TCP, 11433, []string{">" + tds(4, 1, "\x01\x02\x03")}},
		// Oracle Net: connect, and a message on its port.
		{"Oracle TNS", packet.TCP, 11521, []string{">" + counted(b16, 2, "\x00\x00"+connect)}},
		{"Oracle TNS", packet.TCP, 1521, []string{"<" + b16(16) + "\x00\x00\x06\x00\x00\x00\x00\x00abcdef"}},
		// MongoDB Wire Protocol, OP_MSG and OP_QUERY.
		{"MongoDB", packet.TCP, 37017, []string{">" + mongo(2013, l32(0)+"\x00"+l32(5)+"\x00")}},
		{"MongoDB", packet.TCP, 37017, []string{">" + mongo(2004, l32(4)+"admin.$cmd\x00"+zeros(8))}},
		{"", packet.TCP, 37017, []string{">" + mongo(99, l32(4)+"admin.$cmd\x00"+zeros(8))}},
		// RESP.
		{"Redis", packet.TCP, 16380, []string{">*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"}},
		{"Redis", packet.TCP, 6379, []string{"<+OK\r\n"}},
		{"Redis", packet.TCP, 16380, []string{"<-NOAUTH Authentication required.\r\n"}},
		{"", packet.TCP, 16380, []string{"<+OK\r\n"}},
		// protocol.txt and BinaryProtocolRevamped of memcached.
		{"Memcached", packet.TCP, 11212, []string{">set key 0 900 5\r\nhello\r\n"}},
		{"Memcached", packet.TCP, 11211, []string{">get key\r\n"}},
		{"Memcached", packet.TCP, 11212, []string{">\x80\x00\x00\x05\x00\x00\x00\x00" + b32(5) + zeros(12) + "Hello"}},
		{"Memcached", packet.UDP, 11211, []string{">\x00\x00\x00\x00\x00\x01\x00\x00stats\r\n"}},
		{"", packet.TCP, 8181, []string{">get ready for the next line\r\n"}},
		// CQL BINARY PROTOCOL v4 §2.
		{"Cassandra", packet.TCP, 19042, []string{">" + cql(4, 1, "\x00\x01\x00\x0bCQL_VERSION\x00\x053.0.0")}},
		{"Cassandra", packet.TCP, 19042, []string{">" + cql(4, 5, "")}},
		{"Cassandra", packet.TCP, 17000, []string{">\xca\x55\x2d\xfa\x0c\x00\x00\x01"}},
		{"Cassandra", packet.TCP, 19042, []string{">\x01\x00\x00\x01" + counted(b32, 0, "\x00\x01\x00\x0bCQL_VERSION\x00\x053.0.0")}},
		{"", packet.TCP, 19042, []string{">" + cql(9, 5, "")}},
		{"Elasticsearch", packet.TCP, 9301, []string{">ES" + counted(b32, 0, zeros(7)+"\x01\x00"+b32(8080199)+"\x00\x00")}},
		// DRDA, EXCSAT.
		{"DRDA", packet.TCP, 50001, []string{">" + b16(14) + "\xd0\x41\x00\x01" + b16(8) + "\x10\x41\x00\x06\x11\x5e"}},
		{"ClickHouse", packet.TCP, 9001, []string{">\x00\x11ClickHouse client\x17\x08"}},
		{"Firebird", packet.TCP, 3051, []string{">" + b32(1) + b32(19) + b32(3) + b32(36) + b32(8) + "test.fdb"}},
		{"Neo4j Bolt", packet.TCP, 7688, []string{">\x60\x60\xb0\x17" + b32(4) + zeros(12)}},
		// Thrift: binary, framed; compact.
		{"Thrift", packet.TCP, 9091, []string{">" + counted(b32, 0, "\x80\x01\x00\x01"+b32(4)+"ping"+b32(1)+"\x00")}},
		{"Thrift", packet.UDP, 6832, []string{">\x82\x81\x01\x09emitBatch\x1c\x00"}},
	})
}
