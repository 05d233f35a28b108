"""What would change a judgement: applied, a change gives what it says; short of it, it does not."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.changes import (
    FigureChange,
    LevelChange,
    RatingChange,
    ServiceChange,
    dissent,
    field_flips,
    level_changes,
    open_flips,
    steadiness,
    turns,
)
from diagnosis.checklist import assess
from diagnosis.classification import classify, type_with
from diagnosis.diagnose import diagnose
from diagnosis.figures import figures
from diagnosis.framework import FIELDS_CRITERION, TYPE_IDS
from diagnosis.framework_files import load_framework
from diagnosis.progress import outcome
from diagnosis.result import Assessment, Diagnosis, Shares
from diagnosis.shares import field_shares
from diagnosis.survey import IndicatorRow, Rating, Survey
from tests.strategies import survey_data
from tests.surveys import SAMPLES, diagnosed, item, read, sample_data

STEP = 1e-6  # the smallest difference that is no rounding
BASIC = {"criteria": {"capacity": "basic"}}
STRATEGIC = {"criteria": {"capacity": "strategic"}}


def tried(survey: Survey, item_id: str) -> Assessment:
    """An item assessed as one of its own type, whatever type the survey itself amounts to."""
    framework = load_framework()
    wanted = framework.items[item_id]
    only = replace(framework, items={item_id: wanted})
    shares = field_shares(survey, framework)
    (found,) = assess(survey, only, wanted.types[0], outcome(figures(survey, framework, shares)), shares)
    return found


def told(survey: Survey, item_id: str) -> tuple[Assessment, tuple[LevelChange, ...]]:
    """The item, and what is said to change it."""
    entry = tried(survey, item_id)
    return entry, level_changes(diagnose(survey, load_framework()), entry)


def with_value(survey: Survey, indicator: str, value: float) -> Survey:
    """The survey with this as the only value entered for an indicator."""
    others = tuple(row for row in survey.indicators if row.id != indicator)
    return replace(survey, indicators=(*others, IndicatorRow(id=indicator, year=2024, value=value)))


def with_rating(survey: Survey, item_id: str, score: int) -> Survey:
    others = tuple(row for row in survey.ratings if row.item != item_id)
    return replace(survey, ratings=(*others, Rating(item=item_id, score=score)))


def first_and_short(change: FigureChange) -> tuple[float, float]:
    """The first value that does it, and one just short of it."""
    sign = 1 if change.relation in {"at-least", "above"} else -1
    if change.relation in {"at-least", "at-most"}:
        return change.value, change.value - sign * STEP
    return change.value + sign * STEP, change.value


def applied(survey: Survey, entry: Assessment, change: LevelChange) -> Iterator[tuple[Survey, bool]]:
    """Surveys with a change made (``True``: to the full, ``False``: just short of it)."""
    if isinstance(change, RatingChange):
        yield from ((with_rating(survey, entry.item.id, score), True) for score in change.scores)
        yield from ((with_rating(survey, entry.item.id, score), False) for score in range(5) if score not in change.scores)
    elif isinstance(change, ServiceChange):
        yield replace(survey, services={**survey.services, change.service: change.in_place}), True
    else:
        first, short = first_and_short(change)
        yield with_value(survey, change.indicator, first), True
        yield with_value(survey, change.indicator, short), False


ITEMS = st.sampled_from([item.id for item in load_framework().items.values() if item.signals or item.service] + ["enterprise-led-system"])


@given(survey_data(), ITEMS)
def test_a_change_leads_where_it_says_and_less_does_not(data: dict[str, Any], item_id: str) -> None:
    survey = read(data)
    entry, found = told(survey, item_id)
    for change in found:
        assert change.level != entry.level
        for changed, wholly in applied(survey, entry, change):
            after = tried(changed, item_id)
            assert ((after.level, after.state) == (change.level, change.state)) is wholly, change


@given(survey_data(), ITEMS)
def test_nothing_that_would_change_a_level_is_left_out(data: dict[str, Any], item_id: str) -> None:
    survey = read(data)
    entry, found = told(survey, item_id)
    by_rating = {tried(with_rating(survey, item_id, score), item_id).level for score in range(5)}
    assert {change.level for change in found if isinstance(change, RatingChange)} == by_rating - {entry.level}
    for reading in entry.signals:
        if reading.signal is not None:
            edges = [edge + shift for edge in reading.signal.thresholds for shift in (-STEP, 0.0, STEP)]
            reached = {tried(with_value(survey, reading.indicator, edge), item_id).level for edge in edges}
            own = {change.level for change in found if isinstance(change, FigureChange) and change.indicator == reading.indicator}
            assert own == reached - {entry.level}


def changes(item_id: str, **parts: Any) -> list[tuple[Any, ...]]:
    """The changes of an item in short."""
    found: list[tuple[Any, ...]] = []
    diagnosis = diagnosed(**parts)
    for change in level_changes(diagnosis, item(diagnosis, item_id)):
        if isinstance(change, RatingChange):
            found.append((change.scores, change.level))
        elif isinstance(change, FigureChange):
            found.append((change.relation, change.value, change.level))
        else:
            found.append((change.in_place, change.level))
    return found


def value(indicator: str, number: float) -> dict[str, Any]:
    return {"id": indicator, "year": 2022, "value": number, "source": "统计"}


# low-end-overcapacity: capacity-utilisation below 79, 75, 65
def test_a_figure_alone_moves_between_its_thresholds() -> None:
    assert changes("low-end-overcapacity", **BASIC, indicators=[value("capacity-utilisation", 73)]) == [
        ((0,), 3),
        ((2,), 1),  # 3 and 4 would contradict the figure: the worse of the two counts, as now
        ("at-least", 75, 1),
        ("at-least", 79, 0),
        ("below", 65, 3),
    ]


def test_a_rating_that_the_figure_confirms_is_moved_by_the_rating_alone() -> None:
    rows = {"indicators": [value("capacity-utilisation", 73)], "ratings": [{"item": "low-end-overcapacity", "score": 1}]}
    assert changes("low-end-overcapacity", **BASIC, **rows) == [((0,), 3), ((2,), 1)]
    rows["ratings"][0]["score"] = 2
    assert changes("low-end-overcapacity", **BASIC, **rows) == [
        ((0,), 3),
        ((1,), 2),
        ((3, 4), 2),  # would contradict the figure
        ("below", 65, 3),
    ]


def test_an_unknown_item_is_settled_by_any_of_them() -> None:
    assert changes("low-end-overcapacity", **BASIC) == [
        ((0,), 3),
        ((1,), 2),
        ((2,), 1),
        ((3, 4), 0),
        ("at-least", 79, 0),
        ("below", 79, 1),
        ("below", 75, 2),
        ("below", 65, 3),
    ]


def test_the_other_signal_holds_the_level() -> None:
    """innovation-drive: rd-intensity below 1.46, 1.0, 0.5 and rd-unit-share below 30, 20, 10; the worst of them counts."""
    rows = [value("rd-intensity", 0.7), value("rd-unit-share", 15)]
    assert changes("innovation-drive", **BASIC, indicators=rows)[-2:] == [("below", 0.5, 3), ("below", 10, 3)]


def test_more_is_worse_where_the_rule_says_above() -> None:
    assert changes("labour-cost", **BASIC, indicators=[value("labour-cost-growth", 9)])[-3:] == [
        ("at-most", 8, 1),
        ("at-most", 5, 0),
        ("above", 12, 3),
    ]


def test_a_service_has_one_other_answer() -> None:
    assert changes("services-testing", **STRATEGIC, services={"testing": False}) == [((0,), 3), ((2,), 1), (True, 0)]
    assert changes("services-testing", **STRATEGIC)[-2:] == [(True, 0), (False, 2)]


def test_what_is_not_heard_or_does_not_apply_is_moved_by_no_figure() -> None:
    heard = {"criteria": {"capacity": "basic"}, "indicators": [value("cr4", 20)]}
    assert any(len(change) == 3 for change in changes("low-concentration", **heard, fields=[{"id": "steel", "share": 1}]))
    assert all(len(change) == 2 for change in changes("low-concentration", **heard, fields=[{"id": "textiles", "share": 1}]))
    na = [{"item": "low-end-overcapacity", "score": "na", "reason": "无此产品"}]
    assert all(len(change) == 2 for change in changes("low-end-overcapacity", **BASIC, ratings=na))


# ---- the type


def flips_by_hand(found: Diagnosis) -> set[tuple[str, str, str]]:
    """Every single answer to an open criterion, tried."""
    answers, present = found.survey.criteria, found.classification.type
    unanswered = [criterion.id for criterion in found.framework.stage_criteria if criterion.id not in answers]
    pairs = [(criterion, answer) for criterion in unanswered for answer in TYPE_IDS]
    led = {(one, answer, type_with({**answers, one: answer}, found.framework, found.shares)) for one, answer in pairs}
    return {(one, answer, to) for one, answer, to in led if to is not None and present is not None and to != present}


def turned(found: Diagnosis) -> None:
    """Each turn does what it says, and no smaller set of answers does."""
    answers = found.survey.criteria
    for turn in turns(found):

        def type_if(those: tuple[str, ...], to: str = turn.to) -> str | None:
            return type_with({**answers, **dict.fromkeys(those, to)}, found.framework, found.shares)

        assert type_if(turn.criteria) == turn.to != found.classification.type
        names = [criterion.id for criterion in found.framework.stage_criteria]
        for count in range(len(turn.criteria)):
            assert all(type_if(those) != turn.to for those in combinations(names, count))


@given(survey_data())
def test_flips_and_turns_of_any_survey(data: dict[str, Any]) -> None:
    found = diagnose(read(data), load_framework())
    assert {(flip.criterion, flip.answer, flip.to) for flip in open_flips(found)} == flips_by_hand(found)
    turned(found)
    to = {turn.to for turn in turns(found)}
    for type_id in set(TYPE_IDS) - to - {found.classification.type}:
        everything = {criterion.id: type_id for criterion in found.framework.stage_criteria}
        assert found.classification.type is None or type_with(everything, found.framework, found.shares) != type_id


@pytest.mark.parametrize("name", SAMPLES)
def test_the_fewest_answers_turn_the_type_and_fewer_do_not(name: str) -> None:
    found = diagnose(read(sample_data(name)), load_framework())
    assert turns(found)
    turned(found)


def test_fields_of_another_type_may_turn_it() -> None:
    found = diagnosed(fields=[{"id": "textiles", "share": 1}], criteria={"capacity": "basic"})
    assert [(flip.criterion, flip.answer, flip.to) for flip in field_flips(found)] == [
        (FIELDS_CRITERION, "strategic", "strategic"),
        (FIELDS_CRITERION, "frontier", "frontier"),
    ]
    assert field_flips(diagnosed(criteria={"capacity": "basic"})) == ()
    firm = diagnosed(fields=[{"id": "textiles", "share": 0.1}], criteria={"capacity": "basic", "market-stage": "basic"})
    assert field_flips(firm) == ()


def test_the_shares_that_a_flip_speaks_of_turn_the_type() -> None:
    found = diagnosed(fields=[{"id": "textiles", "share": 0.8}], criteria={"capacity": "basic", "market-stage": "strategic"})
    for flip in field_flips(found):
        field = next(each.id for each in found.framework.fields.values() if each.type == flip.answer)
        shares = Shares(of={field: 0.8}, origin="entered", known=0.8, largest=(field,))
        assert classify(found.survey, found.framework, shares).type == flip.to


def test_what_points_elsewhere_takes_its_part_of_the_score() -> None:
    found = diagnosed(criteria={"capacity": "basic", "market-stage": "mixed:basic/frontier", "value-chain": "strategic"}).classification
    taken = dict(dissent(found))
    assert found.type == "basic"
    assert list(taken) == ["value-chain", "market-stage"]
    assert sum(taken.values()) == pytest.approx(1 - found.scores["basic"])
    assert dissent(diagnosed().classification) == ()


def test_steady_in_a_word() -> None:
    assert steadiness(diagnosed(criteria={"capacity": "basic"}).classification) == "steady"
    close = diagnosed(criteria={"market-stage": "basic", "technology-maturity": "strategic"}).classification
    assert (close.contested, steadiness(close)) == (True, "shaky")
    assert steadiness(diagnosed().classification) == "shaky"
