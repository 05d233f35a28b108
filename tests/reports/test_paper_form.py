"""The questionnaire on paper: everything that is asked on a visit is there, in either language, and can be ticked."""

from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from diagnosis.errors import UserError
from diagnosis.framework import Framework
from diagnosis.questionnaire import questionnaire
from diagnosis.text import Lang
from reports.paper_form import OF_CONSULTANT, write_paper_form

LANGS = pytest.mark.parametrize("lang", ["zh", "en"])


def text_of(path: Path) -> str:
    return "\n".join(node.text or "" for node in Document(str(path)).element.body.iter(qn("w:t")))


@LANGS
def test_every_question_item_criterion_and_indicator_is_asked(tmp_path: Path, framework: Framework, lang: Lang) -> None:
    write_paper_form(tmp_path / "form.docx", lang)
    text = text_of(tmp_path / "form.docx")
    parts = [part for part in questionnaire().parts.values() if part.id not in OF_CONSULTANT]
    by_entry = {"criteria", "ratings", "indicators"}
    wanted = [part.name for part in parts]
    wanted += [question.label for part in parts if part.id not in by_entry for question in part.questions if question.column]
    wanted += [anchor for item in framework.items.values() for anchor in (item.short, item.state, *item.anchors.values())]
    wanted += [descriptor for criterion in framework.criteria.values() for descriptor in criterion.descriptors.values()]
    wanted += [indicator.name for indicator in framework.indicators.values()]
    assert [each.to(lang) for each in wanted if each.to(lang) not in text] == []
    assert "{{" not in text


@LANGS
def test_choices_and_scores_have_boxes(tmp_path: Path, framework: Framework, lang: Lang) -> None:
    write_paper_form(tmp_path / "form.docx", lang)
    boxes = text_of(tmp_path / "form.docx").count("☐")
    assert boxes > len(framework.items) * 6 + 7 * 3
    table = Document(str(tmp_path / "form.docx")).tables[0]
    assert len(table.rows) == 3


@LANGS
def test_an_item_stays_on_one_page(tmp_path: Path, framework: Framework, lang: Lang) -> None:
    write_paper_form(tmp_path / "form.docx", lang)
    item = next(iter(framework.items.values())).short.to(lang)
    table = next(table for table in Document(str(tmp_path / "form.docx")).tables if table.cell(0, 0).text == item)
    kept = [row.cells[1].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept == [True] * (len(kept) - 1) + [None]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        write_paper_form(tmp_path / "none" / "form.docx")
