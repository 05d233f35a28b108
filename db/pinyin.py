"""Chinese in the order in which people look it up: by sound, character by character (``templates/pinyin.tsv``)."""

from collections.abc import Mapping
from functools import cache

from diagnosis.text import TEMPLATES, fold

FIRST = 0x4E00  # the first Chinese character; a text keeps its other characters, which come before


def sort_key(text: str | None) -> str | None:
    """A text to sort by: each Chinese character becomes one that stands among the others as its sound does."""
    if text is None:
        return None
    table, places = _tables()
    key = fold(text).casefold()
    for place, meant in places.items():
        key = key.replace(place, meant)
    return key.translate(table)


@cache
def _tables() -> tuple[Mapping[int, int], Mapping[str, str]]:
    """Character -> its place; name of a place -> the same with a first character that sounds as its own does there."""
    table: dict[int, int] = {}
    places: dict[str, str] = {}
    for line in (TEMPLATES / "pinyin.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            _sound, characters, *named = line.split("\t")
            for character in characters:
                table[ord(character)] = FIRST + len(table)
            places |= {name: characters[0] + name[1:] for names in named for name in names.split()}
    return table, places
