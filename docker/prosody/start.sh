#!/bin/sh
# Gives the domain a self-signed certificate where it has none yet, then runs the command.
# For a real one, put DOMAIN.crt and DOMAIN.key in the certs folder of the volume.
set -eu
certs=${PROSODY_CERTS:-/var/lib/prosody/certs}
domain=${XMPP_DOMAIN:?}
if [ ! -e "$certs/$domain.crt" ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=$domain" \
    -addext "subjectAltName=DNS:$domain" -keyout "$certs/$domain.key" -out "$certs/$domain.crt" 2> /dev/null
fi
exec "$@"
