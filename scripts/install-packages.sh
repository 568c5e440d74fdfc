#!/bin/sh
# Installs Debian packages, as root, without letting a freshly installed server start as a service: the testbed starts
# its own. A server that was there before is none of our business and is not touched.
#   install-packages.sh PACKAGE…
set -eu
export DEBIAN_FRONTEND=noninteractive
policy=${POLICY_FILE:-/usr/sbin/policy-rc.d} # asked by invoke-rc.d before any service starts; 101: forbidden
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 1' HUP INT TERM
  printf '#!/bin/sh\ncase $1 in prosody|ejabberd|nginx) exit 101;; esac\n' > "$policy"
  chmod 755 "$policy"
fi
install() { apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"; }
# Package lists may be missing or old.
if ! install "$@"; then
  apt-get update
  install "$@"
fi
for package in "$@"; do # not at the next boot either
  case $package in
    prosody | ejabberd) service=$package ;;
    nginx-light) service=nginx ;;
    *) continue ;;
  esac
  if [ -d /run/systemd/system ]; then systemctl disable --now "$service"; else update-rc.d "$service" disable; fi
done
