#!/bin/sh
# Sees that the system libraries are there which Qt loads and PySide6 does not bring.
#   packaging/qt-system-packages.sh            for the offscreen tests
#   packaging/qt-system-packages.sh window     for a window on a real or virtual X screen, too
set -eu
cd "$(dirname "$0")/.."
. packaging/apt.sh

packages="libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0"
qt=$(.venv/bin/python -c 'import importlib.util as u; print(u.find_spec("PySide6").submodule_search_locations[0])')/Qt
set -- "${1:-}" "$qt/lib/libQt6Widgets.so.6" "$qt/lib/libQt6PrintSupport.so.6" "$qt/lib/libQt6Svg.so.6" \
    "$qt/plugins/platforms/libqoffscreen.so"
if [ "$1" = window ]; then
    packages="$packages libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
        libxcb-render-util0 libxcb-util1 libxcb-randr0 libxcb-shape0 libxcb-xkb1"
    set -- "$@" "$qt/plugins/platforms/libqxcb.so"
fi
shift

absent=$(ldd "$@" | sed -n 's/^[[:space:]]*\([^ ]*\) => not found$/\1/p' | sort -u | tr '\n' ' ')
if [ -n "$absent" ]; then
    echo "Qt needs system libraries that are not here: $absent" >&2
    # shellcheck disable=SC2086  # a list of names
    install_packages $packages
fi
