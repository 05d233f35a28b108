"""The comparison with the round before: what closed and opened, and the change of each indicator."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.result import Diagnosis
from diagnosis.text import LANGS, Lang
from reports.blocks import Figure, Heading, Paragraph, Table
from reports.chart import Change
from reports.outline import outline, summaries
from tests.reports.made_up import diagnosis_of, report_of, rich_data, round_before, said
from tests.surveys import file_data, read


def made(scores: dict[str, int | str | None], indicators: list[dict[str, Any]] = []) -> Diagnosis:  # noqa: B006  # never changed
    """A strategic cluster with these ratings alone."""
    rows = [{"item": item, "score": score, "reason": "无"} for item, score in scores.items() if score is not None]
    data = file_data(criteria={"market-stage": "strategic", "technology-maturity": "strategic"}, ratings=rows, indicators=indicators)
    return diagnose(read(data), load_framework())


def rows(before: Diagnosis, now: Diagnosis, key: str, lang: Lang = "zh") -> dict[str, tuple[str, ...]]:
    """The rows of a table of the comparison, by what stands first in them."""
    for block in outline(now, lang, before).blocks:
        if isinstance(block, Table) and block.key == key:
            return {row[0]: row for row in block.rows}
    return {}


SCORES = st.sampled_from([None, 0, 1, 2, 3, 4, "na"])


@given(st.lists(st.tuples(SCORES, SCORES), min_size=1, max_size=8))
def test_every_item_is_told_as_it_moved(scores: list[tuple[Any, Any]]) -> None:
    items = [item for item in load_framework().items_for("strategic") if not item.signals][: len(scores)]
    before, now = (made({item.id: pair[side] for item, pair in zip(items, scores, strict=False)}) for side in (0, 1))
    found = {row[0]: row[4] for row in rows(before, now, "table-moved").values()}
    old = {entry.item.id: entry for entry in before.items}
    for entry in now.items:
        was, name = old[entry.item.id], entry.item.name.zh
        if "na" in {was.state, entry.state} or was.level == entry.level:
            assert name not in found
        elif was.level is None or entry.level is None:
            assert found[name] == ("查明" if was.level is None else "缺依据")
        else:
            better = entry.level < was.level
            assert found[name] == (("减轻" if entry.level else "补上") if better else ("加重" if was.level else "新出现"))


@pytest.mark.parametrize("lang", LANGS)
def test_the_chapter_is_there_with_a_round_before_only(lang: Lang) -> None:
    assert "since" in {block.key for block in report_of("rich", lang).blocks if isinstance(block, Heading)}
    assert "since" not in {block.key for block in outline(diagnosis_of("rich"), lang).blocks if isinstance(block, Heading)}


def test_indicators_are_compared_by_their_direction_and_as_they_are_shown() -> None:
    def values(*pairs: tuple[str, float], year: int = 2022) -> list[dict[str, Any]]:
        return [{"id": id_, "year": year, "value": value} for id_, value in pairs]

    before = made(
        {}, values(("rd-intensity", 2.04), ("capacity-utilisation", 76.0), ("isolated-share", 20.0), ("output", 100.0), year=2020)
    )
    now = made({}, values(("rd-intensity", 2.16), ("capacity-utilisation", 74.0), ("isolated-share", 25.0), ("output", 100.0)))
    found = rows(before, now, "table-since")
    words = {row[0]: (row[3], row[5]) for row in found.values()}
    assert ("+0.12个百分点", "向好") in words.values()
    assert ("−2.0个百分点", "走弱") in words.values()
    assert ("+5.0个百分点", "走弱") in words.values()
    assert ("—", "持平") in words.values()
    text = said(outline(now, "zh", before))
    assert "上一轮达到、本轮未达到参考值的有产能利用率" in text


def test_values_of_no_later_year_have_not_moved_they_were_revised_or_left() -> None:
    def round_of(*pairs: tuple[int, float]) -> Diagnosis:
        names = ("output", "national-share", "rd-intensity", "nc-rate")
        return made({}, [{"id": id_, "year": year, "value": value} for id_, (year, value) in zip(names, pairs, strict=True)])

    before = round_of((2023, 2400), (2023, 30), (2023, 1), (2022, 50))
    now = round_of((2023, 2700), (2023, 30), (2021, 2), (2024, 70))
    assert [row[3::2] for row in rows(before, now, "table-since").values()] == [("—", "未更新")] * 3 + [("+20.0个百分点", "向好")]
    text = said(outline(now, "zh", before))
    assert "两轮都有数值的指标4项，其中向好1项、因年份未更新不作比较3项" in text
    assert "本轮新达到参考值的有工序数控化率。" in text


def test_a_difference_is_that_of_the_numbers_beside_it() -> None:
    for row in rows(round_before(), diagnosis_of("rich"), "table-since").values():
        if row[3].endswith("个百分点"):
            old, new = (float(cell.split("%")[0]) for cell in row[1:3])
            assert round(abs(new - old), 6) == pytest.approx(float(row[3].strip("+−").removesuffix("个百分点")))


def test_the_change_of_a_score_is_that_of_the_numbers_beside_it() -> None:
    """33.3 and 66.7 are 33.4 apart for whoever looks at them."""
    items = [item for item in load_framework().items_for("strategic") if item.element == "enterprise" and not item.signals][:1]
    before, now = (made({item.id: score for item in items}) for score in (1, 2))
    (figure,) = (block for block in outline(now, "zh", before).blocks if isinstance(block, Figure) and block.key == "figure-change")
    assert isinstance(figure.chart, Change)
    assert [(round(old, 1), round(new, 1), words) for _, old, new, words in figure.chart.rows] == [(33.3, 66.7, "+33.4")]


def test_another_type_before_leaves_the_indicators_to_compare() -> None:
    report = outline(diagnosis_of("rich-basic"), "zh", round_before())
    keys = {block.key for block in report.blocks if isinstance(block, Table)}
    assert "类型由关键战略产业集群变为基础产业集群" in said(report)
    assert "table-moved" not in keys
    assert "table-since" in keys


def test_a_round_before_without_a_type_is_told() -> None:
    before = diagnose(read(file_data()), load_framework())
    assert "类型由未判定变为" in said(outline(diagnosis_of("rich"), "zh", before))
    assert "没有两轮都填报的指标" in said(outline(diagnosis_of("rich"), "zh", before))


def test_the_same_round_twice_has_not_moved() -> None:
    again = diagnose(read(rich_data()), load_framework())
    text = said(outline(diagnosis_of("rich"), "zh", again))
    assert "等级都没有变化" in text


@pytest.mark.parametrize("lang", LANGS)
def test_both_summaries_say_what_has_moved(lang: Lang) -> None:
    now, before = diagnosis_of("rich"), round_before()
    label = before.survey.round.label
    lead = {"zh": f"与上一轮（{label}）相比。", "en": f"Since the round before ({label})."}[lang]
    for report in (outline(now, lang, before), *summaries(now, lang, before)):
        told = [block.text for block in report.blocks if isinstance(block, Paragraph) and lead in block.text]
        assert len(told) == 1
    for report in (outline(now, lang), *summaries(now, lang)):
        assert not [block for block in report.blocks if isinstance(block, Paragraph) and lead in block.text]


def test_another_type_is_said_in_the_summary() -> None:
    told = "\n".join(
        block.text for block in outline(diagnosis_of("rich-basic"), "zh", diagnosis_of("rich")).blocks if isinstance(block, Paragraph)
    )
    assert "类型由关键战略产业集群变为基础产业集群，短板等级不能逐项比较" in told
