"""What consultants do to a report in Word and LibreOffice: nothing of it is lost, and what is not taken is told."""

import re
import shutil
from pathlib import Path

import docx
import pytest
from docx.oxml.parser import parse_xml

from diagnosis.authored import Authored, Section
from diagnosis.text import Lang
from reports.options import Options
from reports.template import own
from tests.reports.authoring.edits import CLOSING, DRAWN, TEXT, WRITTEN, compared, edited, replaced, states, theirs
from tests.reports.made_up import Document, W, diagnosis_of, text, written

pytestmark = pytest.mark.parametrize("lang", ["zh"], scope="session")  # marks are the same in both languages
SECTION = r'<w:p>(?:(?!<w:p>).)*"jzs\w\w_\w+_{}"/>.*?(?=<w:p>(?:(?!<w:p>).)*"jz[es])'


def test_a_picture_with_a_caption_that_word_refers_to_is_told(report: Path, tmp_path: Path, lang: Lang) -> None:
    """Word's hidden bookmarks are called as those of the report's own figures are."""
    pasted = '<w:p><w:pPr><w:pStyle w:val="Figure"/></w:pPr><w:r><w:drawing/></w:r></w:p>'
    caption = '<w:p><w:bookmarkStart w:id="9001" w:name="_Ref312345678"/><w:r><w:t>图示</w:t></w:r><w:bookmarkEnd w:id="9001"/></w:p>'
    found = compared(edited(report, tmp_path, replaced("末段话。</w:t></w:r></w:p>", f"末段话。</w:t></w:r></w:p>{pasted}{caption}")), lang)
    assert [(each.id, dict(each.left)) for each in found.sections if each.tells] == [("scale", {"picture": 1})]
    assert theirs(found) == f"{TEXT}\n图示"


def test_a_table_whose_caption_was_deleted_stays_the_report_s_own(report: Path, tmp_path: Path, lang: Lang) -> None:
    """Word leaves the marks of the caption between the paragraphs, before the table."""
    caption = re.compile(r'<w:p>(?:(?!</w:p>).)*w:name="_Ref2(?:(?!</w:p>).)*</w:p>(?=<w:tbl>)')

    def without(xml: str) -> str:
        return caption.sub(lambda found: "".join(re.findall(r"<w:bookmark(?:Start|End) [^>]*>", found[0])), xml)

    found = compared(edited(report, tmp_path, without), lang)
    assert states(found) == {}
    assert not [each.id for each in found.sections if each.left]
    assert next(each.retouched for each in found.sections if each.id == "scale") == ("规模与地位指标",)


def test_a_template_s_own_comment_is_nobody_s_new_one(tmp_path: Path, lang: Lang) -> None:
    office = edited(own(lang), tmp_path, replaced("{{title}}", '{{title}}</w:t></w:r><w:r><w:commentReference w:id="0"/><w:t>'))
    comment = '<w:comment w:id="0" w:author="办公室" w:initials="办"><w:p><w:r><w:t>此处填写全称</w:t></w:r></w:p></w:comment>'
    document = docx.Document(str(office))
    document.part._comments_part.element.append(parse_xml(comment.replace("<w:comment ", f'<w:comment xmlns:w="{W[1:-1]}" ', 1)))
    document.save(str(tmp_path / "office.docx"))
    options = Options(authored=Authored(lang, WRITTEN))
    path = written(diagnosis_of("rich"), tmp_path, lang, template=tmp_path / "office.docx", options=options)
    assert "此处填写全称" in Document(path).xml("word/comments.xml").xpath("string()")
    assert not [each.id for each in compared(path, lang).sections if each.tells]
    changed = edited(path, tmp_path, replaced("此处填写全称", "此处改用简称"), part="word/comments.xml")
    assert [remark.text for each in compared(changed, lang).sections for remark in each.remarks] == ["此处改用简称"]


def test_a_section_that_was_copied_into_another_is_text_of_it_and_loses_none(report: Path, tmp_path: Path, lang: Lang) -> None:
    """LibreOffice copies the bookmarks with the text, each under a new name."""
    own = re.compile(SECTION.format("own_1"), re.DOTALL)

    def copied(xml: str) -> str:
        found = own.search(xml)
        assert found is not None
        copy = re.sub(r'w:name="(jz\w+)"', r'w:name="\1_Copy_1"', found[0])
        return re.sub(r"(?=<w:p>(?:(?!<w:p>).)*末段话)", copy, xml, count=1)

    found = compared(edited(report, tmp_path, copied), lang)
    assert states(found) == {"scale": "file"}
    assert theirs(found) == TEXT.replace("末段话。", "# 沿革\n新增的一节。\n末段话。")
    assert not found.unknown


def test_what_was_pasted_in_the_place_of_a_heading_is_text(report: Path, tmp_path: Path, lang: Lang) -> None:
    """LibreOffice gives it the number of the headings' list."""

    def numbered(xml: str) -> str:
        heading = re.search(r'<w:pStyle w:val="Heading2"/>.*?<w:numId w:val="(\d+)"/>', xml)
        assert heading is not None
        given = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{heading[1]}"/></w:numPr></w:pPr>'
        return re.sub(r"</w:pPr>(?=(?:(?!</w:p>).)*末段话)(?!.*</w:pPr>(?=(?:(?!</w:p>).)*末段话))", given, xml, count=1)

    assert states(compared(edited(report, tmp_path, numbered), lang)) == {}


def test_lists_and_bold_type_alone_are_told_as_such(report: Path, tmp_path: Path, lang: Lang) -> None:
    found = compared(report, lang, {**WRITTEN, "own-1": Section(text="- 新增的**一节**。", title="沿革", parent="overview")})
    assert [(each.id, each.formal) for each in found.sections if each.state != "same"] == [("own-1", False)], "only here"
    run = re.compile(r"<w:r>(?:<w:rPr>((?:(?!</w:rPr>).)*)</w:rPr>)?(<w:t[^>]*>新增的一节。)")
    changed = edited(report, tmp_path, lambda xml: run.sub(r"<w:r><w:rPr><w:b/>\1</w:rPr>\2", xml))
    (one,) = (each for each in compared(changed, lang).sections if each.state != "same")
    assert (one.id, one.state, one.theirs, one.formal) == ("own-1", "file", "**新增的一节。**", True)


@pytest.mark.parametrize("style", ["BodyText", "TableNote", "own"])
def test_text_between_the_sections_is_told(report: Path, tmp_path: Path, lang: Lang, style: str) -> None:
    """Behind a heading of the report's own that ends a text, and before the first section below it."""
    typed = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>补充的话。</w:t></w:r></w:p>'
    behind = re.compile(r'(<w:p>(?:(?!</w:p>).)*"jze_2"/>(?:(?!</w:p>).)*</w:p>)')
    found = compared(edited(report, tmp_path, lambda xml: behind.sub(rf"\1{typed}", xml, count=1)), lang)
    assert states(found) == {}
    assert [dict(each.left) for each in found.sections if each.tells] == [{"outside": 1}]


def test_the_contents_are_no_text_though_their_heading_was_deleted(report: Path, tmp_path: Path, lang: Lang) -> None:
    """Nor are lists of figures that LibreOffice has made anew, in styles of its own."""
    anew = re.compile(r'(<w:pStyle w:val=")TableofFigures"')
    assert not [
        each.id for each in compared(edited(report, tmp_path, lambda xml: anew.sub(r'\1Index9"', xml)), lang).sections if each.tells
    ]
    heading = re.compile(r'<w:p>(?:(?!</w:p>).)*"jze_1"/>(?:(?!</w:p>).)*</w:p>')
    found = compared(edited(report, tmp_path, lambda xml: heading.sub("", xml, count=1)), lang)
    assert states(found) == {}
    assert not [each.id for each in found.sections if each.tells]


def test_what_a_template_has_behind_the_report_is_no_text_of_it(tmp_path: Path, lang: Lang) -> None:
    office = edited(own(lang), tmp_path, lambda xml: re.sub(r"(\{\{body\}\}.*?</w:p>)", rf"\1{CLOSING}{DRAWN}{CLOSING}", xml, count=1))
    shutil.copy(office, tmp_path / "office.docx")
    options = Options(authored=Authored(lang, WRITTEN))
    path = written(diagnosis_of("rich"), tmp_path, lang, template=tmp_path / "office.docx", options=options)
    assert "某院编制" in text(Document(path).body)
    found = compared(path, lang)
    assert states(found) == {}
    assert not [each.id for each in found.sections if each.tells]
