"""What is read from little: a count of the few that answered is no nought, and what rests on a handful of firms is held against nothing."""

from typing import Any

import pytest

from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.result import Diagnosis
from diagnosis.text import LANGS, Lang
from reports.bearing import reached, unread
from reports.blocks import Item, Report, Table
from reports.chart_data import with_norm
from reports.context import Context
from reports.numbers import amount
from reports.outline import outline
from tests.reports.made_up import diagnosis_of, report_of, said
from tests.surveys import file_data, firms, read, sample_data

CRITERIA = {"market-stage": "frontier", "technology-maturity": "frontier"}
FEW = [*firms(3000, 180, employees=40), *firms(*[None] * 7)]


def made(**parts: Any) -> Diagnosis:
    named = [{**row, "name": f"甲{place}"} for place, row in enumerate(parts.pop("enterprises", ()))]
    return diagnose(read(file_data(criteria=CRITERIA, enterprises=named, **parts)), load_framework())


def why(diagnosis: Diagnosis, indicator: str) -> str | None:
    reason = unread(diagnosis, diagnosis.figures[indicator])
    return reason.code if reason else None


def cells(report: Report, key: str) -> dict[str, tuple[str, ...]]:
    return {row[0]: row for block in report.blocks if isinstance(block, Table) and block.key == key for row in block.rows}


def test_concentration_and_averages_of_two_firms_in_nine_are_shown_and_not_read() -> None:
    found = made(enterprises=FEW)
    assert {why(found, key) for key in ("hhi", "mean-firm-revenue", "sme-share")} == {"too-few-firms"}
    words = said(outline(found, "zh"))
    assert "赫芬达尔指数、户均营收和中小企业占比只列数值，不计入判断：有数据的企业2家，不足10家。" in words
    assert "达到或高于1800" not in words.split("附录")[0]
    assert "名录9家企业中只有2家可以划型，其中小型1家、微型1家，不足以说明" in words


def test_concentration_shares_the_doubts_of_the_four_largest() -> None:
    found = made(enterprises=firms(*[600] * 12), indicators=[{"id": "output", "year": 2023, "value": 10}])
    assert why(found, "cr4") == why(found, "cr8") == why(found, "hhi") == "roster-too-small"
    assert why(found, "mean-firm-revenue") is None
    whole = made(enterprises=firms(*[6000] * 12), indicators=[{"id": "output", "year": 2023, "value": 10}])
    assert why(whole, "hhi") is None
    assert "赫芬达尔指数为833，低于1000" in said(outline(whole, "zh"))


@pytest.mark.parametrize("lang", LANGS)
def test_a_count_of_the_few_that_answered_is_no_nought(lang: Lang) -> None:
    found = made(enterprises=[{"honours": ["hnte"]}, *[{}] * 8])
    assert (found.figures["little-giants"].value, why(found, "little-giants"), why(found, "champions")) == (
        0,
        "low-coverage",
        "low-coverage",
    )
    words = said(outline(found, lang)).replace("\n", " ")
    assert ("参考值49" if lang == "zh" else "norm 49") not in words
    assert ("只知道其中1家企业的资质，为高新技术企业。" if lang == "zh" else "known: high-tech enterprise.") in words
    asked = made(enterprises=[{"honours": []}] * 9)
    assert why(asked, "little-giants") is None
    assert ("（0家，参考值49家）" if lang == "zh" else "little giants (0, norm 49)") in said(outline(asked, lang))


def test_platforms_of_a_list_that_is_not_declared_complete_are_held_against_nothing() -> None:
    platform = [{"name": "中心", "level": "municipal", "kind": "engineering"}]
    found = made(platforms=platform)
    assert why(found, "national-platforms") == "platforms-not-complete"
    assert "国家级平台数和中试平台数只列数值，不计入判断：创新平台清单未声明齐全。" in said(outline(found, "zh"))
    assert why(made(platforms=platform, complete={"platforms": True}), "national-platforms") is None


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "应计1个平台，但都没有填写据以计算的内容"),
        ("en", "the entry that is counted is blank for the platform that can count (1)"),
    ],
)
def test_a_count_of_nothing_known_says_so(lang: Lang, told: str) -> None:
    assert told in said(outline(made(platforms=[{"name": "中心"}]), lang))


@pytest.mark.parametrize(("lang", "told"), [("zh", "处于4—7级一档"), ("en", "between TRL 4 and TRL 7")])
def test_a_band_has_its_unit_where_the_language_puts_it(lang: Lang, told: str) -> None:
    assert told in said(outline(made(technologies=[{"name": "甲", "trl": 5}]), lang))


def test_no_bar_is_drawn_and_no_norm_is_reached_by_what_is_not_read() -> None:
    found = made(enterprises=FEW, platforms=[{"name": "中心", "level": "municipal"}])
    drawn = {figure.indicator.id for figure, _ in with_norm(found)}
    assert not drawn & {"sme-share", "little-giants", "champions", "national-platforms"}
    assert all(reached(found, figure) is None for figure in found.figures.values() if unread(found, figure) is not None)


def test_what_is_watched_says_on_how_little_its_present_value_rests() -> None:
    ratings = [{"item": "frontier-organiser", "score": 0, "evidence": "没有牵头单位"}]
    found = outline(made(ratings=ratings, platforms=[{"name": "中心", "level": "municipal"}]), "zh")
    assert cells(found, "table-monitoring")["国家级创新平台数"][1] == "0个（依据不足）"


def test_what_does_not_apply_is_not_called_unknown() -> None:
    governance = ("top-level-planning", "positioning", "cluster-organisation")
    ratings = [{"item": item, "score": "na", "reason": "不适用"} for item in governance]
    some, none = (outline(made(ratings=ratings[:kept]), "zh") for kept in (1, 3))
    assert "规划治理的3项核心条目中，1项不适用，其余均无依据，不能给分：差异化定位和集群促进机构待核实。" in said(some)
    assert "规划治理的3项核心条目均不适用于本集群，不评分。" in said(none)
    assert [cells(found, "table-elements")["规划与治理"][4] for found in (some, none)] == ["均待核实", "均不适用"]


@pytest.mark.parametrize(
    ("ratings", "told", "untold"),
    [
        ([], "都没有依据（", "只有0项"),
        ([], "没有推荐的行动，原因见", "行动清单\n所有条目"),
        ([{"item": "scenario-exploration", "score": 1, "evidence": "无"}], "以下1项须在近中期安排行动。", "以下1项按等级"),
        ([{"item": "scenario-exploration", "score": 1, "evidence": "无"}], "项行动（详见", "得分最高的如下"),
    ],
)
def test_nothing_one_and_few_are_not_said_as_many(ratings: list[dict[str, Any]], told: str, untold: str) -> None:
    words = said(outline(made(ratings=ratings), "zh"))
    assert told in words
    assert untold not in words


RANKED = {
    "zh": "四项特征中依据达到一半的有2项：集群规模（100分）、产业链条（87.5分）（",
    "en": "Two features have at least half of the evidence: scale (100), value chain (87.5) (",
}


@pytest.mark.parametrize("lang", LANGS)
def test_features_with_less_than_half_of_their_evidence_are_ranked_with_none(lang: Lang) -> None:
    words = said(outline(diagnose(read(sample_data("changsha")), load_framework()), lang))
    assert RANKED[lang] in words
    assert "得分最高（" not in words
    only = made(ratings=[{"item": "failure-tolerance", "score": 4}])
    assert "各项特征的依据都不足一半，得分仅供参考，不作高低比较（" in said(outline(only, "zh"))


def test_the_course_of_the_years_is_told_in_numbers() -> None:
    values = {"output": (700, 742), "national-share": (21, 20), "capacity-utilisation": (58, 58), "employees": (1, 2), "nc-rate": (40, 44)}
    rows = [{"id": key, "year": year, "value": pair[side]} for key, pair in values.items() for side, year in enumerate((2022, 2024))]
    words = said(outline(made(indicators=rows), "zh"))
    assert "从历年数据看，总产值由700亿元（2022年）升至742亿元（2024年）；全国占比由21.0%（2022年）降至20.0%（2024年）；" in words
    assert "产能利用率2024年与2022年持平，均为58.0%；其余1项见" in words


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((812.4, 1033.8, 986.1), "总产值由812.4亿元（2020年）升至986.1亿元（2022年），其间2021年最高，为1033.8亿元（"),
        ((812.4, 700, 986.1), "总产值由812.4亿元（2020年）升至986.1亿元（2022年），其间2021年最低，为700亿元（"),
        ((800, 900, 1000), "总产值由800亿元（2020年）升至1000亿元（2022年）（"),
        ((800, 1000.004, 1000), "总产值由800亿元（2020年）升至1000亿元（2022年）（"),
    ],
)
def test_a_course_that_turned_on_its_way_says_so(values: tuple[float, ...], told: str) -> None:
    rows = [{"id": "output", "year": 2020 + at, "value": each} for at, each in enumerate(values)]
    assert told in said(outline(made(indicators=rows), "zh"))


def test_values_of_two_origins_and_of_too_little_are_not_compared_between_rounds() -> None:
    share = [{"id": "sme-share", "year": 2022, "value": 97}]
    spending = [{"rd_spend": 1}] * 3 + [{}] * 9
    old, new = ([{**row, **more} for row, more in zip(firms(*[each] * 12, employees=9), spending, strict=True)] for each in (500, 900))
    before, now = made(indicators=share, enterprises=old), made(enterprises=new)
    report = outline(now, "zh", before)
    found = cells(report, "table-since")
    assert found["中小企业占比"][3:] == ("—", "70.0%", "口径不同")
    assert found["研发投入强度"][3:] == ("—", "1.46%", "依据不足")
    assert found["户均营收"][5] == "向好"
    words = said(report)
    assert "因口径不同不作比较1项" in words
    assert "因依据不足不作比较" in words


def test_names_in_quotation_marks_stand_side_by_side_in_chinese() -> None:
    zh, en = (Context(made(), lang) for lang in LANGS)
    assert zh.join(["“甲”", "“乙”", "“丙”"]) == "“甲”“乙”和“丙”"
    assert zh.series(["甲", "“乙”", "丙"]) == "甲、“乙”、丙"
    assert en.join(["“a”", "“b”", "“c”"]) == "“a”, “b” and “c”"


def test_the_roadmap_names_the_horizons_that_it_has() -> None:
    report = outline(diagnose(read(sample_data("hydrogen")), load_framework()), "zh")
    stages = [block.text for block in report.blocks if isinstance(block, Item) and block.list == "stages"]
    words = said(report)
    assert ("分近期、中期推进" in words) is (len(stages) == 2)
    assert ("远期推进" in words) is any("远期" in stage for stage in stages)


def test_a_roster_that_exceeds_the_whole_is_told() -> None:
    output = [{"id": "output", "year": 2023, "value": 10, "source": "统计"}]
    words = said(outline(made(enterprises=firms(70_000, 60_000, 5), indicators=output), "zh"))
    assert "名录企业营业收入合计13亿元，高于填报的总产值（10亿元），两处口径须先核对。" in words
    assert "两处口径须先核对" not in said(outline(made(enterprises=firms(70_000, 40_000, 5), indicators=output), "zh"))


@pytest.mark.parametrize(("name", "most"), [("hydrogen", True), ("changsha", True), ("rich", False)])
def test_gaps_found_where_most_is_unknown_are_said_to_be_of_what_is_known(name: str, most: bool) -> None:
    found = diagnosis_of(name)
    assert (2 * len(found.unknown) > len(found.items)) is most
    words = said(report_of(name, "zh"))
    assert ("待核实的过半，以上只反映已查明的" in words) is most
    assert ("多数条目待核实，就已查明的看，排在最前的是：" in words) is most


def test_people_and_firms_are_counted_in_ten_thousands_where_that_is_exact() -> None:
    people = load_framework().indicators["employees"]
    assert [amount(value, people, "zh") for value in (9_900, 151_000, 151_234)] == ["9900人", "15.1万人", "151234人"]
    assert amount(70_000, load_framework().indicators["firms"], "zh") == "7万家"
    assert amount(151_000, people, "en") == "151,000 people"


def test_concentration_is_told_and_read_once() -> None:
    output = [{"id": "output", "year": 2023, "value": 10}]
    words = said(outline(made(enterprises=firms(*[6000] * 12), indicators=output), "zh")).split("附录甲")[0]
    assert words.count("赫芬达尔指数为833") == 1
    assert "按名录企业营业收入计算并分段判读，前四家集中度为33.3%，处于25.0%—50.0%一档，集中度较低；" in words


def test_a_concentration_that_was_entered_is_not_said_to_be_the_roster_s() -> None:
    entered = [{"id": key, "year": 2023, "value": 40, "source": "协会"} for key in ("cr4", "cr8", "hhi")]
    words = said(outline(made(enterprises=firms(*[6000] * 12), indicators=entered), "zh"))
    assert "按名录企业营业收入计算" not in words
    assert "名录企业营业收入的累计占比见" in words
    assert "前四家集中度为40.0%，处于25.0%—50.0%一档" in words


@pytest.mark.parametrize(
    ("level", "meaning"),
    [(3, "低于4级，以实验室阶段为主"), (5, "处于4—7级一档，以中试与工程化阶段为主"), (8, "达到或高于7级，以示范至批产阶段为主")],
)
def test_a_band_says_what_it_means(level: int, meaning: str) -> None:
    assert f"技术成熟度为{level}级，{meaning}。" in said(outline(made(technologies=[{"name": "甲", "trl": level}]), "zh"))
    assert all(
        len(each.norm.classes) == len(each.norm.bands) + 1 for each in load_framework().indicators.values() if each.norm and each.norm.bands
    )


def test_values_that_differ_are_told_once_in_full_and_listed_once() -> None:
    parts = {"enterprises": firms(*[6000] * 12), "indicators": [{"id": "mean-firm-revenue", "year": 2023, "value": 9000, "source": "局"}]}
    words = said(outline(made(**parts), "zh"))
    assert words.count("相差超过5%，以填报值为准，请核对两处数据。") == 1
    assert "相差超过5%的指标有1项：户均营收填报0.9亿元，计算0.6亿元。" in words
