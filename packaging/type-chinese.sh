#!/bin/sh
# Types Chinese into the program of a .deb with a desktop's input method, on a Debian that holds nothing else, and looks for it in the
# workspace; needs root, mmdebstrap, Xvfb.
#   packaging/type-chinese.sh dist/jizhen_*.deb fcitx|fcitx5|ibus [bookworm|trixie] [MIRROR]     (fcitx is fcitx 4, which trixie lacks)
set -eu
package=$(realpath "$1")
method=$2
suite=${3:-bookworm}
mirror=${4:-http://deb.debian.org/debian}
work=$(mktemp -d)
root=$work/root
screen=""

end() {
    [ -z "$screen" ] || kill "$screen"
    for mounted in proc dev; do ! mountpoint -q "$root/$mounted" || umount --lazy "$root/$mounted"; done # what ran in it may be ending still
    rm -rf --one-file-system "$work"
}
trap end EXIT
inside() { env -i HOME=/home/user LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }

case $method in
    fcitx) packages=fcitx-bin,fcitx-data,fcitx-modules,fcitx-module-dbus,fcitx-module-x11,fcitx-pinyin,fcitx-ui-classic ;;
    fcitx5) packages=fcitx5,fcitx5-pinyin ;;
    ibus) packages=ibus,ibus-libpinyin ;;
    *) echo "no such input method: $method" >&2; exit 2 ;;
esac
mmdebstrap --quiet --variant=apt --include="dbus,dbus-x11,xdotool,procps,$packages" "$suite" "$root" "$mirror"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
cp /etc/resolv.conf "$root/etc/"
cp "$package" "$root/tmp/jizhen.deb"
inside chroot "$root" sh -euc '
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends /tmp/jizhen.deb >/dev/null 2>&1
    dbus-uuidgen --ensure=/etc/machine-id
    useradd -m -u 1000 user'

Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp -noreset 3>"$work/display" 2>/dev/null &
screen=$!
while [ ! -s "$work/display" ]; do sleep 0.1; done
cat >"$root/home/user/survey.json" <<'SURVEY'
{"format": "jizhen-survey", "version": 1, "cluster": {"name_zh": "试点集群"}, "round": {"label": "2024", "date": "2024-06-30"},
 "enterprises": [{"name": "旧名"}]}
SURVEY
cat >"$root/home/user/session.sh" <<'SESSION'
set -eu
cd ~
jizhen import survey.jizhen survey.json >/dev/null
case $1 in
    fcitx)
        mkdir -p .config/fcitx
        printf '[Profile]\nIMName=pinyin\nEnabledIMList=fcitx-keyboard-us:True,pinyin:True\n' >.config/fcitx/profile
        fcitx -D >method.log 2>&1 & ;;
    fcitx5)
        mkdir -p .config/fcitx5
        printf '[Groups/0]\nName=Default\nDefault Layout=us\nDefaultIM=pinyin\n' >.config/fcitx5/profile
        printf '[Groups/0/Items/0]\nName=keyboard-us\n[Groups/0/Items/1]\nName=pinyin\n[GroupOrder]\n0=Default\n' >>.config/fcitx5/profile
        fcitx5 -D >method.log 2>&1 & ;;
    ibus) ibus-daemon -x >method.log 2>&1 & ;;
esac
sleep 5
waited=0
until case $1 in # what the program looks for at its start, and what then answers its keys; a busy machine takes its time
    fcitx) fcitx-remote >/dev/null 2>&1 ;;
    fcitx5) [ -n "$(find .config/ibus/bus -name "*-unix-${DISPLAY#:}" -size +0 2>/dev/null)" ] ;;
    ibus) ibus engine libpinyin >/dev/null 2>&1 || true; [ "$(ibus engine 2>/dev/null)" = libpinyin ] ;; # its status tells of setxkbmap, too
esac; do
    waited=$((waited + 1))
    [ "$waited" -lt 60 ] || { echo "$1 does not answer" >&2; exit 1; }
    sleep 1
done
jizhen survey.jizhen &
program=$!
until window=$(xdotool search --onlyvisible --class jizhen) && [ -n "$window" ]; do sleep 0.5; done
sleep 5
press() { xdotool "$@"; sleep 1.5; }
engine() { # which one is active for the field, as the method itself says; fcitx: 0 no field of the program is known to it, 1 off, 2 on
    case $1 in
        fcitx) echo "state $(fcitx-remote)" ;;
        fcitx5) echo "state $(fcitx5-remote), engine $(fcitx5-remote -n)" ;;
        ibus) echo "engine $(ibus engine)" ;;
    esac
}
press windowfocus "$window"
press key ctrl+2
press mousemove 330 232 click 1
[ "$1" = ibus ] || press key ctrl+space
engine "$1" >engine.txt 2>&1 || true
press type --delay 150 nihao
press key space
press key Return
kill "$program"
wait "$program" || true
jizhen export survey.jizhen --cluster 试点集群 --out typed.json >/dev/null
SESSION
inside DISPLAY=":$(cat "$work/display")" XDG_RUNTIME_DIR=/home/user XMODIFIERS="@im=$method" JIZHEN_LANG=zh \
    chroot --userspec=1000:1000 "$root" dbus-run-session sh /home/user/session.sh "$method"
grep -o '"name": *"[^"]*"' "$root/home/user/typed.json" | sed "s/^/$method on $suite: /"
grep -q '"name": *"你好"' "$root/home/user/typed.json" && exit
echo "$method on $suite: no Chinese; before the first letter: $(cat "$root/home/user/engine.txt"). What it said:" >&2
tail -n 20 "$root/home/user/method.log" >&2
exit 1
