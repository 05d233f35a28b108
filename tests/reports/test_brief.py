"""The summary of two pages: what is in it, that it fits, and that nothing in it points to what is not there."""

import re
from pathlib import Path

import pytest

from diagnosis.authored import Authored, Section
from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.progress import outcome
from diagnosis.text import LANGS, Lang
from reports.blocks import Figure, Item
from reports.options import Options
from reports.outline import summaries
from reports.report import build
from tests.reports.made_up import SURVEYS, Document, W, blank, diagnosis_of, rich_data, text, written
from tests.reports.test_word import check_document
from tests.surveys import read

SUMMARY = Options(extent="summary")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SURVEYS)
def test_it_is_sound_and_has_neither_cover_nor_contents(tmp_path: Path, name: str, lang: Lang) -> None:
    document = Document(written(diagnosis_of(name), tmp_path, lang, options=SUMMARY))
    check_document(document)
    instructions = "".join(node.text for node in document.all("instrText"))
    assert "TOC" not in instructions
    assert "REF" not in instructions
    assert len(document.all("sectPr")) == 1
    words = [text(p) for p in document.all("p")]
    assert words[0].endswith("诊断摘要" if lang == "zh" else "summary of the diagnosis")


def test_it_tells_three_gaps_and_five_actions() -> None:
    (report, *_) = summaries(diagnosis_of("rich"), "zh")
    items = [block for block in report.blocks if isinstance(block, Item)]
    assert [sum(item.list == f"summary-{key}" for item in items) for key in ("gaps", "actions")] == [3, 5]
    assert any(isinstance(block, Figure) for block in report.blocks)


@pytest.mark.parametrize("lang", LANGS)
def test_first_steps_and_whom_to_ask_are_told_where_there_is_room(tmp_path: Path, lang: Lang) -> None:
    found = diagnosis_of("hydrogen")
    words = "\n".join(text(p) for p in Document(written(found, tmp_path, lang, options=SUMMARY)).all("p"))
    for entry in found.actions[:5]:
        assert entry.action.first_step.to(lang).rstrip("。.")[1:] in words
    for item in found.unknown[:3]:
        assert item.item.ask.to(lang) in words
    fuller, full, *_ = summaries(found, lang)
    assert fuller.blocks[: len(full.blocks) // 2] == full.blocks[: len(full.blocks) // 2]


def test_less_is_told_where_the_pages_do_not_hold_all(tmp_path: Path) -> None:
    data = rich_data()
    for row in data["ratings"]:
        row["evidence"], row["respondent"] = "三家企业访谈一致反映断供风险，备货周期26周，" * 40, "采购总监，" * 200
    long = diagnose(read(data), load_framework())
    full, *_, terse = summaries(long, "zh")
    words = "\n".join(text(p) for p in Document(written(long, tmp_path, options=SUMMARY)).all("p"))
    assert any("备货周期" in block.text for block in full.blocks if isinstance(block, Item))
    assert not any("备货周期" in block.text for block in terse.blocks if isinstance(block, Item))
    assert "备货周期" not in words
    assert "调研评" in words


def test_the_public_summary_names_no_firm(tmp_path: Path) -> None:
    data = rich_data()
    name = data["enterprises"][0]["name"]
    for row in data["ratings"]:
        row["evidence"] = f"{name}反映断供"
    path = written(diagnose(read(data), load_framework()), tmp_path, options=Options(extent="summary", public=True))
    document = Document(path)
    words = "\n".join(text(p) for p in document.all("p"))
    assert name not in words
    assert "企业A反映断供" in words
    assert "公开版" in words
    assert next(node.get(f"{W}val") for node in document.all("pStyle")) == "TOCHeading"


@pytest.mark.parametrize("lang", LANGS)
def test_what_was_written_into_the_summary_stands_in_it(tmp_path: Path, lang: Lang) -> None:
    own = Authored(lang, {"summary": Section(text="**总的看。**产值{fact:output}，见{ref:table-actions}。\n- 第一条\n- 第二条")})
    options = Options(extent="summary", authored=own)
    document = Document(written(diagnosis_of("rich"), tmp_path, lang, options=options))
    check_document(document)
    words = [text(p) for p in document.all("p")]
    told = next(line for line in words if line.startswith("总的看。"))
    assert "{" not in told
    assert "“" in told  # the table is not there: its title is
    assert "REF" not in "".join(node.text for node in document.all("instrText"))
    assert any("第二条" in line for line in words)
    assert words[0].endswith("诊断摘要" if lang == "zh" else "summary of the diagnosis")
    plain = Document(written(diagnosis_of("rich"), tmp_path, lang, options=SUMMARY))
    assert not any(line in words for line in map(text, plain.all("p")) if line.startswith(("类型", "Type")))
    assert len(document.all("drawing")) == len(plain.all("drawing")) > 0


def test_a_firm_named_in_what_was_written_has_its_mask_in_the_public_summary(tmp_path: Path) -> None:
    data = rich_data()
    name = data["enterprises"][0]["name"]
    own = Authored("zh", {"summary": Section(text=f"{name}带动配套。")})
    options = Options(extent="summary", public=True, authored=own)
    words = "\n".join(text(p) for p in Document(written(diagnosis_of("rich"), tmp_path, options=options)).all("p"))
    assert "带动配套" in words
    assert name not in words


@pytest.mark.parametrize("lines", [3, 90])
def test_what_was_written_so_long_that_it_needs_more_pages_is_told(tmp_path: Path, lines: int) -> None:
    own = Authored("zh", {"summary": Section(text="\n".join(["需要说明的情况很多，分述如下。"] * lines))})
    options = Options(extent="summary", authored=own)
    told = outcome(build(diagnosis_of("rich"), tmp_path / "a.docx", "zh", draw=blank, options=options))
    assert len(told) == (lines > 3)
    assert all(re.search("应为两页，估计有 [3-9] 页.*“摘要”", text.zh) for text in told)


def test_the_gaps_of_an_action_are_told_the_worst_first() -> None:
    found = diagnosis_of("hydrogen")
    (report, *_) = summaries(found, "zh")
    second = [block.text for block in report.blocks if isinstance(block, Item) and block.list == "summary-actions"][1]
    assert "针对支撑体系、前沿共性技术、创新单元力量。" in second
    assert [item.level for item in found.items if item.item.short.zh in ("支撑体系", "前沿共性技术")] == [2, 3]


def test_it_says_what_its_year_is() -> None:
    (report, *_) = summaries(diagnosis_of("changsha"), "zh")
    assert any(getattr(block, "text", "").startswith("调研轮次：2019；2019年12月31日；") for block in report.blocks)


def test_first_steps_stay_where_there_is_no_room_for_whom_to_ask_as_well(tmp_path: Path) -> None:
    """A few points too much for both left half of the second page empty."""
    found = diagnosis_of("shaoxing")
    words = "\n".join(text(p) for p in Document(written(found, tmp_path, "zh", options=SUMMARY)).all("p"))
    assert all(entry.action.first_step.zh.rstrip("。")[1:] in words for entry in found.actions[:5])
    assert found.unknown[0].item.ask.zh not in words
