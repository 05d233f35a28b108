"""The Word file: what must hold of its XML whatever the survey, and the format that was agreed."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.text import LANGS, Lang
from reports import wordxml
from tests.reports.made_up import LONG, SURVEYS, Document, R, W, diagnosis_of, round_before, text, written
from tests.strategies import survey_data
from tests.surveys import file_data, read

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
NAMES = [*SURVEYS]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, Lang], Document]:
    """Every survey's report in both languages."""
    folder = tmp_path_factory.mktemp("reports")
    found: dict[tuple[str, Lang], Document] = {}
    for name in NAMES:
        for lang in LANGS:
            previous = round_before() if name == "rich" else None
            found[name, lang] = Document(written(diagnosis_of(name), folder, lang, previous=previous).read_bytes())
    return found


def both(test: Any) -> Any:
    """A test for every survey in both languages."""
    return pytest.mark.parametrize("lang", LANGS)(pytest.mark.parametrize("name", NAMES)(test))


def check_document(document: Document) -> None:
    """Fields closed, marks paired and unique, targets there, tables regular."""
    check_fields(document)
    starts, ends = document.all("bookmarkStart"), document.all("bookmarkEnd")
    ids = Counter(node.get(f"{W}id") for node in starts)
    assert ids == Counter(node.get(f"{W}id") for node in ends)
    assert all(count == 1 for count in ids.values())
    names = [node.get(f"{W}name") for node in starts]
    assert len(names) == len(set(names))
    assert all(len(name) <= 40 for name in names)
    for node in document.all("instrText"):
        found = re.match(r" (?:PAGEREF|REF) (\S+) ", node.text)
        assert not found or found[1] in names, node.text
    assert {node.get(f"{W}anchor") for node in document.all("hyperlink")} <= set(names)
    pictures = [node.get("id") for node in document.body.iter(f"{WP}docPr")]
    assert len(pictures) == len(set(pictures))
    for table in document.all("tbl"):
        widths = [int(column.get(f"{W}w")) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
        assert all(width > 0 for width in widths)
        for row in table.findall(f"{W}tr"):
            assert [int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) for cell in row.findall(f"{W}tc")] == widths


def check_fields(document: Document) -> None:
    """Begin, separate and end come in that order, properly nested, and none is left open at the end of the document."""
    open_fields: list[str] = []
    for node in document.all("fldChar"):
        kind = node.get(f"{W}fldCharType")
        if kind == "begin":
            open_fields.append(kind)
        elif kind == "separate":
            assert open_fields[-1] == "begin"
            open_fields[-1] = kind
        else:
            assert open_fields.pop() == "separate"
    assert open_fields == []


@both
def test_fields_marks_and_tables_are_sound(documents: dict[tuple[str, Lang], Document], name: str, lang: Lang) -> None:
    check_document(documents[name, lang])


@settings(max_examples=6)
@given(survey_data())
def test_any_survey_makes_a_sound_document(tmp_path_factory: pytest.TempPathFactory, data: dict[str, object]) -> None:
    diagnosis = diagnose(read(data), load_framework())
    check_document(Document(written(diagnosis, tmp_path_factory.mktemp("any"), "zh")))


class TestFormat:
    """GB/T 9704-2012, as reference/docformat.tsv has it."""

    @pytest.fixture
    def document(self, documents: dict[tuple[str, Lang], Document]) -> Document:
        return documents["rich", "zh"]

    def test_the_page(self, document: Document) -> None:
        for section in document.all("sectPr"):
            size, margins, grid = (section.find(f"{W}{tag}") for tag in ("pgSz", "pgMar", "docGrid"))
            sides = {key: margins.get(f"{W}{key}") for key in ("top", "right", "bottom", "left")}
            if size.get(f"{W}orient") == "landscape":
                assert sides == {"top": "1588", "right": "2098", "bottom": "1474", "left": "1984"}
                assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("16838", "11906")
            else:
                assert sides == {"top": "2098", "right": "1474", "bottom": "1984", "left": "1588"}
                assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
            assert (grid.get(f"{W}type"), grid.get(f"{W}linePitch")) == ("lines", "579")

    def test_the_cover_has_no_page_number_and_the_body_starts_at_one(self, document: Document) -> None:
        first, second, *others = document.all("sectPr")
        assert first.findall(f"{W}footerReference") == []
        kinds = {node.get(f"{W}type"): node.get(f"{R}id") for node in second.findall(f"{W}footerReference")}
        assert set(kinds) == {"default", "even"}
        assert second.find(f"{W}pgNumType").get(f"{W}start") == "1"
        assert all(section.find(f"{W}pgNumType") is None for section in others)

    def test_page_numbers_stand_outside_between_dashes(self, document: Document) -> None:
        odd, even = document.xml("word/footer1.xml"), document.xml("word/footer2.xml")
        assert [node.find(f".//{W}jc").get(f"{W}val") for node in (odd, even)] == ["right", "left"]
        assert text(odd) == text(even) == "— 1 —"
        assert document.xml("word/settings.xml").find(f"{W}evenAndOddHeaders") is not None

    def test_there_is_no_header(self, document: Document) -> None:
        """To ask python-docx for one that is not there adds it."""
        assert document.all("headerReference") == []
        assert [name for name in document.names if "header" in name] == []

    def test_styles_carry_their_east_asian_fonts_and_no_theme(self, document: Document) -> None:
        styles = document.xml("word/styles.xml")
        fonts = {}
        for style in styles.iter(f"{W}style"):
            found = style.find(f"{W}rPr/{W}rFonts")
            if style.get(f"{W}type") == "paragraph":
                assert found is not None
                fonts[style.find(f"{W}name").get(f"{W}val")] = found.get(f"{W}eastAsia")
        assert fonts["Body Text"] == "仿宋"
        assert fonts["Title"] == "方正小标宋简体"
        assert (fonts["heading 1"], fonts["heading 2"], fonts["heading 3"]) == ("黑体", "楷体", "仿宋")
        everything = b"".join(document.archive.read(part) for part in document.names if part.endswith(".xml"))
        assert b"Theme=" not in everything
        assert b"updateFields" not in everything

    def test_every_paragraph_of_text_has_a_style(self, document: Document) -> None:
        assert all(p.find(f"{W}pPr/{W}pStyle") is not None for p in document.all("p"))

    def test_fonts_that_are_not_shipped_have_stand_ins(self, document: Document) -> None:
        named = {font.get(f"{W}name"): font.find(f"{W}altName") for font in document.xml("word/fontTable.xml")}
        assert {"仿宋", "黑体", "楷体", "方正小标宋简体", "宋体"} <= set(named)
        assert all(stand_in is not None for stand_in in named.values())

    def test_headings_are_numbered_as_lists_in_the_outline(self, document: Document) -> None:
        levels: dict[str, set[str]] = {}
        for paragraph in document.all("p"):
            style = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
            if style.startswith("Heading"):
                level = paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl")
                assert level is not None, text(paragraph)
                levels.setdefault(style, set()).add(level.get(f"{W}val"))
                assert not re.match(r"[一二三四五六][、.]|（[一二三四五六]）|\d\.", text(paragraph))
        assert levels == {"Heading1": {"0"}, "Heading2": {"1"}, "Heading3": {"2"}}
        texts = [node.get(f"{W}val") for node in document.xml("word/numbering.xml").iter(f"{W}lvlText")]
        assert texts[:6] == ["%1、", "（%2）", "%3.", "附录%1", "（%2）", "%3."]

    def test_tables_have_three_lines_and_a_head_that_repeats(self, document: Document) -> None:
        for table in document.all("tbl"):
            borders = {node.tag.removeprefix(W): node.get(f"{W}sz") for node in table.find(f"{W}tblPr/{W}tblBorders")}
            assert borders == {"top": "12", "bottom": "12"}
            head, *rows = table.findall(f"{W}tr")
            assert head.find(f"{W}trPr/{W}tblHeader") is not None
            assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in (head, *rows))
            assert {node.get(f"{W}sz") for node in head.iter(f"{W}bottom")} == {"6"}

    @pytest.mark.parametrize(("name", "lines"), [("rich", ["500", "440", "400"]), ("changsha", ["400", "352", "320"])])
    def test_closer_lines_of_the_contents_are_those_of_their_styles(
        self, documents: dict[tuple[str, Lang], Document], name: str, lines: list[str]
    ) -> None:
        """Word writes the contents anew when its fields are updated, and keeps the styles."""
        styles = {style.get(f"{W}styleId"): style for style in documents[name, "zh"].xml("word/styles.xml").iter(f"{W}style")}
        found = [styles[style].find(f"{W}pPr/{W}spacing") for style in ("TOC1", "TOC2", "TableofFigures")]
        assert [(node.get(f"{W}line"), node.get(f"{W}lineRule")) for node in found] == [(line, "exact") for line in lines]

    def test_no_row_of_a_table_that_breaks_stands_alone_on_a_page(self, document: Document) -> None:
        """The first stays with the second, and the last but one with the last."""
        long = [rows for table in document.all("tbl") if len(rows := table.findall(f"{W}tr")[1:]) > 10]
        assert long
        for rows in long:
            kept = [all(cell.find(f"{W}pPr/{W}keepNext") is not None for cell in row.iter(f"{W}p")) for row in rows[:-1]]
            assert (kept[0], kept[-1], any(kept[1:-1])) == (True, True, False)

    def test_captions_are_sequences_and_lists_are_fields(self, document: Document) -> None:
        instructions = [node.text.strip() for node in document.all("instrText")]
        assert r'TOC \o "1-2" \h \z \u' in instructions
        assert r'TOC \h \z \c "图"' in instructions
        assert r'TOC \h \z \c "表"' in instructions
        assert instructions.count(r"SEQ 表 \* ARABIC") == len(document.all("tbl"))
        assert instructions.count(r"SEQ 图 \* ARABIC") == len(document.paragraphs("Figure"))

    def test_captions_count_up_and_references_read_as_they_do(self, document: Document) -> None:
        tables = [found[1] for line in document.paragraphs("Caption") if (found := re.match(r"表(\d+)", line))]
        assert tables == [str(number) for number in range(1, len(tables) + 1)]
        words = re.sub(r"\s", "", "".join(text(p) for p in document.all("p")))
        assert "（图" in words or "见图" in words

    def test_the_contents_have_their_lines_and_pages(self, document: Document) -> None:
        lines = document.paragraphs("TOC1")
        assert lines[0].startswith("摘　要")
        assert lines[1].startswith("一、集群概况")
        assert any(line.startswith("附录丁 方法说明") for line in lines)
        pages = [int(found[0]) for line in (*lines, *document.paragraphs("TOC2")) if (found := re.search(r"\d+$", line))]
        assert len(pages) == len(lines) + len(document.paragraphs("TOC2"))
        assert pages[: len(lines)] == sorted(pages[: len(lines)])
        assert any("页码为估算值" in line for line in document.paragraphs("TableNote"))

    def test_every_picture_says_what_it_shows(self, document: Document) -> None:
        for node in document.body.iter(f"{WP}docPr"):
            assert re.fullmatch(r"图\d+( \(\d\))?", node.get("name"))
            assert re.search(r"\d", node.get("descr"))


class TestEnglish:
    def test_it_has_its_own_layout(self, documents: dict[tuple[str, Lang], Document]) -> None:
        document = documents["rich", "en"]
        margins = document.all("sectPr")[1].find(f"{W}pgMar")
        assert {margins.get(f"{W}{side}") for side in ("top", "right", "bottom", "left")} == {"1440"}
        texts = [node.get(f"{W}val") for node in document.xml("word/numbering.xml").iter(f"{W}lvlText")]
        assert texts[:6] == ["%1", "%1.%2", "%1.%2.%3", "Appendix %1", "%1.%2", "%1.%2.%3"]
        assert text(document.xml("word/footer1.xml")) == "1"
        language = document.xml("word/styles.xml").find(f".//{W}lang")
        assert language.get(f"{W}val") == "en-GB"

    def test_captions_and_contents_are_english(self, documents: dict[tuple[str, Lang], Document]) -> None:
        document = documents["changsha", "en"]
        assert document.paragraphs("TOC1")[1].startswith("1 The cluster")
        assert all(re.match(r"(Figure|Table) \d+  \S", line) for line in document.paragraphs("Caption"))


class TestContent:
    def test_only_a_row_taller_than_half_a_page_may_be_cut(self) -> None:
        _, tall, low = wordxml.table([100], ["<w:p/>"], [(["<w:p/>"], True), (["<w:p/>"], False)]).split("</w:tr>")[:3]
        assert "<w:cantSplit/>" not in tall
        assert "<w:cantSplit/>" in low

    def test_the_cover(self, documents: dict[tuple[str, Lang], Document]) -> None:
        words = [text(p) for p in documents["rich", "zh"].all("p")[:6]]
        assert words[:5] == [
            "内部资料　注意保存",
            "杭州数字安防集群科技支撑体系诊断报告",
            "调研轮次：2024",
            "某某研究院、王小明",
            "2024年6月30日",
        ]

    def test_a_line_of_the_cover_without_a_value_is_left_out(self, documents: dict[tuple[str, Lang], Document]) -> None:
        words = [text(p) for p in documents["empty", "zh"].all("p")[:4]]
        assert words == ["内部资料　注意保存", "甲集群科技支撑体系诊断报告", "调研轮次：2024", "调研日期未填写"]

    def test_the_properties(self, documents: dict[tuple[str, Lang], Document]) -> None:
        core = documents["rich", "zh"].archive.read("docProps/core.xml").decode()
        assert "杭州数字安防集群 科技支撑体系诊断报告" in core
        assert "某某研究院、王小明" in core
        assert "2024-06-30T00:00:00Z" in core
        assert "zh-CN" in core

    def test_what_is_too_long_for_a_property_is_cut_there_only(self, tmp_path: Path) -> None:
        long = "某" * 300
        data = file_data(cluster={"name_zh": long}, round={"label": long, "surveyors": [long]})
        document = Document(written(diagnose(read(data), load_framework()), tmp_path))
        words = "\n".join(text(p) for p in document.all("p"))
        assert words.count(long) > 3
        assert max(map(len, re.findall("某+", document.archive.read("docProps/core.xml").decode()))) == 255

    def test_a_survey_without_a_date_leaves_the_file_without_one(self, documents: dict[tuple[str, Lang], Document]) -> None:
        core = documents["empty", "en"].archive.read("docProps/core.xml").decode()
        assert "dcterms:created" not in core
        assert "dcterms:modified" not in core

    def test_names_with_marks_of_xml_stand_as_they_were_typed(self, documents: dict[tuple[str, Lang], Document]) -> None:
        assert any(LONG in text(p) for p in documents["rich", "zh"].all("p"))

    def test_characters_that_xml_cannot_hold_are_dropped(self, tmp_path: Path) -> None:
        data = file_data(
            cluster={"name_zh": "甲\x0b\x00\x02乙\ufffe丙\x1f\u202e", "description_zh": "一\x04二\x03table-x\x04三\x85"},
            round={"label": "20\x0824", "surveyors": ["张\x01三"]},
            technologies=[{"name": "\x07电", "trl": 3}],
        )
        document = Document(written(diagnose(read(data), load_framework()), tmp_path))
        words = "\n".join(text(p) for p in document.all("p"))
        assert "一二table-x三" in words
        assert "张三" in words
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\u202e]", words)

    def test_wide_tables_lie_on_pages_of_their_own(self, documents: dict[tuple[str, Lang], Document]) -> None:
        document = documents["rich", "zh"]
        turned = [node for node in document.all("pgSz") if node.get(f"{W}orient") == "landscape"]
        assert turned
        wide = [sum(int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")) for table in document.all("tbl")]
        assert max(wide) <= 12756 + 8
        assert min(wide) >= 8844 - 8

    def test_the_same_data_make_the_same_bytes(self, tmp_path: Path) -> None:
        first = written(diagnosis_of("rich"), tmp_path).read_bytes()
        assert written(diagnosis_of("rich"), tmp_path).read_bytes() == first
