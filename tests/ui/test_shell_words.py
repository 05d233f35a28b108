"""What the window says: all of it from the phrase files, in both languages, none of it cut off, and a name for everything one can reach."""

import ast
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QFileSystemModel,
    QLabel,
    QLineEdit,
    QListView,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)

from diagnosis.text import LANGS, Lang, phrases
from tests.surveys import file_data
from tests.ui.fitting import cut_at_rest
from tests.ui.window import Opened
from ui import theme
from ui.dialogs.files import choose_file
from ui.icons import icon
from ui.pages import PAGES
from ui.shortcuts import SHORTCUTS

UI = Path(__file__).resolve().parents[2] / "ui"
SOURCES = sorted(UI.rglob("*.py"))
CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]+ [a-z]+")
SHEET = re.compile(r"[{}]")
# Keys that are put together at run time: what they begin with.
FAMILIES = (
    "chart.save-",
    "evidence.",
    "menu.form-",
    "menu.mode-",
    "files.",
    "forms.",
    "header.",
    "help.",
    "pages.",
    "search.",
    "tour.",
    "indicators.",
    "items.",
    "empty.",
    "roundless.",
    "new-cluster.",
    "new-round.",
    "delete-cluster.",
    "delete-round.",
    "close-unsaved.",
    "close-export.",
    "leave-unsaved.",
    "filter.",
    "bulk.",
    "chain.kind-",
    "held.",
    "unlock.",
    "set-password.",
    "change-password.",
    "lock-package.",
    "backups.would",
    "authoring.",
    "readback.",
)
ENGLISH_ONLY = file_data(
    cluster={"name_zh": "Jia", "name_en": "Jia", "region": "430100", "fields": [{"id": "textiles", "share": 0.5}]},
    enterprises=[{"name": "Works", "role": "leader", "revenue": 12, "honours": ["listed"]}],
    institutions=[{"name": "Institute", "kind": "institute"}],
    chain=[{"name": "Spindle", "stage": "upstream", "kind": "parts", "control": "imported", "importance": 3}],
    indicators=[{"id": "output", "year": 2023, "value": 320, "source": "Yearbook"}],
    interviews=[{"date": "2024-03-05", "organisation": "Works", "notes": "All of it."}],
    criteria={"market-stage": "strategic"},
)


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """The string constants of a file that are no docstrings: line, text."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def test_no_text_stands_in_the_code() -> None:
    found = [
        f"{path.relative_to(UI)}:{line}: {text!r}"
        for path in SOURCES
        for line, text in literals(path)
        if CJK.search(text) or (SENTENCE.search(text) and not SHEET.search(text))
    ]
    assert found == []


def test_every_phrase_that_is_named_exists() -> None:
    known = phrases("ui").keys() | phrases("pages").keys() | phrases("values").keys()
    tables = {key.split(".")[0] for key in phrases("ui")}
    missing = [
        f"{path.relative_to(UI)}:{line}: {text}"
        for path in SOURCES
        for line, text in literals(path)
        if re.fullmatch(r"[a-z-]+\.[a-z.-]*[a-z]", text) and text.split(".")[0] in tables and text not in known
    ]
    assert [line for line in missing if not line.endswith((".svg", ".toml", ".jizhen"))] == []


def test_every_phrase_is_used() -> None:
    named = {text for path in SOURCES for _, text in literals(path)}
    unused = [key for key in phrases("ui") if key not in named and not key.startswith(FAMILIES)]
    assert unused == []


def test_both_languages_take_the_same_facts() -> None:
    for key, text in phrases("ui").items():
        facts = [set(re.findall(r"\{(\w+)\}", said)) for said in (text.zh, text.en)]
        assert facts[0] == facts[1], key
        assert text.zh.strip(), key
        assert text.en.strip(), key


# ---- on the screen


def shown(window: QWidget) -> Iterator[QWidget]:
    """Everything that is visible."""
    return (widget for widget in window.findChildren(QWidget) if widget.isVisible())


def texts(widget: QWidget) -> list[str]:
    """What a widget says or would say."""
    found = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
    if isinstance(widget, QLabel | QAbstractButton):
        found.append(widget.text())
    if isinstance(widget, QLineEdit):
        found += [widget.placeholderText(), widget.text()]
    if isinstance(widget, QComboBox):
        found += [widget.itemText(place) for place in range(widget.count())]
    if isinstance(widget, QTabBar):
        found += [widget.tabText(place) for place in range(widget.count())]
    if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
        columns = range(model.columnCount() if isinstance(widget, QTableView) else 1)
        found += [str(model.headerData(column, Qt.Orientation.Horizontal) or "") for column in columns]
        found += [str(model.index(row, column).data() or "") for row in range(min(model.rowCount(), 60)) for column in columns]
    return found


def every_page(program: Opened) -> Iterator[str]:
    """Shows every page, every tab of it; says which."""
    for step in PAGES:
        program.window.go_to_step(step)
        program.settle()
        bars = [bar for bar in program.window.page.findChildren(QTabBar) if bar.isVisible()]
        yield step
        for place in range(1, bars[0].count() if bars else 0):
            bars[0].setCurrentIndex(place)
            program.settle()
            yield f"{step} {place}"


def test_nothing_is_left_in_chinese_when_the_window_speaks_english(program: Opened) -> None:
    program.load(ENGLISH_ONLY)
    program.press("Ctrl+L")
    strays = [
        f"{page}: {type(widget).__name__}: {text}"
        for page in every_page(program)
        for widget in shown(program.window)
        if widget is not program.window.header.language
        for text in texts(widget)
        if CJK.search(text.replace("1.2亿", ""))  # what an amount may look like
    ]
    assert sorted(set(strays)) == []


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_cut_off_in_the_smallest_window(program: Opened, lang: Lang) -> None:
    program.session.set_language(lang)
    program.window.resize(theme.SMALLEST)
    assert sorted({f"{page}: {each}" for page in every_page(program) for each in cut_at_rest(program)}) == []
    assert program.window.size() == theme.SMALLEST


@pytest.mark.parametrize("lang", LANGS)
def test_everything_that_takes_the_focus_has_a_name(program: Opened, lang: Lang) -> None:
    program.session.set_language(lang)
    nameless = [
        f"{page}: {type(widget).__name__} in {type(widget.parent()).__name__}"
        for page in every_page(program)
        for widget in shown(program.window)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None and not name_of(widget)
    ]
    assert sorted(set(nameless)) == []


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it."""
    inner = widget.parent()
    if isinstance(inner, QComboBox):  # the line of a list that is searched
        return inner.accessibleName()
    labels = [label.text() for label in widget.window().findChildren(QLabel) if label.buddy() is widget]
    return widget.accessibleName() or "".join(labels) or (widget.text() if isinstance(widget, QAbstractButton) else "")


def test_every_shortcut_of_the_window_stands_in_the_table(program: Opened) -> None:
    known = {keys.toString() for scope in SHORTCUTS.values() for each in scope for keys in each.sequences}
    strays: set[str] = set()
    for page in every_page(program):
        keys = [key for action in program.window.findChildren(QAction) for key in action.shortcuts()]
        keys += [key for made in program.window.findChildren(QShortcut) for key in made.keys()]  # noqa: SIM118 - no mapping
        strays |= {f"{page}: {key.toString()}" for key in keys if not key.isEmpty() and key.toString() not in known}
    assert strays == set()


@pytest.mark.parametrize("step", list(PAGES))
def test_every_page_can_be_walked_through_by_tab(program: Opened, step: str) -> None:
    program.window.go_to_step(step)
    program.settle()
    program.window.header.report.setFocus()
    seen: list[QWidget] = []
    for _ in range(400):
        QTest.keyClick(program.focus, Qt.Key.Key_Tab)
        if program.focus in seen:
            break
        seen.append(program.focus)
    inside = [widget for widget in seen if program.window.page.isAncestorOf(widget)]
    assert inside
    assert program.window.rail.buttons[step] in seen or any(program.window.rail.isAncestorOf(widget) for widget in seen)


@pytest.mark.parametrize(("lang", "folder", "file"), [("zh", "文件夹", "XLSX 文件"), ("en", "Folder", "XLSX file")])
def test_files_and_their_days_are_described_in_the_language_of_the_program(
    program: Opened, tmp_path: Path, lang: Lang, folder: str, file: str
) -> None:
    """Qt had Folder in Chinese, too, and days as the system writes them."""
    (tmp_path / "甲").mkdir()
    (tmp_path / "名单.xlsx").write_bytes(bytes(252_928))
    program.session.set_language(lang)
    chooser = choose_file(program.session, program.window, "rejects", lambda _path: None, save=tmp_path / "乙.xlsx")
    files = chooser.proxyModel()
    source = files.sourceModel()
    assert isinstance(source, QFileSystemModel)
    top = files.mapFromSource(source.index(str(tmp_path)))
    program.bot.waitUntil(lambda: files.rowCount(top) == 2)
    rows = [[files.index(row, column, top).data() for column in (0, 2, 3)] for row in range(2)]
    assert {name: kind for name, kind, _ in rows} == {"甲": folder, "名单.xlsx": file}
    pictures = {files.index(row, 0, top).data(): files.index(row, 0, top).data(Qt.ItemDataRole.DecorationRole) for row in range(2)}
    assert pictures["甲"].cacheKey() == icon("folder", "muted").cacheKey()
    assert pictures["名单.xlsx"].cacheKey() == icon("file", "muted").cacheKey()
    heads = [files.headerData(column, Qt.Orientation.Horizontal) for column in range(4)]
    assert heads == {"zh": ["名称", "大小", "类型", "修改时间"], "en": ["Name", "Size", "Type", "Changed"]}[lang]
    assert {files.index(row, 1, top).data() for row in range(2)} == {"", "247 kB"}
    assert all(re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}", day) for _, _, day in rows)
    chooser.close()


def test_the_places_beside_files_take_qts_own_words_when_these_come(program: Opened) -> None:
    """They come after the first page: a dialog may be open by then."""
    chooser = choose_file(program.session, program.window, "roster", lambda _path: None)
    places = chooser.findChild(QListView, "sidebar")
    assert places is not None
    computer: dict[Lang, str] = {"en": "Computer", "zh": "计算机"}
    for lang, said in computer.items():
        program.session.set_language(lang)
        program.bot.waitUntil(partial(_begins_with, places, said))
    chooser.close()


def _begins_with(places: QListView, said: str) -> bool:
    return bool(places.model().index(0, 0).data() == said)


def test_no_column_of_the_files_is_cut(program: Opened, tmp_path: Path) -> None:
    (tmp_path / "名单.numbers-of-a-mac").write_bytes(b"x")
    chooser = choose_file(program.session, program.window, "rejects", lambda _path: None, save=tmp_path / "乙.xlsx")
    chooser.selectNameFilter(chooser.nameFilters()[-1])
    files, model = chooser.findChild(QTreeView, "treeView"), chooser.proxyModel()
    assert files is not None
    program.bot.waitUntil(lambda: model.rowCount(files.rootIndex()) == 1)
    program.bot.waitUntil(lambda: all(files.columnWidth(column) >= files.sizeHintForColumn(column) for column in (1, 2, 3)))
    assert files.sizeHintForColumn(2) > files.fontMetrics().horizontalAdvance("名单.numbers")
    chooser.close()
