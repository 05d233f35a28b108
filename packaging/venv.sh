#!/bin/sh
# Makes .venv from a lock file: packaging/venv.sh requirements.txt|requirements-dev.txt
# A copy of each lock that is installed lies in .venv; while the copy is the same, there is nothing to do.
set -eu
cd "$(dirname "$0")/.."
. packaging/apt.sh
lock=$1
supported='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'

works() { .venv/bin/python -c "$supported" 2>/dev/null; }
installed() { cmp -s "$1" ".venv/$1"; }

if works && installed "$lock"; then
    exit 0
fi

find_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$candidate" -c "$supported" 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    here=$("${PYTHON:-python3}" --version 2>/dev/null) || here="no ${PYTHON:-python3}"
    echo "Python 3.11 to 3.14 is needed, and $here is here. Name another one with: make PYTHON=/path/to/python3.12 ..." >&2
    exit 1
}

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "$python cannot make virtual environments: its venv module is not installed." >&2
        install_packages "python$version-venv" || exit 1
    fi
    echo "Making .venv with $("$python" --version)"
    [ ! -L .venv ] || rm .venv # a link to another checkout's: --clear would empty that one
    "$python" -m venv --clear .venv
}

# The runtime lock is part of the development lock: a .venv that holds it, unchanged, is only added to.
if ! { works && installed requirements.txt; }; then
    make_venv
fi
echo "Installing $lock into .venv"
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r "$lock"
cp requirements.txt .venv/
cp "$lock" .venv/
