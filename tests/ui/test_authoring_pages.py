"""The pages of the report while it is written: laid out in the background, shown, followed and left, by a program that stands in."""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from db import places
from diagnosis.errors import UserError
from reports.offices.program import Program, Spot
from reports.paged import Paged
from tests.surveys import sample_data
from tests.ui.authoring import Writer
from tests.ui.judging import Desk
from ui.authoring import pages_pane
from ui.authoring.pages_pane import PagesPane
from ui.authoring.sheets import SCREEN
from ui.authoring.tab import AuthoringTab

posix = pytest.mark.skipif(os.name == "nt", reason="the stand-in is ended as on Linux")
A4 = (595.0, 842.0)
SPOTS = {"summary": (1, 100.0), "overview": (2, 100.0), "scale": (2, 300.0), "firms": (3, 80.0), "own-gone": (3, 90.0)}
MAKE = "import os, pathlib, sys, time; source, target, log = map(pathlib.Path, sys.argv[1:])"
LOG = "log.open('a').write(f'begin {os.getpid()}\\n')"
DONE = "target.write_bytes((log.parent / 'pages.pdf').read_bytes()); log.open('a').write(f'end {os.getpid()}\\n')"
HANG = "time.sleep(60)"


def pdf(pages: int) -> bytes:
    """Blank pages."""
    from pypdfium2 import PdfDocument

    content = io.BytesIO()
    with PdfDocument.new() as document:
        for _ in range(pages):
            document.new_page(*A4).close()
        document.save(content)
    return content.getvalue()


class Layouts:
    """What the stand-in is asked, and what it makes of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder / "log"
        (folder / "pages.pdf").write_bytes(pdf(4))

    def program(self, *script: str) -> Program:
        """A program that does this."""
        lines = "\n".join((MAKE, LOG, *script))
        return Program(
            "排版软件",
            lambda files: (sys.executable, "-c", lines, str(files.source), str(files.target), str(self.log)),
            lambda _files: {"_Toc000000001": Spot(2, 100.0)} | {f"jzszh_00000000_{name}": Spot(*spot) for name, spot in SPOTS.items()},
        )

    @property
    def lines(self) -> list[str]:
        """When it began and ended."""
        return [line.split()[0] for line in self.log.read_text().splitlines()] if self.log.exists() else []


@pytest.fixture
def layouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layouts:
    """The pages follow at once when something has changed."""
    monkeypatch.setattr(pages_pane, "SETTLED_MS", 0)
    return Layouts(tmp_path)


Open = Callable[[Program | None], Writer]


@pytest.fixture
def opened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Open:
    """The writing view with its pages open."""
    desk.load(sample_data("changsha"))

    def show(program: Program | None) -> Writer:
        monkeypatch.setattr(pages_pane, "office", lambda: program)
        writer = Writer(desk)
        writer.tab.pane.views.open("pages")
        return writer

    return show


def pages_of(writer: Writer) -> PagesPane:
    """The pages."""
    tab: AuthoringTab = writer.tab
    return tab.pane.views.pages


def rest(writer: Writer, *states: str) -> PagesPane:
    """Wait until nothing more is laid out; the state is one of these."""
    pages = pages_of(writer)
    writer.desk.bot.waitUntil(lambda: pages.state in (states or ("done",)) and not pages.busy, timeout=20_000)
    return pages


def test_the_pages_are_laid_out_in_the_background_and_lead_to_the_section(opened: Open, layouts: Layouts) -> None:
    writer = opened(layouts.program(DONE))
    pages = rest(writer)
    assert "4" in pages.told.text()
    assert layouts.lines == ["begin", "end"] * 2  # once more, as the contents show the pages of the first time
    writer.desk.bot.waitUntil(lambda: len(pages.view.pictures) >= 2)
    writer.open("firms")
    assert pages.view.sheet == 3
    assert "企业结构" in pages.view.accessibleDescription()
    assert list(places.laying_folder().iterdir()) == []


def test_a_click_on_a_page_opens_its_section_and_enter_goes_into_its_text(opened: Open, layouts: Layouts) -> None:
    writer = opened(layouts.program(DONE))
    pages = rest(writer)
    writer.open("overview")
    view = pages.view
    port = view.viewport()
    scale = (port.width() - 24) / A4[0]
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=QPointF(port.width() / 2, 24 + 201 * scale).toPoint())
    assert writer.tab.outline.current == "scale"
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_End)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert writer.tab.outline.current == "firms"
    assert writer.editor.hasFocus()


def test_the_keys_turn_pages_and_change_their_size(opened: Open, layouts: Layouts) -> None:
    writer = opened(layouts.program(DONE))
    view = rest(writer).view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.sheet == 1
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.sheet == 2
    wide = view.zoom
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom > wide
    QTest.keyClick(view, Qt.Key.Key_Minus)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.zoom < wide
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.zoom == pytest.approx(wide)
    assert view.zoom * SCREEN * A4[0] < view.viewport().width()
    QTest.keyClick(view, Qt.Key.Key_F)
    assert not writer.editor.isVisible()
    QTest.keyClick(view, Qt.Key.Key_F)
    assert writer.editor.isVisible()


def test_what_is_written_comes_onto_the_pages(opened: Open, layouts: Layouts) -> None:
    writer = opened(layouts.program(DONE))
    pages = rest(writer)
    before = pages.view.paged
    writer.open("firms")
    writer.type_at_end("New words.")
    writer.leave()
    writer.desk.bot.waitUntil(lambda: pages.view.paged is not before, timeout=20_000)
    assert rest(writer).view.section == "firms"
    shown = len(layouts.lines)
    writer.tab.refresh()  # read again, and the same
    writer.desk.settle()
    rest(writer)
    assert len(layouts.lines) == shown


@posix
def test_the_newest_wins_and_there_are_never_two_at_once(opened: Open, layouts: Layouts) -> None:
    marked = "(log.parent / 'pid').write_text(str(os.getpid()))"
    writer = opened(layouts.program(marked, "(log.parent / 'go').exists() or time.sleep(60)", DONE))
    pages = pages_of(writer)
    writer.desk.bot.waitUntil(lambda: (layouts.folder / "pid").exists() and bool((layouts.folder / "pid").read_text()), timeout=20_000)
    first = int((layouts.folder / "pid").read_text())
    (layouts.folder / "go").touch()
    writer.open("firms")
    writer.type_at_end("New words.")
    writer.leave()
    writer.desk.bot.waitUntil(lambda: "end" in layouts.lines, timeout=20_000)
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert layouts.lines[:3] == ["begin", "begin", "end"]  # the first was given up
    rest(writer)
    assert pages.view.paged is not None
    assert list(places.laying_folder().iterdir()) == []


@posix
def test_it_can_be_stopped_and_begun_again(opened: Open, layouts: Layouts) -> None:
    writer = opened(layouts.program("(log.parent / 'go').exists() or time.sleep(60)", DONE))
    pages = pages_of(writer)
    writer.desk.bot.waitUntil(lambda: layouts.lines == ["begin"], timeout=20_000)
    pages.redo.click()
    rest(writer, "stopped")
    (layouts.folder / "go").touch()
    assert pages.redo.isVisible()
    pages.redo.click()
    assert isinstance(rest(writer).view.paged, Paged)


@posix
def test_leaving_the_program_ends_a_layout_and_leaves_nothing(opened: Open, layouts: Layouts) -> None:
    writer = opened(layouts.program(HANG))
    writer.desk.bot.waitUntil(lambda: layouts.lines == ["begin"], timeout=20_000)
    number = int(layouts.log.read_text().split()[1])
    writer.desk.session.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    assert list(places.laying_folder().iterdir()) == []


def test_a_program_that_fails_says_why_and_is_tried_again(opened: Open, layouts: Layouts) -> None:
    writer = opened(layouts.program("(target.parent / 'error.txt').write_text('磁盘已满')"))
    pages = rest(writer, "failed")
    assert "排版软件" in pages.doing.text()
    assert "磁盘已满" in pages.doing.text()
    (layouts.folder / "log").unlink()
    pages.redo.click()
    writer.desk.bot.waitUntil(lambda: layouts.lines == ["begin"], timeout=20_000)
    rest(writer, "failed")
    assert writer.desk.defects == []


def test_without_an_office_program_it_says_so_and_leads_to_the_preview(opened: Open) -> None:
    writer = opened(None)
    pages = pages_of(writer)
    assert pages.empty.isVisible()
    pages.empty.buttons[0].click()
    assert writer.tab.pane.views.part == "preview"


@posix
def test_an_export_stops_the_layout_and_it_comes_after(opened: Open, layouts: Layouts) -> None:
    writer = opened(layouts.program("(log.parent / 'go').exists() or time.sleep(60)", DONE))
    pages = pages_of(writer)
    writer.desk.bot.waitUntil(lambda: layouts.lines == ["begin"], timeout=20_000)
    (layouts.folder / "go").touch()
    writer.page.run.prepare()
    rest(writer, "stopped")
    pages.redo.click()
    assert not pages.busy
    writer.page.run.refuse(UserError("pages-no-office"))
    assert rest(writer).view.paged is not None


def test_another_language_of_the_report_has_its_own_pages(opened: Open, layouts: Layouts) -> None:
    writer = opened(layouts.program(DONE))
    pages = rest(writer)
    writer.tab.languages.picked.emit("en")
    writer.desk.bot.waitUntil(lambda: pages.work is not None and pages.work.lang == "en", timeout=20_000)
    rest(writer)
    assert len(layouts.lines) == 8
