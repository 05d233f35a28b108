"""A survey to search in, and the hands on the palette."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QTableView, QWidget

from db import browse, operations
from tests.surveys import file_data
from tests.ui.window import Opened
from ui.search.palette import Palette
from ui.search.view import Shown
from ui.shortcuts import keys_of

SURVEY: dict[str, Any] = file_data(
    cluster={"name_zh": "某市装备集群", "name_en": "Some cluster", "fields": [{"id": "construction-machinery", "share": 0.6}]},
    enterprises=[{"name": f"鑫盛{number}号机械有限公司", "main_product": "油缸" if number == 7 else None} for number in range(12)],
    institutions=[{"name": "犇堃大学", "kind": "university"}],
    platforms=[{"name": "液压创新中心", "kind": "pilot", "topic": "多路阀"}],
    organisations=[{"name": "装备行业协会", "kind": "association"}],
    chain=[{"name": "比例阀", "stage": "upstream"}],
    links=[{"from": "鑫盛1号机械有限公司", "to": "犇堃大学", "kind": "joint-rd"}],
    technologies=[{"name": "电液控制", "trl": 5}],
    interviews=[{"date": "2024-03-05", "organisation": "某厂", "person": "张工", "notes": "最缺的是中试线。\n第二行说到喷涂工艺。"}],
    ratings=[{"item": "common-technology", "score": 1, "evidence": "三家企业都在等比例阀样机"}],
    criteria={"market-stage": "strategic", "technology-maturity": "strategic", "capacity": "strategic", "value-chain": "strategic"},
)


def palette(program: Opened) -> Palette:
    found = program.window.search.palette
    assert found is not None
    return found


def type_in(program: Opened, typed: str) -> list[Shown]:
    """Open the palette if need be, type, and give the hits; a keyboard's keys where it has them."""
    if program.window.search.palette is None or not palette(program).isVisible():
        program.press(keys_of("search.open"))
    line = palette(program).line
    line.clear()
    if typed.isascii():
        QTest.keyClicks(line, typed)
    else:
        line.insert(typed)
    program.settle()
    program.settle()
    return hits(program)


def hits(program: Opened) -> list[Shown]:
    listed = palette(program).hits
    found = [listed.item(row).data(Qt.ItemDataRole.UserRole) for row in range(listed.count())]
    return [each for each in found if each is not None]


def groups(program: Opened) -> list[str]:
    listed = palette(program).hits
    heads = [listed.item(row) for row in range(listed.count()) if listed.item(row).data(Qt.ItemDataRole.UserRole) is None]
    return [head.text().rpartition("  ")[0] for head in heads]


def titles(program: Opened) -> list[str]:
    return [each.title for each in hits(program)]


def follow(program: Opened, typed: str, *, down: int = 0) -> None:
    """Type, go down, and press Enter."""
    type_in(program, typed)
    line = palette(program).line
    for _ in range(down):
        QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)
    program.settle()
    program.settle()
    assert not palette(program).isVisible()


def delete(program: Opened, part: str, place: int) -> None:
    """Delete a row, as another page would."""
    round_id = program.session.round_id
    assert round_id is not None
    ids = program.read(lambda ws: browse.row_ids(ws, round_id, part))
    program.session.change(operations.delete_rows, round_id, part, [ids[place]])


def text_of(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QTableView):
        return str(widget.currentIndex().data())
    return widget.currentText() if isinstance(widget, QComboBox) else ""
