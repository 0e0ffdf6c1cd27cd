package app

import (
	"strings"
	"testing"
)

// Payloads are written from the specifications that the detectors name.
func TestMachines(t *testing.T) {
	checkSpoken(t, []spoken{
		{"CoAP: GET /temperature (RFC 7252 figure 16)", udp, 40000, 5683, []said{says("40 01 7d 34 bb 74656d7065726174757265")}, "CoAP"},
		{"CoAP elsewhere, with a path", udp, 40000, 40001, []said{says("44 01 c4 09 74 65 73 74 b7 65 78 61 6d 70 6c 65")}, "CoAP"},
		{"CoAP's ping is only four bytes: not elsewhere", udp, 40000, 40001, []said{says("40 00 12 34")}, ""},
		{"a class that CoAP has not", udp, 40000, 5683, []said{says("40 61 7d 34 bb 74")}, ""},
		{"CoAP over TCP: settings (RFC 8323 §5.3)", tcp, 40000, 5683, []said{says("00 e1")}, "CoAP"},
		{"Modbus: read holding registers", tcp, 40000, 502, []said{says("00 01 00 00 00 06 11 03 00 6b 00 03")}, "Modbus"},
		{"Modbus elsewhere, with its answer", tcp, 40000, 1502, []said{says("00 01 00 00 00 06 11 03 00 6b 00 01"), replies("00 01 00 00 00 05 11 03 02 ae 41")}, "Modbus"},
		{"a length that is another's: not Modbus", tcp, 40000, 502, []said{says("00 01 00 00 00 60 11 03 00 6b 00 03")}, ""},
		{"DNP3: link status, its checksum right", tcp, 40000, 20000, []said{says("05 64 05 c9 01 00 00 04 e9 21")}, ""},
		{"BACnet: Who-Is", udp, 47808, 47808, []said{says("81 0b 00 0c 01 20 ff ff 00 ff 10 08")}, "BACnet"},
		{"EtherNet/IP: register session", tcp, 40000, 44818, []said{says("65 00 04 00" + zeros(20) + "01 00 00 00")}, "EtherNet/IP"},
		{"EtherNet/IP: list identity, without a word more, elsewhere", tcp, 40000, 4000, []said{says("63 00 00 00" + zeros(20))}, ""},
		{"CIP I/O: sequenced address and connected data", udp, 2222, 2222, []said{says("02 00 02 80 08 00 01 02 03 04 01 00 00 00 b1 00 02 00 01 00")}, "CIP I/O"},
		{"OPC UA: hello", tcp, 40000, 4840, []said{says("48454c46 20000000 00000000" + zeros(20))}, "OPC UA"},
		{"HiSLIP: initialize", tcp, 40000, 4880, []said{says("4853 00 00 01005253 0000000000000007 68 69 73 6c 69 70 30")}, "HiSLIP"},
		{"FINS over TCP", tcp, 40000, 9600, []said{says("46494e53 0000000c 00000000 00000000 00000000")}, "FINS"},
		{"FINS over UDP: read memory", udp, 9600, 9600, []said{says("80 00 02 00 01 00 00 02 00 17 01 01 82 00 64 00 00 01")}, "FINS"},
		{"EGD: the producer is the sender", udp, 18246, 5555, []said{says("0d01 0100 0a000001" + zeros(16) + "0000 0000 00000000 01")}, "Ethernet Global Data"},
		{"EGD: the producer is another", udp, 5555, 5556, []said{says("0d01 0100 0a0000ff" + zeros(16) + "0000 0000 00000000 01")}, ""},
		{"Ether-S-I/O", udp, 6060, 6060, []said{says("4553494f 00 01 00 00 00 00 00")}, "Ether-S-I/O"},
		{"AMS/TCP: read state", tcp, 40000, 48898, []said{says("0000 20000000 010203040101 5303 010203040102 0180 0400 0400 00000000 00000000 01000000")}, "Beckhoff ADS"},
		{"KNXnet/IP: search request", udp, 40000, 3671, []said{says("06 10 02 01 00 0e 08 01 c0 a8 00 0a 0e 57")}, "KNXnet/IP"},
		{"HART-IP: initiate session", udp, 40000, 5094, []said{says("01 00 00 00 00 01 00 0d 01 00 00 75 30")}, "HART-IP"},
		{"CNP/IP on its port", udp, 1628, 1628, []said{says("0018 01 01 00 00 0000 00000007 00000001" + zeros(8))}, "CNP/IP"},
		{"CAN over UDP", udp, 5000, 5001, []said{says("49534f3131383938 01 01" + zeros(12))}, "CAN"},
		{"RTPS", udp, 7400, 7400, []said{says("52545053 02 01 01 0f" + zeros(12) + "0901")}, "RTPS"},
		{"DICOM: A-ASSOCIATE-RQ", tcp, 40000, 11112, []said{says("01 00 000000cd 0001 0000" + fill("20", 32) + zeros(32) + "10")}, "DICOM"},
		{"HL7 in MLLP", tcp, 40000, 2575, []said{says("0b 4d53487c5e7e5c267c")}, "HL7"},
		{"ATG: in-tank inventory", tcp, 40000, 10001, []said{says("01 493230313030 0d0a")}, "ATG"},
		{"LoRaWAN: push data", udp, 40000, 41000, []said{says("02 1234 00 0102030405060708 7b227278706b223a5b5d7d")}, "LoRaWAN"},
		{"LoRaWAN: pull data on its port", udp, 40000, 1700, []said{says("02 1234 02 0102030405060708")}, "LoRaWAN"},
		{"DLEP: peer discovery", udp, 854, 854, []said{says("444c4550 0001 0004 00010000")}, "DLEP"},
		{"DLEP over TCP", tcp, 40000, 854, []said{says("0001 0004 00050000")}, "DLEP"},
		{"UFTP: announce", udp, 1044, 1044, []said{says("50 01" + zeros(13) + "00 01" + zeros(12))}, "UFTP"},
	})
}

func TestEnergy(t *testing.T) {
	checkSpoken(t, []spoken{
		{"IEC 104: start data transfer", tcp, 40000, 2404, []said{says("68 04 07 00 00 00")}, "IEC 104"},
		{"IEC 104: two frames, elsewhere", tcp, 40000, 12404, []said{says("68 04 01 00 02 00 68 0e 02 00 02 00 64 01 06 00 01 00 00 00 00 14")}, "IEC 104"},
		{"a control field that is none", tcp, 40000, 2404, []said{says("68 04 0f 00 00 00")}, ""},
		{"S7: connect, then set up", tcp, 40000, 102, []said{says("0300 0016 11 e0 0000 0001 00 c1020100 c2020102 c0010a"),
			replies("0300 0016 11 d0 0001 0002 00 c1020100 c2020102 c0010a"), says("0300 0019 02 f0 80 32 01 0000 0000 0008 0000 f0 00 0001 0001 01e0")}, "S7"},
		{"only the connect, with S7's kind of address", tcp, 40000, 102, []said{says("0300 0016 11 e0 0000 0001 00 c1020100 c2020102 c0010a")}, "S7"},
		{"S7CommPlus", tcp, 40000, 102, []said{says("0300 0013 02 f0 80 72 01 0004 31 0000 04ca 72010000")}, "S7CommPlus"},
		{"MMS: initiate", tcp, 40000, 102, []said{says("0300 0024 02 f0 80 0d 1b" + zeros(10) + "0605 28ca220201" + zeros(8))}, "MMS"},
		{"MMS: confirmed request", tcp, 40000, 102, []said{says("0300 001c 02 f0 80 01000100 61 0f 30 0d 02 01 03 a0 08 a0 06 02 01 05 82 01 00")}, "MMS"},
		{"RDP begins alike", tcp, 40000, 3390, []said{says("0300 000b 06 e0 0000 0000 00")}, ""},
		{"C12.22", tcp, 40000, 1153, []said{says("60 10 a2 05 06 03 607c86 a4 03 02 01 04 a6 02 0600")}, "ANSI C12.22"},
		{"DLMS in its wrapper", tcp, 40000, 4059, []said{says("0001 0010 0001 0003 60 01 00")}, "DLMS/COSEM"},
	})
}

// Frames with checksums are made with the check itself, whose value for
// "123456789" is known (CRC catalogue of G. Cook).
func TestChecksums(t *testing.T) {
	digits := []byte("123456789")
	for _, tt := range []struct {
		note      string
		got, want uint16
	}{
		{"CRC-16/DNP", ^crc16(digits, 0xa6bc, 0), 0xea82},
		{"CRC-16/X-25", ^crc16(digits, 0x8408, 0xffff), 0x906e},
		{"CRC-16/XMODEM", crcCCITT(digits, 0), 0x31c3},
		{"CRC-16/CCITT-FALSE", crcCCITT(digits, 0xffff), 0x29b1},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %#04x, want %#04x", tt.note, tt.got, tt.want)
		}
	}
	seal := func(d []byte, crc uint16, low bool) said {
		if low {
			d = append(d, byte(crc), byte(crc>>8))
		} else {
			d = append(d, byte(crc>>8), byte(crc))
		}
		return says("'" + string(d))
	}
	dnp := []byte{5, 0x64, 5, 0xc9, 1, 0, 0, 4}
	phasor := append([]byte{0xaa, 0x41, 0, 18, 0, 7}, make([]byte, 10)...)
	bus := append([]byte{0, 0, 0, 14, 1, 0, 0, 0, 0, 1, 2, 3}, nil...)
	meter := []byte{0xa0, 7, 3, 0x21, 0x93}
	closed := seal(meter, ^crc16(meter, 0x8408, 0xffff), true)
	checkSpoken(t, []spoken{
		{"DNP3", tcp, 40000, 4000, []said{seal(dnp, ^crc16(dnp, 0xa6bc, 0), true)}, "DNP3"},
		{"C37.118", udp, 40000, 4713, []said{seal(phasor, crcCCITT(phasor, 0xffff), false)}, "IEEE C37.118"},
		{"C37.118, one bit off", udp, 40000, 4001, []said{seal(phasor, crcCCITT(phasor, 0xffff)^1, false)}, ""},
		{"Ether-S-Bus", udp, 40000, 5051, []said{seal(bus, crcCCITT(bus, 0), false)}, "Ether-S-Bus"},
		{"DLMS in HDLC", tcp, 40000, 4001, []said{says("'~" + strings.TrimPrefix(closed.what, "'") + "~")}, "DLMS/COSEM"},
	})
}

func TestVehicles(t *testing.T) {
	checkSpoken(t, []spoken{
		{"SOME/IP: request", udp, 40000, 40001, []said{says("1234 0001 00000009 0001 0002 01 01 00 00 ff")}, "SOME/IP"},
		{"SOME/IP-SD", udp, 30490, 30490, []said{says("ffff8100 00000014 00000001 01 01 02 00 c0000000 00000000 00000000")}, "SOME/IP"},
		{"a length that is another's: not SOME/IP", udp, 40000, 40001, []said{says("1234 0001 00000109 0001 0002 01 01 00 00 ff")}, ""},
		{"DoIP: vehicle identification", udp, 40000, 13400, []said{says("02 fd 0001 00000000")}, "DoIP"},
		{"DoIP: the complement is wrong", udp, 40000, 40001, []said{says("02 fc 0001 00000000")}, ""},
		{"TRDP: process data", udp, 40000, 17224, []said{says("00000000 0100 5064 00000000 00000000 00000000 00000000 00000000" + zeros(12))}, "TRDP"},
	})
}
