"""What is wrong with a data file that somebody wrote (TOML, or JSON), and in which line and column, in a few words of either language."""

import json
import re

from diagnosis.text import Text, phrase

PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
# The beginning of what Python's parser says of TOML -> a phrase; what it may say besides is "not as TOML is written".
SAYS = {
    "Cannot ": "twice",
    "Duplicate ": "twice",
    "Escaped character": "backslash",
    "Expected '='": "equals",
    "Expected ']": "bracket",
    "Expected newline": "newline",
    "Illegal character": "quote",
    "Invalid date": "date",
    "Invalid hex": "backslash",
    "Invalid initial": "key",
    "Invalid statement": "key",
    "Invalid value": "value",
    "Unclosed": "open",
    "Unescaped": "backslash",
    "Unterminated": "quote",
}


def fault(error: Exception, content: bytes) -> Text:
    """What a parser found wrong with a file of this content.

    ``error``: ``tomllib.TOMLDecodeError``, ``json.JSONDecodeError``, ``UnicodeDecodeError``, ``RecursionError`` for what is nested
    deeper than can be followed, or another ``ValueError`` for a number of more digits than Python converts.
    """
    match error:
        case RecursionError():
            return phrase("errors", "unparsed-deep")
        case UnicodeDecodeError():
            return _at(*_place(error.object[: error.start].decode("utf-8", "replace")), "encoding")
        case json.JSONDecodeError():
            return _at(error.lineno, error.colno, "json")
    said = str(error)
    found = PLACE.search(said)
    if found is None:
        return phrase("errors", "unparsed-digits")
    key = next((key for begin, key in SAYS.items() if said.startswith(begin)), "syntax")
    if found[1]:
        return _at(int(found[1]), int(found[2]), key)
    return _at(*_place(content.decode("utf-8", "replace").rstrip()), key)


def _at(line: int, column: int, key: str) -> Text:
    return phrase("errors", "unparsed-at", line=line, column=column, what=phrase("errors", f"unparsed-{key}"))


def _place(before: str) -> tuple[int, int]:
    """Line and column, from 1, of what stands behind a text."""
    lines = before.split("\n")
    return len(lines), len(lines[-1]) + 1
