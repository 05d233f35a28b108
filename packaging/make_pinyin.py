"""Writes templates/pinyin.tsv: the characters in the order in which a Chinese dictionary by sound has them.

pypinyin (MIT) must be installed; the program does without it, as it takes 55 MB and 85 microseconds a name. A character with
several readings stands under the one that the order of GB 2312 gives it, which has the 3,755 common characters by sound
(长 under cháng, 厦 under xià, as one looks up 长沙 and 厦门); any other one under its first reading. Names of places that begin
with another reading are listed.
"""

import unicodedata
from pathlib import Path

from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_tone3

TARGET = Path(__file__).resolve().parent.parent / "templates" / "pinyin.tsv"
HAN = range(0x4E00, 0xA000)
# what one looks up under a reading that its first character does not have here
PLACES = {"重庆": "chong2", "六安": "lu4", "乐清": "yue4", "蚌埠": "beng4", "单县": "shan4", "浚县": "xun4"}
HEAD = """\
# 汉字按拼音排列：音节（数字为声调）、读此音的汉字、以此音开头而首字另归别处的地名。
# Characters by sound: the syllable (its tone as a digit), the characters read so, and names of places that begin so though their first
# character stands elsewhere. Written by packaging/make_pinyin.py.
"""


def readings(character: str) -> list[str]:
    """All readings, the commonest first, as "chang2"; no tone is 5."""
    found = PINYIN_DICT.get(ord(character), "")
    marked = [to_tone3(each, neutral_tone_with_five=True) for each in found.split(",") if each]
    return [each for each in marked if each[:-1].isascii() or "ü" in each or "v" in each]


def key(syllable: str) -> tuple[str, str]:
    """Alphabetical, lü after lu and before luan, then by tone."""
    return syllable[:-1].replace("ü", "u!").replace("v", "u!"), syllable[-1]


def common() -> dict[str, str]:
    """The characters of GB 2312's first level and the reading by which each stands there: the longest run of rising sounds."""
    codes = [bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    characters = [each.decode("gb2312") for each in codes if each < b"\xd7\xfa"]
    best: dict[str, tuple[int, list[str]]] = {"": (0, [])}  # the last sound -> characters that fit, and the readings taken
    for character in characters:
        choices = readings(character)
        after: dict[str, tuple[int, list[str]]] = {}
        for last, (fit, taken) in best.items():
            options = [(last, fit, choices[0]), *((key(each)[0], fit + 1, each) for each in choices if key(each)[0] >= last)]
            for sound, score, reading in options:
                if sound not in after or after[sound][0] < score:
                    after[sound] = (score, [*taken, reading])
        best = dict(sorted(after.items(), key=lambda entry: -entry[1][0])[:40])
    return dict(zip(characters, max(best.values(), key=lambda entry: entry[0])[1], strict=True))


def main() -> None:
    level = common()
    place = {character: number for number, character in enumerate(level)}
    lines: dict[str, list[str]] = {}
    for code in HAN:
        character = chr(code)
        sounds = [level[character]] if character in level else readings(character)[:1]
        if sounds:
            lines.setdefault(sounds[0], []).append(character)
    rows = []
    for syllable in sorted(lines, key=key):
        characters = sorted(lines[syllable], key=lambda each: (place.get(each, len(place)), each))
        places = " ".join(name for name, sound in PLACES.items() if sound == syllable and name[0] not in characters)
        rows.append(f"{syllable}\t{''.join(characters)}\t{places}".rstrip("\t"))
    TARGET.write_text(unicodedata.normalize("NFC", HEAD + "\n".join(rows) + "\n"), encoding="utf-8")


if __name__ == "__main__":
    main()
