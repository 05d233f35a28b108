#!/bin/sh
# Installs the .deb on a Debian that holds nothing else, tries it there, and removes it again; needs root and mmdebstrap.
#   packaging/clean-machine.sh dist/jizhen_*.deb [bookworm|bullseye|trixie] [MIRROR]
# In it are no Python, no fonts and no development files; the window is shown on a virtual screen outside.
set -eu
package=$(realpath "$1")
suite=${2:-bookworm}
mirror=${3:-http://deb.debian.org/debian}
work=$(mktemp -d)
root=$work/root
screen=""

end() {
    [ -z "$screen" ] || kill "$screen"
    for mounted in proc dev; do ! mountpoint -q "$root/$mounted" || umount "$root/$mounted"; done
    rm -rf --one-file-system "$work"
}
trap end EXIT
inside() { env -i HOME=/home/user LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }
user() { inside chroot --userspec=1000:1000 "$root" "$@"; }
files() { (cd "$root" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./home -o -path ./tmp -o -path ./var -o -path ./run \) -prune -o -print | sort); }

echo "A minimal Debian $suite"
mmdebstrap --quiet --variant=minbase "$suite" "$root" "$mirror"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mkdir -p "$root/home/user"
chown 1000:1000 "$root/home/user"
cp /etc/resolv.conf "$root/etc/"
cp "$package" "$root/tmp/jizhen.deb"
inside chroot "$root" sh -c 'command -v python3 || command -v gcc' && { echo "there is more in it than a clean machine has" >&2; exit 1; }

# what a desktop has anyway: they note the type of the file and the menu entry, and stay
inside chroot "$root" apt-get update -qq
inside chroot "$root" apt-get install -qq -y --no-install-recommends shared-mime-info desktop-file-utils hicolor-icon-theme >/dev/null 2>&1
files >"$work/before"
inside chroot "$root" apt-get install -qq -y --no-install-recommends /tmp/jizhen.deb >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
echo "installed: $(inside chroot "$root" dpkg-query -W -f '${Version}, ${db:Status-Status}' jizhen), packages beside it: $(inside chroot "$root" dpkg-query -f '.\n' -W | wc -l)"
inside chroot "$root" desktop-file-validate /usr/share/applications/jizhen.desktop
grep -q 'application/x-jizhen=jizhen.desktop' "$root/usr/share/applications/mimeinfo.cache"
grep -q '\*\.jizhen' "$root/usr/share/mime/globs2"

user jizhen --version
user jizhen demo --out /home/user/示例 >/dev/null
echo "reports: $(find "$root/home/user/示例" -name '*.docx' | wc -l)"

Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp -noreset 3>"$work/display" 2>/dev/null &
screen=$!
while [ ! -s "$work/display" ]; do sleep 0.1; done
inside DISPLAY=":$(cat "$work/display")" JIZHEN_SMOKE_SCREENSHOT=/home/user/window.png \
    chroot --userspec=1000:1000 "$root" jizhen /home/user/示例/demo.jizhen
echo "window: $(wc -c <"$root/home/user/window.png") bytes of picture"
cp "$root/home/user/window.png" "${PICTURE:-$work/window.png}"

inside chroot "$root" apt-get purge -qq -y jizhen >/dev/null 2>&1
inside chroot "$root" apt-get autoremove -qq -y --purge >/dev/null 2>&1
files >"$work/after"
if left=$(comm -13 "$work/before" "$work/after" | grep -E 'jizhen'); then
    printf 'left behind:\n%s\n' "$left" >&2
    exit 1
fi
echo "removed: nothing of it is left"
