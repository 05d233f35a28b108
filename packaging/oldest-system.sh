#!/bin/sh
# Freezes the program on Debian 11 (glibc 2.31), so that it runs on that and everything newer, tries it and packs it there.
#   packaging/oldest-system.sh OUT [WORK]         needs root and mmdebstrap; WORK holds the system, 2 GB, and is kept for the next time
# Debian 11 has no Python that is new enough: Debian 12's is built there from its source package, and its SQLite with it.
set -eu
out=$(realpath "$1")
work=$(realpath -m "${2:-/var/cache/jizhen-release}")
root=$work/bullseye
mirror=${MIRROR:-http://deb.debian.org/debian}
certificates=/etc/ssl/certs/ca-certificates.crt  # this machine's, which may know a firm's own proxy
cd "$(dirname "$0")/.."

inside() { env -i HOME=/root LANG=C.UTF-8 PATH=/opt/python/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive PIP_CERT=$certificates ${PIP_INDEX_URL:+PIP_INDEX_URL="$PIP_INDEX_URL"} chroot "$root" "$@"; }
end() { for mounted in proc dev; do ! mountpoint -q "$root/$mounted" || umount "$root/$mounted"; done; }
trap end EXIT

if [ ! -x "$root/opt/python/bin/python3" ]; then
    packages=build-essential,dpkg-dev,tcl,file,ca-certificates,git,xz-utils,pkg-config,zlib1g-dev,libbz2-dev,liblzma-dev,libexpat1-dev,libffi-dev,libssl-dev,uuid-dev
    packages=$packages,libgl1,libegl1,libxkbcommon0,libxkbcommon-x11-0,libfontconfig1,libdbus-1-3,libglib2.0-0,libxcb-cursor0,libxcb-icccm4
    packages=$packages,libxcb-image0,libxcb-keysyms1,libxcb-render-util0,libxcb-util1,libxcb-randr0,libxcb-shape0,libxcb-xkb1,libcups2,xvfb,xdotool,strace
    rm -rf --one-file-system "$root"
    mkdir -p "$work"
    mmdebstrap --quiet --variant=apt --include="$packages" bullseye "$root" "$mirror"
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    cp /etc/resolv.conf "$root/etc/"
    echo "deb-src $mirror bookworm main" >"$root/etc/apt/sources.list.d/source.list"
    inside sh -euc '
        apt-get update -qq
        cd /usr/src
        apt-get source -qq --download-only python3.11 sqlite3
        for file in python3.11_*.dsc sqlite3_*.dsc; do dpkg-source --no-check -x "$file"; done
        # Debian takes pip out of it, for a package of its own
        tar -C python3.11-*/ --strip-components=1 -xf python3.11_*.orig.tar.gz --wildcards "*/Lib/ensurepip/*"
        # Debian builds this module into the interpreter, where the headers it has come to need are open
        sed -i "1i #define Py_BUILD_CORE_MODULE 1" python3.11-*/Modules/pyexpat.c
        (cd sqlite3-*/ && ./configure -q --prefix=/opt/python --disable-tcl --disable-static CFLAGS="-O2 -DSQLITE_ENABLE_COLUMN_METADATA" &&
            make -s -j"$(nproc)" && make -s install)
        (cd python3.11-*/ && ./configure -q --prefix=/opt/python --enable-shared --enable-optimizations=no --with-ensurepip=install --with-system-expat \
            CPPFLAGS=-I/opt/python/include LDFLAGS="-L/opt/python/lib -Wl,-rpath,/opt/python/lib" && make -s -j"$(nproc)" && make -s install)
    ' >"$work/python.log" 2>&1 || { tail -20 "$work/python.log"; exit 1; }
fi
mountpoint -q "$root/proc" || { mount -t proc proc "$root/proc"; mount --bind /dev "$root/dev"; }

cp "$certificates" "$root$certificates"
rm -rf "$root/src"
git clone -q --no-hardlinks . "$root/src"
inside git config --global --add safe.directory /src
inside sh -euc '
    cd /src
    make .venv PYTHON=/opt/python/bin/python3
    # what reaches into the Python that is frozen, which is another than most tests are run with
    QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest -q tests/packaging/test_quick_enums.py tests/packaging/test_frozen_start.py
    make package deb tarball'
mkdir -p "$out"
cp "$root"/src/dist/*.deb "$root"/src/dist/*.tar.xz "$out"
