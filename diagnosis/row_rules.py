"""What contradicts itself within a row, or the rest of the survey: told beside the field as it is typed, and by the check before export.

Each rule looks at one row of a part and yields the field and the facts of a sentence in ``templates/phrases/checks.toml``, which does
not name the row: a form shows it in its place, and the check puts the row's name before it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from diagnosis.compare import above, positive
from diagnosis.credit_code import credit_code_flaw
from diagnosis.fieldtypes import NA, Value
from diagnosis.fieldtypes.numbers import digits
from diagnosis.findings import Severity
from diagnosis.framework import Framework
from diagnosis.questionnaire import Part, questionnaire
from diagnosis.ranges import implausible
from diagnosis.roster.words import is_sum
from diagnosis.rows import attribute
from diagnosis.survey import LISTS, RECORDS, Cooperation, Enterprise, FieldShare, IndicatorRow, Override, Rating, Survey, make_row
from diagnosis.text import LANGS, Text, fold, phrase, shortened

REVENUE_PER_HEAD = 5000  # 万元 a year and employee; above it the revenue was most likely entered in 元 (our own bound)
LONGEST_SUM = 24  # characters of what a row of totals is called
NAMING = (
    ("name",),
    ("id",),
    ("item",),
    ("from", "to"),
    ("organisation", "person"),
    ("organisation",),
    ("person",),
)  # a row, by one of these
TWICE = ("uscc", "name")  # what no two firms should have in common
Facts = Mapping[str, object]
Found = Iterator[tuple[str, Facts]]
Link = tuple[frozenset[str], str | None, int | None]  # the folded names of both sides, kind, year


@dataclass(frozen=True)
class Around:
    """The survey that a row stands in, as the rules look at it; what is counted over a whole list is counted once."""

    survey: Survey
    framework: Framework

    @cached_property
    def actors(self) -> frozenset[str]:
        """The folded names of all that are listed: who can be a side of a co-operation."""
        survey = self.survey
        others = (survey.institutions, survey.platforms, survey.organisations)
        names = chain(survey.firms.column("name"), (actor.name for actors in others for actor in actors))
        return frozenset(fold(name) for name in names if name)

    @cached_property
    def firms(self) -> Mapping[str, Counter[str]]:
        """The folded names and credit codes that stand several times in the list of firms, and how often."""
        return {field: self.survey.firms.repeated(field) for field in TWICE}

    @cached_property
    def fields(self) -> Counter[str]:
        """How often each field has a share."""
        return Counter(row.id for row in self.survey.fields if row.id)

    @cached_property
    def years(self) -> Mapping[tuple[str | None, int | None], list[float]]:
        """The values of each indicator and year, as entered; of those that respondents rate, none: theirs are averaged."""
        found: dict[tuple[str | None, int | None], list[float]] = {}
        for row in self.survey.indicators:
            if row.id is not None and row.value is not None and self.framework.indicators[row.id].kind != "rated":
                found.setdefault((row.id, row.year), []).append(row.value)
        return found

    @cached_property
    def links(self) -> Mapping[Link, list[Cooperation]]:
        """The rows of each co-operation: which side stands first makes no other one of it."""
        found: dict[Link, list[Cooperation]] = {}
        for row in self.survey.links:
            if (key := _link(row)) is not None:
                found.setdefault(key, []).append(row)
        return found

    @property
    def year(self) -> int | None:
        """The year of the survey."""
        return int(self.survey.round.date[:4]) if self.survey.round.date else None

    def counting(self, part: str) -> Iterator[None]:
        """Counts what the rules of this part look at, in short steps."""
        if part == "enterprises":
            for block in self.survey.firms.blocks:
                for field in TWICE:
                    block.keys(field)
                yield
        for counted in {"enterprises": ("firms",), "links": ("actors", "links"), "fields": ("fields",), "indicators": ("years",)}.get(
            part, ()
        ):
            getattr(self, counted)
            yield


@dataclass(frozen=True, slots=True)
class RowRule:
    """A rule over the rows of ``part``.

    ``once``: the check tells the same facts of the first row only; ``beside``: a form tells it, unless the field's own type does.
    """

    code: str
    severity: Severity
    part: str
    find: Callable[[Any, Around], Found]
    once: bool = False
    beside: bool = True


def row_findings(part: str, answers: Mapping[str, Value], around: Around) -> Iterator[tuple[str, Text]]:
    """What is wrong with a row of these answers, by field; nothing for a row without any."""
    kind = {**LISTS, **RECORDS}.get(part)
    if kind is None or not any(value is not None for value in answers.values()):
        return
    row = make_row(kind, answers)
    for rule in ROW_RULES:
        if rule.part == part and rule.beside:
            yield from ((field, told(rule.code, facts)) for field, facts in rule.find(row, around))


WHOLE = {"reason", "why"}  # facts that are sentences of ours, in no need of being short


def told(code: str, facts: Facts) -> Text:
    """The sentence of a rule, long names in it shortened; a reason is a sentence of ours and stands there whole."""
    return phrase("checks", code, **{key: fact if key in WHOLE else shortened(fact) for key, fact in facts.items()})


def row_called(part: Part, index: int, row: object) -> Text:
    """A row as a sentence names it: what it is called by or about, else its place in the list as it was entered, however it is sorted."""
    named = row_name(part, row)
    return named if named is not None else phrase("checks", "row", part=part.name, row=index + 1)


def row_name(part: Part, row: object) -> Text | None:
    """What a row is called by or about: its name, its item, both sides of a co-operation; ``None`` for one that is called nothing."""
    asked = {question.id: question.type for question in part.questions}
    for fields in NAMING:
        answers = [(asked[field], getattr(row, attribute(field))) for field in fields if field in asked]
        if answers and all(value is not None for _, value in answers):
            return Text(*("—".join(kind.show(value, lang) for kind, value in answers) for lang in LANGS))
    return None


# ---- firms


def _unsound_code(firm: Enterprise, _around: Around) -> Found:
    flaw = credit_code_flaw(firm.uscc) if firm.uscc else None
    if flaw is not None:
        yield "uscc", {"code": firm.uscc, "flaw": flaw}


def _listed_twice(firm: Enterprise, around: Around) -> Found:
    for field, counts in around.firms.items():
        key = fold(getattr(firm, field) or "")
        if counts[key] > 1:
            yield field, {"what": key, "count": counts[key]}


def _research_above_revenue(firm: Enterprise, _around: Around) -> Found:
    if firm.revenue is not None and firm.rd_spend is not None and positive(firm.revenue) and above(firm.rd_spend, firm.revenue):
        yield "rd_spend", {"spend": digits(firm.rd_spend), "revenue": digits(firm.revenue)}


def _revenue_per_head(firm: Enterprise, _around: Around) -> Found:
    if firm.revenue is not None and firm.employees and above(firm.revenue / firm.employees, REVENUE_PER_HEAD):
        yield "revenue", {"each": f"{firm.revenue / firm.employees:.0f}"}


def _staff_above_employees(firm: Enterprise, _around: Around) -> Found:
    if firm.rd_staff is not None and firm.employees is not None and firm.rd_staff > firm.employees:
        yield "rd_staff", {"staff": firm.rd_staff, "employees": firm.employees}


def _founded_later(firm: Enterprise, around: Around) -> Found:
    if firm.founded is not None and around.year is not None and firm.founded > around.year:
        yield "founded", {"year": firm.founded, "survey": around.year}


def _named_as_sum(firm: Enterprise, _around: Around) -> Found:
    name = firm.name or ""
    if 0 < len(name) <= LONGEST_SUM and not firm.uscc and not name.endswith("公司") and is_sum(name):
        yield "name", {"name": name}


# ---- co-operation


def _link_without_end(link: Cooperation, _around: Around) -> Found:
    if link.from_ is None or link.to is None:
        yield ("from" if link.from_ is None else "to"), {}


def _self_link(link: Cooperation, _around: Around) -> Found:
    if link.from_ and link.to and fold(link.from_) == fold(link.to):
        yield "to", {"name": link.from_}


def _unlisted_partner(link: Cooperation, around: Around) -> Found:
    for field, name in (("from", link.from_), ("to", link.to)):
        if name is not None and fold(name) not in around.actors:
            yield field, {"name": name}


def _link(link: Cooperation) -> Link | None:
    """What two rows of the same co-operation have in common; ``None`` while a side is missing, and for one with itself."""
    sides = frozenset(fold(side) for side in (link.from_, link.to) if side)
    return (sides, link.kind, link.year) if len(sides) > 1 else None


def _link_twice(link: Cooperation, around: Around) -> Found:
    key = _link(link)
    rows = around.links.get(key, []) if key is not None else []
    if len(rows) > 1:
        kind = questionnaire().parts["links"].question("kind").type
        named = Text(kind.show(link.kind, "zh"), kind.show(link.kind, "en")) if link.kind else phrase("checks", "link-open")
        facts = {"from": rows[0].from_, "to": rows[0].to, "count": len(rows), "kind": named}
        yield "to", {**facts, "year": link.year or phrase("checks", "link-open")}


def _link_ahead(link: Cooperation, around: Around) -> Found:
    if link.year is not None and around.year is not None and link.year > around.year:
        yield "year", {"year": link.year, "survey": around.year}


# ---- values, shares, ratings, the decision on the type


def _value_without_year(row: IndicatorRow, _around: Around) -> Found:
    if row.value is not None and row.year is None:
        yield "year", {}


def _value_without_indicator(row: IndicatorRow, _around: Around) -> Found:
    if row.id is None:
        yield "id", {}


def _implausible(row: IndicatorRow, around: Around) -> Found:
    if row.id is not None and row.value is not None:
        advice = implausible(around.framework.indicators[row.id], row.value)
        if advice is not None:
            yield "value", {"value": digits(row.value), "advice": advice}


def _year_ahead(row: IndicatorRow, around: Around) -> Found:
    if row.id and row.year is not None and around.year is not None and row.year > around.year:
        yield "year", {"year": row.year, "date": around.survey.round.date}


def _year_twice(row: IndicatorRow, around: Around) -> Found:
    values = around.years.get((row.id, row.year), [])
    if row.id and row.year is not None and row.value is not None and len(set(values)) > 1:
        told = "、".join(map(digits, dict.fromkeys(values)))
        yield "value", {"year": row.year, "count": len(values), "values": told, "last": digits(values[-1])}


def _share_without_field(row: FieldShare, _around: Around) -> Found:
    if row.id is None:
        yield "id", {}


def _field_twice(row: FieldShare, around: Around) -> Found:
    if row.id is not None and around.fields[row.id] > 1:
        yield "id", {"field": around.framework.fields[row.id].name}


def _rating_without_item(rating: Rating, _around: Around) -> Found:
    if rating.item is None:
        yield "item", {}


def _na_without_reason(rating: Rating, _around: Around) -> Found:
    if rating.item and rating.score == NA and rating.reason is None:
        yield "reason", {}


def _override_without_reason(override: Override, _around: Around) -> Found:
    if override.type is not None and override.reason is None:
        yield "reason", {}


ROW_RULES: tuple[RowRule, ...] = (
    RowRule("value-without-year", "error", "indicators", _value_without_year),
    RowRule("value-without-indicator", "error", "indicators", _value_without_indicator),
    RowRule("share-without-field", "error", "fields", _share_without_field),
    RowRule("rating-without-item", "error", "ratings", _rating_without_item),
    RowRule("link-without-end", "error", "links", _link_without_end),
    RowRule("na-without-reason", "error", "ratings", _na_without_reason),
    RowRule("override-without-reason", "error", "classification_override", _override_without_reason),
    RowRule("implausible", "warning", "indicators", _implausible),
    RowRule("year-ahead", "warning", "indicators", _year_ahead),
    RowRule("year-twice", "warning", "indicators", _year_twice, once=True),
    RowRule("field-twice", "warning", "fields", _field_twice, once=True),
    RowRule("uscc-unsound", "warning", "enterprises", _unsound_code, beside=False),
    RowRule("listed-twice", "warning", "enterprises", _listed_twice, once=True),
    RowRule("research-above-revenue", "warning", "enterprises", _research_above_revenue),
    RowRule("revenue-per-head", "warning", "enterprises", _revenue_per_head),
    RowRule("staff-above-employees", "warning", "enterprises", _staff_above_employees),
    RowRule("named-as-sum", "warning", "enterprises", _named_as_sum),
    RowRule("founded-later", "warning", "enterprises", _founded_later),
    RowRule("self-link", "warning", "links", _self_link),
    RowRule("link-ahead", "warning", "links", _link_ahead),
    RowRule("link-twice", "note", "links", _link_twice, once=True),
    RowRule("unlisted-partner", "note", "links", _unlisted_partner),
)
