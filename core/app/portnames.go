package app

import (
	"strconv"
	"strings"

	"heatsink/core/packet"
)

// registered are ports that neither a row of the table nor a payload names,
// with IANA's service names (Service Name and Transport Protocol Port Number
// Registry) or, where these are unheard of, the usual ones. It leaves out what
// nobody runs: a random port that some long gone product once registered says
// less than none. A port stands with its transports: t TCP, u UDP, s SCTP.
const registered = `
tcpmux 1t echo 7tu discard 9tus systat 11t daytime 13tu netstat 15t qotd 17tu chargen 19tu
time 37tu tacacs 49tu gopher 70t finger 79t kerberos-password 464tu
dicom 104t x400 103t poppassd 106t rtelnet 107t ident 113t sftp 115t uucp-path 117t nntp 119t
sgmp 153u cmip-man 163tu mailq 174t xdmcp 177tu irc 194t smux 199t qmtp 209t
z39.50 210t ipx 213u imap3 220t bgmp 264tu ptp-event 319u ptp-general 320u matip 350t
rpc2portmap 369tu clearcase 371u ulistserv 372t aurp 387tu svrloc 427tu mobileip 434u
snpp 444t saft 487t isakmp 500tu dantz 497tu exec 512t biff 512u login 513t
who 513u shell 514t printer 515t talk 517u ntalk 518u rip 520u ripng 521u ncp 524tu
timed 525u tempo 526t courier 530t conference 531t netnews 532t netwall 533u gdomap 538tu uucp 540t
klogin 543t kshell 544t afp 548t dsf 555t remotefs 556t monitor 561tu nqs 607t asf-rmcp 623u
qmqp 628t ipp 631tu ldp 646tu dhcp-failover 647t rrp 648t olsr 698u epp 700t
silc 706t netconf-beep 831t netviewdm 729t kerberos-adm 749tu kerberos-iv 750tu 
rsync 873t samba-swat 901t vmware-auth 902tu ftps-data 989t netconf 830t
twamp-control 862tu owamp-control 861tu 
rmiregistry 1099t wins 1512tu lotusnote 1352t citrix-ica 1494t
sybase 1498t ingres 1524t sqlnet 1526t groupwise 1677t l2f 1701u h323gatedisc 1718u
h323gatestat 1719u pptp 1723tu ms-streaming 1755tu msmq 1801tu 
rtmp 1935t cisco-sccp 2000t hsrpv6 2029u gnunet 2086tu cpanel 2082t 
rtcm 2101tu zephyr 2102u docker 2375t docker-s 2376t docker-swarm 2377t cvspserver 2401t
venus 2430tu codasrv 2432tu zebra 2601t ripd 2602t ripngd 2603t ospfd 2604t bgpd 2605t ospf6d 2606t
isisd 2608t dict 2628t msolap 2383t ms-olap 2725t corba-iiop 683tu
gsiftp 2811t firewall1-fw 257t gpsd 2947t icp 3130u geneve 6081u isns 3205tu
iscsi 3260t globalcat-s 3269t ms-wbt-server 3389tu squid 3128t
teredo 3544u nut 3493tu bfd 3784u bfd-echo 3785u bfd-multihop 4784u distcc 3632t daap 3689t svn 3690t
grafana 3000t ws-discovery 3702u sieve 4190t
epmd 4369t remctl 4373t f5-iquery 4353t couchbase 11210t ntske 4460t ipsec-nat-t 4500tu iax 4569u
edonkey 4662t edonkey-udp 4672u radmin 4899t sane 6566t vxlan 4789u vxlan-gpe 4790u vxlan-old 8472u
sentinel 26379t capwap-control 5246u capwap-data 5247u nat-pmp 5351u nat-pmp-clients 5350u pcp 5351u
rplay 5555u adb 5555t kibana 5601t nrpe 5666t nsca 5667t winrm 5985t winrm-s 5986t
x11 6000t x11-1 6001t x11-2 6002t font-service 7100t gnutella 6346tu sge-qmaster 6444t kubernetes 6443t
syslog-tls 6514tu openflow 6653t openflow-old 6633t babel 6696u afs 7001u afs3-volser 7005u
cassandra-jmx 7199t neo4j 7687t weblogic 7001t zope 9673t
puppet 8140t consul 8500t consul-dns 8600tu consul-serf 8301tu vault 8200t influxdb 8086t solr 8983t
pulsar 6650t nsq 4150t splunk 8089t splunk-data 9997t http-alt 591t ceph-mon 6789t ceph-mon2 3300t
prometheus 9090t pushgateway 9091t node-exporter 9100t 
bacula-dir 9101t bacula-fd 9102t bacula-sd 9103t git 9418t webmin 10000t ndmp 10000u kubelet 10250t
kube-proxy 10256t kube-scheduler 10259t kube-controller 10257t calico-typha 5473t
nbd 10809t hkp 11371t minecraft 25565t bedrock 19132u binkp 24554t gearman 4730t
amanda 10080tu cfengine 5308t munin 4949t netflow 2055u ipfix 4739tus
sflow 6343u netflow-alt 9995u netflow-alt2 9996u sap 9875u rtp-default 5004u rtcp-default 5005u
lisp-data 4341u lisp-control 4342u gre-in-udp 4754u mpls-in-udp 6635u 
iua 9900s m2ua 2904s m3ua 2905s m2pa 3565s sua 14001s v5ua 5675s h248 2945s amqp 5672s nfs 2049s
s1ap 36412s x2ap 36422s m2ap 36443s ngap 38412s xnap 38422s f1ap 38472s e1ap 38462s
bgp 179s ssh 22s http 80s https 443s ftp 21s cmp 829t syncthing 22000t syncthing-disc 21027u
synergy 24800t rtsps 322t mongo-shard 27018t plex 32400t traceroute 33434u
`

// registeredPorts tells the ports of transports and their registered names.
func registeredPorts(tell func(transport packet.Protocol, port uint16, name string)) {
	words := strings.Fields(registered)
	for i := 0; i+1 < len(words); i += 2 {
		number := strings.TrimRight(words[i+1], "tus")
		port, err := strconv.ParseUint(number, 10, 16)
		if err != nil {
			panic("registered: " + words[i+1])
		}
		for _, transport := range words[i+1][len(number):] {
			p := map[rune]packet.Protocol{'t': packet.TCP, 'u': packet.UDP, 's': packet.SCTP}[transport]
			tell(p, uint16(port), words[i])
		}
	}
}
