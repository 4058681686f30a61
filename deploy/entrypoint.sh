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
exec node --enable-source-maps --max-semi-space-size=8 "$main" "$@"
