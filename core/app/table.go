package app

// ports are a row's ports.
type ports = []uint16

// protocols is every protocol that heatsink can name, in the order in which
// their Detect is asked: the surest first. A row without Detect is named by
// its ports alone.
var protocols = []Protocol{
	// Web and what is encrypted: web.go, tls.go, quic.go.
	{Name: "HTTP/2"},
	{Name: "gRPC", TCP: ports{50051}},
	{Name: "WebSocket", Over: TCP, Lead: "GH", Detect: isWebSocket, Follow: followHTTP},
	{Name: "HTTP proxy", Over: TCP, Lead: httpLead, Detect: isHTTPProxy, Follow: followProxy},
	{Name: "HTTP", TCP: ports{80, 3128, 8000, 8008, 8080, 8081, 8088, 8888}, Over: TCP, Lead: httpLead, Late: true, Detect: isHTTP, Follow: followHTTP},
	{Name: "TLS", TCP: ports{443, 465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 5061, 5671, 6697, 8443, 8883, 9443}, Over: TCP, Lead: tlsLead, Late: true, Detect: isTLS, Follow: followTLS},
	{Name: "DTLS", UDP: ports{4433, 5684}, Over: UDP, Lead: dtlsLead, Late: true, Detect: isDTLS, Follow: followDTLS},
	{Name: "QUIC", UDP: ports{443, 784, 8853}, Over: UDP, Lead: quicLead + gquicLead + quicShortLead, Late: true, Detect: isQUIC, Follow: followQUIC},
	{Name: "SSH", TCP: ports{22, 2222}},
	{Name: "DNSCrypt", Over: TCP | UDP, Detect: isDNSCrypt},

	// Names and addresses: dns.go, nbns.go, dhcp.go.
	{Name: "DNS", TCP: ports{53}, UDP: ports{53},
		Over: TCP | UDP, Detect: detectDNS, Follow: followDNS, Datagrams: true},
	{Name: "mDNS", UDP: ports{5353},
		Over: UDP, Detect: detectMDNS, Follow: followMDNS, Datagrams: true},
	{Name: "LLMNR", TCP: ports{5355}, UDP: ports{5355},
		Over: TCP | UDP, Detect: detectLLMNR, Follow: followLLMNR, Datagrams: true},
	{Name: "NetBIOS", TCP: ports{137, 138, 139}, UDP: ports{137, 138},
		Over: TCP | UDP, Detect: detectNetBIOS, Follow: followNetBIOS, Datagrams: true},
	{Name: "DHCP", UDP: ports{67, 68},
		Over: UDP, Lead: "\x01\x02", Detect: detectDHCP, Follow: followDHCP, Datagrams: true},
	{Name: "DHCPv6", UDP: ports{546, 547},
		Over: UDP, Detect: detectDHCPv6, Follow: followDHCPv6, Datagrams: true},

	// Voice and video: voice.go, stun.go, rtp.go.
	{Name: "STUN", TCP: ports{3478, 5349}, UDP: ports{3478, 3479, 5349, 19302}, Over: TCP | UDP, Lead: stunLead, Detect: isSTUN},
	{Name: "RTP", Over: UDP, Lead: rtpLead, Late: true, Detect: isRTP},
	{Name: "RTCP", Over: UDP, Lead: rtpLead, Late: true, Detect: isRTCP},
	{Name: "SIP", TCP: ports{5060}, UDP: ports{5060}},
	{Name: "RTSP", TCP: ports{554, 8554}},
	{Name: "H.323", TCP: ports{1720}, UDP: ports{1719}},

	// Tunnels: vpn.go.
	{Name: "WireGuard", UDP: ports{51820}},
	{Name: "OpenVPN", TCP: ports{1194}, UDP: ports{1194}},
	{Name: "IPsec", UDP: ports{500, 4500}},
	{Name: "L2TP", UDP: ports{1701}},
	{Name: "PPTP", TCP: ports{1723}},
	{Name: "SOCKS", TCP: ports{1080}},
	{Name: "GTP", TCP: ports{3386}, UDP: ports{2123, 2152, 3386}},

	// Mail and news: mail.go.
	{Name: "SMTP", TCP: ports{25, 587}, Over: TCP, Lead: smtpLead, Late: true, Detect: isSMTP},
	{Name: "IMAP", TCP: ports{143}, Over: TCP, Late: true, Detect: isIMAP},
	{Name: "POP3", TCP: ports{110}, Over: TCP, Lead: "+-CUPASLRDTNQcupasrldtnq", Late: true, Detect: isPOP3},
	{Name: "NNTP", TCP: ports{119}, Over: TCP, Lead: "12345MANXGLHBSPIQCOTmanxglhbspiqcot", Detect: isNNTP},

	// Files and terminals: files.go.
	{Name: "FTP", TCP: ports{21}, Over: TCP, Lead: ftpLead, Late: true, Detect: isFTP},
	{Name: "FTP data", TCP: ports{20}},
	{Name: "TFTP", UDP: ports{69}, Over: UDP, Lead: "\x00", Detect: isTFTP},
	{Name: "Telnet", TCP: ports{23}, Over: TCP, Lead: "\xff", Detect: isTelnet},
	{Name: "SMB", TCP: ports{445}, UDP: ports{445}, Over: TCP, Lead: "\x00", Late: true, Detect: isSMB},
	{Name: "NFS", TCP: ports{2049}, UDP: ports{2049}, Over: TCP | UDP, Late: true, Detect: isNFS},
	{Name: "RPC", TCP: ports{111}, UDP: ports{111}, Over: TCP | UDP, Late: true, Detect: isRPC},
	{Name: "DCE/RPC", TCP: ports{135}, UDP: ports{135}, Over: TCP | UDP, Lead: "\x04\x05", Late: true, Detect: isDCERPC},
	{Name: "rsync", TCP: ports{873}, Over: TCP, Lead: "@", Detect: isRsync},
	{Name: "Git", TCP: ports{9418}, Over: TCP, Lead: "0123456789abcdef", Detect: isGit},
	{Name: "Subversion", TCP: ports{3690}, Over: TCP, Lead: "(", Detect: isSubversion},
	{Name: "AFP", TCP: ports{548}, Over: TCP, Lead: "\x00\x01", Detect: isAFP},
	{Name: "iSCSI", TCP: ports{860, 3260}, Over: TCP, Detect: isISCSI},
	{Name: "NBD", TCP: ports{10809}, Over: TCP, Lead: "N", Detect: isNBD},
	{Name: "RDP", TCP: ports{3389}, UDP: ports{3389}},
	{Name: "VNC", TCP: ports{5900, 5901}},

	// Directories and identity: directory.go.
	{Name: "LDAP", TCP: ports{389, 3268}, UDP: ports{389}},
	{Name: "Kerberos", TCP: ports{88, 464}, UDP: ports{88, 464}},
	{Name: "RADIUS", TCP: ports{1812, 1813}, UDP: ports{1645, 1646, 1812, 1813, 3799}},
	{Name: "Diameter", TCP: ports{3868}, SCTP: ports{3868}},

	// Running a network: network.go.
	{Name: "NTP", TCP: ports{123}, UDP: ports{123}},
	{Name: "SNMP", TCP: ports{161, 162}, UDP: ports{161, 162}},
	{Name: "Syslog", TCP: ports{514, 601}, UDP: ports{514}},
	{Name: "SSDP", UDP: ports{1900}},
	{Name: "SLP", TCP: ports{427}, UDP: ports{427}},
	{Name: "BGP", TCP: ports{179}},
	{Name: "VRRP"},
	{Name: "HSRP", UDP: ports{1985, 2029}},
	{Name: "Zabbix", TCP: ports{10050, 10051}},
	{Name: "StatsD", UDP: ports{8125}},
	{Name: "collectd", UDP: ports{25826}},

	// Databases: database.go.
	{Name: "PostgreSQL", TCP: ports{5432, 6432}, Over: TCP, Lead: postgresLead, Late: true, Detect: isPostgreSQL},
	{Name: "MySQL", TCP: ports{3306, 33060}, Over: TCP, Late: true, Detect: isMySQL},
	{Name: "MS-SQL TDS", TCP: ports{1433}, UDP: ports{1434}, Over: TCP | UDP, Lead: "\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x10\x11\x12", Late: true, Detect: isTDS},
	{Name: "Oracle TNS", TCP: ports{1521}, Over: TCP, Late: true, Detect: isOracle},
	{Name: "MongoDB", TCP: ports{27017, 27018, 27019}, Over: TCP, Late: true, Detect: isMongoDB},
	{Name: "Redis", TCP: ports{6379, 16379}, Over: TCP, Lead: redisLead, Late: true, Detect: isRedis},
	{Name: "Memcached", TCP: ports{11211}, UDP: ports{11211}, Over: TCP | UDP, Late: true, Detect: isMemcached},
	{Name: "Cassandra", TCP: ports{7000, 9042}, Over: TCP, Lead: "\x03\x04\x05\x83\x84\x85", Late: true, Detect: isCassandra},
	{Name: "Elasticsearch", TCP: ports{9200, 9300}, Over: TCP, Lead: "E", Late: true, Detect: isElasticsearch},
	{Name: "DRDA", TCP: ports{446, 50000}, Over: TCP, Late: true, Detect: isDRDA},
	{Name: "ClickHouse", TCP: ports{9000}, Over: TCP, Lead: "\x00", Detect: isClickHouse},
	{Name: "Firebird", TCP: ports{3050}, Over: TCP, Lead: "\x00", Detect: isFirebird},
	{Name: "Neo4j Bolt", TCP: ports{7687}, Over: TCP, Lead: "\x60", Detect: isBolt},
	{Name: "Thrift", TCP: ports{9090}, UDP: ports{6831}, Over: TCP | UDP, Lead: "\x00\x80\x82", Late: true, Detect: isThrift},

	// Messages between programs: messaging.go.
	{Name: "Kafka", TCP: ports{9092, 9093, 9094}, Over: TCP, Lead: "\x00", Detect: isKafka},
	{Name: "AMQP", TCP: ports{5672}, Over: TCP, Lead: "A\x00\x01\x02\x03\x08", Late: true, Detect: isAMQP},
	{Name: "MQTT", TCP: ports{1883}, Over: TCP, Lead: mqttLead, Late: true, Detect: isMQTT},
	{Name: "NATS", TCP: ports{4222}, Over: TCP, Lead: "ICPSMUHicpsmuh+-", Late: true, Detect: isNATS},
	{Name: "ZooKeeper", TCP: ports{2181, 2888, 3888}, Over: TCP, Lead: "\x00rimscdew", Late: true, Detect: isZooKeeper},
	{Name: "etcd", TCP: ports{2379, 2380}},
	{Name: "OpenWire", TCP: ports{61616}, Over: TCP, Lead: "\x00", Detect: isOpenWire},
	{Name: "STOMP", TCP: ports{61613}, Over: TCP, Lead: "SCUMREDANB", Late: true, Detect: isSTOMP},
	{Name: "Pulsar", TCP: ports{6650}, Over: TCP, Lead: "\x00", Late: true, Detect: isPulsar},
	{Name: "ZeroMQ", Over: TCP, Lead: "\xff", Detect: isZeroMQ},
	{Name: "NSQ", TCP: ports{4150}, Over: TCP, Lead: " ", Detect: isNSQ},
	{Name: "SMPP", TCP: ports{2775}, Over: TCP, Lead: "\x00", Late: true, Detect: isSMPP},
	{Name: "Gearman", TCP: ports{4730}, Over: TCP, Lead: "\x00", Late: true, Detect: isGearman},
	{Name: "CORBA", TCP: ports{683, 2809}, Over: TCP | UDP, Lead: "GMZ", Late: true, Detect: isCORBA},
	{Name: "Ceph", TCP: ports{3300, 6789}, Over: TCP, Lead: "c", Detect: isCeph},
	{Name: "Java RMI", TCP: ports{1099}, Over: TCP, Lead: "JNPQ", Late: true, Detect: isJavaRMI},
	{Name: "FastCGI", Over: TCP, Lead: "\x01", Late: true, Detect: isFastCGI},
	{Name: "AJP", TCP: ports{8009}, Over: TCP, Lead: "\x12A", Late: true, Detect: isAJP},
	{Name: "uwsgi", Over: TCP, Lead: "\x00", Detect: isUWSGI},
	{Name: "PROXY", Over: TCP, Lead: "P\r", Detect: isPROXY},
	{Name: "JSON-RPC", Over: TCP | UDP, Lead: "{[", Late: true, Detect: isJSONRPC},

	// Machines and buildings: industrial.go.
	{Name: "CoAP", UDP: ports{5683}},
	{Name: "Modbus", TCP: ports{502}},
	{Name: "DNP3", TCP: ports{20000}, UDP: ports{20000}},
	{Name: "IEC 104", TCP: ports{2404}},
	{Name: "BACnet", UDP: ports{47808}},
	{Name: "S7", TCP: ports{102}},
	{Name: "EtherNet/IP", TCP: ports{44818}, UDP: ports{2222, 44818}},
	{Name: "OPC UA", TCP: ports{4840}},

	// Peer to peer: peers.go.
	{Name: "BitTorrent", TCP: ports{6881, 6882, 6883, 6884, 6885, 6886, 6887, 6888, 6889}, UDP: ports{6881}},
	{Name: "Gnutella", TCP: ports{6346, 6347}, UDP: ports{6346, 6347}},
	{Name: "Bitcoin", TCP: ports{8333, 18333}},
	{Name: "Ethereum", TCP: ports{30303}, UDP: ports{30303, 30301}},

	// People and play: chat.go, games.go.
	{Name: "XMPP", TCP: ports{5222, 5269}},
	{Name: "IRC", TCP: ports{6665, 6666, 6667, 6668, 6669}},
	{Name: "WhatsApp", TCP: ports{5242}},
	{Name: "Telegram"},
	{Name: "Discord"},
	{Name: "Zoom", UDP: ports{8801}},
	{Name: "Steam", TCP: ports{27036, 27037}, UDP: ports{27036}},
	{Name: "Source engine", TCP: ports{27015}, UDP: ports{27005, 27015}},
	{Name: "RakNet", UDP: ports{19132, 19133}},
}
