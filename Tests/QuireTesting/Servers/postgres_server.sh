#!/bin/sh
# Runs a PostgreSQL server in FOLDER until the process OWNER is gone or FOLDER/stop is there.
# postgres_server.sh BIN FOLDER PORT OWNER CERTIFICATE KEY
bin=$1 folder=$2 port=$3 owner=$4

# PostgreSQL refuses to run as root.
as_server() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

mkdir -p "$folder/data" "$folder/socket"
cp "$5" "$folder/server.pem"
cp "$6" "$folder/server.key"
chmod 600 "$folder/server.key"
if [ "$(id -u)" = 0 ]; then chown -R postgres "$folder"; fi
cd "$folder" || exit 1

as_server "$bin/initdb" -D "$folder/data" -U postgres -E UTF8 --locale=C.UTF-8 -A trust --no-sync --no-instructions \
    >"$folder/log" 2>&1 || exit 1
cat >"$folder/data/pg_hba.conf" <<EOF
local all all trust
hostssl all tls_only 127.0.0.1/32 scram-sha-256
host all postgres 127.0.0.1/32 trust
hostnossl all tls_only 127.0.0.1/32 reject
host all all 127.0.0.1/32 scram-sha-256
EOF
cat >>"$folder/data/postgresql.conf" <<EOF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$folder/socket'
ssl = on
ssl_cert_file = '$folder/server.pem'
ssl_key_file = '$folder/server.key'
fsync = off
full_page_writes = off
max_connections = 400
EOF
as_server "$bin/postgres" -D "$folder/data" >>"$folder/log" 2>&1 &
server=$!
while [ ! -e "$folder/stop" ] && kill -0 "$owner" 2>/dev/null && kill -0 "$server" 2>/dev/null; do sleep 0.2; done
as_server "$bin/pg_ctl" -D "$folder/data" -m immediate stop >>"$folder/log" 2>&1
wait "$server"
rm -rf "$folder"
