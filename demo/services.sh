# The shop's servers and its traffic: sourced by demo/record. Everything runs
# in the foreground of a namespace and dies with the script.

# wait_for WHAT COMMAND... tries the command for ten seconds.
wait_for() {
  local what=$1 tries=100
  shift
  until "$@" >/dev/null 2>&1; do
    [ $((tries -= 1)) -gt 0 ] || die "$what does not start"
    sleep 0.1
  done
}

# role NS PROGRAM ARG... runs one of demo/hosts in the background.
role() {
  local ns=$1 program=$2
  shift 2
  on "$ns" "$python" -B "$here/hosts/$program.py" "$@" >"$shop/log/$ns-$program" 2>&1 &
}

listens() { on "$1" "$python" -c "import socket; socket.create_connection(('$2', $3), 1)"; }

start_backend() {
  make_certificate
  on dns dnsmasq --keep-in-foreground --conf-file="$here/etc/dnsmasq.conf" >$shop/log/dns 2>&1 &
  on cache redis-server --bind $ULA::30 --protected-mode no --save '' --dir $shop >$shop/log/cache 2>&1 &
  start_database
  role stock stock
  role warehouse stock
  role payments payments $shop/tls
  role mailer mailer
  wait_for "the cache" listens cache $ULA::30 6379
  wait_for "stock" listens stock 127.0.0.1 8080
  wait_for "payments" listens payments 127.0.0.1 443
  wait_for "the mailer" listens mailer 127.0.0.1 25
}

make_certificate() {
  mkdir $shop/tls
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
    -subj '/CN=shop.internal' -addext 'subjectAltName=DNS:*.shop.internal' \
    -keyout $shop/tls/key.pem -out $shop/tls/cert.pem 2>$shop/log/openssl
}

start_database() {
  local bin data=$shop/db
  bin=$(dirname "$(compgen -G "$POSTGRES" | sort -V | tail -n 1)")
  install -d -o postgres $data
  # PostgreSQL refuses to run as root.
  local as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  (cd $data && "${as[@]}" "$bin/initdb" -D $data -A trust -U shop --no-sync --locale=C -E UTF8) >$shop/log/initdb 2>&1
  echo 'host all all 10.30.0.0/24 trust' >>$data/pg_hba.conf
  (cd $data && on orders-db "${as[@]}" "$bin/postgres" -D $data -k $data -h 10.30.0.40 \
    -c fsync=off -c autovacuum=off) >$shop/log/orders-db 2>&1 &
  wait_for "orders-db" "$bin/pg_isready" -h $data -U shop
  "$bin/psql" -q -v ON_ERROR_STOP=1 -h $data -U shop -d postgres -f "$here/etc/shop.sql" >$shop/log/sql 2>&1
}

start_web() {
  "$python" "$here/hosts/pictures.py" $shop/www
  mkdir $shop/nginx
  role shop-web orders
  on shop-web nginx -e $shop/log/nginx -p $shop -c "$here/etc/nginx.conf" &
  wait_for "the orders app" listens shop-web 127.0.0.1 8000
  wait_for "nginx" listens shop-web 127.0.0.1 443
}

# run_traffic SECONDS runs the clients, all bounded in time, and waits for them.
run_traffic() {
  local seconds=$1 pids=() name
  for name in client-a client-b client-c client-d; do
    role $name client $name "$seconds"
    pids+=($!)
  done
  role label-printer announcer "$seconds"
  pids+=($!)
  role scanner scanner 10.30.0 11
  pids+=($!)
  on client-d ping -c "$((seconds - 2))" -W 1 10.30.0.10 >$shop/log/ping 2>&1 &
  pids+=($!)
  wait "${pids[@]}" || true # a lost ping is no failure
}
