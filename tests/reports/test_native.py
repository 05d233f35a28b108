"""Word's own charts: what the schema wants, and that chart, cache and workbook hold the data of the chart on the screen."""

import io
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from diagnosis.text import LANGS, Lang
from reports.blocks import Table
from reports.chart import Cumulative, Trends
from reports.charts import charts
from reports.native import natives
from reports.native.book import book, cells, column_of
from reports.native.spec import Spec
from reports.native.xml import Fonts, chart_xml
from reports.outline import outline
from tests.reports.made_up import Document, R, diagnosis_of, round_before, written

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
FONTS = Fonts("Times New Roman", "宋体", "zh-CN")
NATIVE = ("classification", "radar", "features", "concentration", "size-classes", "trends", "norms", "change")
PICTURES = ("heat-map", "chain-map", "network", "roadmap")


def specs(lang: Lang = "zh") -> list[Spec]:
    return [spec for chart in charts(diagnosis_of("rich"), lang, round_before()).values() for spec in natives(chart, lang)]


def parsed(spec: Spec) -> Any:
    return etree.fromstring(chart_xml(spec, FONTS))


def test_bars_lines_radar_and_scatter_are_words_own_and_the_rest_are_pictures() -> None:
    found = charts(diagnosis_of("rich"), "zh", round_before())
    assert {key for key, chart in found.items() if natives(chart, "zh")} == set(NATIVE)
    assert {key for key, chart in found.items() if not natives(chart, "zh")} == set(PICTURES)
    assert {spec.kind for spec in specs()} == {"bars", "stacked", "line", "radar", "scatter"}


@pytest.mark.parametrize("lang", LANGS)
def test_the_cache_of_a_chart_is_what_its_workbook_holds(lang: Lang) -> None:
    for spec in specs(lang):
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(book(spec))).get_sheet_by_index(0).to_python()
        root = parsed(spec)
        for place, series in enumerate(root.iter(f"{C}ser")):
            tag = "yVal" if spec.kind == "scatter" else "val"
            cached = {int(pt.get("idx")): float(pt[0].text) for pt in series.findall(f"{C}{tag}//{C}pt")}
            column = column_of(spec, place)
            held = {at: row[column] for at, row in enumerate(sheet[1:]) if row[column] != ""}
            assert cached == pytest.approx(held)
            assert series.find(f"{C}tx//{C}v").text == sheet[0][column]
            assert series.find(f"{C}{tag}//{C}f").text == cells(column, 2, len(spec.series[place].values) + 1)


def test_what_the_schema_wants_of_a_chart() -> None:
    for spec in specs():
        root = parsed(spec)
        ids = {node.get("val") for node in root.iter(f"{C}axId")}
        assert len(ids) == 2
        assert all(name.isdigit() for name in ids)
        assert {node.get("val") for node in root.iter(f"{C}crossAx")} == ids
        smooth = list(root.iter(f"{C}smooth"))
        assert bool(smooth) is (spec.kind in {"line", "scatter"})
        assert all(node.get("val") == "0" for node in smooth)
        assert all(properties.find(f"{A}ea") is not None for properties in root.iter(f"{A}defRPr"))


def test_what_is_not_known_is_a_gap_and_no_zero() -> None:
    (spec,) = (spec for spec in specs() if spec.kind == "radar")
    unknown = [place for place, value in enumerate(spec.series[1].values) if value is None]
    assert unknown
    series = list(parsed(spec).iter(f"{C}ser"))[1]
    assert not {int(pt.get("idx")) for pt in series.findall(f"{C}val//{C}pt")} & set(unknown)


@pytest.mark.parametrize("count", [5, 300, 301, 70_000])
def test_the_curve_of_very_many_firms_is_drawn_through_some_of_them(count: int) -> None:
    shares = tuple(100 * (1 - (1 - rank / count) ** 3) for rank in range(1, count + 1))
    (spec,) = natives(Cumulative(shares=shares, points=((4, "CR4"),), x_label="位次", y_label="累计"), "zh")
    curve = spec.series[0]
    assert curve.x is not None
    assert (curve.x[0], curve.values[0], curve.x[-1], curve.values[-1]) == (0, 0, count, 100)
    assert len(curve.x) == len(curve.values) == len(set(curve.x)) <= 600
    whole = (0.0, *shares)
    drawn_through = [(left, value) for left, value in zip(curve.x, curve.values, strict=True) if value is not None]
    for (left, low), (right, high) in pairwise(drawn_through):
        middle = round((left + right) / 2)
        drawn = low + (high - low) * (middle - left) / (right - left)
        assert drawn == pytest.approx(whole[middle], abs=0.1)  # of 100: less than the line is wide


def test_the_axis_of_the_norms_stands_at_the_norm() -> None:
    (spec,) = (spec for spec in specs() if spec.values.crosses is not None)
    root = parsed(spec)
    assert root.find(f".//{C}catAx/{C}crossesAt").get("val") == "100"
    assert root.find(f".//{C}catAx/{C}scaling/{C}orientation").get("val") == "maxMin"


def test_a_report_holds_every_chart_with_its_workbook(tmp_path: Path) -> None:
    document = Document(written(diagnosis_of("rich"), tmp_path, previous=round_before()))
    made = sorted(name for name in document.names if name.startswith("word/charts/chart"))
    books = sorted(name for name in document.names if name.startswith("word/embeddings/"))
    assert len(made) == len(books) == len(specs())
    shown: list[Any] = list(document.body.iter(f"{C}chart"))
    relations = {node.get("Id"): node.get("Target") for node in document.xml("word/_rels/document.xml.rels")}
    assert sorted(f"word/{relations[node.get(f'{R}id')]}" for node in shown) == made
    assert len(set(document.names)) == len(document.names)


def test_no_chart_holds_the_mark_of_a_fact(tmp_path: Path) -> None:
    document = Document(written(diagnosis_of("rich"), tmp_path))
    words = "".join(document.archive.read(name).decode() for name in document.names if name.startswith("word/charts/chart"))
    assert not [id_ for id_ in diagnosis_of("rich").figures if "-" in id_ and id_ in words]


def test_pictures_only_on_request(tmp_path: Path) -> None:
    from reports.options import Options

    document = Document(written(diagnosis_of("rich"), tmp_path, options=Options(charts="pictures")))
    assert not [name for name in document.names if "chart" in name]
    assert not list(document.body.iter(f"{C}chart"))


def test_a_picture_is_a_drawing_with_a_bitmap_behind(tmp_path: Path) -> None:
    document = Document(written(diagnosis_of("changsha"), tmp_path, draw=None))
    drawings = [name for name in document.names if name.endswith(".svg")]
    vectors = re.findall(rb"<asvg:svgBlip [^>]*r:embed=\"(rId\d+)\"", document.archive.read("word/document.xml"))
    assert len(drawings) == len(set(vectors)) > 0
    assert sum(name.endswith(".png") for name in document.names) == len(drawings)
    assert all(document.archive.read(name).lstrip().startswith(b"<?xml") for name in drawings)


def test_words_at_the_ends_of_a_line_stand_off_it() -> None:
    """Above a fall and below a rise where it begins, the other way round where it ends."""
    rising, falling = (2020, 1.0, "低"), (2022, 1.0, "低")
    for points, below in (((rising, (2021, 2.0, "高")), {0}), (((2020, 2.0, "高"), falling), {1}), ((rising, falling), set())):
        (spec,) = natives(Trends(panels=(("产值", points, None),)), "zh")
        places = {int(label.find(f"{C}idx").get("val")): label.find(f"{C}dLblPos").get("val") for label in parsed(spec).iter(f"{C}dLbl")}
        assert places == {at: "b" if at in below else "t" for at in (0, 1)}


def test_an_aside_in_a_title_has_the_brackets_of_its_language() -> None:
    panels = (("Output", ((2020, 1.0, "1"), (2021, 2.0, "2")), (1.5, "norm")),)
    titles = [natives(Trends(panels=panels), lang)[0].title for lang in LANGS]
    assert titles == ["Output（┄ norm）", "Output (┄ norm)"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_radar_gives_the_scores_that_the_table_below_it_gives(lang: Lang) -> None:
    """Changsha's 创新环境 has 33.3, and not 33 in one and 33.3 in the other."""
    report = outline(diagnosis_of("changsha"), lang)
    (spec,) = natives(charts(diagnosis_of("changsha"), lang)["radar"], lang)
    (table,) = (block for block in report.blocks if isinstance(block, Table) and block.key == "table-elements")
    assert {name.rpartition("\n")[2] for name in spec.categories} == {row[1] for row in table.rows}
