#!/bin/sh
# exchange <app> [arguments]: runs one app of the image, e.g. "exchange gateway" or "exchange setup migrate".
set -eu
app=${1:-}
main=/srv/exchange/dist/apps/$app/src/main.js
if [ -z "$app" ] || [ ! -f "$main" ]; then
  echo "用法 / usage: exchange <$(cd /srv/exchange/dist/apps && ls -d */ | tr -d '/\n' | sed 's/ /|/g')>" >&2
  exit 64
fi
shift
# Memory under load: a small young generation, and an old one that is collected when it has grown by a third, not by the
# double and more; both cost less than a twentieth of the throughput and keep the gateway below 350 MB.
exec node --enable-source-maps --max-semi-space-size=8 --heap-growing-percent=30 "$main" "$@"
