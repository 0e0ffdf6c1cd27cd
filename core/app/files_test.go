package app

import (
	"strings"
	"testing"

	"heatsink/core/packet"
)

func TestMailAndFiles(t *testing.T) {
	zeros := func(n int) string { return strings.Repeat("\x00", n) }
	call := func(program int) string {
		return b32(0x1234) + b32(0) + b32(2) + b32(program) + b32(3) + b32(1) + zeros(16)
	}
	mark := func(message string) string { return b32(len(message)|1<<31) + message }
	bind := "\x05\x00\x0b\x03\x10\x00\x00\x00" + l16(28) + "\x00\x00\x01\x00\x00\x00" + zeros(12)
	datagram := "\x04\x00\x20\x00\x10\x00\x00\x00" + strings.Repeat("o", 16) + strings.Repeat("i", 16) + zeros(34) + l16(4) + zeros(4) + "body"
	testSpeeches(t, []speech{
		// RFC 5321, and an FTP server that greets alike.
		{"SMTP", packet.TCP, 25, []string{"<220 mx.example.org ready\r\n"}},
		{"SMTP", packet.TCP, 10025, []string{"<220 mx.example.org ESMTP Postfix\r\n"}},
		{"SMTP", packet.TCP, 10025, []string{">EHLO client.example.org\r\n"}},
		{"SMTP", packet.TCP, 10025, []string{"<220 ready\r\n", ">MAIL FROM:<a@example.org>\r\n"}},
		{"FTP", packet.TCP, 10021, []string{"<220 FTP server ready\r\n"}},
		{"FTP", packet.TCP, 10021, []string{"<220 ready\r\n", ">USER anonymous\r\n"}},
		{"FTP", packet.TCP, 21, []string{">RETR file\r\n"}},
		{"", packet.TCP, 10021, []string{"<220 ready\r\n"}},
		// STARTTLS: they stay what they were.
		{"IMAP", packet.TCP, 10143, []string{"<* OK IMAP4rev1 ready\r\n", ">a1 STARTTLS\r\n", "<a1 OK begin\r\n", ">\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00"}},
		{"IMAP", packet.TCP, 10143, []string{">A001 AUTHENTICATE PLAIN\r\n"}},
		{"POP3", packet.TCP, 10110, []string{"<+OK ready <1896.697170952@example.org>\r\n", ">CAPA\r\n"}},
		{"POP3", packet.TCP, 110, []string{">USER mrose\r\n"}},
		{"NNTP", packet.TCP, 119, []string{"<200 ready\r\n"}},
		{"NNTP", packet.TCP, 10119, []string{">MODE READER\r\n"}},
		{"FTP data", packet.TCP, 50123, []string{"<drwxr-xr-x   2 0 0 4096 Jan 1 00:00 pub\r\n"}},
		// RFC 1350: the request, then data and its acknowledgement between other ports.
		{"TFTP", packet.UDP, 69, []string{">\x00\x01boot.img\x00octet\x00"}},
		{"TFTP", packet.UDP, 49152, []string{"<\x00\x03\x00\x01" + strings.Repeat("x", 512), ">\x00\x04\x00\x01"}},
		{"", packet.UDP, 49152, []string{"<\x00\x09\x00\x01" + strings.Repeat("x", 512)}},
		{"TFTP", packet.UDP, 49152, []string{">\x00\x04\x00\x07", ">\x00\x04\x00\x08"}},
		{"RPC", packet.UDP, 49152, []string{"<" + b32(0x1234) + b32(1) + zeros(16)}},
		{"Telnet", packet.TCP, 2323, []string{"<\xff\xfd\x18\xff\xfd\x20"}},
		{"", packet.TCP, 2323, []string{"<\xff\x18\xfd\xff\xfd\x20"}},
		// MS-SMB2 §2.1.
		{"SMB", packet.TCP, 1445, []string{">\x00\x00\x00\x40\xfeSMB\x40\x00" + zeros(58)}},
		{"SMB", packet.TCP, 139, []string{">\x00\x00\x00\x23\xffSMB\x72" + zeros(30)}},
		// RFC 5531 §9 and §11.
		{"NFS", packet.TCP, 2049, []string{">" + mark(call(100003))}},
		{"NFS", packet.UDP, 635, []string{">" + call(100005)}},
		{"RPC", packet.UDP, 111, []string{">" + call(100000)}},
		{"RPC", packet.TCP, 600, []string{">" + mark(call(391002))}},
		{"", packet.TCP, 600, []string{">" + mark(call(3))}},
		// DCE 1.1 RPC chapter 12.
		{"DCE/RPC", packet.TCP, 49664, []string{">" + bind}},
		{"DCE/RPC", packet.UDP, 1025, []string{">" + datagram}},
		{"", packet.TCP, 49664, []string{">" + bind + "more"}},
		{"rsync", packet.TCP, 1873, []string{"<@RSYNCD: 31.0\n"}},
		{"Git", packet.TCP, 19418, []string{">0031git-upload-pack /project.git\x00host=example.org\x00"}},
		{"Subversion", packet.TCP, 13690, []string{"<( success ( 2 2 ( ) ( edit-pipeline ) ) ) "}},
		// DSIOpenSession with an attention quantum.
		{"AFP", packet.TCP, 1548, []string{">\x00\x04\x00\x01" + b32(0) + b32(6) + b32(0) + "\x01\x04" + b32(1024)}},
		{"iSCSI", packet.TCP, 13260, []string{">\x43\x87\x00\x00\x00" + "\x00\x00\x14" + zeros(40) + "InitiatorName=iqn.x\x00"}},
		{"NBD", packet.TCP, 20809, []string{"<NBDMAGICIHAVEOPT"}},
	})
}
