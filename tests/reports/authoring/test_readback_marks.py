"""What LibreOffice and Word do to the marks when somebody deletes or types beside them: no word is lost, or told as another section's."""

import re
import zipfile
from pathlib import Path

import pytest

from diagnosis.text import Lang
from tests.reports.authoring.edits import TEXT, Edit, compared, edited, replaced, states, theirs

pytestmark = pytest.mark.parametrize("lang", ["zh"], scope="session")  # marks are the same in both languages
PARAGRAPH = r"<w:p>(?:(?!<w:p>).)*?{}(?:(?!</w:p>).)*</w:p>"
TYPED = "<w:p>{}<w:r><w:t>{}</w:t></w:r></w:p>"
NOTE = '<w:pPr><w:pStyle w:val="TableNote"/></w:pPr>'


def xml_of(report: Path) -> str:
    """The text of the file."""
    with zipfile.ZipFile(report) as package:
        return package.read("word/document.xml").decode()


def own(name: str) -> re.Pattern[str]:
    """The paragraph that has a mark whose name begins so."""
    return re.compile(PARAGRAPH.format(f'w:name="{name}'), re.DOTALL)


def without(name: str) -> Edit:
    """The paragraph is deleted with all its marks, as LibreOffice does it."""

    def change(xml: str) -> str:
        found = own(name).search(xml)
        assert found is not None
        return xml[: found.start()] + xml[found.end() :]

    return change


def merged(name: str, *, before: bool = False) -> Edit:
    """The paragraph is deleted, and its marks go to the one that follows, or to the end of the one ``before``."""

    def change(xml: str) -> str:
        found = own(name).search(xml)
        assert found is not None
        marks = "".join(re.findall(r"<w:bookmark(?:Start|End) [^>]*>", found[0]))
        rest = xml[: found.start()], xml[found.end() :]
        if before:
            return f"{rest[0].removesuffix('</w:p>')}{marks}</w:p>{rest[1]}"
        return rest[0] + re.sub(r"(<w:p><w:pPr>.*?</w:pPr>)", rf"\1{marks}", rest[1], count=1, flags=re.DOTALL)

    return change


def typed_before(name: str, words: str, *, taking: bool = False) -> Edit:
    """A paragraph of the same style is typed before it; ``taking``: and gets its marks."""

    def change(xml: str) -> str:
        found = own(name).search(xml)
        assert found is not None
        style = re.search(r"<w:pPr>.*?</w:pPr>", found[0], re.DOTALL)
        marks = "".join(re.findall(r"<w:bookmarkStart [^>]*>", found[0])) if taking else ""
        there = re.sub(r"<w:bookmarkStart [^>]*>", "", found[0]) if taking else found[0]
        assert style is not None
        return xml[: found.start()] + TYPED.format(style[0] + marks, words) + there + xml[found.end() :]

    return change


def test_a_table_without_its_caption_is_the_report_s_own(report: Path, tmp_path: Path, lang: Lang) -> None:
    found = compared(edited(report, tmp_path, without("jzt")), lang)
    assert states(found) == {}
    assert [(each.id, each.retouched, dict(each.left)) for each in found.sections if each.tells] == [("scale", ("规模与地位指标",), {})]


def test_a_figure_without_its_caption_stays_where_it_is(report: Path, tmp_path: Path, lang: Lang) -> None:
    caption = next(found[0] for found in own("_Toc3").finditer(xml_of(report)) if "jzt" in found[0])
    found = compared(edited(report, tmp_path, replaced(caption, "")), lang)
    assert states(found) == {}
    (told,) = [each for each in found.sections if each.tells]
    assert (len(told.retouched), dict(told.left)) == (1, {})


def test_what_was_typed_between_a_table_and_its_source_is_text(report: Path, tmp_path: Path, lang: Lang) -> None:
    found = compared(edited(report, tmp_path, typed_before("jzn", "两行之间。")), lang)
    assert states(found) == {"scale": "file"}
    assert theirs(found) == TEXT.replace("[[table-scale]]\n", "[[table-scale]]\n两行之间。\n")
    assert not any(each.tells for each in found.sections)


def test_what_was_typed_there_and_took_the_mark_is_text(report: Path, tmp_path: Path, lang: Lang) -> None:
    found = compared(edited(report, tmp_path, typed_before("jzn", "两行之间。", taking=True)), lang)
    assert theirs(found) == TEXT.replace("[[table-scale]]\n", "[[table-scale]]\n两行之间。\n")
    assert not any(each.tells for each in found.sections)


def test_what_was_typed_between_a_picture_and_its_caption_is_text(report: Path, tmp_path: Path, lang: Lang) -> None:
    caption = next(found[0] for found in own("_Toc3").finditer(xml_of(report)) if "jzt" in found[0])
    found = compared(edited(report, tmp_path, replaced(caption, TYPED.format("", "图与题之间。") + caption)), lang)
    assert list(states(found).values()) == ["file"]
    assert "图与题之间。" in next(each.theirs for each in found.sections if each.writes)
    assert not any(each.tells for each in found.sections)


def test_what_follows_a_source_that_was_deleted_is_no_source(report: Path, tmp_path: Path, lang: Lang) -> None:
    found = compared(edited(report, tmp_path, merged("jzn")), lang)
    assert states(found) == {}
    assert [each.id for each in found.sections if each.retouched] == ["scale"]


def test_a_table_that_was_deleted_with_its_caption_leaves_no_source(report: Path, tmp_path: Path, lang: Lang) -> None:
    gone = re.compile(PARAGRAPH.format('w:name="jzt') + r"<w:tbl>.*?</w:tbl>", re.DOTALL)
    found = compared(edited(report, tmp_path, lambda xml: gone.sub("", xml, count=1)), lang)
    assert theirs(found) == TEXT.replace("[[table-scale]]\n", "")


@pytest.mark.parametrize("before", [False, True])
def test_an_item_that_was_deleted_is_empty_and_the_next_one_as_it_was(report: Path, tmp_path: Path, lang: Lang, *, before: bool) -> None:
    names = list(dict.fromkeys(re.findall(r'w:name="(jzszh_\w+_gap_\w+)"', xml_of(report))))
    found = compared(edited(report, tmp_path, merged(names[1], before=before)), lang)
    (changed,) = [each for each in found.sections if each.state != "same"]
    assert (changed.id.replace(":", "_").replace("-", "_"), changed.state, changed.theirs) == (names[1].split("_", 2)[2], "file", "")


def test_a_text_whose_heading_was_deleted_is_no_heading(report: Path, tmp_path: Path, lang: Lang) -> None:
    (heading,) = re.findall(r'w:name="(jzszh_\w+_own_1)"', xml_of(report))
    found = compared(edited(report, tmp_path, merged(heading)), lang)
    assert theirs(found, "own-1") == "新增的一节。"
    assert next(each for each in found.sections if each.id == "own-1").formal


@pytest.mark.parametrize("style", ["BodyText", "Heading1"])
def test_what_was_typed_above_the_first_chapter_is_told(report: Path, tmp_path: Path, lang: Lang, style: str) -> None:
    """It stands behind the contents, whose lines are none of the text."""
    typed = TYPED.format(f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>', "写在前面。")
    (first, *_) = re.findall(r'w:name="(jzszh_\w+_overview)"', xml_of(report))

    def change(xml: str) -> str:
        found = own(first).search(xml)
        assert found is not None
        return xml[: found.start()] + typed + xml[found.start() :]

    found = compared(edited(report, tmp_path, change), lang)
    assert states(found) == {}
    assert [dict(each.left) for each in found.sections if each.tells] == [{"outside": 1}]
