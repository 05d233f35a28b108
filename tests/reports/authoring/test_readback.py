"""A report that was edited comes back: from Word and WPS as they write their XML, and from a real LibreOffice."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from diagnosis.authored import Authored, Section
from diagnosis.text import Lang
from reports.authoring.composing import whole
from reports.authoring.reading import open_edited
from reports.authoring.taking import commented, compare_file, taken
from reports.options import Options
from tests.reports.authoring.edits import DRAWN, REMARK, TEXT, WRITTEN, Edit, compared, edited, replaced, states, theirs
from tests.reports.made_up import Document, R, W, diagnosis_of, text, written
from tests.reports.test_word import check_document


def test_the_file_is_sound_and_says_what_stands_in_the_workspace(report: Path, lang: Lang) -> None:
    check_document(Document(report))
    found = compared(report, lang)
    assert len(found.sections) > 40
    assert states(found) == {}
    assert theirs(found) == TEXT
    assert not found.foreign
    assert not [each.id for each in found.sections if each.tells]


def test_the_same_data_and_texts_give_the_same_bytes(report: Path, tmp_path: Path, lang: Lang) -> None:
    again = written(diagnosis_of("rich"), tmp_path, lang, options=Options(authored=Authored(lang, WRITTEN)))
    assert again.read_bytes() == report.read_bytes()


def test_comments_are_words_own_in_a_style_that_is_there(report: Path) -> None:
    document = Document(report)
    (comment,) = list(document.xml("word/comments.xml"))
    assert (comment.get(f"{W}author"), comment.get(f"{W}date")) == (REMARK.who, REMARK.at)
    assert [text(paragraph) for paragraph in comment] == ["请核对", "第二行"]
    styles = {style.get(f"{W}styleId") for style in document.xml("word/styles.xml").iter(f"{W}style")}
    assert {style.get(f"{W}val") for style in comment.iter(f"{W}pStyle")} <= styles
    (reference,) = document.all("commentReference")
    assert reference.get(f"{W}id") == comment.get(f"{W}id")
    assert {len(document.all(name)) for name in ("commentRangeStart", "commentRangeEnd")} == {1}
    relations = document.xml("word/_rels/document.xml.rels")
    assert "comments.xml" in {relation.get("Target") for relation in relations}
    assert R


def test_the_public_edition_masks_what_was_written_and_takes_neither_comments_nor_fences_along(tmp_path: Path) -> None:
    firm = diagnosis_of("rich").survey.enterprises[0].name or ""
    texts = {"scale": Section(text=f"以{firm}为龙头，产值{{fact:output}}。", title=f"{firm}一节", remarks=(REMARK,))}
    options = Options(public=True, authored=Authored("zh", texts))
    document = Document(written(diagnosis_of("rich"), tmp_path, "zh", options=options))
    said = text(document.body)
    assert "为龙头，产值2700亿元。" in said
    assert firm not in said
    assert "word/comments.xml" not in document.names
    assert not [node for node in document.all("bookmarkStart") if node.get(f"{W}name").startswith("jz")]


# ---- as Word writes it


def test_tracked_changes_are_taken_as_they_read(report: Path, tmp_path: Path, lang: Lang) -> None:
    made = "w:id='901' w:author='x' w:date='2026-01-01T00:00:00Z'"
    edits = (
        replaced(">末段话。</w:t></w:r>", f">末段</w:t></w:r><w:ins {made}><w:r><w:t>新</w:t></w:r></w:ins>"
                 f"<w:del {made}><w:r><w:delText>话</w:delText></w:r></w:del><w:r><w:t>。</w:t></w:r>"),
    )  # fmt: skip
    found = compared(edited(report, tmp_path, *edits), lang)
    assert states(found) == {"scale": "file"}
    assert theirs(found) == TEXT.replace("末段话。", "末段新。")


def test_paragraphs_that_were_joined_or_deleted_with_changes_tracked(report: Path, tmp_path: Path, lang: Lang) -> None:
    xml = Document(report).archive.read("word/document.xml").decode()
    (first,) = re.findall(r'<w:p>(?:(?!</w:p>).)*preserve">一</w:t></w:r></w:p>', xml)
    mark = "<w:rPr><w:del w:id='902' w:author='x'/></w:rPr></w:pPr>"
    found = compared(edited(report, tmp_path, replaced(first, first.replace("</w:pPr>", mark))), lang)
    assert theirs(found) == TEXT.replace("1. 一\n1. 二", "1. 一二")


def test_runs_that_word_splits_and_marks_change_nothing(report: Path, tmp_path: Path, lang: Lang) -> None:
    splits = (
        replaced(">末段话。</w:t></w:r>", ">末</w:t></w:r><w:proofErr w:type='spellStart'/><w:smartTag><w:r><w:rPr><w:lang w:val='en-US'/>"
                 "</w:rPr><w:t>段</w:t></w:r></w:smartTag><w:sdt><w:sdtContent><w:r><w:t>话。</w:t></w:r></w:sdtContent></w:sdt>"),
    )  # fmt: skip
    assert states(compared(edited(report, tmp_path, *splits), lang)) == {}


def test_a_linked_number_that_was_typed_over_is_text_and_is_told(report: Path, tmp_path: Path, lang: Lang) -> None:
    value = {"zh": "2700亿元", "en": "270 billion yuan"}[lang]
    xml = Document(report).archive.read("word/document.xml").decode()
    (run,) = re.findall(rf'<w:bookmarkStart w:id="\d+" w:name="jzf\d+_[0-9a-f]+_output"/><w:r>(?:(?!</w:r>).)*{value}', xml)[-1:]
    start = xml.index("小标题")
    place = xml.rindex(f">{value}<", 0, start)
    found = compared(edited(report, tmp_path, lambda xml: f"{xml[:place]}>约3000亿元<{xml[place + len(value) + 2 :]}"), lang)
    assert run
    scale = next(each for each in found.sections if each.id == "scale")
    assert scale.overwritten == ("约3000亿元",)
    assert scale.theirs == TEXT.replace("{fact:output}", "约3000亿元")


def test_a_heading_that_was_renamed_and_a_table_that_was_drawn(report: Path, tmp_path: Path, lang: Lang) -> None:
    xml = Document(report).archive.read("word/document.xml").decode()
    (last,) = re.findall(r"<w:p>(?:(?!</w:p>).)*末段话。</w:t></w:r></w:p>", xml)
    found = compared(edited(report, tmp_path, replaced(last, last + DRAWN), lambda xml: xml.replace(">沿革<", ">历史沿革<")), lang)
    assert states(found) == {"own-1": "file"}
    assert [each.their_title for each in found.sections if each.id == "own-1"] == ["历史沿革"]
    assert [dict(each.left) for each in found.sections if each.id == "scale"] == [{"table": 1}]


def test_a_section_whose_fence_is_gone_is_told_and_the_others_come(report: Path, tmp_path: Path, lang: Lang) -> None:
    gone = edited(report, tmp_path, lambda xml: re.sub(r'w:name="jzs\w\w_[0-9a-f]+_own_1"', 'w:name="x"', xml))
    assert states(compared(gone, lang)) == {"own-1": "lost", "resources": "file"}, "its text now stands at the end of the one before"


def test_comments_that_colleagues_wrote_in_the_file_come_with_their_section(report: Path, tmp_path: Path, lang: Lang) -> None:
    comment = (
        '<w:comment w:id="77" w:author="李四" w:date="2026-02-03T04:05:06Z"><w:p><w:r><w:t>产值口径</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>再核</w:t></w:r></w:p></w:comment></w:comments>"
    )
    marked = edited(report, tmp_path, lambda xml: xml.replace("</w:comments>", comment), part="word/comments.xml")
    shutil.copy(marked, tmp_path / "marked.docx")
    start = '<w:commentRangeStart w:id="77"/>'
    found = compared(
        edited(tmp_path / "marked.docx", tmp_path, lambda xml: re.sub(r"(<w:r>(?:(?!<w:r>).)*末段话。)", rf"{start}\1", xml, count=1)),
        lang,
    )
    (section,) = [each for each in found.sections if each.remarks]
    assert (section.id, section.state) == ("scale", "same")
    (remark,) = section.remarks
    assert (remark.who, remark.at, remark.text) == ("李四", "2026-02-03T04:05:06+00:00", "产值口径\n再核")
    assert commented(found, ["scale"]) == {"scale": (remark,)}
    again = {**WRITTEN, "scale": Section(text=TEXT, remarks=(REMARK, remark))}
    assert not [each for each in compared(tmp_path / "edited.docx", lang, again).sections if each.remarks], "taken over once is enough"


BOX = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框里的话</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
MATH = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/>'


@pytest.mark.parametrize(
    ("added", "left"),
    [
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', "1 条脚注或尾注"),
        ("<w:r><w:drawing/></w:r><w:r><w:drawing/></w:r>", "2 张图片"),
        (BOX, "1 个文本框"),
        (MATH, "1 个公式"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "1 个符号字符"),
        (f'<w:del w:id="9">{BOX}</w:del>', ""),
    ],
    ids=["note", "picture", "box", "formula", "symbol", "deleted"],
)
def test_what_is_no_text_is_told_by_what_it_is(report: Path, tmp_path: Path, lang: Lang, added: str, left: str) -> None:
    found = compared(edited(report, tmp_path, replaced("末段话。</w:t></w:r>", f"末段话。</w:t></w:r>{added}")), lang)
    assert states(found) == {}
    assert [(each.id, each.beside.zh) for each in found.sections if each.tells] == ([("scale", left)] if left else [])


def test_a_picture_in_a_paragraph_of_figures_is_told_and_the_figures_of_the_report_are_not(
    report: Path, tmp_path: Path, lang: Lang
) -> None:
    pasted = '<w:p><w:pPr><w:pStyle w:val="Figure"/></w:pPr><w:r><w:drawing/></w:r></w:p>'
    found = compared(edited(report, tmp_path, lambda xml: re.sub(r"(末段话。</w:t></w:r></w:p>)", rf"\1{pasted}", xml, count=1)), lang)
    assert [(each.id, dict(each.left)) for each in found.sections if each.tells] == [("scale", {"picture": 1})]


def test_a_table_of_the_report_that_was_changed_is_told_by_its_caption(report: Path, tmp_path: Path, lang: Lang) -> None:
    value, caption = {"zh": ("2700亿元", "表1　规模与地位指标"), "en": ("270 billion yuan", "Table 1  Scale and standing")}[lang]
    source = re.compile(r"(preserve\">)((?:(?!</w:t>).)*(?:附录乙|ppendix B)(?:(?!</w:t>).)*</w:t></w:r><w:bookmarkEnd [^>]*></w:p>)")
    changes = (
        replaced(f">{value}</w:t></w:r></w:p></w:tc>", ">1</w:t></w:r></w:p></w:tc>"),
        lambda xml: source.sub(r"\1某市：\2", xml, count=1),
    )
    for change in changes:
        found = compared(edited(report, tmp_path, change), lang)
        assert states(found) == {}
        assert [(each.id, each.retouched) for each in found.sections if each.tells] == [("scale", (caption,))]


@pytest.mark.parametrize("above", ['<w:p>(?:(?!</w:p>).)*w:name="_Ref3(?:(?!</w:p>).)*</w:p>', "</w:tbl>"], ids=["figure", "table"])
def test_a_table_drawn_between_a_caption_and_its_source_is_told(report: Path, tmp_path: Path, lang: Lang, above: str) -> None:
    found = compared(edited(report, tmp_path, lambda xml: re.sub(f"({above})", rf"\1<w:p/>{DRAWN}", xml, count=1)), lang)
    assert [(each.state, dict(each.left), each.retouched) for each in found.sections if each.tells] == [("same", {"table": 1}, ())]


def test_sections_in_another_order_are_told(report: Path, tmp_path: Path, lang: Lang) -> None:
    begins = r'<w:p>(?:(?!<w:p>).)*"jzs\w\w_\w+_{}"/>.*?(?=<w:p>(?:(?!<w:p>).)*"jzs)'
    one, two = (re.compile(begins.format(name), re.DOTALL) for name in ("firms", "chain"))
    assert not compared(report, lang).moved

    def swapped(xml: str) -> str:
        first, second = one.search(xml), two.search(xml)
        assert first is not None
        assert second is not None
        return xml[: first.start()] + second[0] + first[0] + xml[second.end() :]

    found = compared(edited(report, tmp_path, swapped), lang)
    assert (found.moved, states(found)) == (True, {})


def test_words_with_a_reading_above_them_and_lines_broken_by_hand_are_text(report: Path, tmp_path: Path, lang: Lang) -> None:
    ruby = "<w:ruby><w:rt><w:r><w:t>mò</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>末</w:t></w:r></w:rubyBase></w:ruby>"
    more = f'<w:r><w:br/></w:r><w:r>{ruby}<w:t>行</w:t><w:br w:type="page"/></w:r>'
    path = edited(report, tmp_path, replaced("末段话。</w:t></w:r>", f"末段话。</w:t></w:r>{more}"))
    found = compared(path, lang)
    assert theirs(found) == f"{TEXT}\n末行"
    again = {**WRITTEN, "scale": Section(text=theirs(found), remarks=(REMARK,))}
    assert states(compared(path, lang, again)) == {}, "taken over once is enough"


@pytest.mark.parametrize("where", ["between", "point", "cover"])
def test_marks_between_paragraphs_and_comments_at_a_point_or_before_all_sections_are_found(
    report: Path, tmp_path: Path, lang: Lang, where: str
) -> None:
    comment = '<w:comment w:id="77" w:author="李四"><w:p><w:r><w:t>口径</w:t></w:r></w:p></w:comment></w:comments>'
    shutil.copy(edited(report, tmp_path, replaced("</w:comments>", comment), part="word/comments.xml"), tmp_path / "marked.docx")
    edit: Edit = {
        "between": lambda xml: re.sub(r'(<w:p>(?:(?!<w:p>).)*)(<w:bookmarkStart w:id="\d+" w:name="jzs\w\w_\w+_own_1"/>)',
                                      r'<w:commentRangeStart w:id="77"/>\2\1', xml, count=1),
        "point": replaced("新增的一节。</w:t></w:r>", '新增的一节。</w:t></w:r><w:r><w:commentReference w:id="77"/></w:r>'),
        "cover": replaced("<w:p>", '<w:p><w:commentRangeStart w:id="77"/>'),
    }[where]  # fmt: skip
    found = compared(edited(tmp_path / "marked.docx", tmp_path, edit), lang)
    assert states(found) == {}
    assert [(each.id, [remark.text for remark in each.remarks]) for each in found.sections if each.tells] == [
        ("summary" if where == "cover" else "own-1", ["口径"])
    ]


# ---- as WPS writes it


def test_simple_fields_and_other_style_ids_are_read(report: Path, tmp_path: Path, lang: Lang) -> None:
    def simple(xml: str) -> str:
        field = (
            r'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">( REF [^<]*)</w:instrText></w:r>'
            r'<w:r><w:fldChar w:fldCharType="separate"/></w:r>((?:(?!fldChar).)*?)<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        return re.sub(field, r'<w:fldSimple w:instr="\1">\2</w:fldSimple>', xml)

    once = edited(report, tmp_path, simple, lambda xml: re.sub(r'(<w:pStyle w:val=")(\w+)"', r'\1wps\2"', xml))
    shutil.copy(once, tmp_path / "once.docx")
    twice = edited(tmp_path / "once.docx", tmp_path, lambda xml: re.sub(r'(w:styleId=")(\w+)"', r'\1wps\2"', xml), part="word/styles.xml")
    assert states(compared(twice, lang)) == {}


# ---- as LibreOffice writes it


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_what_libreoffice_saves_reads_the_same_and_an_edit_in_it_comes_back(report: Path, tmp_path: Path, lang: Lang) -> None:
    changed = edited(report, tmp_path, replaced("新增的一节。", "新增的一节，改过。"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "saved"), str(changed)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    found = compared(tmp_path / "saved" / changed.name, lang)
    assert states(found) == {"own-1": "file"}
    assert theirs(found, "own-1") == "新增的一节，改过。"
    assert theirs(found) == TEXT
    assert not [each.id for each in found.sections if each.left or each.retouched]


# ---- what is taken over


def test_what_changed_where_is_told_apart(report: Path, tmp_path: Path, lang: Lang) -> None:
    path = edited(report, tmp_path, replaced("新增的一节。", "文件里的话。"), replaced("末段话。", "文件末段。"))
    here = {**WRITTEN, "scale": Section(text=TEXT + "\n又一段"), "firms": Section(text="这里改的。")}
    found = compared(path, lang, here)
    assert states(found) == {"own-1": "file", "scale": "both", "firms": "here"}
    composed, facts = whole(diagnosis_of("rich"), None, Authored(lang, here))
    texts = taken(found, [each.id for each in found.sections], composed, facts)
    assert {name: text for name, (text, _, _) in texts.items()} == {
        "own-1": "文件里的话。",
        "scale": TEXT.replace("末段话。", "文件末段。"),
    }
    assert texts["scale"][1].facts["output"] == facts.reads("output")


def test_the_report_of_another_survey_is_told_apart(report: Path, lang: Lang) -> None:
    composed, facts = whole(diagnosis_of("shaoxing"), None, Authored(lang))
    assert compare_file(open_edited(report), "x", composed, facts).foreign
