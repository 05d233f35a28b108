"""The checklist: ratings and figures brought together, in every state that an item can have."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.checklist import assess, effective_ratings, level_of
from diagnosis.diagnose import diagnose
from diagnosis.framework import TYPE_IDS, Framework, Signal
from diagnosis.framework_files import load_framework
from diagnosis.survey import Rating, Survey
from tests.strategies import indicator_values, survey_data
from tests.surveys import diagnosed, item, read

BASIC = {"criteria": {"capacity": "basic"}}
STRATEGIC = {"criteria": {"capacity": "strategic"}}
FRONTIER = {"criteria": {"capacity": "frontier"}}


def rating(item_id: str, score: int | str, **more: str) -> dict[str, Any]:
    return {"item": item_id, "score": score, **more}


def value(indicator: str, number: float) -> dict[str, Any]:
    return {"id": indicator, "year": 2022, "value": number, "source": "统计"}


@pytest.mark.parametrize("type_id", TYPE_IDS)
def test_the_items_of_the_type_in_the_order_of_the_file(type_id: str, framework: Framework) -> None:
    found = diagnosed(criteria={"capacity": type_id})
    assert [entry.item.id for entry in found.items] == [one.id for one in framework.items.values() if type_id in one.types]


@pytest.mark.parametrize(("score", "level", "watch"), [(4, 0, False), (3, 0, True), (2, 1, False), (1, 2, False), (0, 3, False)])
def test_rated_only(score: int, level: int, watch: bool) -> None:
    found = item(diagnosed(**BASIC, ratings=[rating("labour-cost", score, evidence="访谈", respondent="甲")]), "labour-cost")
    assert (found.state, found.level, found.rating, found.watch) == ("rated", level, score, watch)
    assert (found.rating_level, found.signal_level) == (level, None)
    assert (found.evidence, found.respondent, found.reason) == ("访谈", "甲", None)


# labour-cost: labour-cost-growth above 5, 8, 12
@pytest.mark.parametrize(("number", "level"), [(5, 0), (5.1, 1), (8, 1), (8.1, 2), (12, 2), (12.1, 3), (-4, 0), (5 + 1e-10, 0)])
def test_signal_only(number: float, level: int) -> None:
    found = item(diagnosed(**BASIC, indicators=[value("labour-cost-growth", number)]), "labour-cost")
    assert (found.state, found.level, found.rating, found.watch) == ("signal", level, None, False)
    (reading,) = found.signals
    assert (reading.indicator, reading.value, reading.level, reading.speaks, reading.why_not) == (
        "labour-cost-growth",
        number,
        level,
        True,
        None,
    )


# high-value-products: high-value-share below 30, 20, 10
@pytest.mark.parametrize(("number", "level"), [(30, 0), (29.9, 1), (20, 1), (19.9, 2), (10, 2), (9.9, 3), (0, 3), (10 - 1e-10, 2)])
def test_levels_of_a_figure_that_should_be_high(number: float, level: int) -> None:
    assert item(diagnosed(**BASIC, indicators=[value("high-value-share", number)]), "high-value-products").level == level


def test_two_thresholds_make_two_levels() -> None:
    signal = Signal(indicator="pilot-platforms", op="<", thresholds=(2, 1))
    assert [level_of(signal, number) for number in (2, 1, 0)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("score", "number", "state", "level", "watch"),
    [
        (2, 6, "both", 1, False),  # 1 and 1
        (2, 9, "both", 1, False),  # 1 and 2: the rating's level
        (1, 6, "both", 2, False),  # 2 and 1: the rating's level
        (3, 6, "both", 0, True),
        (4, 6, "both", 0, False),
        (4, 9, "conflict", 2, False),  # 0 and 2: the worse of the two
        (3, 13, "conflict", 3, False),
        (1, 4, "conflict", 2, False),  # 2 and 0
        (0, 7, "conflict", 3, False),
        (0, 9, "both", 3, False),
    ],
)
def test_rating_and_figure(score: int, number: float, state: str, level: int, watch: bool) -> None:
    found = diagnosed(**BASIC, ratings=[rating("labour-cost", score)], indicators=[value("labour-cost-growth", number)])
    entry = item(found, "labour-cost")
    assert (entry.state, entry.level, entry.watch) == (state, level, watch)
    assert (entry in found.conflicts) is (state == "conflict")


def test_neither_is_unknown_and_to_be_found_out() -> None:
    found = diagnosed(**BASIC)
    entry = item(found, "labour-cost")
    assert (entry.state, entry.level, entry.rating, entry.watch) == ("unknown", None, None, False)
    assert entry in found.unknown
    assert "labour-cost" in [ask.id for ask in found.asks]
    (reading,) = entry.signals
    assert (reading.value, reading.level, reading.speaks) == (None, None, False)
    assert reading.why_not is not None
    assert reading.why_not.code == "no-value"


def test_not_applicable_takes_the_item_out_whatever_the_figures_say() -> None:
    ratings = [rating("labour-cost", "na", reason="本地不涉及")]
    entry = item(diagnosed(**BASIC, ratings=ratings, indicators=[value("labour-cost-growth", 20)]), "labour-cost")
    assert (entry.state, entry.level, entry.rating, entry.reason) == ("na", None, "na", "本地不涉及")
    assert entry.signal_level == 3


@pytest.mark.parametrize(
    ("ratings", "effective"),
    [
        ((Rating(item="a", score="na"),), {}),
        ((Rating(item="a", score="na", reason=" "),), {}),
        ((Rating(item="a", score="na", reason="因为"),), {"a": "na"}),
        ((Rating(item="a"), Rating(score=3), Rating(item="a", score=0), Rating(item="a", score=4)), {"a": 0}),  # the first that is one
    ],
)
def test_ratings_in_effect(ratings: tuple[Rating, ...], effective: dict[str, object]) -> None:
    assert {key: found.score for key, found in effective_ratings(Survey(ratings=ratings)).items()} == effective


def test_the_worst_of_several_figures_counts() -> None:
    # iiot-penetration below 20, 10, 5; nc-rate below 62, 50, 35
    figures = [value("iiot-penetration", 15), value("nc-rate", 30)]
    entry = item(diagnosed(**BASIC, indicators=figures), "intelligence-level")
    assert [reading.level for reading in entry.signals] == [1, 3]
    assert (entry.level, entry.signal_level) == (3, 3)
    assert item(diagnosed(**BASIC, indicators=figures[:1]), "intelligence-level").level == 1


def test_a_computed_figure_that_may_not_speak_is_shown_and_does_not_count() -> None:
    roster = [{"name": str(number), "revenue": 100, "rd_spend": 0} for number in range(9)]
    entry = item(diagnosed(**BASIC, enterprises=roster), "innovation-drive")
    assert (entry.state, entry.level) == ("unknown", None)
    reading = entry.signals[0]
    assert (reading.indicator, reading.value, reading.level, reading.speaks) == ("rd-intensity", 0, 3, False)
    assert reading.why_not is not None
    assert reading.why_not.code == "too-few-firms"
    assert item(diagnosed(**BASIC, enterprises=[*roster, {"name": "9", "revenue": 1, "rd_spend": 0}]), "innovation-drive").level == 3


@pytest.mark.parametrize(("in_place", "state", "level"), [(True, "signal", 0), (False, "signal", 2), (None, "unknown", None)])
def test_a_public_service(in_place: bool | None, state: str, level: int | None) -> None:
    entry = item(diagnosed(**STRATEGIC, services={"testing": in_place}), "services-testing")
    assert (entry.state, entry.level) == (state, level)
    (reading,) = entry.signals
    assert (reading.indicator, reading.signal, reading.level, reading.speaks) == ("testing", None, level, in_place is not None)


@pytest.mark.parametrize(("score", "in_place", "state", "level"), [(2, False, "both", 1), (4, False, "conflict", 2), (4, True, "both", 0)])
def test_a_public_service_that_is_rated(score: int, in_place: bool, state: str, level: int) -> None:
    found = diagnosed(**STRATEGIC, services={"finance": in_place}, ratings=[rating("services-finance", score)])
    entry = item(found, "services-finance")
    assert (entry.state, entry.level) == (state, level)


def share(field: str, part: float) -> dict[str, Any]:
    return {"id": field, "share": part}


# low-concentration hears cr4 in steel, petrochemicals, building materials and non-ferrous metals only
@pytest.mark.parametrize(
    ("fields", "heard"),
    [
        ([share("steel", 0.6), share("textiles", 0.4)], True),
        ([share("steel", 0.4), share("textiles", 0.6)], False),
        ([share("steel", 0.5), share("textiles", 0.5)], True),  # ties are largest, too
        ([], False),
    ],
)
def test_signal_fields(fields: list[dict[str, Any]], heard: bool) -> None:
    found = diagnosed(**BASIC, fields=fields, indicators=[value("cr4", 20)])
    entry = item(found, "low-concentration")
    (reading,) = entry.signals
    assert (reading.value, reading.level, reading.speaks) == (20, 3, heard)
    assert (entry.state, entry.level) == (("signal", 3) if heard else ("unknown", None))
    if not heard:
        assert reading.why_not is not None
        assert reading.why_not.code == "other-field"
        assert reading.why_not.text().zh == "该项指标只适用于钢铁、石化、建材、有色领域"


def test_signal_fields_hear_a_narrower_field_of_theirs(framework: Framework) -> None:
    """An item for high-end equipment hears its figure in construction machinery, a part of it."""
    of_equipment = replace(framework.items["labour-cost"], signal_fields=("high-end-equipment",))
    changed = replace(framework, items={**framework.items, "labour-cost": of_equipment})
    survey = diagnosed(fields=[share("construction-machinery", 1)], indicators=[value("labour-cost-growth", 13)]).survey
    found = diagnose(survey, framework)
    (entry,) = [one for one in assess(survey, changed, "basic", found.figures, found.shares) if one.item.id == "labour-cost"]
    assert (entry.state, entry.level) == ("signal", 3)


# core-parts: self-supply-parts below 70, 50, 30
@pytest.mark.parametrize(
    ("control", "declared", "speaks", "level"),
    [("self", False, False, 0), ("self", True, True, 0), ("partial", False, True, 1), ("imported", False, True, 3)],
)
def test_a_partial_list_shows_a_short_board_never_its_absence(control: str, declared: bool, speaks: bool, level: int) -> None:
    chain = [{"kind": "parts", "control": control}]
    entry = item(diagnosed(**STRATEGIC, chain=chain, complete={"chain": declared}), "core-parts")
    (reading,) = entry.signals
    assert (reading.level, reading.speaks) == (level, speaks)
    assert entry.state == ("signal" if speaks else "unknown")


def test_a_chain_that_is_not_declared_complete_says_nothing_of_its_gaps() -> None:
    found = diagnosed(**STRATEGIC, chain=[{"present": False}])
    assert found.figures["chain-completeness"].value == 0
    assert item(found, "incomplete-chain").state == "unknown"


def test_platforms_declared_complete_can_show_that_there_is_none() -> None:
    assert item(diagnosed(**STRATEGIC, complete={"platforms": True}), "pilot-capacity").level == 2
    assert item(diagnosed(**STRATEGIC, platforms=[{"kind": "testing"}]), "pilot-capacity").state == "unknown"


@given(survey_data())
def test_an_item_without_rating_and_figure_is_unknown_whatever_else_is_known(data: dict[str, Any]) -> None:
    for entry in diagnose(read(data), load_framework()).items:
        silent = all(reading.value is None for reading in entry.signals)
        if entry.rating is None and silent:
            assert entry.state == "unknown"
        assert (entry.level is None) == (entry.state in {"unknown", "na"})
        assert (entry.rating == "na") == (entry.state == "na")
        assert all((reading.level is None) == (reading.value is None) for reading in entry.signals)


@given(survey_data(), st.data())
def test_entering_a_value_makes_no_other_item_known(data: dict[str, Any], draw: st.DataObject) -> None:
    """A value reaches an item as its own signal; the output also lets cr4 speak, which needs to know how large the cluster is."""
    framework = load_framework()
    before = diagnose(read(data), framework)
    entered = draw.draw(st.sampled_from(list(framework.indicators)))
    row = {"id": entered, "year": 2024, "value": draw.draw(indicator_values(entered))}
    after = diagnose(read({**data, "indicators": [*(data.get("indicators") or []), row]}), framework)
    assert (after.type, after.shares) == (before.type, before.shares)
    reached = {entered} | ({"cr4"} if entered == "output" else set())
    for old, new in zip(before.items, after.items, strict=True):
        if not reached & {signal.indicator for signal in new.item.signals}:
            assert (old.state, old.level) == (new.state, new.level)


@given(survey_data(), st.data())
def test_a_rating_makes_only_its_own_item_known(data: dict[str, Any], draw: st.DataObject) -> None:
    framework = load_framework()
    before = diagnose(read(data), framework)
    rated = draw.draw(st.sampled_from(list(framework.items)))
    others = [row for row in data.get("ratings") or [] if row["item"] != rated]
    after = diagnose(read({**data, "ratings": [*others, rating(rated, draw.draw(st.integers(0, 4)))]}), framework)
    for old, new in zip(before.items, after.items, strict=True):
        if new.item.id == rated:
            assert new.level is not None
        else:
            assert (old.state, old.level) == (new.state, new.level)
