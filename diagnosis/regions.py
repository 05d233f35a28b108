"""The administrative divisions (``templates/regions.tsv``): what a code of GB/T 2260 is called, and which codes a text may mean."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from diagnosis.text import TEMPLATES, Text, fold

MOST = 40  # found at once: more than that nobody reads
HAN = r"[\u3400-\u9fff]"
KINDS = r"(特别行政区|(维吾尔|壮族|回族)?自治区|自治[州县旗]|[省市县区旗盟]|地区|新区|林区|特区)$"


class Region(NamedTuple):
    """A division. ``name``: its own; ``group``: a mere group of divisions, which is not called by name.

    What is searched: ``short``, the Chinese name without its kind; ``whole``, the Chinese names from the province down to it;
    ``spelt``, how both of its Chinese names and the English one are written in Latin letters; ``initials``, those of the syllables.
    """

    code: str
    name: Text
    group: bool
    short: str
    whole: str
    spelt: tuple[str, str, str]
    initials: str

    @property
    def label(self) -> Text:
        """The division with those that it is in, and its code: 湖南省 长沙市 (430100)."""
        return region_label(self.code) or self.name


@cache
def _file() -> bytes:
    """UTF-8, a line for each division: its code, the Chinese name, the English one, and the pinyin, which mere groups do not have."""
    return (TEMPLATES / "regions.tsv").read_bytes().replace(b"\r\n", b"\n")


def _row(code: str) -> list[str] | None:
    """What is said of a division; found in the file, as a name that is shown is not worth a millisecond for all the others."""
    place = _file().find(f"\n{code}\t".encode())
    return _file()[place + 1 : _file().index(b"\n", place + 1)].decode().split("\t")[1:] if place >= 0 else None


@cache
def regions() -> Mapping[str, Region]:
    """All divisions by code, in the order of the codes, ready to be searched; made once, in some tens of milliseconds."""
    found: dict[str, Region] = {}
    for code, zh, en, pinyin in (line.split("\t") for line in _file().decode().splitlines() if not line.startswith("#")):
        syllables, short, above = pinyin.split(), re.sub(KINDS, "", zh), _above(code)
        found[code] = Region(
            code=code,
            name=Text(zh, en),
            group=not pinyin,
            short=short,
            whole=(found[above].whole if above else "") + (zh if pinyin else ""),
            spelt=("".join(syllables[: len(short)]), "".join(syllables), _letters(en)),
            initials="".join(syllable[0] for syllable in syllables),
        )
    return found


def _letters(text: str) -> str:
    """Latin text as it is compared: without accents, spaces and marks."""
    return "".join(character for character in unicodedata.normalize("NFKD", text).casefold() if character.isalnum())


def _above(code: str) -> str | None:
    """The code of the division that one is in."""
    if code.endswith("0000"):
        return None
    return f"{code[:2]}0000" if code.endswith("00") else f"{code[:4]}00"


def _label(code: str, row: Sequence[str]) -> Text:
    """A division with those that it is in, mere groups left out."""
    line, above = [row], _above(code)
    while above is not None:
        line += [row for row in [_row(above)] if row is not None and row[2]]
        above = _above(above)
    zh, en = " ".join(row[0] for row in reversed(line)), ", ".join(row[1] for row in line)
    return Text(f"{zh} ({code})", f"{en} ({code})")


def region_label(code: str | None) -> Text | None:
    """A division's name and code; ``None`` for a code that is not known. Takes nothing that only a search needs."""
    row = _row(code) if code else None
    return _label(code, row) if code and row else None


def find_regions(typed: str) -> list[Region]:
    """The divisions that a text may mean, the likeliest first, of the equally likely the larger ones first.

    Looks for the beginning of a code, for a part of a Chinese name (长沙, 湖南长沙), and for the beginning of a name in pinyin
    (changsha), of its initials (css) and of its English name.
    """
    text = _letters(fold(typed))
    fits = _by_code if text.isdigit() else _by_name if re.search(HAN, text) else _by_sound
    ranked = [(rank, region) for region in regions().values() if (rank := fits(text, region)) is not None] if text else []
    ranked.sort(key=lambda pair: (pair[0], _level(pair[1].code), pair[1].code))
    return [region for _, region in ranked[:MOST]]


def named(typed: str) -> list[Region]:
    """The divisions that are called exactly so, or so within others, wholly or without their kind: 云溪区, 岳阳市云溪区, 湖南岳阳.

    Of a city and what lies in it only the city.
    """
    text = _letters(fold(typed))
    places = [each for each in regions().values() if not each.group]
    found = [each for each in places if text in _names(each)] or [each for each in places if _is_within(text, each)]
    city = found[0].code[:4] if found and _level(found[0].code) == 1 else ""
    return found[:1] if city and all(each.code.startswith(city) for each in found) else found


def _names(region: Region) -> tuple[str, ...]:
    return (region.name.zh, region.short, region.whole, region.spelt[2])


def _is_within(text: str, region: Region) -> bool:
    """Whether the text is the division's name behind names of those that it is in, some or all, in order."""
    before, above = _without(text, region), _above(region.code)
    if before == text:
        return False
    while before and above is not None:
        if not regions()[above].group:
            before = _without(before, regions()[above])
        above = _above(above)
    return not before


def _without(text: str, region: Region) -> str:
    """The text without the division's name at its end, if it stands there."""
    name = next((name for name in (region.name.zh, region.short) if text.endswith(name)), "")
    return text.removesuffix(name)


def _level(code: str) -> int:
    """0 a province, 1 a city, 2 a county."""
    return 0 if code.endswith("0000") else 1 if code.endswith("00") else 2


# How well a text fits, 0 best; ``None``: not at all.


def _by_code(text: str, region: Region) -> int | None:
    return 0 if region.code.startswith(text) else None


def _by_name(text: str, region: Region) -> int | None:
    if region.group or text[-1] not in region.name.zh:
        return None
    if text in {region.name.zh, region.short}:
        return 0
    if text in region.name.zh:
        return 1 if region.name.zh.startswith(text) else 2
    return 3 if _in_order(text, region.whole) else None


def _in_order(text: str, whole: str) -> bool:
    """Whether the characters stand in the name one after the other, perhaps with others between: 湖南长沙 in 湖南省长沙市."""
    rest = iter(whole)
    return all(character in rest for character in text)


def _by_sound(text: str, region: Region) -> int | None:
    if region.group:
        return None
    if text in region.spelt:
        return 0
    if any(name.startswith(text) for name in region.spelt):
        return 1
    return 2 if region.initials.startswith(text) else None
