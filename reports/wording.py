"""An office's own wording of the report: a TOML file beside the program's, which holds only the phrases that are to read otherwise.

The file is ``phrases/report.toml`` in the program's data folder, or the one that ``report --phrases`` names; keys are those of
``templates/phrases/report.toml``.
"""

import string
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from diagnosis.errors import UserError, telling_of
from diagnosis.text import LANGS, PLURAL, Text, phrases
from diagnosis.unparsed import fault
from reports.context import use_wording

Wording = Mapping[str, Text]


def take_wording(path: Path, *, needed: bool = False) -> None:
    """From now on reports read as this file says; where none is there, nor ``needed``, as the program does. Raises ``UserError``."""
    use_wording(read_wording(path) if needed or path.is_file() else {})


def read_wording(path: Path) -> dict[str, Text]:
    """The phrases of an office's file by key; a language that is not given stays the program's.

    Raises ``UserError`` that names the key and what is wrong: not TOML, no such phrase, no text, a placeholder that the phrase has not.
    """
    if not path.is_file():
        raise UserError("file-missing", file=path)
    with telling_of(path):
        content = path.read_bytes()
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UserError("wording-unreadable", file=path, what=fault(error, content)) from error
    return {key: _text(path, key, given) for key, given in _entries(path, table, "")}


def _entries(path: Path, table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(key, its texts); a table holds texts when it has a language in it."""
    for name, value in table.items():
        key = f"{prefix}{name}"
        if not isinstance(value, dict):
            raise UserError("wording-no-text", file=path, key=key)
        if set(value) & set(LANGS):
            yield key, value
        else:
            yield from _entries(path, value, f"{key}.")


def _text(path: Path, key: str, given: Mapping[str, Any]) -> Text:
    own = phrases("report").get(key)
    if own is None:
        near = get_close_matches(key, phrases("report"), n=1, cutoff=0.5)
        raise UserError("wording-unknown", file=path, key=key, near=near[0] if near else "—")
    texts = {lang: given.get(lang, own.to(lang)) for lang in LANGS}
    for lang, text in texts.items():
        if not isinstance(text, str) or not (text.strip() or own.to(lang) == text):
            raise UserError("wording-no-text", file=path, key=key)
        known, used = _placeholders(own.to(lang)), _placeholders(text)
        if used is None:
            raise UserError("wording-braces", file=path, key=key, text=text)
        wrong = sorted(used - (known or set()))
        if wrong:
            told = "、".join(f"{{{name}}}" for name in sorted(known or ())) or "—"
            raise UserError("wording-placeholder", file=path, key=key, name=f"{{{wrong[0]}}}", known=told)
    return Text(texts["zh"], texts["en"])


def _placeholders(text: str) -> set[str] | None:
    """The names in braces, be it to choose a plural; ``None`` where the braces do not pair, or hold something else than a name."""
    try:
        parts = [(name, spec, conversion) for _, name, spec, conversion in string.Formatter().parse(PLURAL.sub(r"{\1}", text))]
    except ValueError:
        return None
    if any(name is not None and (not name.isidentifier() or spec or conversion) for name, spec, conversion in parts):
        return None
    return {name for name, *_ in parts if name is not None}
