"""Findings of the pre-export check, and what it looks at besides the diagnosis."""

from typing import Literal, NamedTuple

from diagnosis.text import Text

Severity = Literal["error", "warning", "note"]
Kind = Literal["unfilled", "error", "warning", "note"]  # what a finding is called wherever it is shown, in this order
KINDS: tuple[Kind, ...] = ("unfilled", "error", "warning", "note")


class Place(NamedTuple):
    """Where a finding is mended: a part of the survey, its row (index, from 0) and field; ``step`` is the page of the rail.

    Of a list, ``field`` without ``row`` is what the page is to show: an item, an indicator.
    """

    step: str
    part: str | None = None
    row: int | None = None
    field: str | None = None

    @property
    def path(self) -> str:
        """The JSON path in the survey file."""
        from diagnosis.survey import LISTS, json_path  # a window shows a place, a file names it

        if self.part is None:
            return "$"
        if self.row is None:
            return json_path(self.part) + (f".{self.field}" if self.field and self.part not in LISTS else "")
        return f"{json_path(self.part)}[{self.row}]" + (f".{self.field}" if self.field else "")


class Draft(NamedTuple):
    """What was typed into a field and not taken; ``row``: its index (from 0) in a list, ``None`` in a record."""

    part: str
    row: int | None
    field: str
    text: str


class Difference(NamedTuple):
    """What colleagues wrote differently and nobody has chosen yet: where it is, and what it is about."""

    place: Place
    about: Text


class Finding(NamedTuple):
    """One thing to look at before the report leaves: ``code`` names the rule, ``text`` says what is wrong and what to do."""

    severity: Severity
    code: str
    text: Text
    place: Place

    @property
    def kind(self) -> Kind:
        """Its severity; what is only to be filled in is called no error: nobody has done anything wrong on the first day."""
        return "unfilled" if self.code == "no-type" else self.severity
