"""Which cells of a workbook are shown in per cent: 10.5% is kept as 0.105 there, and only its style tells it from that number."""

import re
import zipfile
from xml.etree import ElementTree as ET

STYLES = "xl/styles.xml"
LARGEST = 16 << 20  # bytes
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
BUILT_IN = {"9", "10"}  # 0% and 0.00%, which every program has
QUOTED = re.compile(r'"[^"]*"|\\.|_.')  # text beside the number


def per_cent_styles(book: zipfile.ZipFile) -> re.Pattern[bytes] | None:
    """What finds the cells with such a style in the XML of a sheet, their references in it; ``None`` where there is no such style.

    Raises ``ValueError`` for styles that declare anything of their own, ``ParseError`` for damaged ones.
    """
    if STYLES not in book.namelist():
        return None
    with book.open(STYLES) as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST or DECLARED.search(data.replace(b"\0", b"")):
        raise ValueError(STYLES)
    root = ET.fromstring(data)
    own = {str(each.get("numFmtId")): str(each.get("formatCode")) for each in _within(root, "numFmt")}
    formats = BUILT_IN | {number for number, code in own.items() if is_per_cent(code)}
    cells = next((each for each in _within(root, "cellXfs")), None)
    found = [str(place) for place, style in enumerate(cells if cells is not None else ()) if style.get("numFmtId") in formats]
    if not found:
        return None
    return re.compile(rb"<(?:\w+:)?c\s[^>]*?\bs\s*=\s*[\"'](?:" + "|".join(found).encode() + rb")[\"'][^>]*>")


def is_per_cent(code: str) -> bool:
    """Whether a format shows a number in per cent, such as ``0.0%``."""
    return "%" in QUOTED.sub("", code)


def _within(root: ET.Element, name: str) -> list[ET.Element]:
    return [each for each in root.iter() if each.tag.rpartition("}")[2] == name]
