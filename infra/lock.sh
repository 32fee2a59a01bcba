#!/bin/sh
# Writes the two lock files from pyproject.toml: exact versions with the digests of every published file,
# for Python 3.11 and later. Needs `uv`; everything else about the project installs with plain pip.
# Digests come from uv's own default index; no address of any index is written.
set -eu
cd "$(dirname "$0")/.."
lock() { # output file, then what to include
    output=$1
    shift
    python3 - <<'EOF' | uv pip compile --no-config --universal --python-version 3.11 --generate-hashes --upgrade \
        --no-emit-index-url --no-annotate --no-header --quiet --output-file "$output" pyproject.toml - "$@" >/dev/null
import re
text = open("pyproject.toml", encoding="utf-8").read()
print("\n".join(re.findall(r'"([^"]+)"', re.search(r"\[build-system\]\s*requires = \[(.*?)\]", text, re.S)[1])))
EOF
    echo "$output: $(grep -c '==' "$output") packages"
}
lock infra/requirements.lock --extra embedded
lock infra/requirements-dev.lock --extra embedded --group dev
