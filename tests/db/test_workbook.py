"""The survey as a workbook, read back from the raw parts of the file."""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest

from db.workbook import CHOICES, LONGEST, marker, write_form, write_workbook
from diagnosis.errors import UserError
from diagnosis.framework_files import load_framework
from diagnosis.questionnaire import questionnaire
from diagnosis.survey import Cluster, Enterprise, Round, Survey
from diagnosis.text import Lang

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SURVEY = Survey(
    cluster=Cluster(name_zh="某集群"),
    round=Round(label="2024"),
    enterprises=(
        Enterprise(name="=1+1", revenue=1234.5, has_rd_unit=True, honours=("champion",)),
        Enterprise(name="乙公司", honours=()),
    ),
    criteria={"capacity": "mixed:basic/strategic"},
)


def sheets(path: Path) -> dict[str, list[dict[str, str | float]]]:
    """sheet name -> rows; each maps a column's letter to its cell."""
    with zipfile.ZipFile(path) as book:
        shared = ["".join(entry.itertext()) for entry in ET.fromstring(book.read("xl/sharedStrings.xml"))]
        names = [sheet.get("name", "") for sheet in ET.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
        found = {}
        for number, name in enumerate(names, 1):
            tree = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            assert not list(tree.iter(f"{MAIN}f")), "a formula"
            found[name] = [{re.sub(r"\d", "", cell.get("r", "")): _value(cell, shared) for cell in row} for row in tree.iter(f"{MAIN}row")]
    return found


def _value(cell: ET.Element, shared: list[str]) -> str | float:
    text = cell.findtext(f"{MAIN}v", "")
    return shared[int(text)] if cell.get("t") == "s" else float(text)


def test_every_part_has_a_sheet_with_names_in_both_languages_and_ids(tmp_path: Path) -> None:
    write_workbook(tmp_path / "book.xlsx", SURVEY)
    found = sheets(tmp_path / "book.xlsx")
    assert list(found) == ["填写说明", *(part.name.zh for part in questionnaire().parts.values()), CHOICES]
    for part in questionnaire().parts.values():
        zh, en, ids = (list(row.values()) for row in found[part.name.zh][:3])
        assert ids == [*(question.id for question in part.questions), marker(part.id)]
        assert all(question.label.zh in str(label) for question, label in zip(part.questions, zh, strict=True))
        assert all(question.label.en in str(label) for question, label in zip(part.questions, en, strict=True))


def test_answers_stand_as_numbers_and_text_never_as_formulas(tmp_path: Path) -> None:
    write_workbook(tmp_path / "book.xlsx", SURVEY)
    found = sheets(tmp_path / "book.xlsx")
    fields = [question.id for question in questionnaire().parts["enterprises"].questions]
    first, second = found["企业"][3:]
    assert list(first.values()) == ["=1+1", 1234.5, "是", "单项冠军"]
    assert list(second.values()) == ["乙公司", "无"]
    assert list(first)[1] == "ABCDEFGHIJKLMNOPQR"[fields.index("revenue")]
    assert found["判定标准"][3].popitem()[1] == "基础产业集群 / 关键战略产业集群"


def test_a_text_longer_than_a_cell_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    survey = Survey(cluster=Cluster(name_zh="甲", description_zh="长" * (LONGEST + 1)), round=Round(label="1"))
    with pytest.raises(UserError, match="概况说明"):
        write_workbook(tmp_path / "book.xlsx", survey)
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_the_worlds_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UserError):
        write_workbook(tmp_path / "file" / "book.xlsx", SURVEY)


@pytest.mark.parametrize(("lang", "name"), [("zh", "集群总产值（亿元）"), ("en", "Cluster output (100 million yuan)")])
def test_the_form_names_units_and_says_what_ratings_stand_for(tmp_path: Path, lang: Lang, name: str) -> None:
    write_form(tmp_path / "f.xlsx", lang)
    found = sheets(tmp_path / "f.xlsx")
    assert name in {row.get("A") for row in found[questionnaire().parts["indicators"].name.to(lang)]}
    assert name in {cell for row in found[CHOICES] for cell in row.values()}
    with zipfile.ZipFile(tmp_path / "f.xlsx") as book:
        notes = "".join(book.read(part).decode() for part in book.namelist() if part.startswith("xl/comments"))
    for item in load_framework().items.values():
        assert all(escape(text.to(lang)) in notes for text in (item.state, *item.anchors.values()))
