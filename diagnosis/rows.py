"""A row of a survey: its answers as attributes; and the one that a window shows before any other, the cluster itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from diagnosis.fieldtypes import Value
from diagnosis.text import Lang

LIST_NAMES = (  # the parts of a survey that are lists of rows
    "fields",
    "indicators",
    "enterprises",
    "institutions",
    "platforms",
    "organisations",
    "chain",
    "links",
    "technologies",
    "ratings",
    "interviews",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a list. ``more``: answers to further questions, by field id."""

    more: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster(Row):
    """Who the cluster is."""

    name_zh: str | None = None
    name_en: str | None = None
    region: str | None = None
    description_zh: str | None = None
    description_en: str | None = None

    def name(self, lang: Lang) -> str:
        """The name in ``lang``, or in the other language where it has only one."""
        first, second = (self.name_zh, self.name_en) if lang == "zh" else (self.name_en, self.name_zh)
        return first or second or ""

    def description(self, lang: Lang) -> str | None:
        """The description in ``lang`` only: a text of the other language has no place in a report."""
        return self.description_zh if lang == "zh" else self.description_en


def attribute(field_id: str) -> str:
    """The attribute of a field id; ``from`` is a word of the language."""
    return "from_" if field_id == "from" else field_id


@cache
def attributes(kind: type[Row]) -> frozenset[str]:
    """The fields that rows of this kind have an attribute for."""
    return frozenset(kind.__dataclass_fields__) - {"more"}


def make_row(kind: type[Row], answers: Mapping[str, Value]) -> Row:
    """A row of ``kind`` from answers by field id; answers without an attribute of their own go to ``more``."""
    known = attributes(kind)  # type: ignore[arg-type]  # a class can be hashed, whatever its rows can
    own = {attribute(key): value for key, value in answers.items() if attribute(key) in known}
    more = {key: value for key, value in answers.items() if attribute(key) not in known and value is not None}
    return kind(**own, more=more)


def answers_of(row: Row) -> dict[str, Value]:
    """The answers of a row by field id, without the absent ones: the inverse of ``make_row``."""
    own = {name.rstrip("_"): getattr(row, name) for name in row.__dataclass_fields__ if name != "more"}
    return {key: value for key, value in {**own, **row.more}.items() if value is not None}
