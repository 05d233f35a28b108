"""A kind of mess in a roster, the firms that are in it, and what must be told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from diagnosis.fieldtypes import Value
from tests.roster_files import code, drafts, firms, proposal, reasons, text_table, told, xlsx

Made = Callable[[Path], Path]
A, B, C = code(1), code(2), code(3)
HEADER = ["序号", "企业名称", "统一社会信用代码", "营业收入（万元）"]
ONE: dict[str, Value] = {"name": "长沙甲机械有限公司", "uscc": A, "revenue": 1200.0}
TWO: dict[str, Value] = {"name": "株洲乙轴承有限公司", "uscc": B, "revenue": 350.5}
ROWS = [[1, "长沙甲机械有限公司", A, 1200], [2, "株洲乙轴承有限公司", B, 350.5]]


@dataclass(frozen=True)
class Mess:
    """A roster, the firms that are in it, and pieces of what must be told."""

    make: Made
    firms: list[dict[str, Value]] = field(default_factory=lambda: [ONE, TWO])
    told: tuple[str, ...] = ()
    reasons: dict[int, str] = field(default_factory=dict)
    drafts: dict[tuple[str, str], str] = field(default_factory=dict)


def workbook(*rows: Any, merged: tuple[str, ...] = (), **more: Any) -> Made:
    return lambda folder: xlsx(folder / "企业名单.xlsx", rows, merged, **more)


def table(*rows: Any, name: str = "企业名单.csv", **options: Any) -> Made:
    return lambda folder: text_table(folder / name, rows, **options)


def column(header: str, *cells: Any) -> Made:
    """A roster of which only the last column matters."""
    names = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"]
    return workbook(["企业名称", header], *([f"{name}一二三有限公司", cell] for name, cell in zip(names, cells, strict=False)))


def values(field_id: str, *answers: Value) -> list[dict[str, Value]]:
    names = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"]
    return [
        {"name": f"{name}一二三有限公司", **({field_id: answer} if answer is not None else {})}
        for name, answer in zip(names, answers, strict=False)
    ]


def check(mess: Mess, folder: Path) -> None:
    """It ends in the right firms, and what was assumed or left out is told."""
    plan = proposal(mess.make(folder))
    assert firms(plan) == mess.firms
    lines = told(plan)
    for piece in mess.told:
        assert any(piece in line for line in lines), lines
    found = reasons(plan)
    assert set(found) == set(mess.reasons)
    for row, piece in mess.reasons.items():
        assert any(piece in reason for reason in found[row]), found[row]
    assert drafts(plan) == mess.drafts
