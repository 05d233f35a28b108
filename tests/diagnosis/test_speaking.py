"""When a computed figure may speak, and every reason why not; the limits themselves are enough."""

from typing import Any

import pytest

from diagnosis.speaking import CONDITIONS
from tests.surveys import figure, firms

Parts = dict[str, Any]


def output(value: float, year: int = 2022) -> dict[str, Any]:
    return {"id": "output", "year": year, "value": value}


ASKED = {"role": "key", "links_answered": True}
ALIKE = [*firms(*[1] * 6, main_product="泵"), *firms(*[1] * 4, main_product="阀")]  # 2 products of 10 firms
DIVERSE = [*firms(*[1] * 6, main_product="泵"), *[{"main_product": product} for product in ("阀", "轴", "缸")]]
CHAIN = [{"present": True, "kind": "parts", "control": "self"}]
PLATFORMS = [{"kind": "pilot", "topic": "储氢"}, {"topic": "储氢"}]

# (indicator, survey, why not)
SPOKEN: list[tuple[str, Parts, str | None]] = [
    # revenue of ten firms: 6,000 of an output of 1 亿元 = 10,000 万元
    ("cr4", {"enterprises": firms(*[600] * 10), "indicators": [output(1)]}, None),
    ("cr4", {"enterprises": firms(*[600] * 9, 599), "indicators": [output(1)]}, "roster-too-small"),
    ("cr4", {"enterprises": firms(*[600] * 9, 599), "indicators": [output(1, 2021), output(0.9)]}, None),  # the latest output
    ("cr4", {"enterprises": firms(*[600] * 10)}, "no-output"),
    ("cr4", {"enterprises": firms(*[600] * 10), "indicators": [output(0)]}, "no-output"),
    ("cr4", {"enterprises": firms(*[600] * 9), "indicators": [output(0.1)]}, "too-few-firms"),
    ("cr4", {"enterprises": firms(*[600] * 10, *[None] * 10), "indicators": [output(1)]}, None),  # half of those listed
    ("cr4", {"enterprises": firms(*[600] * 10, *[None] * 11), "indicators": [output(1)]}, "low-coverage"),
    ("rd-intensity", {"enterprises": firms(*[9] * 10, rd_spend=1)}, None),
    ("rd-intensity", {"enterprises": firms(*[9] * 9, rd_spend=1)}, "too-few-firms"),
    ("rd-intensity", {"enterprises": [*firms(*[9] * 10, rd_spend=1), *firms(*[9] * 11)]}, "low-coverage"),
    ("rd-unit-share", {"enterprises": firms(*[2000] * 10, has_rd_unit=True)}, None),
    ("rd-unit-share", {"enterprises": firms(*[2000] * 9, has_rd_unit=True)}, "too-few-firms"),
    # half of the above-scale firms, however many small ones are listed
    ("rd-unit-share", {"enterprises": [*firms(*[2000] * 10, has_rd_unit=True), *firms(*[2000] * 10), *firms(*[5] * 50)]}, None),
    ("rd-unit-share", {"enterprises": [*firms(*[2000] * 10, has_rd_unit=True), *firms(*[2000] * 11)]}, "low-coverage"),
    ("invention-patents", {"enterprises": firms(*[None] * 10, employees=9, invention_patents=0)}, None),
    ("invention-patents", {"enterprises": firms(*[None] * 9, employees=9, invention_patents=0)}, "too-few-firms"),
    ("invention-patents", {"enterprises": [*firms(*[None] * 10, employees=9, invention_patents=0), *firms(*[5] * 11)]}, "low-coverage"),
    ("product-homogeneity", {"enterprises": ALIKE}, None),
    ("product-homogeneity", {"enterprises": [*ALIKE, *firms(*[5] * 11)]}, "low-coverage"),
    # a third of 12 is 4
    ("product-homogeneity", {"enterprises": [*DIVERSE, *firms(*[1] * 3, main_product="泵")]}, None),
    ("product-homogeneity", {"enterprises": [*DIVERSE, *firms(1, 1, main_product="泵")]}, "products-too-diverse"),
    ("isolated-share", {"enterprises": [*firms(*[1] * 5, **ASKED), *firms(*[1] * 5, role="leader")]}, None),
    ("isolated-share", {"enterprises": [*firms(*[1] * 5, **ASKED), *firms(*[1] * 6, role="leader")]}, "too-few-asked"),
    ("isolated-share", {"enterprises": [*firms(*[1] * 5, **ASKED), *firms(*[1] * 60, role="other")]}, None),
    ("iur-rate", {"enterprises": [*firms(*[2000] * 5, links_answered=True), *firms(*[2000] * 5), *firms(*[1] * 9)]}, None),
    ("iur-rate", {"enterprises": [*firms(*[2000] * 5, links_answered=True), *firms(*[2000] * 6)]}, "too-few-asked"),
    ("chain-completeness", {"chain": CHAIN, "complete": {"chain": True}}, None),
    ("chain-completeness", {"chain": CHAIN, "complete": {"chain": False}}, "chain-not-complete"),
    ("chain-completeness", {"chain": CHAIN, "complete": {"platforms": True}}, "chain-not-complete"),
    *[
        (f"self-supply-{kind}", {"chain": [{"kind": kind, "control": "self"}], "complete": {"chain": declared}}, why_not)
        for kind in ("parts", "materials", "inspection", "processes", "software")
        for declared, why_not in ((True, None), (False, "chain-not-complete"))
    ],
    ("pilot-platforms", {"platforms": PLATFORMS, "complete": {"platforms": True}}, None),
    ("pilot-platforms", {"platforms": PLATFORMS}, "platforms-not-complete"),
    ("topic-duplication", {"platforms": PLATFORMS, "complete": {"platforms": True}}, None),
    ("topic-duplication", {"platforms": PLATFORMS}, "platforms-not-complete"),
    # no condition stands against these
    ("cr8", {"enterprises": firms(*[1] * 8)}, None),
    ("trl-median", {"technologies": [{"trl": 1}]}, None),
    ("service-coverage", {"services": {"testing": True, "patents": True, "talent": False}}, None),
    ("choke-points", {"chain": CHAIN}, None),
    ("network-density", {"links": [{"from": "甲", "to": "乙"}]}, None),
]


def numbered(parts: Parts) -> Parts:
    """A roster joined from several: each firm gets a name of its own."""
    rows = [{**firm, "name": f"企业{number}"} for number, firm in enumerate(parts.get("enterprises", []))]
    return {**parts, "enterprises": rows}


@pytest.mark.parametrize(("indicator", "parts", "why_not"), SPOKEN)
def test_may_speak(indicator: str, parts: Parts, why_not: str | None) -> None:
    found = figure(indicator, **numbered(parts))
    assert found is not None
    assert (found.why_not and found.why_not.code) == why_not


def test_every_condition_is_met_and_missed() -> None:
    met = {indicator for indicator, _, why_not in SPOKEN if why_not is None}
    missed = {indicator for indicator, _, why_not in SPOKEN if why_not is not None}
    assert set(CONDITIONS) <= met
    assert set(CONDITIONS) == missed


@pytest.mark.parametrize(
    ("indicator", "parts", "zh", "en"),
    [
        (
            "rd-intensity",
            {"enterprises": firms(*[9] * 3, rd_spend=1)},
            "有数据的企业 3 家，不足 10 家",
            "firms with the data: 3, where 10 are needed",
        ),
        (
            "cr4",
            {"enterprises": firms(*[600] * 10), "indicators": [output(2)]},
            "名录企业营业收入合计仅为集群总产值的 30.0%，不足 60%",
            "the roster's revenue is only 30.0% of the cluster's output; 60% is needed",
        ),
        (
            "isolated-share",
            {"enterprises": [*firms(*[1] * 5, **ASKED), *firms(*[1] * 7, role="leader")]},
            "可询问的企业 12 家，只问了 5 家，不足一半",
            "only 5 of the 12 firms that could be asked were asked; half are needed",
        ),
    ],
)
def test_the_reason_is_a_sentence_with_its_figures(indicator: str, parts: Parts, zh: str, en: str) -> None:
    found = figure(indicator, **numbered(parts))
    assert found is not None
    assert found.why_not is not None
    assert (found.why_not.text().zh, found.why_not.text().en) == (zh, en)


@pytest.mark.parametrize(("last", "told"), [(599, "59.99"), (100, "55.0"), (599.9999, "59.999999")])
def test_a_share_below_the_line_is_told_as_below_it(last: float, told: str) -> None:
    found = figure("cr4", enterprises=firms(*[600] * 9, last), indicators=[output(1)])
    assert found is not None
    assert found.why_not is not None
    assert found.why_not.facts["share"] == told
