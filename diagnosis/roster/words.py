"""How bureaus name and write things: ``templates/roster.toml``."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from diagnosis.fieldtypes import ChoicesType, ChoiceType
from diagnosis.questionnaire import Question, questionnaire
from diagnosis.tables import table
from diagnosis.text import TEMPLATES, Text, fold, phrase

PART = "enterprises"
JOINED = "+"
SINGLE = {"name", "gbt4754"}  # texts of which a firm has one
LOOSE = re.compile(r"[\W_]+")  # what headers and names are compared without


def bare(text: str) -> str:
    """Text as headers and words are compared: folded, lower case, letters and digits only."""
    return LOOSE.sub("", fold(text).casefold())


@dataclass(frozen=True, slots=True)
class Target:
    """What a column is about: a question, or one choice of it, which the column ticks."""

    field: str
    choice: str | None = None
    join: bool = False  # its text stands beside that of another column

    def __str__(self) -> str:
        """As it is written in a file of matches."""
        return f"{self.field}:{self.choice or JOINED}" if self.choice or self.join else self.field

    @property
    def question(self) -> Question:
        """The question."""
        return questionnaire().parts[PART].question(self.field)

    @property
    def shared(self) -> bool:
        """Whether several columns may be about it: what they say stands side by side."""
        return self.join or self.question.kind == "lines"

    @property
    def beside(self) -> "Target | None":
        """What a second column about it may be, where there is such a thing."""
        may_join = self.choice is None and not self.shared and self.question.kind == "text" and self.field not in SINGLE
        return Target(self.field, join=True) if may_join else None

    @property
    def label(self) -> Text:
        """What it is called."""
        question = self.question
        if self.join:
            return phrase("roster", "beside", field=question.label)
        if self.choice is None:
            return question.label
        named: Text = question.type.choices[self.choice]  # type: ignore[attr-defined]
        return phrase("roster", "choice-of", field=question.label, choice=named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The table of synonyms."""

    targets: Mapping[str, Target]  # by bare header
    choices: Mapping[str, Mapping[str, str]]  # field -> bare name -> id
    blank: frozenset[str]
    blank_text: frozenset[str]
    none: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    counters: re.Pattern[str]
    company: re.Pattern[str]
    rows: Mapping[str, re.Pattern[str]]  # kinds of rows that are no firms
    told: re.Pattern[str]  # by which a row tells how to fill in the table
    odd: re.Pattern[str]  # how a name begins that may be one of such a row
    other: tuple[str, ...]
    industry: frozenset[str]  # headers above codes of industries, or above their names
    affixes: tuple[str, ...]
    groups: re.Pattern[str]
    foreign: tuple[str, ...]
    years: frozenset[str]  # headers above the year that a row is about
    money: Mapping[str, Decimal]
    count: Mapping[str, Decimal]

    def target(self, text: str) -> Target | None:
        """What is written as ``field``, ``field:choice`` or ``field:+``; ``None`` for what is not asked."""
        field, _, choice = text.partition(":")
        asked = {question.id: question for question in questionnaire().parts[PART].questions}
        if choice == JOINED and field in asked and asked[field].kind in {"text", "lines"}:
            return Target(field, join=True)
        if field not in asked or (choice and choice not in getattr(asked[field].type, "choices", {})):
            return None
        return Target(field, choice or None)


@cache
def words() -> Words:
    """The words of the product."""
    data = table(TEMPLATES / "roster.toml")
    cells, header, units = data["words"], data["header"], data["units"]
    listed = {key: frozenset(map(in_cell, cells[key])) for key in ("blank", "blank_text", "none", "yes", "no")}
    return Words(
        targets=_targets(data["column"]),
        choices={field: _choices(field, data["choice"]) for field in {entry["field"] for entry in data["choice"]}},
        blank=listed["blank"],
        blank_text=listed["blank_text"],
        none=listed["none"],
        yes=listed["yes"],
        no=listed["no"],
        counters=re.compile(f"(.*[0-9])\\s*(?:{'|'.join(cells['counters'])})", re.DOTALL),
        company=re.compile(cells["company"]),
        told=re.compile("|".join(data["told"]["example"])),
        odd=re.compile("|".join(f"(?:{pattern})" for pattern in data["rows"].values()), re.IGNORECASE | re.DOTALL),
        rows={kind: re.compile(pattern, re.IGNORECASE | re.DOTALL) for kind, pattern in data["rows"].items()},
        other=tuple(map(bare, header["other"])),
        industry=frozenset(map(bare, header["industry"])),
        affixes=tuple(map(bare, header["affixes"])),
        groups=re.compile(f"(?:{'|'.join(header['groups'])})*"),
        foreign=tuple(map(bare, header["foreign"])),
        years=frozenset(map(bare, header["years"])),
        money={unit: Decimal(factor) for unit, factor in units["money"].items()},
        count={unit: Decimal(factor) for unit, factor in units["count"].items()},
    )


def is_sum(name: str) -> bool:
    """Whether something is called as rows of totals, groups and averages are: 合计, 规上企业（12家）, 其余30家."""
    plain = "".join(fold(name).split())
    return any(words().rows[kind].fullmatch(plain) is not None for kind in ("total", "summary"))


def in_cell(text: str) -> str:
    """A cell as it is looked up among the words: folded, in lower case."""
    return fold(text).casefold()


def _targets(columns: Iterable[Mapping[str, Any]]) -> dict[str, Target]:
    found: dict[str, Target] = {}
    for entry in columns:
        target = Target(entry["field"], entry.get("choice"), entry.get("join", False))
        labels = [target.question.label.zh, target.question.label.en] if target.choice is None and not target.join else []
        found.update({bare(name): target for name in (*entry["names"], *labels)})
    return found


def _choices(field: str, entries: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    kind = Target(field).question.type
    one = kind.one if isinstance(kind, ChoicesType) else kind
    assert isinstance(one, ChoiceType)
    own = {bare(name): key for key in one.choices for name in one.names_of(key)}
    return own | {bare(name): entry["id"] for entry in entries if entry["field"] == field for name in entry["names"]}
