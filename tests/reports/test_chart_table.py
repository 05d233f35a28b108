"""The data of each chart as a table, and a chart as a file of its own."""

import csv
import io
from pathlib import Path
from typing import get_args

import pytest
from lxml import etree
from PIL import Image

from diagnosis.diagnose import diagnose
from diagnosis.errors import UserError
from diagnosis.framework_files import load_framework
from diagnosis.text import LANGS, Lang
from reports import chart as kinds
from reports.chart import Chart, Link
from reports.chart_files import FileKind, write_chart
from reports.chart_table import Row, chart_table, csv_bytes, table_texts
from reports.charts import charts
from tests.reports.made_up import rich_data
from tests.surveys import read as read_survey


def all_charts(lang: Lang) -> dict[str, Chart]:
    before, now = (diagnose(read_survey(rich_data(shift=shift)), load_framework()) for shift in (-200, 0))
    return charts(now, lang, before)


def read(data: bytes) -> list[list[str]]:
    """As a spreadsheet reads it."""
    assert data.startswith(b"\xef\xbb\xbf"), "Excel takes a file without the mark for one in the system's own code page"
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def body(chart: Chart, lang: Lang = "zh") -> list[Row]:
    return chart_table(chart, lang)[1:]


@pytest.mark.parametrize("lang", LANGS)
def test_every_kind_of_chart_is_a_table_with_a_head_for_each_column(lang: Lang) -> None:
    found = all_charts(lang)
    assert {type(chart) for chart in found.values()} == set(get_args(Chart))
    for key, chart in found.items():
        table = chart_table(chart, lang)
        assert len({len(row) for row in table}) == 1, key
        assert all(isinstance(head, str) and head for head in table[0]), key
        assert len(table) > 1, key
        assert read(csv_bytes(table)) == table_texts(table), key


def test_the_numbers_are_those_of_the_chart() -> None:
    found = all_charts("zh")
    stacked = found["classification"]
    assert isinstance(stacked, kinds.StackedBars)
    for (name, parts), row in zip(stacked.rows, body(stacked), strict=True):
        assert row[0] == name
        assert row[-1] == pytest.approx(sum(value for _, value in parts), abs=1e-6)
        assert [cell for cell in row[1:-1] if cell] == pytest.approx([value for _, value in parts], abs=1e-6)
    heat = found["heat-map"]
    assert isinstance(heat, kinds.HeatMap)
    assert [row[1:3] for row in body(heat)] == [[item, level] for _, cells in heat.rows for item, level, _ in cells]
    curve = found["concentration"]
    assert isinstance(curve, kinds.Cumulative)
    assert [row[0] for row in body(curve)] == list(range(1, len(curve.shares) + 1))
    assert [row[1] for row in body(curve)] == pytest.approx(list(curve.shares), abs=1e-6)
    change = found["change"]
    assert isinstance(change, kinds.Change)
    assert [row[3] for row in body(change)] == pytest.approx([now - before for _, before, now, _ in change.rows], abs=1e-6)


def test_what_is_missing_is_an_empty_cell_and_no_zero() -> None:
    radar = kinds.Radar(axes=(("企业", None, False), ("网络", 0.0, True)), hollow_label="", none_label="")
    assert body(radar) == [["企业", None, None], ["网络", 0, "是"]]
    assert table_texts(body(radar))[0] == ["企业", "", ""]
    links = (Link(name="泵", present=None, control="unknown", choke=False),)
    chain = kinds.ChainMap(stages=(("上游", links), ("下游", ())), control=(("unknown", "未填"),), absent="", choke="")
    assert body(chain) == [["上游", "泵", "", "未填", "否"]]


def test_a_roadmap_without_dates_has_no_years() -> None:
    rows = (("甲", 0.0, 0.0, "3分", 0),)
    undated = kinds.Roadmap(rows=rows, ticks=((0.0, "近期"), (1.0, "中期")), legend=((0, "近期"),))
    assert chart_table(undated, "zh") == [["行动", "期限", "行动得分"], ["甲", "近期", "3分"]]
    dated = kinds.Roadmap(rows=(("甲", 2025.0, 2026.0, "3分", 0),), ticks=((2025.0, "2025"),), legend=((0, "近期"),))
    assert chart_table(dated, "zh")[1] == ["甲", "近期", 2025, 2026, "3分"]


@pytest.mark.parametrize("name", ['=HYPERLINK("x")', "+86 厂", "-", "@乙"])
def test_a_name_is_never_a_formula(name: str) -> None:
    nodes: tuple[tuple[str, kinds.NodeKind], ...] = ((name, "firm"), ("丙,“丁”\n公司", "firm"))
    network = kinds.Network(nodes=nodes, edges=((0, 1, ""),), node_legend=(("firm", "企业"),), edge_legend=(("", "未注明"),))
    assert read(csv_bytes(body(network))) == [[f"'{name}", "企业", "丙,“丁”\n公司", "企业", "未注明"]]
    assert read(csv_bytes([["甲", -3.5]])) == [["甲", "-3.5"]]


@pytest.mark.parametrize("key", ["classification", "network", "heat-map"])
def test_a_picture_is_the_reports_own_at_300_dpi(tmp_path: Path, key: str) -> None:
    chart = all_charts("zh")[key]
    write_chart(chart, "png", "zh", tmp_path / "图.png")
    with Image.open(tmp_path / "图.png") as picture:
        assert round(picture.info["dpi"][0]) == 300
        assert picture.width == round(6.14 * 300)
    write_chart(chart, "svg", "zh", tmp_path / "图.svg")
    root = etree.parse(tmp_path / "图.svg").getroot()
    assert etree.QName(root).localname == "svg"
    assert not root.findall(".//{http://www.w3.org/2000/svg}text"), "letters are outlines"
    again = (tmp_path / "图.svg").read_bytes()
    write_chart(chart, "svg", "zh", tmp_path / "图.svg")
    assert (tmp_path / "图.svg").read_bytes() == again


@pytest.mark.parametrize("kind", get_args(FileKind))
def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, kind: FileKind) -> None:
    with pytest.raises(UserError) as told:
        write_chart(all_charts("zh")["radar"], kind, "zh", tmp_path / "nowhere" / f"a.{kind}")
    assert "nowhere" in told.value.to("zh")
    assert list(tmp_path.iterdir()) == []
