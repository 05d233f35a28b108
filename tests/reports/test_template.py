"""An office's template: what it must hold, where it goes wrong, and how it is filled."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Pt
from lxml.etree import SubElement

from diagnosis.authored import Authored, Remark, Section
from diagnosis.errors import UserError
from diagnosis.text import LANGS, Lang
from reports.comments import Comments
from reports.options import Options
from reports.report import build
from reports.template import FOLDER, PLACEHOLDERS, ROLES, open_template, own
from tests.reports.made_up import Document, W, blank, diagnosis_of, text, written

Change = Callable[[str], str]


def office(folder: Path, base: Lang = "zh", **parts: Change) -> Path:
    """A template made from ours: each named part (``document``, ``styles`` ...) changed as text."""
    path, out = folder / "office.docx", io.BytesIO()
    with zipfile.ZipFile(own(base)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            change = parts.get(Path(name).stem) if name.endswith(".xml") else None
            content = source.read(name).decode()
            target.writestr(name, change(content) if change else content)
    path.write_bytes(out.getvalue())
    return path


def refusal(path: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        open_template(path)
    for lang in LANGS:
        assert "\n" not in caught.value.to(lang)
        assert path.name in caught.value.to(lang)
    return caught.value


@pytest.mark.parametrize("lang", LANGS)
def test_our_own_documents_serve(lang: Lang) -> None:
    template = open_template(own(lang))
    assert set(template.styles) == {role.id for role in ROLES}
    assert template.geometry.width == pytest.approx(442.2 if lang == "zh" else 451.3)


def test_what_our_styles_measure() -> None:
    metrics = open_template(own("zh")).metrics
    body = metrics["body"]
    assert (body.size, body.line, body.indent, body.tracking, body.sans) == (16, 28.95, 32, -0.25, False)
    assert (metrics["cell"].size, metrics["cell"].tracking) == (10.5, 0)
    assert open_template(own("en")).metrics["cell"].sans


def test_a_folder_is_called_one(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        open_template(tmp_path)
    assert caught.value.code == "file-is-folder"


def test_of_many_faults_the_first_three_are_told(tmp_path: Path) -> None:
    found = refusal(office(tmp_path, styles=lambda styles: re.sub(r'<w:name w:val="[^"]*"/>', '<w:name w:val="x"/>', styles)))
    assert found.to("zh").count("缺少样式") == 3
    assert f"等{len(ROLES)}处" in found.to("zh")
    assert f"{len(ROLES)} in all" in found.to("en")


def test_measures_come_down_from_the_style_it_is_based_on(tmp_path: Path) -> None:
    def inherit(styles: str) -> str:
        return re.sub(r'(w:styleId="TableText">.*?)<w:pPr>.*?</w:rPr>', r"\1<w:pPr/><w:rPr/>", styles, count=1)

    metrics = open_template(office(tmp_path, styles=inherit)).metrics["cell"]
    assert (metrics.size, metrics.line) == (16, 28.95)


def test_lines_of_no_exact_height_are_estimated(tmp_path: Path) -> None:
    automatic = office(tmp_path, styles=lambda styles: styles.replace('w:line="290" w:lineRule="exact"', 'w:line="240" w:lineRule="auto"'))
    assert open_template(automatic).metrics["cell"].line == pytest.approx(10.5 * 1.3)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.id)
def test_every_missing_style_is_named(tmp_path: Path, role: Any) -> None:
    path = office(tmp_path, styles=lambda styles: styles.replace(f'<w:name w:val="{role.names[0]}"/>', '<w:name w:val="Other"/>'))
    message = refusal(path).to("zh")
    assert f"缺少样式“{role.names[0]}”" in message
    assert role.purpose.zh in message


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.id)
def test_a_style_may_go_by_its_chinese_name(tmp_path: Path, role: Any) -> None:
    path = office(
        tmp_path, styles=lambda styles: styles.replace(f'<w:name w:val="{role.names[0]}"/>', f'<w:name w:val="{role.names[1]}"/>')
    )
    assert open_template(path).styles[role.id]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = office(
        tmp_path,
        styles=lambda styles: styles.replace('"caption"', '"Kaption"'),
        document=lambda body: body.replace("{{round}}", "{{runde}}").replace("{{date}}", "{{date}"),
    )
    message = refusal(path).to("en")
    for told in ("'caption'", "the body, paragraph 3: unknown placeholder 'runde'", "the body, paragraph 5: braces"):
        assert told in message


def test_a_placeholder_in_a_footer_is_found(tmp_path: Path) -> None:
    path = office(tmp_path, footer1=lambda footer: footer.replace("<w:t>1</w:t>", "<w:t>1 {{Titel}}</w:t>"))
    assert "第1个页脚第1段的占位符“Titel”不认识" in refusal(path).to("zh")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("body", "there is no {{body}}"),
        ("{{body}} and more", "must be a paragraph of its own"),
        ("{{body}}</w:t></w:r></w:p><w:p><w:r><w:t>{{body}}", "stands there 2 times"),
    ],
)
def test_the_place_of_the_body_is_checked(tmp_path: Path, body: str, told: str) -> None:
    path = office(tmp_path, document=lambda document: document.replace("{{body}}", body))
    assert told in refusal(path).to("en")


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04 cut off"])
def test_what_is_no_word_document_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.docx"
    path.write_bytes(content)
    assert refusal(path).code == "template-unreadable"


def test_another_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert refusal(path).code == "template-unreadable"


def test_a_word_template_serves_like_a_document(tmp_path: Path) -> None:
    path = office(tmp_path).rename(tmp_path / "office.dotx")
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")
    with zipfile.ZipFile(path, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    document = Document(written(diagnosis_of("empty"), tmp_path, template=path))
    assert b"template.main+xml" not in document.archive.read("[Content_Types].xml")
    assert any("甲集群" in text(p) for p in document.all("p"))


@pytest.mark.parametrize("written_as", ["｛｛title｝｝", "{title}", "{{title｝}", "｛ Title ｝"])
def test_braces_that_are_none_are_told(tmp_path: Path, written_as: str) -> None:
    """As an input method for Chinese types them; the cover would say them as they are."""
    path = office(tmp_path, document=lambda body: body.replace("{{title}}", written_as))
    assert f"正文第2段的占位符括号不对（应为半角的 {{{{ 和 }}}}）：“{written_as}”" in refusal(path).to("zh")


def boxed(words: str) -> str:
    """A text box as Word writes it: once for itself and once for older programs."""
    inner = f"<w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent>"
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    return (
        f'<w:r><mc:AlternateContent xmlns:mc="{compatible}"><mc:Choice Requires="wps"><w:drawing>{inner}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_fault_in_a_text_box_is_told_once(tmp_path: Path) -> None:
    path = office(tmp_path, document=lambda body: body.replace("<w:r><w:t>{{date}}</w:t></w:r>", boxed("{{dat}}")))
    assert refusal(path).to("zh").count("“dat”") == 1
    path = office(tmp_path, document=lambda body: body.replace("<w:r><w:t>{{date}}</w:t></w:r>", boxed("{{body}}")))
    assert "出现了 2 次" in refusal(path).to("zh")


@pytest.mark.parametrize(
    ("content", "code"),
    [(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(99), "template-locked"), (None, "template-macros")],
)
def test_a_password_an_old_format_and_macros_are_called_that(tmp_path: Path, content: bytes | None, code: str) -> None:
    macros: dict[str, Change] = {"[Content_Types]": lambda types: types.replace("document.main+xml", "document.macroEnabled.main+xml")}
    path = office(tmp_path, "zh", **macros)
    if content is not None:
        path.write_bytes(content)
    assert refusal(path).code == code


def test_ids_of_the_templates_own_bookmarks_and_pictures_stay_alone(tmp_path: Path) -> None:
    own_marks = '<w:bookmarkStart w:id="3" w:name="_GoBack"/><w:bookmarkEnd w:id="3"/>'
    path = office(tmp_path, document=lambda xml: xml.replace("{{title}}</w:t></w:r>", f"{{{{title}}}}</w:t></w:r>{own_marks}", 1))
    document = Document(written(diagnosis_of("changsha"), tmp_path, template=path))
    ids = [node.get(f"{W}id") for node in document.all("bookmarkStart")]
    assert ids.count("3") == 1
    assert len(ids) == len(set(ids)) > 50


def test_a_template_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.docx").code == "file-missing"


def test_a_refused_template_leaves_the_target_alone(tmp_path: Path) -> None:
    template = office(tmp_path, document=lambda document: document.replace("{{body}}", ""))
    out = tmp_path / "report.docx"
    out.write_text("old")
    with pytest.raises(UserError):
        list(build(diagnosis_of("changsha"), out, "zh", template=template, draw=blank))
    assert out.read_text() == "old"


class TestFilling:
    def test_an_offices_own_words_headers_and_styles_stay(self, tmp_path: Path) -> None:
        template = office(
            tmp_path,
            document=lambda body: body.replace("{{mark}}", "某某市工业和信息化局"),
            styles=lambda styles: styles.replace('w:eastAsia="仿宋"', 'w:eastAsia="华文仿宋"'),
            footer1=lambda footer: footer.replace("— ", "第"),
        )
        document = Document(written(diagnosis_of("changsha"), tmp_path, template=template))
        assert text(document.all("p")[0]) == "某某市工业和信息化局"
        assert text(document.xml("word/footer1.xml")).startswith("第")
        assert "华文仿宋" in document.archive.read("word/styles.xml").decode()

    def test_a_placeholder_split_over_runs_is_filled_where_it_begins(self, tmp_path: Path) -> None:
        split = "报告：{{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>clus</w:t></w:r><w:r><w:t>ter}}（终稿）"
        template = office(tmp_path, document=lambda body: body.replace("{{mark}}", split))
        document = Document(written(diagnosis_of("changsha"), tmp_path, template=template))
        assert text(document.all("p")[0]) == "报告：长沙市工程机械集群（终稿）"

    def test_several_placeholders_in_one_paragraph(self, tmp_path: Path) -> None:
        template = office(tmp_path, document=lambda body: body.replace("{{mark}}", "{{ cluster }}·{{round}}·{{organisation}}"))
        document = Document(written(diagnosis_of("empty"), tmp_path, template=template))
        assert text(document.all("p")[0]) == "甲集群·调研轮次：2024·"

    def test_the_title_breaks_on_the_cover_and_runs_on_in_a_footer(self, tmp_path: Path) -> None:
        template = office(tmp_path, footer1=lambda footer: footer.replace("<w:t>1</w:t>", "<w:t>{{title}}</w:t>"))
        document = Document(written(diagnosis_of("changsha"), tmp_path, template=template))
        title = next(p for p in document.all("p") if "科技支撑体系诊断报告" in text(p))
        assert len(list(title.iter(f"{W}br"))) == 1
        assert "长沙市工程机械集群 科技支撑体系诊断报告" in text(document.xml("word/footer1.xml"))

    def test_placeholders_in_tables_are_filled(self, tmp_path: Path) -> None:
        cell = '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="5000"/></w:tblGrid><w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>{{organisation}}'
        rest = "</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        paragraph = re.compile(r"<w:p>(?:(?!</w:p>).)*\{\{mark\}\}.*?</w:p>")
        template = office(tmp_path, document=lambda body: paragraph.sub(cell + rest, body))
        table = Document(written(diagnosis_of("empty"), tmp_path, template=template)).all("tbl")[0]
        assert text(table) == ""
        assert len(table.findall(f".//{W}p")) == 1, "a cell keeps its paragraph"

    def test_a_logo_stays_where_the_words_beside_it_go(self, tmp_path: Path) -> None:
        logo = "<w:r><w:t>编制：{{organisation}}</w:t></w:r><w:r><w:drawing/></w:r>"
        template = office(tmp_path, document=lambda body: body.replace("<w:r><w:t>{{organisation}}</w:t></w:r>", logo))
        document = Document(written(diagnosis_of("empty"), tmp_path, template=template))
        (paragraph,) = [each for each in document.all("p") if each.find(f"{W}r/{W}drawing") is not None and not text(each)][:1]
        assert paragraph.find(f"{W}pPr/{W}spacing").get(f"{W}before") == "4200"

    def test_placeholders_in_notes_are_filled_and_checked(self, tmp_path: Path) -> None:
        def noted(words: str) -> Path:
            document = docx.Document(str(office(tmp_path)))
            inner = f'<w:footnote w:id="1"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:footnote>'
            note = f'<w:footnotes xmlns:w="{W[1:-1]}">{inner}</w:footnotes>'
            part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, note.encode(), document.part.package)
            document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
            document.save(str(tmp_path / "noted.docx"))
            return tmp_path / "noted.docx"

        assert "脚注第1段的占位符“runde”不认识" in refusal(noted("{{runde}}")).to("zh")
        report = Document(written(diagnosis_of("empty"), tmp_path, template=noted("{{cluster}}，{{round}}")))
        assert text(report.xml("word/footnotes.xml")) == "甲集群，调研轮次：2024"

    @pytest.mark.parametrize("public", [False, True])
    def test_comments_of_the_template_keep_their_numbers_and_stay_out_of_a_public_edition(self, tmp_path: Path, public: bool) -> None:
        document = docx.Document(str(office(tmp_path)))
        document.add_comment(document.paragraphs[0].runs, "改版式前先问办公室", author="赵主任")
        for comment in document.part._comments_part.element:
            comment.set(f"{W}id", "1")
        document.save(str(tmp_path / "said.docx"))
        texts = {name: Section(remarks=(Remark("1", "张三", "", "请核对"),)) for name in ("scale", "firms")}
        options = Options(public=public, authored=Authored("zh", texts))
        report = Document(written(diagnosis_of("rich"), tmp_path, template=tmp_path / "said.docx", options=options))
        ids = [each.get(f"{W}id") for each in report.all("commentReference")]
        assert ids == ([] if public else ["0", "2", "3"])
        assert ("word/comments.xml" in report.names) is not public
        assert public or [each.get(f"{W}id") for each in report.xml("word/comments.xml")] == ["1", "2", "3"]

    def test_comments_of_the_template_without_a_number_are_passed_over(self) -> None:
        document = docx.Document()
        root = document.part._comments_part.element
        for number in ("7", "x", None):
            comment = SubElement(root, f"{W}comment")
            if number is not None:
                comment.set(f"{W}id", number)
        Comments(document).add(Remark("1", "张三", "", "请核对"), "Normal", chinese=True)
        assert [each.get(f"{W}id") for each in root] == ["7", "x", None, "8"]

    def test_the_page_of_the_template_is_the_page_of_the_report(self, tmp_path: Path) -> None:
        template = office(tmp_path, document=lambda body: body.replace('w:left="1588"', 'w:left="2588"'))
        document = Document(written(diagnosis_of("changsha"), tmp_path, template=template))
        widths = [sum(int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")) for table in document.all("tbl")]
        assert min(widths) == pytest.approx(7844, abs=8)

    def test_a_template_without_lists_gets_some(self, tmp_path: Path) -> None:
        office(tmp_path)
        document = docx.Document(str(tmp_path / "office.docx"))
        part = next(rel for rel in document.part.rels.values() if rel.reltype.endswith("/numbering"))
        document.part.drop_rel(part.rId)
        document.save(str(tmp_path / "bare.docx"))
        written(diagnosis_of("changsha"), tmp_path, template=tmp_path / "bare.docx")
        assert "附录%1" in Document(tmp_path / "report.docx").archive.read("word/numbering.xml").decode()

    def test_lists_of_the_template_keep_their_numbers(self, tmp_path: Path) -> None:
        lists = (
            '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"/></w:abstractNum><w:num w:numId="12"><w:abstractNumId w:val="7"/></w:num>'
        )
        template = office(tmp_path, numbering=lambda root: root.replace("></w:numbering>", f">{lists}</w:numbering>"))
        root = Document(written(diagnosis_of("changsha"), tmp_path, template=template)).xml("word/numbering.xml")
        kinds = [child.tag.removeprefix(W) for child in root]
        assert kinds == sorted(kinds), "every definition stands before the first list"
        numbers = [node.get(f"{W}numId") for node in root.iter(f"{W}num")]
        assert numbers[0] == "12"
        assert len(numbers) == len(set(numbers))
        assert min(int(number) for number in numbers[1:]) > 12


def test_the_readme_names_every_style_and_placeholder() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for role in ROLES:
        assert all(name in readme for name in role.names), role.names
    assert all(f"{{{{{name}}}}}" in readme for name in PLACEHOLDERS)


def test_the_page_numbers_of_the_contents_stand_at_the_edge_of_the_office_s_text(tmp_path: Path) -> None:
    """A stop beyond the margin, or none: the number would stand outside the page, or run on behind its words."""

    def narrow(document: str) -> str:
        return document.replace('w:left="1588"', 'w:left="1800"').replace('w:right="1474"', 'w:right="1800"')

    def bare(styles: str) -> str:
        head, mark, rest = styles.partition('w:styleId="TOC2"')
        return head + mark + re.sub("<w:tabs>.*?</w:tabs>", "", rest, count=1)

    path = written(diagnosis_of("changsha"), tmp_path, template=office(tmp_path, document=narrow, styles=bare))
    found = {}
    for style in Document(path).xml("word/styles.xml").iter(f"{W}style"):
        tabs = [tab for tab in style.iter(f"{W}tab") if tab.get(f"{W}val") == "right"]
        found[style.get(f"{W}styleId")] = [tab.get(f"{W}pos") for tab in tabs]
    assert {found[name][0] for name in ("TOC1", "TOC2", "TableofFigures")} == {str(11906 - 2 * 1800)}
    assert all(len(found[name]) == 1 for name in ("TOC1", "TOC2", "TableofFigures"))


@pytest.mark.parametrize("lang", LANGS)
def test_a_footer_that_the_margin_has_no_room_for_pushes_the_text(tmp_path: Path, lang: Lang) -> None:
    """As Word and LibreOffice lay it out; a margin that is fixed (below zero) stays where it is."""
    height = open_template(own(lang)).geometry.height
    changed = docx.Document(str(own(lang)))
    section = changed.sections[-1]
    section.bottom_margin, section.footer_distance = Pt(60), Pt(100)
    section.header.paragraphs[0].text, section.header_distance = "一行", Pt(5)
    changed.save(str(tmp_path / "low.docx"))
    lower = open_template(tmp_path / "low.docx").geometry.height
    section.footer_distance = Pt(5)
    changed.save(str(tmp_path / "none.docx"))
    free = open_template(tmp_path / "none.docx").geometry.height
    assert free > height
    assert 40 < free - lower < 100
    margins = section._sectPr.find(f"{W}pgMar")
    assert margins is not None
    margins.set(f"{W}bottom", "-1200")
    section.footer_distance = Pt(100)
    changed.save(str(tmp_path / "fixed.docx"))
    assert open_template(tmp_path / "fixed.docx").geometry.height == pytest.approx(free)
