#!/bin/sh
# Installs Debian packages, as root, without letting a freshly installed Prosody start as a service: the testbed starts
# its own. A Prosody that was there before is none of our business and is not touched.
#   install-packages.sh PACKAGE…
set -eu
export DEBIAN_FRONTEND=noninteractive
policy=${POLICY_FILE:-/usr/sbin/policy-rc.d} # asked by invoke-rc.d before any service starts; 101: forbidden
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 1' HUP INT TERM
  printf '#!/bin/sh\n[ "$1" != prosody ] || exit 101\n' > "$policy"
  chmod 755 "$policy"
fi
install() { apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"; }
# Package lists may be missing or old.
if ! install "$@"; then
  apt-get update
  install "$@"
fi
case " $* " in
  *" prosody "*) # not at the next boot either
    if [ -d /run/systemd/system ]; then systemctl disable --now prosody; else update-rc.d prosody disable; fi ;;
esac
