"""Numbers of headings, tables and figures, and what a reference to each of them reads."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagnosis.text import Lang, phrases
from reports.blocks import MARKED, Block, Figure, Heading, Ref, Run, Table, inlines

HAN = "零一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
ROMAN_A = ord("A")


@dataclass(frozen=True, slots=True)
class Numbers:
    """``labels``: what a reference to a key reads; ``bookmarks``: its bookmark; ``headings``: the number text of each heading block.

    ``parts``: the label of a table or figure (with the space that follows it, if any) and its number.
    """

    labels: Mapping[str, str]
    bookmarks: Mapping[str, str]
    headings: Mapping[int, str]
    parts: Mapping[str, tuple[str, int]]

    def plain(self, text: str) -> str:
        """Marked text with its references filled in, as it will read."""
        if not MARKED.search(text):
            return text
        return "".join(part.text if isinstance(part, Run) else self.label(part) for part in inlines(text))

    def label(self, reference: Ref) -> str:
        """What a reference reads."""
        return self.labels[reference.key]


def han(number: int) -> str:
    """一 .. 九十九."""
    tens, ones = divmod(number, 10)
    if not tens:
        return HAN[ones]
    return ("" if tens == 1 else HAN[tens]) + "十" + (HAN[ones] if ones else "")


def number_of(counts: Sequence[int], level: int, numbered: str, lang: Lang) -> str:
    """The number before a heading, as Word's list numbering writes it."""
    top, middle, low = counts
    if lang == "zh":
        first = f"附录{STEMS[top - 1]}" if numbered == "appendix" else f"{han(top)}、"
        return (first, f"（{han(middle)}）", f"{low}.")[level - 1]
    first = chr(ROMAN_A + top - 1) if numbered == "appendix" else str(top)
    if level == 1:
        return f"Appendix {first}" if numbered == "appendix" else first
    return f"{first}.{middle}" if level == 2 else f"{first}.{middle}.{low}"


def number(blocks: Sequence[Block], lang: Lang) -> Numbers:
    """Numbers every heading, table and figure in its order."""
    labels: dict[str, str] = {}
    bookmarks: dict[str, str] = {}
    headings: dict[int, str] = {}
    parts: dict[str, tuple[str, int]] = {}
    counts = {"chapter": [0, 0, 0], "appendix": [0, 0, 0]}
    totals = {"table": 0, "figure": 0}
    for place, block in enumerate(blocks):
        if isinstance(block, Heading):
            if block.numbered is not None:
                own = counts[block.numbered]
                own[block.level - 1] += 1
                own[block.level :] = [0] * (3 - block.level)
                headings[place] = number_of(own, block.level, block.numbered, lang)
                _label(labels, bookmarks, block, _full(own, block, lang))
        elif isinstance(block, Table | Figure):
            kind = "table" if isinstance(block, Table) else "figure"
            totals[kind] += 1
            label = phrases("report")[f"label.{kind}"].to(lang) + ("" if lang == "zh" else " ")
            parts[block.key] = (label, totals[kind])
            labels[block.key] = f"{label}{totals[kind]}"
            bookmarks[block.key] = bookmark_of(block.key, 2 if kind == "table" else 3)
    return Numbers(labels, bookmarks, headings, parts)


def _label(labels: dict[str, str], bookmarks: dict[str, str], block: Heading, text: str) -> None:
    if block.key:
        labels[block.key] = text
        bookmarks[block.key] = bookmark_of(block.key, 1)


def bookmark_of(key: str, kind: int) -> str:
    """The bookmark of a heading (1), table (2) or figure (3): the same whatever else is in the report, so that it can be read back."""
    return f"_Ref{kind}{zlib.crc32(key.encode()) % 10**8:08d}"


def _full(counts: Sequence[int], block: Heading, lang: Lang) -> str:
    """A heading's number with those above it, as a reference reads: 四、（一）."""
    assert block.numbered is not None
    if lang == "en":
        return number_of(counts, block.level, block.numbered, lang)
    return "".join(number_of(counts, level, block.numbered, lang) for level in range(1, block.level + 1))
