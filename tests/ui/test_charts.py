"""The charts of the diagnosis page: all of the report's, each mark with its words, and taken along by key, button and menu."""

import threading
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from diagnosis.errors import UserError
from diagnosis.text import LANGS, Lang, Text
from reports import chart as kinds
from reports.chart import Chart
from reports.chart_table import chart_table, table_texts
from reports.charts import charts
from reports.drawing import draw
from tests.reports.made_up import rich_data
from tests.surveys import file_data, sample_data
from tests.ui.judging import Desk
from tests.ui.test_diagnosis_page import page_of
from ui.charts import taking
from ui.charts.canvas import Canvas
from ui.charts.frame import ChartFrame
from ui.charts.plots import PLOTS, plot_of
from ui.pages.diagnosis import DiagnosisPage
from ui.settings import Settings
from ui.theme import MODES
from ui.tones import DARK, LIGHT, put_on
from ui.widgets.clipboard import rows_of

DPI_WIDTH = 1842  # 156 mm at 300 dpi


def load_rich(desk: Desk) -> None:
    """Two rounds, so that every chart of the report has its data."""
    for label, shift in (("2023", -200), ("2024", 0)):
        data = rich_data(shift=shift)
        data["round"] |= {"label": label, "date": f"{label}-06-30"}
        desk.load(data)


def charts_of(desk: Desk, page: DiagnosisPage | None = None) -> DiagnosisPage:
    """The page, once its charts are there."""
    page = page or page_of(desk)
    desk.bot.waitUntil(lambda: page.charts.ready, timeout=10_000)
    return page


def frame(desk: Desk, key: str) -> ChartFrame:
    load_rich(desk)
    found = charts_of(desk).charts.frames[key]
    desk.bot.waitUntil(lambda: not found.view.grab().isNull())  # painted, also below the edge of the window
    return found


# ---- all of them are there


@pytest.mark.parametrize("lang", LANGS)
def test_every_chart_of_the_report_is_there_in_its_words(desk: Desk, lang: Lang) -> None:
    load_rich(desk)
    desk.session.set_language(lang)
    page = charts_of(desk)
    found = charts(desk.diagnosis, lang, None)
    shown = {key: each.figure for key, each in page.charts.frames.items() if not each.isHidden()}
    assert list(shown) == [*found, "change"]
    assert {type(figure.chart) for figure in shown.values() if figure is not None} == set(PLOTS) == set(get_args(Chart))
    for key, each in page.charts.frames.items():
        assert each.figure is not None
        assert each.caption.text() == each.view.accessibleName() == each.figure.caption
        assert each.view.accessibleDescription() == each.figure.alt
        assert each.note.text() == each.figure.note
        assert key == "change" or each.figure.chart == found[key]


def test_the_button_counts_and_leads_to_them(desk: Desk) -> None:
    load_rich(desk)
    page = charts_of(desk)
    assert page.buttons["charts"].text() == f"图表 {page.charts.count}" == "图表 12"
    desk.click(page.buttons["charts"])
    heading = page.charts.heading
    desk.bot.waitUntil(lambda: 0 <= heading.mapTo(page, heading.rect().topLeft()).y() < page.height())


def test_without_data_it_says_what_is_needed(desk: Desk) -> None:
    desk.load(file_data())
    page = charts_of(desk)
    assert page.charts.count == 0
    assert "数据还不够画图" in page.charts.note.text()
    desk.load(sample_data("shaoxing"))
    charts_of(desk, page)
    assert page.charts.count == len(charts(desk.diagnosis, "zh"))


def test_charts_follow_the_data_and_those_without_any_go(desk: Desk) -> None:
    load_rich(desk)
    page = charts_of(desk)
    shown = page.charts.frames["concentration"]
    desk.load({**rich_data(), "round": {"label": "2024", "date": "2024-06-30"}, "enterprises": []})
    charts_of(desk, page)
    assert shown.isHidden()
    assert not page.charts.frames["radar"].isHidden()


# ---- what is painted


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [340, 710, 1200])
def test_marks_lie_within_the_chart_and_say_names_and_values(desk: Desk, lang: Lang, width: int) -> None:
    load_rich(desk)
    for key, chart in charts(desk.diagnosis, lang, desk.diagnosis).items():
        canvas = painted(chart, width)
        assert canvas.marks, key
        whole = QRectF(-1, -1, width + 2, plot_of(chart).height(width) + 2)
        assert all(whole.contains(mark.area) for mark in canvas.marks), key
        assert all(any(letter.isdigit() for letter in mark.text) or key in {"heat-map", "radar", "chain-map"} for mark in canvas.marks), key


def painted(chart: Chart, width: float) -> Canvas:
    """What a plot has painted at this width."""
    plot = plot_of(chart)
    image = QImage(int(width), max(int(plot.height(width)), 1), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    canvas = Canvas(painter, width)
    plot.paint(canvas)
    painter.end()
    return canvas


def test_pointing_at_a_piece_says_what_it_stands_for(desk: Desk) -> None:
    view = frame(desk, "heat-map").view
    assert isinstance(view.chart, kinds.HeatMap)
    for mark in view.marks:
        assert view.what_is_at(mark.area.center()) == mark.text
    element, cells = view.chart.rows[0]
    levels = {(level, sign): words for level, sign, words in view.chart.legend}
    item, level, sign = cells[0]
    assert view.marks[0].text == f"{element} · {item}: {levels[level, sign]}"
    assert view.what_is_at(QPointF(-5, -5)) == ""


def test_the_arrows_walk_over_the_values(desk: Desk) -> None:
    view = frame(desk, "features").view
    told: list[str] = []
    view.told.connect(told.append)
    view.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(view, key)
    first, second = (mark.text for mark in view.marks[:2])
    assert told == [first, second, first, first]
    assert first.startswith("集群规模: 100分")


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "system"])
def test_every_chart_is_painted_in_the_colours_in_force(desk: Desk, mode: str) -> None:
    load_rich(desk)
    found = charts(desk.diagnosis, "zh", desk.diagnosis)
    tones = DARK if mode == "dark" else LIGHT
    put_on(tones)
    try:
        for key, chart in found.items():
            plot = plot_of(chart)
            image = QImage(700, int(plot.height(700)), QImage.Format.Format_RGB32)
            image.fill(tones.ground)
            painter = QPainter(image)
            plot.paint(Canvas(painter, 700))
            painter.end()
            colours = {image.pixelColor(x, y).name() for x in range(0, 700, 2) for y in range(0, image.height(), 2)}
            other = LIGHT if mode == "dark" else DARK
            assert other.ink not in colours - {tones.ink, tones.panel, tones.ground}, key
            assert len(colours) > 3, key
    finally:
        put_on(LIGHT)


NUMBERS = st.floats(0, 1e6)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
SCORES = st.none() | st.floats(0, 100)
LINKS = st.builds(
    kinds.Link, name=NAMES, present=st.none() | st.booleans(), control=st.sampled_from(["self", "imported"]), choke=st.booleans()
)
CELLS = st.tuples(NAMES, st.just(2), st.just("2"))
DRAWN: dict[type, st.SearchStrategy[Any]] = {
    kinds.ScoreBars: st.builds(
        kinds.ScoreBars,
        rows=st.lists(st.tuples(NAMES, SCORES, st.booleans(), NAMES), min_size=1, max_size=5).map(tuple),
        hollow_label=NAMES,
    ),
    kinds.Radar: st.builds(
        kinds.Radar,
        axes=st.lists(st.tuples(NAMES, SCORES, st.booleans()), min_size=3, max_size=9).map(tuple),
        hollow_label=NAMES,
        none_label=NAMES,
    ),
    kinds.NormDots: st.builds(
        kinds.NormDots,
        rows=st.lists(st.tuples(NAMES, st.floats(-1e9, 1e9), NAMES, st.none() | st.booleans()), min_size=1, max_size=5).map(tuple),
        norm_label=NAMES,
        legend=st.just(((True, "达到"), (False, "未达"), (None, "参考"))),
    ),
    kinds.Cumulative: st.builds(
        kinds.Cumulative,
        shares=st.lists(st.floats(0, 100), min_size=5, max_size=2000).map(sorted).map(tuple),
        points=st.just(((4, "CR4 50.0%"),)),
        x_label=NAMES,
        y_label=NAMES,
    ),
    kinds.PairedBars: st.builds(
        kinds.PairedBars,
        heads=st.tuples(NAMES, NAMES),
        rows=st.lists(st.tuples(NAMES, st.tuples(NUMBERS, NAMES), st.tuples(NUMBERS, NAMES)), min_size=1, max_size=5).map(tuple),
    ),
    kinds.Change: st.builds(
        kinds.Change,
        rows=st.lists(st.tuples(NAMES, st.floats(0, 100), st.floats(0, 100), NAMES), min_size=1, max_size=5).map(tuple),
        before=NAMES,
        now=NAMES,
    ),
    kinds.Trends: st.builds(
        kinds.Trends,
        panels=st.lists(
            st.tuples(
                NAMES,
                st.lists(st.tuples(st.integers(1990, 2030), st.floats(-1e9, 1e9), NAMES), min_size=2, max_size=6, unique_by=lambda p: p[0])
                .map(sorted)
                .map(tuple),
                st.none() | st.tuples(st.floats(-1e9, 1e9), NAMES),
            ),
            min_size=1,
            max_size=9,
        ).map(tuple),
    ),
    kinds.ChainMap: st.builds(
        kinds.ChainMap,
        stages=st.lists(st.tuples(NAMES, st.lists(LINKS, max_size=5).map(tuple)), min_size=1, max_size=4).map(tuple),
        control=st.just((("self", "自主"), ("imported", "进口"))),
        absent=NAMES,
        choke=NAMES,
    ),
    kinds.Network: st.builds(
        lambda nodes, ends: kinds.Network(
            nodes=tuple((name, "firm") for name in nodes),
            edges=tuple((a % len(nodes), b % len(nodes), "") for a, b in ends),
            node_legend=(("firm", "企业"),),
            edge_legend=(("", "未注明"),),
        ),
        st.lists(NAMES, min_size=2, max_size=12),
        st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=20),
    ),
    kinds.HeatMap: st.builds(
        kinds.HeatMap,
        rows=st.lists(
            st.tuples(NAMES, st.lists(st.tuples(NAMES, st.just(2), st.just("2")), min_size=1, max_size=9).map(tuple)),
            min_size=1,
            max_size=5,
        ).map(tuple),
        legend=st.just(((2, "2", "明显不足"),)),
    ),
}


@given(st.data(), st.sampled_from(sorted(DRAWN, key=lambda kind: kind.__name__)), st.integers(308, 2000))
def test_any_chart_can_be_painted_at_any_width(qapp: object, data: st.DataObject, kind: type, width: int) -> None:
    del qapp
    chart = data.draw(DRAWN[kind])
    canvas = painted(chart, width)
    assert all(mark.area.width() >= 0 and mark.area.left() >= -1 and mark.area.right() <= width + 1 for mark in canvas.marks)


# ---- copied


def copied(desk: Desk) -> tuple[QImage, list[list[str]]]:
    """What is on the clipboard, once the message says so."""
    desk.bot.waitUntil(lambda: any(isinstance(each, Text) and "已复制" in each.zh for each in desk.messages), timeout=20_000)
    entry = QGuiApplication.clipboard().mimeData()
    return QImage(entry.imageData()), list(rows_of(entry.text()))


@pytest.mark.parametrize("key", ["norms", "chain-map", "concentration"])
def test_the_key_copies_picture_and_data_in_one_entry(desk: Desk, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[str] = []

    def noted(chart: Chart) -> bytes:
        threads.append(threading.current_thread().name)
        return draw(chart)

    monkeypatch.setattr(taking, "draw", noted)
    shown = frame(desk, key)
    assert shown.figure is not None
    shown.view.setFocus()
    QTest.keySequence(shown.view, "Ctrl+C")
    picture, rows = copied(desk)
    assert threads == ["workspace"]
    assert picture.width() == DPI_WIDTH
    assert round(picture.dotsPerMeterX() * 0.0254) == 300
    assert picture.pixelColor(2, picture.height() - 2).name() == "#ffffff"
    assert rows == table_texts(chart_table(shown.figure.chart, "zh"))


def test_the_button_and_the_menu_copy_as_well(desk: Desk) -> None:
    shown = frame(desk, "radar")
    desk.click(shown.copy_button)
    assert copied(desk)[1][0] == ["要素", "得分（0—100）", "依据不足一半"]
    desk.messages.clear()
    QGuiApplication.clipboard().clear()
    shown.menu().actions()[0].trigger()
    assert copied(desk)[0].width() == DPI_WIDTH


# ---- saved


def saved(desk: Desk, shown: ChartFrame, kind: str, path: Path) -> Path:
    """Save by the menu of the button, into this file."""
    menu = shown.saving_menu()
    entry = next(action for action in menu.actions() if kind.upper() in action.text())
    entry.trigger()
    dialog = shown._taking.dialog
    assert dialog is not None
    assert dialog.defaultSuffix() == kind
    dialog.fileSelected.emit(str(path))
    dialog.close()
    desk.bot.waitUntil(lambda: bool(desk.messages), timeout=20_000)
    return path


def test_a_chart_is_saved_as_picture_drawing_and_table(desk: Desk, tmp_path: Path) -> None:
    shown = frame(desk, "norms")
    assert shown.figure is not None
    picture = QImage(str(saved(desk, shown, "png", tmp_path / "图 1.png")))
    assert (picture.width(), round(picture.dotsPerMeterX() * 0.0254)) == (DPI_WIDTH, 300)
    desk.messages.clear()
    drawing = etree.parse(saved(desk, shown, "svg", tmp_path / "图 1.svg")).getroot()
    assert etree.QName(drawing).localname == "svg"
    desk.messages.clear()
    table = saved(desk, shown, "csv", tmp_path / "图 1.csv").read_bytes().decode("utf-8-sig").splitlines()
    assert table[0] == ",".join(table_texts(chart_table(shown.figure.chart, "zh"))[0])
    assert len(table) == 1 + len(shown.figure.chart.rows)  # type: ignore[union-attr]
    assert Settings().path(taking.FOLDER) == tmp_path


def test_a_name_is_proposed_beside_the_last_chart_saved(desk: Desk, tmp_path: Path) -> None:
    Settings().set_path(taking.FOLDER, tmp_path)
    shown = frame(desk, "radar")
    shown.saving_menu().actions()[0].trigger()
    dialog = shown._taking.dialog
    assert dialog is not None
    assert dialog.directory().path() == str(tmp_path)
    assert [Path(name).name for name in dialog.selectedFiles()] == ["杭州数字安防集群 科技支撑体系各要素得分（-为增设的观察角度）.png"]
    dialog.close()


def test_the_key_offers_the_kinds_of_files(desk: Desk) -> None:
    shown = frame(desk, "radar")
    shown.view.setFocus()
    QTest.keySequence(shown.view, "Ctrl+S")
    menu = next(each for each in shown.findChildren(QMenu) if each.isVisible())
    assert [action.text()[:8] for action in menu.actions()] == ["另存为 PNG ", "另存为 SVG ", "数据另存为 CS"]
    menu.close()


def test_a_file_that_cannot_be_written_is_told_in_one_line(desk: Desk, tmp_path: Path) -> None:
    shown = frame(desk, "radar")
    saved(desk, shown, "csv", tmp_path / "nowhere" / "a.csv")
    (told,) = desk.messages
    assert isinstance(told, UserError)
    assert "nowhere" in told.to("zh")
