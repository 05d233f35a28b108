"""Every formula of rules.md against an example worked by hand: its value, its coverage, and when it is not there."""

from typing import Any

import pytest

from diagnosis.framework import Framework
from diagnosis.indicators import FORMULAS, cooperation_pairs, is_choke_point, main_products, partners
from diagnosis.survey import ChainLink
from tests.surveys import figure, firms, survey

Parts = dict[str, Any]
ABOUT = 1e-9


def links(*ends: tuple[str, str]) -> list[dict[str, str]]:
    return [{"from": a, "to": b} for a, b in ends]


def chain(*rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Rows of (kind, control, importance)."""
    return [{"kind": kind, "control": control, "importance": importance} for kind, control, importance in rows]


def named(*firms_: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"name": f"企业{number}", **firm} for number, firm in enumerate(firms_, 1)]


ASKED = {"role": "key", "links_answered": True}
BIG = {"revenue": 2000, "links_answered": True}

# (indicator, parts of the survey, value, coverage)
WORKED: list[tuple[str, Parts, float, float | None]] = [
    ("cr4", {"enterprises": firms(40, 30, 20, 5, 5)}, 95, 1),  # 95 of 100
    ("cr4", {"enterprises": firms(10, 10, 10, 10, 0, None, None, None)}, 100, 0.5),  # no revenue: listed, not counted
    ("cr8", {"enterprises": firms(*[10] * 10)}, 80, 1),
    ("hhi", {"enterprises": firms(50, 30, 20)}, 3800, 1),  # 2500 + 900 + 400
    ("hhi", {"enterprises": firms(7, None)}, 10000, 0.5),
    ("mean-firm-revenue", {"enterprises": firms(100, 300, None, 0)}, 200, 0.5),
    # one large firm (1000 persons and 40,000 ten-thousand yuan) of 40,000 in 100,000
    ("sme-share", {"enterprises": named({"revenue": 40000, "employees": 1000}, {"revenue": 60000, "employees": 999})}, 60, 1),
    ("sme-share", {"enterprises": named({"revenue": 39999, "employees": 5000}, {"revenue": 1, "employees": 1})}, 100, 1),
    (
        "sme-share",
        {"enterprises": named({"revenue": 50000, "employees": 2000}, {"revenue": 10}, {"revenue": 10, "employees": 0})},
        0,
        1 / 3,
    ),
    ("leading-industry-share", {"fields": [{"id": "steel", "share": 0.5}, {"id": "textiles", "share": 0.3}]}, 50, 1),
    ("leading-industry-share", {"fields": [{"id": "steel", "share": 0.5}, {"id": "textiles"}, {"id": "biology", "share": 0}]}, 50, 1 / 3),
    # textiles 60 of 100; the firm without a code counts in all revenue, not in the coverage
    ("leading-industry-share", {"enterprises": [*firms(60, gbt4754="17"), *firms(30, gbt4754="99"), *firms(10)]}, 60, 2 / 3),
    # 6 of 10 firms make one thing, 4 another: 0.36 + 0.16
    ("product-homogeneity", {"enterprises": [*firms(*[1] * 6, main_product="泵"), *firms(*[1] * 4, main_product="阀")]}, 0.52, 1),
    ("product-homogeneity", {"enterprises": [*firms(*[1] * 10, main_product=" 泵Ａ "), *firms(*[1] * 10)]}, 1, 0.5),
    ("rd-intensity", {"enterprises": named({"revenue": 100, "rd_spend": 3}, {"revenue": 300, "rd_spend": 5}, {"revenue": 600})}, 2, 2 / 3),
    ("rd-intensity", {"enterprises": named({"revenue": 100, "rd_spend": 0}, {"revenue": 0, "rd_spend": 50}, {"rd_spend": 9})}, 0, 1 / 3),
    # above scale from 2000; one of two that answered; four are listed
    (
        "rd-unit-share",
        {
            "enterprises": named(
                {"revenue": 2000, "has_rd_unit": True},
                {"revenue": 5000, "has_rd_unit": False},
                {"revenue": 5000},
                {"revenue": 1999.9, "has_rd_unit": True},
            )
        },
        50,
        0.5,
    ),
    (
        "invention-patents",
        {"enterprises": named({"employees": 200, "invention_patents": 3}, {"employees": 300, "invention_patents": 0})},
        60,
        1,
    ),
    (
        "invention-patents",
        {"enterprises": named({"employees": 100, "invention_patents": 1}, {"invention_patents": 5}, {"employees": 9})},
        100,
        1 / 3,
    ),
    ("little-giants", {"enterprises": named({"honours": ["little-giant", "hnte"]}, {"honours": []}, {"honours": None})}, 1, 2 / 3),
    ("champions", {"enterprises": named({"honours": ["champion"]}, {"honours": ["champion", "little-giant"]})}, 2, 1),
    ("champions", {"enterprises": named({"honours": []})}, 0, 1),  # an empty list is known
    ("chain-completeness", {"chain": [{"present": True}, {"present": True}, {"present": False}, {}]}, 200 / 3, 0.75),
    ("self-supply-parts", {"chain": chain(("parts", "self", 3), ("parts", "imported", 1))}, 75, 1),  # 3 x 100 of 4
    ("self-supply-parts", {"chain": chain(("parts", "partial", None), ("parts", None, 3), ("materials", "self", 3))}, 50, 1 / 3),
    ("self-supply-materials", {"chain": chain(("materials", "partial", 2), ("materials", "self", 2))}, 75, 1),
    ("self-supply-inspection", {"chain": chain(("inspection", "imported", 3))}, 0, 1),
    ("self-supply-processes", {"chain": chain(("processes", "self", None), ("processes", "imported", 3))}, 25, 1),  # absent = 1
    ("self-supply-software", {"chain": chain(("software", "self", 1), ("product", "imported", 3))}, 100, 0.5),
    (
        "choke-points",
        {"chain": chain(("parts", "imported", 3), ("product", "imported", 3), ("parts", "imported", 2), ("parts", None, 3))},
        2,
        0.75,
    ),
    ("choke-points", {"chain": chain(("parts", "self", 3))}, 0, 1),
    # three actors, two of three pairs; said twice and the other way round is one pair, and a link to oneself none
    ("network-density", {"links": links(("甲", "乙"), ("乙", "甲"), ("Ａ", "甲"), ("A", " 甲"), ("丙", "丙"))}, 2 / 3, 0.8),
    ("network-density", {"links": links(("甲", "乙"))}, 1, 1),
    # five asked, the first works with somebody who is in no list
    ("isolated-share", {"enterprises": named(*[ASKED] * 5, {"role": "key"}), "links": links(("企业1", "外地公司"))}, 80, 5 / 6),
    ("isolated-share", {"enterprises": named(*[ASKED] * 5, {"role": "other", "links_answered": True}), "links": []}, 100, 5 / 6),
    ("isolated-share", {"enterprises": named(*[ASKED] * 5), "links": links(("企业1", "企业1"))}, 100, 1),
    (
        "iur-rate",
        {
            "enterprises": named(*[BIG] * 5, {"revenue": 1999, "links_answered": True}),
            "institutions": [{"name": "大学"}],
            "links": links(("企业1", " 大学"), ("大学", "企业2"), ("企业3", "研究院"), ("企业6", "大学")),
        },
        40,
        5 / 6,
    ),
    ("institutions", {"institutions": [{"name": "大学"}, {"kind": "other"}]}, 2, 1),
    ("institutions", {"complete": {"institutions": True}}, 0, None),
    ("national-platforms", {"platforms": [{"level": "national"}, {"level": "provincial"}, {}]}, 1, 2 / 3),
    ("national-platforms", {"complete": {"platforms": True}}, 0, None),
    ("pilot-platforms", {"platforms": [{"kind": "pilot"}, {"kind": "pilot", "level": "national"}]}, 2, 1),
    ("topic-duplication", {"platforms": [{"topic": "储氢"}, {"topic": " 储氢 "}, {"topic": "电堆"}, {"kind": "pilot"}]}, 1.5, 0.75),
    ("service-coverage", {"services": {"testing": True, "patents": False, "talent": True, "finance": None}}, 200 / 3, 0.5),
    ("service-coverage", {"services": dict.fromkeys(("common-rd", "testing", "standards", "patents", "finance", "talent"), False)}, 0, 1),
    ("trl-median", {"technologies": [{"trl": 3}, {"trl": 6}, {"name": "膜"}]}, 4.5, 2 / 3),
    ("trl-median", {"technologies": [{"trl": 9}, {"trl": 1}, {"trl": 2}]}, 2, 1),
]


@pytest.mark.parametrize(("indicator", "parts", "value", "coverage"), WORKED)
def test_worked_example(indicator: str, parts: Parts, value: float, coverage: float | None) -> None:
    found = figure(indicator, **parts)
    assert found is not None
    assert found.origin == "computed"
    assert found.value == pytest.approx(value, abs=ABOUT)
    assert found.coverage == (None if coverage is None else pytest.approx(coverage, abs=ABOUT))


# (indicator, parts that do not hold what the formula needs)
ABSENT: list[tuple[str, Parts]] = [
    ("cr4", {"enterprises": firms(1, 1, 1, None)}),
    ("cr8", {"enterprises": firms(*[1] * 7, 0)}),
    ("hhi", {"enterprises": firms(0, None)}),
    ("mean-firm-revenue", {"enterprises": firms(None)}),
    ("sme-share", {"enterprises": named({"revenue": 5}, {"employees": 5}, {"revenue": 5, "employees": 0})}),
    ("leading-industry-share", {"fields": [{"id": "steel", "share": 0}], "enterprises": firms(5, gbt4754="99")}),
    ("product-homogeneity", {"enterprises": firms(*[1] * 9, main_product="泵")}),
    ("rd-intensity", {"enterprises": named({"revenue": 5}, {"rd_spend": 5}, {"revenue": 0, "rd_spend": 5})}),
    ("rd-unit-share", {"enterprises": named({"revenue": 1999, "has_rd_unit": True}, {"revenue": 9000})}),
    ("invention-patents", {"enterprises": named({"employees": 0, "invention_patents": 5})}),
    ("little-giants", {"enterprises": firms(5)}),
    ("champions", {"enterprises": firms(5)}),
    ("chain-completeness", {"chain": chain(("parts", "self", 3))}),
    ("self-supply-parts", {"chain": chain(("parts", None, 3), ("materials", "self", 1))}),
    ("self-supply-materials", {"chain": chain(("parts", "self", 3))}),
    ("self-supply-inspection", {"chain": []}),
    ("self-supply-processes", {"chain": chain(("parts", "self", 3))}),
    ("self-supply-software", {"chain": chain(("service", "self", 3))}),
    ("choke-points", {"chain": chain(("parts", None, 3))}),
    ("network-density", {"links": links(("甲", "甲"))}),
    ("isolated-share", {"enterprises": named(*[ASKED] * 4, {"role": "key", "links_answered": False})}),
    ("isolated-share", {"enterprises": named(*[{"role": "other", "links_answered": True}] * 9)}),
    ("iur-rate", {"enterprises": named(*[BIG] * 4, {"revenue": 1999, "links_answered": True})}),
    ("institutions", {"institutions": [], "complete": {"institutions": False}}),
    ("national-platforms", {}),
    ("pilot-platforms", {"complete": {"chain": True}}),
    ("topic-duplication", {"platforms": [{"topic": "储氢"}, {}]}),
    ("service-coverage", {"services": {"testing": True, "patents": True}}),
    ("trl-median", {"technologies": [{"name": "膜"}]}),
    ("output-growth", {"indicators": [{"id": "output", "year": 2020, "value": 5}, {"id": "output", "year": 2021, "value": 0}]}),
]


@pytest.mark.parametrize(("indicator", "parts"), ABSENT)
def test_absent_where_the_formula_has_not_what_it_needs(indicator: str, parts: Parts) -> None:
    assert figure(indicator, **parts) is None


def test_every_formula_has_an_example_with_and_without() -> None:
    formulas = {*FORMULAS, "leading-industry-share"}
    assert {indicator for indicator, *_ in WORKED} | {"output-growth"} == formulas
    assert {indicator for indicator, _ in ABSENT} == formulas


def test_every_computed_indicator_of_the_framework_has_a_formula(framework: Framework) -> None:
    computed = {indicator.id for indicator in framework.indicators.values() if indicator.kind == "computed"}
    assert computed == {*FORMULAS, "leading-industry-share"}


@pytest.mark.parametrize(
    ("rows", "value", "year"),
    [
        ([(2018, 100), (2020, 121)], 10, 2020),  # 1.21 over two years
        ([(2020, 121), (2018, 100)], 10, 2020),  # the order of the rows is the order of entry
        ([(2018, 100), (2019, 0), (2020, 400), (2021, None)], 100, 2020),  # no output above 0 in 2019
        ([(2018, 100), (2019, 80), (2019, 50)], -50, 2019),  # the last row of a year counts
        ([(2018, 0), (2019, 0), (2020, 50), (2021, 75), (2022, 0)], 50, 2021),
    ],
)
def test_output_growth(rows: list[tuple[int, float | None]], value: float, year: int) -> None:
    found = figure("output-growth", indicators=[{"id": "output", "year": when, "value": output} for when, output in rows])
    assert found is not None
    assert found.value == pytest.approx(value, abs=ABOUT)
    assert found.year == year


def test_limits_are_compared_after_rounding_to_nine_decimals() -> None:
    def found(revenue: float) -> float | None:
        value = figure("rd-unit-share", enterprises=named({"revenue": revenue, "has_rd_unit": True}))
        return value.value if value else None

    assert found(2000 - 1e-10) == 100
    assert found(2000 - 1e-8) is None
    assert figure("hhi", enterprises=firms(1e-10)) is None  # no revenue


def test_names_are_compared_folded_and_an_unnamed_firm_has_no_links() -> None:
    read = survey(links=links(("Ａ厂", " 甲"), ("甲", "甲 ")), enterprises=[{"main_product": "　"}, {"main_product": "泵"}])
    assert cooperation_pairs(read) == [("A厂", "甲")]
    assert partners(read) == {"A厂": {"甲"}, "甲": {"A厂"}}
    assert main_products(read) == {"泵": 1}
    unnamed = [{**ASKED} for _ in range(5)]
    isolated = figure("isolated-share", enterprises=unnamed, links=links(("甲", "乙")))
    assert isolated is not None
    assert isolated.value == 100


@pytest.mark.parametrize(
    ("control", "importance", "choke"),
    [("imported", 3, True), ("imported", 2, False), ("partial", 3, False), (None, 3, False), ("imported", None, False)],
)
def test_choke_point(control: str | None, importance: int | None, choke: bool) -> None:
    assert is_choke_point(ChainLink(control=control, importance=importance)) is choke
