"""Charts as values and as pictures."""

import io
import warnings
from collections.abc import Callable

import pytest
from matplotlib.figure import Figure
from PIL import Image

from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.text import LANGS, Lang
from reports.chart import (
    ChainMap,
    Chart,
    Cumulative,
    HeatMap,
    Link,
    Network,
    NormDots,
    PairedBars,
    Radar,
    Roadmap,
    ScoreBars,
    StackedBars,
    Trends,
)
from reports.chart_data import MAKERS
from reports.charts import charts
from reports.context import Context
from reports.drawing import draw
from reports.drawing.maps import label
from reports.drawing.style import canvas_axes, png, sheet, styled, svg
from tests.reports.made_up import LONG, diagnosis_of, round_before
from tests.surveys import file_data, firms, read

ALL = tuple(key for key in MAKERS if key != "norms-more")  # which is for what one page cannot hold


def rich(lang: Lang = "zh") -> dict[str, Chart]:
    return charts(diagnosis_of("rich"), lang, round_before())


def pixels(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture))


def test_a_rich_survey_has_all_twelve() -> None:
    assert tuple(rich()) == ALL
    assert len(ALL) == 12


def test_a_survey_with_nothing_in_it_has_none() -> None:
    assert charts(diagnosis_of("empty"), "zh") == {}


@pytest.mark.parametrize("lang", LANGS)
def test_captions_alternatives_and_sources(lang: Lang) -> None:
    context = Context(diagnosis_of("rich"), lang, round_before())
    for key in ALL:
        figure = MAKERS[key](context)
        assert figure is not None
        assert figure.key == f"figure-{key}"
        assert figure.caption
        assert any(char.isdigit() for char in figure.alt)
        assert figure.note.startswith("资料来源" if lang == "zh" else "Source")


@pytest.mark.parametrize("written", [png, svg])
@pytest.mark.parametrize("weight", [400, 600])
def test_rare_characters_are_drawn_in_bold_texts_too(
    weight: int, written: Callable[[Figure], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    def drawn(text: str) -> bytes:
        with styled(), warnings.catch_warnings():
            warnings.simplefilter("error")  # matplotlib's, of a glyph that is missing
            figure = sheet(1)
            canvas_axes(figure).text(0.2, 0.5, text, fontweight=weight)
            return written(figure)

    assert len({drawn(f"整机{rare}") for rare in "犇堃喆"}) == 3
    assert not caplog.records


@pytest.mark.parametrize("key", ALL)
def test_every_chart_can_be_drawn_without_a_warning(key: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = pixels(draw(rich("en")[key]))
    assert picture.width == 1842
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert picture.convert("RGB").getpixel((1, 1)) == (255, 255, 255)


def test_the_same_chart_is_the_same_picture() -> None:
    chart = rich()["network"]
    assert draw(chart) == draw(chart)


class TestWhatTheyShow:
    def test_the_parts_of_a_score_add_up(self) -> None:
        chart = rich()["classification"]
        assert isinstance(chart, StackedBars)
        scores = diagnosis_of("rich").classification.scores
        assert [sum(value for _, value in parts) for _, parts in chart.rows] == pytest.approx(list(scores.values()))

    def test_the_radar_is_hollow_where_half_of_the_evidence_is_missing(self) -> None:
        chart = charts(diagnosis_of("changsha"), "zh")["radar"]
        assert isinstance(chart, Radar)
        elements = [entry for entry in diagnosis_of("changsha").elements if entry.assessed]
        assert [hollow for *_, hollow in chart.axes] == [entry.coverage < 0.5 for entry in elements]

    def test_a_radar_in_pieces_is_bars(self) -> None:
        """Of a line that joins two elements here and one there nothing can be seen."""
        found = diagnosis_of("hydrogen")
        assert sum(entry.assessed and entry.score is None for entry in found.elements) == 2
        chart = charts(found, "zh")["radar"]
        assert isinstance(chart, ScoreBars)
        assert [score for _, score, *_ in chart.rows] == [entry.score for entry in found.elements if entry.assessed]
        assert [name for name, *_ in chart.rows if name.endswith("*")] == ["产业链*", "规划治理*"]

    def test_the_heat_map_has_every_item_once(self) -> None:
        chart = rich()["heat-map"]
        assert isinstance(chart, HeatMap)
        assert sum(len(cells) for _, cells in chart.rows) == len(diagnosis_of("rich").items)
        assert {mark for _, cells in chart.rows for *_, mark in cells} == {"0", "1", "2", "3", "?", "–"}

    def test_concentration_agrees_with_the_figures(self) -> None:
        chart = rich()["concentration"]
        assert isinstance(chart, Cumulative)
        figures = diagnosis_of("rich").figures
        assert chart.shares[3] == pytest.approx(figures["cr4"].value)
        assert chart.shares[7] == pytest.approx(figures["cr8"].value)
        assert chart.shares[-1] == pytest.approx(100)

    def test_size_classes_need_both_revenue_and_employees(self) -> None:
        roster = [
            *firms(40000, employees=1000),
            *firms(40000, employees=999),
            *firms(39999, employees=5000),
            *firms(1999, employees=300),
            *firms(300, employees=20),
            *firms(299, employees=20),
            *firms(5000, None),
        ]
        chart = charts(diagnose(read(file_data(enterprises=roster)), load_framework()), "zh")["size-classes"]
        assert isinstance(chart, PairedBars)
        assert [(name, count) for name, (count, _), _ in chart.rows] == [("大型", 1), ("中型", 2), ("小型", 2), ("微型", 1)]

    def test_trends_take_the_last_row_of_a_year_and_the_mean_of_respondents(self) -> None:
        rows = [{"id": "output", "year": year, "value": value} for year, value in ((2021, 9), (2021, 10), (2022, 12))]
        rows += [{"id": "policy-satisfaction", "year": year, "value": value} for year, value in ((2021, 1), (2021, 3), (2022, 4))]
        chart = charts(diagnose(read(file_data(indicators=rows)), load_framework()), "zh")["trends"]
        assert isinstance(chart, Trends)
        assert [[value for _, value, _ in points] for _, points, _ in chart.panels] == [[10, 12], [2, 4]]

    def test_a_choke_point_is_critical_and_imported(self) -> None:
        chart = rich()["chain-map"]
        assert isinstance(chart, ChainMap)
        assert [link.name for _, links in chart.stages for link in links if link.choke] == ["主控芯片", "操作系统"]
        assert chart.stages[-1][0] == "未注明"

    def test_the_network_folds_names_and_drops_links_to_oneself(self) -> None:
        links = [{"from": "甲公司", "to": " 甲公司 "}, {"from": "Ａ厂", "to": "甲公司"}, {"from": "A厂", "to": "甲公司"}]
        chart = charts(diagnose(read(file_data(links=links, enterprises=firms(1))), load_framework()), "zh")["network"]
        assert isinstance(chart, Network)
        assert [name for name, _ in chart.nodes] == ["Ａ厂", "甲公司"]
        assert chart.edges == ((0, 1, ""),)

    def test_norms_judge_nothing_that_is_background_or_may_not_speak(self) -> None:
        chart = rich()["norms"]
        assert isinstance(chart, NormDots)
        rows = {name: reached for name, _, _, reached in chart.rows}
        assert rows["总产值"] is None
        assert rows["产业链完整度"] is None
        assert rows["平台利用率"] is False
        assert rows["研发投入强度"] is True

    def test_all_norms_are_drawn_the_worst_first(self) -> None:
        entries = [entry for entry in load_framework().indicators.values() if entry.norm is not None and entry.norm.value]
        rows = [{"id": entry.id, "year": 2023, "value": 1.0, "source": "统计"} for entry in entries]
        diagnosis = diagnose(read(file_data(indicators=rows)), load_framework())
        found = charts(diagnosis, "zh")
        first, second = found["norms"], found["norms-more"]
        assert isinstance(first, NormDots)
        assert isinstance(second, NormDots)
        assert abs(len(first.rows) - len(second.rows)) <= 1
        assert {name for name, *_ in (*first.rows, *second.rows)} >= {entry.short.zh for entry in entries}
        sides = [reached for *_, reached in (*first.rows, *second.rows)]
        assert sides == sorted(sides, key=[False, True, None].index)
        short = [ratio for _, ratio, _, reached in first.rows if reached is False and ratio < 1]
        assert short == sorted(short)
        told = [MAKERS[key](Context(diagnosis, "zh")) for key in ("norms", "norms-more")]
        assert all(entry.short.zh in "".join(figure.alt for figure in told if figure) for entry in entries)

    def test_the_roadmap_counts_from_the_survey(self) -> None:
        chart = charts(diagnosis_of("changsha"), "zh")["roadmap"]
        assert isinstance(chart, Roadmap)
        assert {(first, last) for _, first, last, _, _ in chart.rows} == {(2020, 2021), (2022, 2024)}

    def test_without_a_date_the_roadmap_shows_horizons(self) -> None:
        data = {**file_data(ratings=[{"item": "common-technology", "score": 0}]), "criteria": {"capacity": "strategic"}}
        chart = charts(diagnose(read(data), load_framework()), "zh")["roadmap"]
        assert isinstance(chart, Roadmap)
        assert [words for _, words in chart.ticks] == ["近期", "中期", "远期"]


class TestAwkwardText:
    @pytest.mark.parametrize("name", ["$x^2$ 与 $", "emoji 😀 \U0001f9ea", LONG * 3, "喆祎玥犇堃镕珺", "a_b^c{}\\frac", "\u202e右"])
    def test_names_are_drawn_as_they_are_typed(self, name: str) -> None:
        link = Link(name=name, present=False, control="imported", choke=True)
        chart = ChainMap(stages=(("上游", (link,) * 3), ("下游", ())), control=(("imported", "依赖进口"),), absent="无", choke="卡")
        assert draw(chart)

    def test_odd_sizes(self) -> None:
        assert draw(Network(nodes=(("甲", "firm"), ("乙", "other")), edges=((0, 1, "supply"),), node_legend=(), edge_legend=()))
        assert draw(Trends(panels=(("平", ((2020, 5.0, "5"), (2021, 5.0, "5")), (500.0, "参考")),)))
        assert draw(Cumulative(shares=(20.0, 40.0, 60.0, 80.0, 100.0), points=((4, "CR4"),), x_label="x", y_label="y"))


@pytest.mark.parametrize("lang", LANGS)
def test_no_name_of_an_action_is_cut_in_the_roadmap(lang: Lang) -> None:
    for action in load_framework().actions.values():
        lines = label(action.name.to(lang)).split("\n")
        assert "".join(lines).replace(" ", "") == action.name.to(lang).replace(" ", "")
        assert len(lines) <= 3
        assert all(len(line) > 1 for line in lines)
