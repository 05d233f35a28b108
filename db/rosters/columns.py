"""What somebody said of the columns of rosters: in a file (``--map``), or before, which is remembered by the header.

What is remembered stands beside the settings and not in a workspace: the next county's roster comes in another one.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db.atomic import replacing
from db.places import roster_columns
from diagnosis.errors import Invalid, UserError, system_reason
from diagnosis.roster.header import read_header
from diagnosis.roster.layout import Layout
from diagnosis.roster.mapping import Column, Wish
from diagnosis.roster.planning import Decisions
from diagnosis.roster.sheet import Sheet
from diagnosis.roster.words import bare, words
from diagnosis.unparsed import fault

KEPT = 2000  # headers
LARGEST = 2**20  # bytes
KEYS = {"sheet", "header", "columns", "conflicts", "alike"}
UNITS = {**words().money, **words().count}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """A file of matches. ``header``: first and last row from 0, the last above the first for a sheet without one."""

    path: Path | None = None
    sheet: str | None = None
    header: tuple[int, int] | None = None
    columns: Mapping[str, Wish] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=Decisions)

    @property
    def keys(self) -> frozenset[str]:
        """The headers that it names, by their keys."""
        return frozenset(read_header((name,)).key for name in self.columns)

    def corrections(self, sheet: Sheet, layout: Layout) -> dict[int, Wish]:
        """By the place of a column; raises ``UserError`` for one that the sheet does not have."""
        return {self._place(sheet, layout, name): wish for name, wish in self.columns.items()}

    def _place(self, sheet: Sheet, layout: Layout, name: str) -> int:
        ways = (
            [place for place, header in enumerate(layout.headers) if header.text and bare(header.text) == bare(name)],
            [place for place, header in enumerate(layout.headers) if header.text and header.key == read_header((name,)).key],
            [place for place in range(len(layout.headers)) if sheet.letter(place) == name.strip().upper()],
        )
        for found in ways:
            if found:
                return found[0]
        known = "、".join(header.text for header in layout.headers if header.text) or "—"
        raise UserError("roster-map-column", map=self.path, column=name, file=sheet.file, known=known)


def read_map(path: Path) -> ColumnMap:
    """Reads a file of matches, JSON or TOML; raises ``UserError`` naming the place of what is not understood."""
    data = _parsed(path)
    for key in data:
        if key not in KEYS:
            raise _refused(path, key, Invalid("unknown-key", key=key))
    columns = data.get("columns", {})
    if not isinstance(columns, dict):
        raise _refused(path, "columns", Invalid("not-object"))
    return ColumnMap(
        path=path,
        sheet=None if data.get("sheet") is None else str(data["sheet"]),
        header=_rows(path, data.get("header")),
        columns={name: _wish(path, name, said) for name, said in columns.items()},
        decisions=Decisions(
            conflicts=_one_of(path, data, "conflicts", {"ours": "ours", "theirs": "theirs"}, "ours"),
            alike=_one_of(path, data, "alike", {"hold": "skip", "add": "add"}, "hold"),
        ),
    )


def _parsed(path: Path) -> dict[str, Any]:
    content = b""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST)
        text = content.decode("utf-8-sig")
        data = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except FileNotFoundError:
        raise UserError("file-missing", file=path) from None
    except OSError as error:
        raise UserError("file-unreadable", file=path, reason=system_reason(error)) from None
    except (ValueError, RecursionError) as error:  # of both formats, and of the encoding
        raise UserError("roster-map-unread", file=path, reason=fault(error, content)) from None
    if not isinstance(data, dict):
        raise _refused(path, "$", Invalid("not-object"))
    return data


def _refused(path: Path, place: str, verdict: Invalid) -> UserError:
    return UserError("roster-map", file=path, path=place, reason=verdict.text())


def _rows(path: Path, said: Any) -> tuple[int, int] | None:
    """A row, or the first and the last one, from 1; 0 for none."""
    rows = [said, said] if isinstance(said, int) else said
    if rows is None:
        return None
    if not isinstance(rows, list) or len(rows) != 2 or not all(isinstance(row, int) and 0 <= row < 1000 for row in rows):
        raise _refused(path, "header", Invalid("not-number"))
    return (max(rows[0] - 1, 0), rows[1] - 1)


def _wish(path: Path, name: str, said: Any) -> Wish:
    if said is None or said == "":
        return Wish(None)
    text, unit = (said.get("field"), said.get("unit")) if isinstance(said, dict) else (said, None)
    target = words().target(str(text))
    if target is None:
        known = ", ".join(sorted({str(each) for each in words().targets.values()}))
        raise _refused(path, f"columns.{name}", Invalid("unknown-id", value=text, known=known))
    if unit is not None and unit not in UNITS:
        raise _refused(path, f"columns.{name}.unit", Invalid("unknown-id", value=unit, known=", ".join(UNITS)))
    return Wish(target, unit)


def _one_of(path: Path, data: Mapping[str, Any], key: str, ways: Mapping[str, Any], default: str) -> Any:
    said = data.get(key, default)
    if said not in ways:
        raise _refused(path, key, Invalid("unknown-id", value=said, known=", ".join(ways)))
    return ways[said]


# --- what is remembered -----------------------------------------------------------------------------------------------


def remembered() -> dict[str, Wish]:
    """By the key of a header; a file that cannot be read counts as empty."""
    try:
        data = json.loads(roster_columns().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    found: dict[str, Wish] = {}
    for key, said in data.items() if isinstance(data, dict) else ():
        match said:
            case [None, _]:
                found[key] = Wish(None)
            case [str(text), (None | str()) as unit]:
                target = words().target(text)
                if target is not None:
                    found[key] = Wish(target, unit if unit in UNITS else None)
    return found


def remember(columns: tuple[Column, ...]) -> None:
    """Keeps what was corrected, the newest last; raises ``UserError`` when it cannot be written."""
    said = {column.header.key: Wish(column.target, column.unit) for column in columns if column.how == "corrected" and column.header.key}
    if not said or said.items() <= remembered().items():
        return
    kept = {key: wish for key, wish in remembered().items() if key not in said} | said
    data = {key: [str(wish.target) if wish.target else None, wish.unit] for key, wish in list(kept.items())[-KEPT:]}
    with replacing(roster_columns()) as part:
        part.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
