#!/bin/sh
# Writes the two lock files from pyproject.toml: every version with its hashes, for every system and Python it allows.
# The versions already locked stay unless UPGRADE=1 is given.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-uv}
command -v "$uv" >/dev/null || { echo "make lock needs uv (pip install uv); name it with UV=/path/to/uv" >&2; exit 1; }

lock() {
    "$uv" pip compile pyproject.toml "$@" --quiet ${UPGRADE:+--upgrade} \
        --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
        --no-config --no-emit-index-url --custom-compile-command "make lock"
}
lock --output-file requirements.txt
lock --group dev --constraints requirements.txt --output-file requirements-dev.txt
