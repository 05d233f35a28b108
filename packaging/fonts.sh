#!/bin/sh
# Makes templates/fonts/ again from the npm package that carries Noto Sans SC (templates/fonts/README.md says what and why).
# Needs npm and the development .venv (fonttools comes with matplotlib).
set -eu
cd "$(dirname "$0")/.."
package=@expo-google-fonts/noto-sans-sc@0.4.3
fonts=$PWD/templates/fonts
python=$PWD/.venv/bin/python
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$work" && npm pack --silent "$package" >/dev/null && tar xzf ./*.tgz)
cp "$work/package/400Regular/NotoSansSC_400Regular.ttf" "$fonts/NotoSansSC-Regular.ttf"
cp "$work/package/LICENSE_FONT" "$fonts/OFL.txt"

# Emphasis: the characters of GB 2312, and the marks the program draws; a rarer one is drawn in the regular weight (reports/drawing/style.py).
"$python" - >"$work/characters.txt" <<'PYTHON'
pairs = (bytes((high, low)) for high in range(0xA1, 0xFF) for low in range(0xA1, 0xFF))
common = {text for pair in pairs if (text := pair.decode("gb2312", "ignore"))}
marks = {chr(code) for block in (range(0x20, 0x17F), range(0x2000, 0x27C0)) for code in block}
print("".join(sorted(common | marks)))
PYTHON
"$python" -m fontTools.subset "$work/package/600SemiBold/NotoSansSC_600SemiBold.ttf" \
    --text-file="$work/characters.txt" --output-file="$fonts/NotoSansSC-SemiBold.ttf" \
    --layout-features='kern,mark,mkmk,ccmp,locl' --no-hinting --drop-tables+=BASE,vhea,vmtx,STAT --name-IDs='*' --no-recalc-timestamp
chmod 644 "$fonts"/*
ls -l "$fonts"
