"""What holds for the diagnosis as a whole."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.output import diagnosis_to_data
from tests.strategies import survey_data
from tests.surveys import diagnosed, item, read

Data = dict[str, Any]
SHARES_OF_REVENUE = ("cr4", "cr8", "hhi", "leading-industry-share")


@given(survey_data())
def test_the_same_survey_has_the_same_diagnosis(data: Data) -> None:
    framework = load_framework()
    assert diagnose(read(data), framework) == diagnose(read(data), framework)


@given(survey_data(), st.sampled_from([0.5, 2, 1024]))
def test_scaling_all_revenues_changes_no_share(data: Data, factor: float) -> None:
    """Only whether cr4 may speak hangs on the output; with the output scaled alike that stays, too."""
    framework = load_framework()

    def moderate(row: Data, field: str) -> bool:
        return not row.get(field) or 1 <= row[field] <= 1e9

    def scaled(row: Data, field: str) -> Data:
        return {**row, field: row[field] * factor} if row.get(field) else row

    roster = [firm for firm in data.get("enterprises") or [] if moderate(firm, "revenue")]
    rows = [row for row in data.get("indicators") or [] if moderate(row, "value")]
    before = diagnose(read({**data, "enterprises": roster, "indicators": rows}), framework)
    roster = [scaled(firm, "revenue") for firm in roster]
    rows = [scaled(row, "value") if row["id"] == "output" else row for row in rows]
    after = diagnose(read({**data, "enterprises": roster, "indicators": rows}), framework)
    assert after.shares.of == pytest.approx(dict(before.shares.of))
    assert after.classification.scores == pytest.approx(dict(before.classification.scores))
    for indicator in SHARES_OF_REVENUE:
        old, new = before.figures.get(indicator), after.figures.get(indicator)
        assert (old is None) == (new is None)
        if old is not None and new is not None:
            assert new.value == pytest.approx(old.value)
            assert new.coverage == old.coverage
    old_cr4, new_cr4 = before.figures.get("cr4"), after.figures.get("cr4")
    if old_cr4 is not None and new_cr4 is not None:
        assert (old_cr4.why_not and old_cr4.why_not.code) == (new_cr4.why_not and new_cr4.why_not.code)


@given(survey_data(), st.randoms())
def test_the_order_of_firms_decides_nothing(data: Data, random: Any) -> None:
    framework = load_framework()
    before = diagnosis_to_data(diagnose(read(data), framework))
    if data.get("enterprises"):
        random.shuffle(data["enterprises"])
    after = diagnosis_to_data(diagnose(read(data), framework))
    assert [(entry["id"], entry["level"], entry["state"]) for entry in after["items"]] == [
        (entry["id"], entry["level"], entry["state"]) for entry in before["items"]
    ]
    values = {entry["id"]: entry["value"] for entry in before["indicators"]}
    assert {entry["id"]: entry["value"] for entry in after["indicators"]} == pytest.approx(values)


def test_what_to_ask_while_the_type_is_open() -> None:
    """The open criteria by weight, the fields first; then the unknown items by weight."""
    found = diagnosed(criteria={"market-stage": "basic"})
    criteria = [(ask.part, ask.id) for ask in found.asks if ask.part != "ratings"]
    assert criteria == [
        ("fields", "fields"),
        ("criteria", "value-chain"),
        ("criteria", "technology-maturity"),
        ("criteria", "leading-actors"),
        ("criteria", "capacity"),
        ("criteria", "innovation-resources"),
        ("criteria", "spatial-pattern"),
    ]
    weights = [item(found, ask.id).item.weight for ask in found.asks if ask.part == "ratings"]
    assert weights == sorted(weights, reverse=True)
    assert len(weights) == len(found.items)
    assert found.asks[-1].question == item(found, found.asks[-1].id).item.ask
    assert "产值" in found.asks[0].question.zh
    assert found.asks[1].question.zh.startswith("“产业链状态”")


def test_a_firm_type_asks_for_items_only() -> None:
    found = diagnosed(fields=[{"id": "steel", "share": 1}], criteria=dict.fromkeys(("market-stage", "value-chain"), "basic"))
    assert not found.classification.provisional
    assert {ask.part for ask in found.asks} == {"ratings"}


def test_a_contested_type_asks_for_the_open_criteria() -> None:
    shares = [{"id": "steel", "share": 0.5}, {"id": "biology", "share": 0.5}]
    criteria = {"market-stage": "basic", "technology-maturity": "strategic"}
    found = diagnosed(fields=shares, criteria=criteria)
    assert (found.classification.provisional, found.classification.contested) == (False, True)
    assert next(ask.id for ask in found.asks if ask.part == "criteria") == "value-chain"


def test_items_by_level_hardest_and_heaviest_first() -> None:
    ratings = {"labour-cost": 0, "cost-competition": 1, "homogenisation": 1, "single-variety": 0, "rd-capability": 2}
    found = diagnosed(criteria={"capacity": "basic"}, ratings=[{"item": key, "score": score} for key, score in ratings.items()])
    assert [entry.item.id for entry in found.at_level(3, 2)] == ["single-variety", "labour-cost", "homogenisation", "cost-competition"]
    assert [entry.item.id for entry in found.at_level(1)] == ["rd-capability"]
    assert [entry.item.weight for entry in found.unknown] == sorted((entry.item.weight for entry in found.unknown), reverse=True)
