# The shop's network: sourced by demo/record, inside its private namespaces.
#
#   clients ─ access ─[line1 ~ relay ~ line0]─ edge ─ front0 shop-web ─ back0 ─ backend
#                                                            └─ under0 ─ rack-2 (overlay)

VNI=42
ULA=fd30:5a0b:30

on() { local ns=$1; shift; ip netns exec "$ns" "$@"; }

# private_files hides the machine's /run, /dev/shm, name and resolver from the
# shop, and the shop's from the machine. All hosts ask the shop's own DNS.
private_files() {
  mount -t tmpfs tmpfs /run
  mount -t tmpfs tmpfs /dev/shm
  mkdir -p /run/netns $shop/log
  chmod 755 $shop
  hostname shop-web
  printf 'nameserver 10.30.0.53\noptions timeout:1 attempts:4\n' >$shop/resolv.conf
  printf 'hosts: files dns\n' >$shop/nsswitch.conf
  printf '127.0.0.1 localhost\n' >$shop/hosts
  local file
  for file in resolv.conf nsswitch.conf hosts; do
    mount --bind $shop/$file "$(readlink -f /etc/$file)" || die "/etc/$file: needed, to put the shop's own over it"
  done
}

# host NAME... makes namespaces with a loopback and, for now, no IPv6. Reno is the one congestion control
# that every kernel allows here, so a recording doesn't hang on the machine's own.
host() {
  local ns
  for ns; do
    ip netns add "$ns"
    ip -n "$ns" link set lo up
    on "$ns" sysctl -qw net.ipv4.tcp_congestion_control=reno \
      net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
  done
}

ipv6_on() {
  on "$1" sysctl -qw net.ipv6.conf.lo.disable_ipv6=0 "net.ipv6.conf.$2.disable_ipv6=0"
  ip -n "$1" addr add "$3/64" dev "$2" nodad
}

# switch NS makes a bridge br0 that floods multicast like a plain switch.
switch() {
  host "$1"
  ip -n "$1" link add br0 type bridge mcast_snooping 0
  ip -n "$1" link set br0 up
}

# mac ADDRESS prints a locally administered MAC made of an IPv4 address, so that
# a recording has no random ones.
mac() { printf '02:00:%02x:%02x:%02x:%02x' ${1//./ }; }

# cable NS-A DEV-A IP-A NS-B DEV-B [IP-B] joins two hosts; IP-A and IP-B (with
# prefix length, "-" for none) are set, and give the MACs. Without IP-B, B is a port
# of NS-B's bridge.
cable() {
  local ns_a=$1 dev_a=$2 ip_a=$3 ns_b=$4 dev_b=$5 ip_b=${6:-}
  ip link add "$dev_a" netns "$ns_a" address "$(mac "${ip_a%/*}")" type veth peer name "$dev_b" netns "$ns_b"
  ip -n "$ns_a" addr add "$ip_a" dev "$dev_a"
  if [ -n "$ip_b" ]; then
    ip -n "$ns_b" link set "$dev_b" address "$(mac "${ip_b%/*}")"
    ip -n "$ns_b" addr add "$ip_b" dev "$dev_b"
  else
    ip -n "$ns_b" link set "$dev_b" master br0
  fi
  ip -n "$ns_b" link set "$dev_b" up
  ip -n "$ns_a" link set "$dev_a" up
}

route() { ip -n "$1" route add "$2" via "$3"; }

build_network() {
  host access edge shop-web
  build_clients
  build_line
  build_front
  build_backend
  build_overlay
}

build_clients() {
  local row name address
  switch lan
  cable access lan0 10.20.0.1/24 lan access
  for row in client-a=11 client-b=12 client-c=13 client-d=14 scanner=66; do
    name=${row%=*} address=10.20.0.${row#*=}
    host "$name"
    cable "$name" eth0 "$address/24" lan "$name"
    route "$name" default 10.20.0.1
    # Receive offload, as a client's card has it: else each second segment
    # brings an ACK, and ACKs would be most of the capture. A veth does it only
    # if its peer does no segmentation offload.
    on lan ethtool -K "$name" tso off
    on "$name" ethtool -K eth0 gro on
    on "$name" sh -c 'echo 2000000 >/sys/class/net/eth0/gro_flush_timeout'
  done
}

# build_line is the clients' long line. Kernels for small virtual machines come
# without netem, so a relay between two TAP devices makes the delay, and the
# access router's random drop the loss. It drops behind the TAP devices, where
# large sends have been cut into segments: each segment is lost alone.
build_line() {
  host line
  on line "$python" "$here/relay.py" line0 line1 0.014 >$shop/log/relay 2>&1 &
  wait_for "the relay" ip -n line link show dev line1
  ip -n line link set line0 netns edge
  ip -n line link set line1 netns access
  ip -n edge addr add 172.20.0.1/30 dev line0
  ip -n access addr add 172.20.0.2/30 dev line1
  ip -n edge link set line0 up
  ip -n access link set line1 up
  route access default 172.20.0.1
  route edge 10.20.0.0/24 172.20.0.2
  on access nft -f - <<'NFT'
table inet line {
  chain lossy {
    type filter hook forward priority 0
    iifname "line1" numgen random mod 1000 < 22 counter drop
    oifname "line1" numgen random mod 1000 < 6 counter drop
  }
}
NFT
}

# build_front: shop-web has one address, and one MAC, on both its cards; the link
# to the edge router is unnumbered.
build_front() {
  ip link add front0 netns shop-web address "$(mac 10.30.0.10)" type veth peer name front netns edge
  ip -n edge link set front address "$(mac 10.30.255.1)"
  ip -n edge addr add 10.30.255.1/32 peer 10.30.0.10/32 dev front
  ip -n shop-web addr add 10.30.0.10/32 peer 10.30.255.1/32 dev front0
  ip -n edge link set front up
  ip -n shop-web link set front0 up
  route edge 10.30.0.0/24 10.30.0.10
  route shop-web 10.20.0.0/24 10.30.255.1
  local ns
  for ns in access edge shop-web; do on $ns sysctl -qw net.ipv4.ip_forward=1; done
  # Large sends even at the line's small windows: one record then stands for
  # several segments, as on any host with segmentation offload.
  on shop-web sysctl -qw net.ipv4.tcp_min_tso_segs=8
}

build_backend() {
  local row name address
  switch rack-1
  cable shop-web back0 10.30.0.10/24 rack-1 shop-web
  ipv6_on shop-web back0 $ULA::10
  for row in cache=30 orders-db=40 dns=53 payments=60 mailer=70 label-printer=90; do
    name=${row%=*} address=10.30.0.${row#*=}
    host "$name"
    cable "$name" eth0 "$address/24" rack-1 "$name"
    route "$name" default 10.30.0.10
  done
  ipv6_on cache eth0 $ULA::30
}

# build_overlay: VXLAN between shop-web and rack-2, where the stock and
# warehouse hosts hang on a bridge.
build_overlay() {
  switch rack-2
  cable shop-web under0 10.31.0.10/24 rack-2 under0 10.31.0.50/24
  overlay shop-web 10.31.0.10 10.31.0.50
  ip -n shop-web link set overlay0 address "$(mac 10.60.0.10)"
  ip -n shop-web addr add 10.60.0.10/24 dev overlay0
  overlay rack-2 10.31.0.50 10.31.0.10
  ip -n rack-2 link set overlay0 master br0
  host stock warehouse
  cable stock eth0 10.60.0.50/24 rack-2 stock
  cable warehouse eth0 10.60.0.51/24 rack-2 warehouse
  local ns
  for ns in stock warehouse; do
    ip -n $ns link set eth0 mtu 1450
    route $ns default 10.60.0.10
  done
}

overlay() {
  ip -n "$1" link add overlay0 mtu 1450 type vxlan id $VNI local "$2" remote "$3" dstport 4789
  ip -n "$1" link set overlay0 up
}
