#!/bin/sh
# Sees that the system libraries are there which Qt loads and PySide6 does not bring.
#   packaging/qt-system-packages.sh            for the offscreen tests
#   packaging/qt-system-packages.sh window     for a window on a real or virtual X screen, too
set -eu
cd "$(dirname "$0")/.."
. packaging/apt.sh

qt_lib=$(.venv/bin/python -c 'import importlib.util as u; print(u.find_spec("PySide6").submodule_search_locations[0])')/Qt
offscreen="libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0"
window="libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-util1
 libxcb-randr0 libxcb-shape0 libxcb-xkb1"

# missing FILE... : the shared libraries these Qt files ask for and the system does not have
missing() { ldd "$@" 2>/dev/null | sed -n 's/^[[:space:]]*\([^ ]*\) => not found$/\1/p' | sort -u; }

files="$qt_lib/lib/libQt6Widgets.so.6 $qt_lib/lib/libQt6Gui.so.6 $qt_lib/lib/libQt6Svg.so.6 $qt_lib/lib/libQt6PrintSupport.so.6 $qt_lib/plugins/platforms/libqoffscreen.so"
packages=$offscreen
if [ "${1:-}" = window ]; then
    files="$files $qt_lib/plugins/platforms/libqxcb.so"
    packages="$packages $window"
fi
if [ -z "$(missing $files)" ]; then
    exit 0
fi
echo "Qt needs system libraries that are not here:" $(missing $files) >&2
install_packages $packages
