"""Blocks of cells on the clipboard, as spreadsheets write and read them: tabs between cells, a line for each row."""

import re
from collections.abc import Iterable, Iterator, Sequence

# A cell is quoted only where its quotation marks are closed and end it: what somebody wrote in quotation marks is text.
_CELL = re.compile(
    r"""
    (?: "(?P<quoted>[^"]*+(?:""[^"]*+)*+)" (?=[\t\r\n]|\Z) | (?P<plain>[^\t\r\n]*) )
    (?P<end>\t|\r\n|\r|\n|\Z)
    """,
    re.VERBOSE,
)
_MUST_QUOTE = re.compile(r'[\t\r\n]|^"')


def rows_of(text: str) -> Iterator[list[str]]:
    """The cells of each row; rows may differ in length. No text is no row."""
    row: list[str] = []
    place = 0
    while place < len(text) or row:
        found = _CELL.match(text, place)
        assert found is not None  # the plain cell takes anything, also nothing
        quoted = found["quoted"]
        row.append(found["plain"] if quoted is None else _lines(quoted.replace('""', '"')))
        place = found.end()
        if found["end"] != "\t":
            yield row
            row = []


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text_of(rows: Iterable[Sequence[str]]) -> str:
    """Rows as ``rows_of`` reads them back."""
    return "".join("\t".join(map(_quoted, row)) + "\n" for row in rows)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _MUST_QUOTE.search(cell) else cell
