"""How the cells of a workbook are shown: 10.5% is kept as 0.105 there, and 1200万 as 12000000 or 1200; only the style tells."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree import ElementTree as ET

from diagnosis.fieldtypes.numbers import exact, in_digits

STYLES = "xl/styles.xml"
LARGEST = 16 << 20  # bytes
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|(?:[_*].|\[[^\]]*\])|(.)', re.DOTALL)  # text, one of it, what is not shown, the format
GENERAL = re.compile("General|G/通用格式", re.IGNORECASE)
CONDITION = re.compile(r"\s*(?:\[[^\]]*\])*\[[<>=][^\]]*\]")  # of the first section, such as [=0]
# another currency before the number or behind it: [$$-409], [$€-2], "US$", \$; a plain $ too, and the yen of [$¥-411]
CURRENCIES: Mapping[str, str] = {
    r"HK\$|HKD|港[币元]": "港元",
    r"\[\$[¥￥]-(?:0*411)\]|JPY|日元": "日元",
    r"\[\$\$|\[\$USD?|US\$|USD|美[元金]|[\"\\!_(]\$|^\$": "美元",
    r"€|EUR|欧元": "欧元",
    r"£|GBP|英镑": "英镑",
}
SCALED = re.compile(r"[0#?](,+)(?:[.\0]|$)")
LETTERS: Mapping[str, str] = {"k": "千", "w": "万", "m": "百万"}  # what stands for a unit where the format scales: 12.0K
UNIT = re.compile("[十百千]?[万亿](?:元|人)?|[百千]元?|元")


class Shown(NamedTuple):
    """How a cell shows its number: with so many zeros more, or fewer, and this behind it."""

    zeros: int
    behind: str

    def of(self, number: float) -> str | float:
        """The number as it is shown, with all its digits."""
        value = exact(number).scaleb(self.zeros)
        return f"{in_digits(value)}{self.behind}" if self.behind else float(value)


PER_CENT = Shown(2, "%")
BUILT_IN: Mapping[str, Shown] = {"9": PER_CENT, "10": PER_CENT}  # 0% and 0.00%, which every program has


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles that show another number than the cell holds, or a unit with it."""

    pattern: re.Pattern[bytes]
    shown: Mapping[bytes, Shown]

    def cells(self, text: bytes) -> Iterator[tuple[bytes, Shown]]:
        """The cells with such a style in the XML of a sheet, their references in them."""
        for found in self.pattern.finditer(text):
            yield found[0], self.shown[found[1]]


def styles_of(book: zipfile.ZipFile) -> Styles | None:
    """What finds those cells; ``None`` where there is no such style.

    Raises ``ValueError`` for styles that declare anything of their own, ``ParseError`` for damaged ones.
    """
    if STYLES not in book.namelist():
        return None
    with book.open(STYLES) as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST or DECLARED.search(data.replace(b"\0", b"")):
        raise ValueError(STYLES)
    root = ET.fromstring(data)
    own = {str(each.get("numFmtId")): shown_by(str(each.get("formatCode"))) for each in _within(root, "numFmt")}
    formats = {**BUILT_IN} | {number: shown for number, shown in own.items() if shown is not None}
    cells = next((each for each in _within(root, "cellXfs")), None)
    styles = enumerate(cells if cells is not None else ())
    found = {str(place).encode(): formats[number] for place, style in styles if (number := str(style.get("numFmtId"))) in formats}
    if not found:
        return None
    return Styles(re.compile(rb"<(?:\w+:)?c\s[^>]*?\bs\s*=\s*[\"'](" + b"|".join(found) + rb")[\"'][^>]*>"), found)


def shown_by(code: str) -> Shown | None:
    """What a format shows: per cent (``0.0%``), thousands (``0,``), 万 by a point that is text (``0!.0,"万"``), a unit behind.

    ``None``: the number that the cell holds.
    """
    form = behind = ""
    conditional = CONDITION.match(code) is not None
    for found in TOKEN.finditer(GENERAL.sub("0", code)):
        text, letter, own = found.groups()
        if own == ";" and (form or not conditional):  # what begins with [=0]"-" shows other numbers as its next section says
            break
        if own is not None and own in "0#?.,%/eE+- ":
            form, behind = form + own, "" if own in "0#?" else behind
        elif "." in (text, letter) and form[-1:] in {"0", "#", "?"}:
            form += "\0"
        else:
            behind += next((each for each in (text, letter, own) if each is not None), "")
    if "%" in form:
        return PER_CENT
    scaled = SCALED.search(form.rstrip())
    point = sum(each in "0#?" for each in form.partition("\0")[2])
    zeros, unit = -3 * len(scaled[1] if scaled else "") - point, behind.strip()
    foreign = next((name for mark, name in CURRENCIES.items() if re.search(mark, code, re.IGNORECASE)), None)
    if foreign is not None:
        return Shown(zeros, unit if unit.endswith(foreign) else foreign)
    # a text that is no unit stays behind a number that is scaled, which is another one without it
    shown = Shown(zeros, LETTERS.get(unit.lower(), unit) if zeros else unit if UNIT.fullmatch(unit) else "")
    return shown if shown != (0, "") else None


def _within(root: ET.Element, name: str) -> list[ET.Element]:
    return [each for each in root.iter() if each.tag.rpartition("}")[2] == name]
