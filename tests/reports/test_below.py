"""Long texts of users: in full below the table, at their beginning in cells and sentences; and remarks in two languages."""

from pathlib import Path

import pytest

from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.text import LANGS, Lang
from reports.below import LONGEST, begun
from reports.blocks import Item, Paragraph, Report, Table
from reports.evidence import remark
from reports.layout import segments
from reports.outline import outline
from tests.reports.made_up import Data, diagnosis_of, rich_data, said, written
from tests.reports.test_public import contents
from tests.surveys import read

SENTENCE = "龙头企业反映高端芯片采购周期由十二周拉长到二十六周，备货占用资金上升。"


def long() -> Data:
    data = rich_data()
    data["ratings"][0]["evidence"] = SENTENCE * 60
    data["interviews"] = [{"organisation": "某企业", "person": "王工", "notes": f"第一段。{SENTENCE * 20}\n第二段。"}]
    data["indicators"][0]["source"] = SENTENCE * 30
    return data


def report_of(data: Data, lang: Lang = "zh") -> Report:
    return outline(diagnose(read(data), load_framework()), lang)


@pytest.mark.parametrize("lang", LANGS)
def test_no_cell_is_longer_than_a_cell_takes(lang: Lang) -> None:
    cells = [cell for block in report_of(long(), lang).blocks if isinstance(block, Table) for row in block.rows for cell in row]
    assert max(map(len, cells)) <= LONGEST[lang] + 60  # and where the whole stands


def test_the_whole_stands_below_the_table_on_upright_pages() -> None:
    report = report_of(long())
    at = next(n for n, block in enumerate(report.blocks) if isinstance(block, Table) and block.key == "table-items")
    cell, whole = report.blocks[at].rows[0][6], report.blocks[at + 1]  # type: ignore[union-attr]
    assert cell.endswith("……（全文见表后补充1）")
    assert isinstance(whole, Paragraph)
    assert whole.text.count(SENTENCE.rstrip("。")) == 60
    assert not next(found.wide for found in segments(report.blocks) if (at + 1, whole) in found.blocks)


def test_a_long_text_keeps_its_paragraphs() -> None:
    texts = [block.text for block in report_of(long()).blocks if isinstance(block, Paragraph)]
    assert "第二段。" in texts


def test_a_sentence_quotes_the_beginning_and_says_where_the_whole_is() -> None:
    (told,) = (block.text for block in report_of(long()).blocks if isinstance(block, Item) and SENTENCE[:10] in block.text)
    assert "……”（节录，全文见附录丙）" in told
    assert told.count(SENTENCE[:10]) < 5


def test_nothing_moves_where_nothing_is_long() -> None:
    assert "补充1" not in said(outline(diagnosis_of("rich"), "zh"))


def test_the_turned_tables_of_the_data_stand_together() -> None:
    """Or the sheet would be turned back and forth, each time before the page is full."""
    report = outline(diagnosis_of("rich"), "zh")
    wide = [block.wide for block in report.blocks if isinstance(block, Table) and block.key.startswith("table-data-")]
    assert wide == sorted(wide)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("近 / nearly", "近", "nearly"),
        ("示例。\nSample.", "示例。", "Sample."),
        ("化纤 / PTA", "化纤 / PTA", "化纤 / PTA"),
        ("PTA / 化纤", "PTA / 化纤", "PTA / 化纤"),
        ("统计局/statistics", "统计局/statistics", "统计局/statistics"),
        ("甲 / one / two", "甲 / one / two", "甲 / one / two"),
    ],
)
def test_a_remark_in_both_languages_is_told_in_the_report_s(text: str, zh: str, en: str) -> None:
    assert (remark(text, "zh"), remark(text, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("text", "begins"), [("甲乙。丙丁戊己", "甲乙"), ("甲乙丙丁戊己庚", "甲乙丙丁"), ("one two three", "one"), ("短", "短")]
)
def test_where_a_text_is_cut(text: str, begins: str) -> None:
    assert begun(text, 4) == begins


def test_the_same_long_survey_gives_the_same_bytes(tmp_path: Path) -> None:
    diagnosis = diagnose(read(long()), load_framework())
    first = dict(contents(written(diagnosis, tmp_path)))
    assert dict(contents(written(diagnosis, tmp_path))) == first
