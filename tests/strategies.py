"""Random surveys, made from the questionnaire: every part and every field type, values on and near thresholds, sparse, empty and full."""

import datetime as dt
from functools import cache, singledispatch
from typing import Any

from hypothesis import strategies as st

from diagnosis.fieldtypes import (
    NA,
    AnswerType,
    ChoicesType,
    ChoiceType,
    DateType,
    FieldType,
    FlagType,
    NamesType,
    NumberType,
    RegionType,
    ScoreType,
    TextType,
)
from diagnosis.framework_files import load_framework
from diagnosis.interchange_rules import REQUIRED
from diagnosis.questionnaire import questionnaire
from diagnosis.ranges import indicator_type
from diagnosis.survey import INSIDE, LISTS, MAPS
from diagnosis.text import seen
from tests.surveys import file_data

Strategy = st.SearchStrategy[Any]
Answers = dict[str, Any]

PLAIN = st.sampled_from(["甲", " 乙 ", "第一行\n第二行", "“引号”", "{名}", "<&>", "𠮷é", "0"])
TEXTS = PLAIN | PLAIN | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4).filter(lambda text: seen(text).strip())
NAMES = st.sampled_from(["甲公司", "乙公司", " 甲公司 ", "A厂", "Ａ厂", "大学", "研究院"])  # some are the same once folded
CODES = st.sampled_from(["C3514", " c 35 14", "3714", "17", "C2911", "2921", "39", "3939", "99", "H"])
NOISE = (0.0, 1e-10, -1e-10, 1e-7, -1e-7)


def near(*values: float) -> Strategy:
    """These values, and what lies so close that rounding to nine decimals decides."""
    return st.builds(lambda value, noise: value + noise if noise else value, st.sampled_from(values), st.sampled_from(NOISE))


def numbers(kind: NumberType, *edges: float) -> Strategy:
    """Numbers that a field takes, the ``edges`` and what is near them among them."""
    low, high = (-1e15 if kind.low is None else kind.low), (1e15 if kind.high is None else kind.high)
    whole: Strategy = st.integers(int(low), int(high)) | st.sampled_from(
        [value for value in (0, 1, 2, int(low), int(high)) if low <= value <= high]
    )
    if kind.whole:
        return whole | st.sampled_from([int(edge) for edge in edges]) if edges else whole
    some = whole | st.floats(low, high).map(lambda value: value + 0.0)
    return (some | near(*edges).filter(lambda value: low <= value <= high)) if edges else some


@singledispatch
def values(kind: FieldType) -> Strategy:
    """JSON values that a field type takes."""
    raise NotImplementedError(kind)


@values.register
def _(kind: TextType) -> Strategy:
    return TEXTS


@values.register
def _(kind: RegionType) -> Strategy:
    return st.integers(0, 999999).map("{:06d}".format)


@values.register
def _(kind: NumberType) -> Strategy:
    return numbers(kind)


@values.register
def _(kind: DateType) -> Strategy:
    return st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)).map(dt.date.isoformat)


@values.register
def _(kind: FlagType) -> Strategy:
    return st.booleans()


@values.register
def _(kind: ChoiceType) -> Strategy:
    return st.sampled_from(list(kind.choices))


@values.register
def _(kind: AnswerType) -> Strategy:
    pairs = st.permutations(list(kind.choices)).map(lambda order: f"mixed:{order[0]}/{order[1]}")
    return st.sampled_from(list(kind.choices)) | pairs


@values.register
def _(kind: ChoicesType) -> Strategy:
    return st.lists(st.sampled_from(list(kind.choices)), unique=True)


@values.register
def _(kind: NamesType) -> Strategy:
    return st.lists(TEXTS, min_size=1, max_size=3)


@values.register
def _(kind: ScoreType) -> Strategy:
    return st.sampled_from([0, 1, 2, 3, 4, *([NA] if kind.na else [])])


# Answers that mean something together with others: the same names in several lists, values about the limits of a rule.
TELLING: dict[tuple[str, str], Strategy] = {
    ("enterprises", "name"): NAMES,
    ("institutions", "name"): NAMES,
    ("links", "from"): NAMES,
    ("links", "to"): NAMES,
    ("enterprises", "main_product"): st.sampled_from(["泵", "阀", " 泵", "机床"]),
    ("platforms", "topic"): st.sampled_from(["储氢", "电堆", "储氢 "]),
    ("enterprises", "gbt4754"): CODES,
    ("enterprises", "revenue"): near(0.0, 1999.0, 2000.0, 39999.0, 40000.0, 123456.5).map(abs),
    ("enterprises", "employees"): st.sampled_from([0, 1, 999, 1000, 5000]),
    ("enterprises", "rd_spend"): near(0.0, 20.0, 58.4, 5000.0).map(abs),
    ("enterprises", "links_answered"): st.sampled_from([True, True, False]),
    ("indicators", "year"): st.integers(2018, 2024),
}


def question_values(part: str, field: str) -> Strategy:
    """Values for one question, as a survey file takes them."""
    told = (part, field) in TELLING
    return TELLING[part, field] if told else values(questionnaire().parts[part].question(field).type)


@cache
def answers(part: str, *required: str, full: bool = False) -> st.SearchStrategy[Answers]:
    """Answers to some of the questions of a part, or to all; an absent one is missing or null."""
    asked = {question.id: question_values(part, question.id) for question in questionnaire().parts[part].questions}
    if full:
        return st.fixed_dictionaries(asked)
    must = {field: asked.pop(field) for field in required}
    return st.fixed_dictionaries(must, optional={field: kind | st.none() for field, kind in asked.items()})


@cache
def indicator_values(indicator_id: str) -> Strategy:
    """Values of an indicator, its thresholds and what is near them among them."""
    framework = load_framework()
    signals = [signal for item in framework.items.values() for signal in item.signals if signal.indicator == indicator_id]
    edges = [threshold for signal in signals for threshold in signal.thresholds]
    return numbers(indicator_type(framework.indicators[indicator_id]), *edges, 0.0, 1.0)


@st.composite
def indicator_rows(draw: st.DrawFn) -> Answers:
    """A row of entered values."""
    row = draw(answers("indicators", "id", "year"))
    row["value"] = draw(indicator_values(row["id"]) | st.none())
    return row


FIRM = ("role", "revenue", "rd_spend", "employees", "invention_patents", "main_product", "has_rd_unit", "links_answered", "gbt4754")
SHARES = st.sampled_from([0.5, 0.3, 0.25, 0.1, 0.0, 1e-10])


@st.composite
def rosters(draw: st.DrawFn) -> list[Answers]:
    """Enough firms to speak, of a few kinds (a draw for every cell of a roster is more than a random test can pay for)."""
    kinds = draw(st.lists(st.fixed_dictionaries({field: question_values("enterprises", field) for field in FIRM}), min_size=1, max_size=3))
    names = draw(st.lists(NAMES, min_size=2, max_size=4))
    count = draw(st.integers(9, 13))
    return [{"name": names[index] if index < len(names) else f"企业{index}", **kinds[index % len(kinds)]} for index in range(count)]


def rows(part: str, *, full: bool) -> st.SearchStrategy[list[Answers]]:
    """Rows of a list: none or a few, or, where it is full, enough to speak."""
    least = int(full)
    if part == "indicators":
        return st.lists(indicator_rows(), min_size=2 * least, max_size=5)
    if part == "ratings":
        return st.lists(answers(part, "item", "reason"), min_size=3 * least, max_size=6, unique_by=lambda row: row["item"])
    if part == "fields":
        shares = SHARES if full else SHARES | st.none()
        return st.lists(st.fixed_dictionaries({"id": question_values(part, "id"), "share": shares}), min_size=least, max_size=2)
    if part == "enterprises" and full:
        return rosters()
    return st.lists(answers(part, *REQUIRED.get(part, ()), full=full), min_size=least, max_size=3)


RECORDS = {"cluster": ("name_zh",), "round": ("label",)}


@st.composite
def survey_data(draw: st.DrawFn) -> dict[str, Any]:
    """The content of a survey file that is not refused: each part is absent, sparse or full."""
    data = file_data()
    data |= {record: draw(answers(record, *required)) for record, required in RECORDS.items()}
    fullness = draw(st.sampled_from([("full",), ("full", "absent"), ("sparse", "full"), ("sparse", "absent")]))
    for part in (*LISTS, *MAPS):
        kind = draw(st.sampled_from(fullness))
        if kind != "absent":
            holder = data[INSIDE[part]] if part in INSIDE else data
            holder[part] = draw(answers(part, full=kind == "full") if part in MAPS else rows(part, full=kind == "full"))
    if draw(st.integers(0, 4)) == 0:
        data["classification_override"] = draw(answers("classification_override", "reason"))
    return data
