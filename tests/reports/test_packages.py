"""The file as a package: valid by the schemas, whole in its parts and relations, and read alike by two readers.

The schemas are those that openxml-audit carries (ECMA-376, ISO/IEC 29500 transitional); what they cannot see is checked here.
"""

import posixpath
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import mammoth
import pytest
from lxml import etree, html
from openxml_audit import FileFormat, OpenXmlValidator

from diagnosis.authored import Authored, Remark, Section
from diagnosis.text import Lang
from reports.options import Options
from reports.paper_form import write_paper_form
from tests.reports.made_up import diagnosis_of, round_before, written

RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
# A main document need not have a theme (ECMA-376-1, 11.3.10: "can have"); Word opens it without, and ours names no font of a theme.
NOT_NEEDED = "relationships/theme'"

AUTHORED = Authored(
    "zh",
    {
        "scale": Section(
            text="产值{fact:output}，**重点{fact:cr4}**见{ref:table-scale}。\n# 小标题\n- 甲\n1. 一\n[[table-scale]]\n末段。",
            remarks=(Remark("1", "张<三>", "2026-01-01T08:00:00+00:00", "请核对"), Remark("2", "", "", "两条")),
        ),
        "own-1": Section(text="新增的一节。", title="沿革", parent="overview"),
        "lessons": Section(left_out=True),
    },
)
KINDS: dict[str, tuple[str, Lang, dict[str, Any]]] = {
    "whole": ("rich", "zh", {"previous": True, "draw": None}),
    "pictures": ("hydrogen", "en", {"options": Options(charts="pictures"), "draw": None}),
    "public": ("rich", "en", {"previous": True, "options": Options(public=True)}),
    "summary": ("contested", "zh", {"options": Options(extent="summary")}),
    "nothing": ("empty", "zh", {}),
    "authored": ("rich", "zh", {"options": Options(authored=AUTHORED)}),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One report of each kind, and the printed questionnaire."""
    found = {}
    for kind, (name, lang, options) in KINDS.items():
        before = round_before() if options.get("previous") else None
        found[kind] = written(diagnosis_of(name), tmp_path_factory.mktemp(kind), lang, **{**options, "previous": before})
    found["form"] = tmp_path_factory.mktemp("form") / "form.docx"
    write_paper_form(found["form"], "zh")
    return found


every = pytest.mark.parametrize("kind", [*KINDS, "form"])


@every
def test_every_part_is_valid_by_the_schemas(files: dict[str, Path], kind: str) -> None:
    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=50).validate(str(files[kind]))
    assert [f"{error.part_uri}: {error.description}" for error in result.errors if NOT_NEEDED not in error.description] == []


@every
def test_every_part_has_a_type_and_every_relation_a_target(files: dict[str, Path], kind: str) -> None:
    with zipfile.ZipFile(files[kind]) as package:
        names = package.namelist()
        assert [name for name, count in Counter(names).items() if count > 1] == []
        types = etree.fromstring(package.read("[Content_Types].xml"))
        suffixes = {node.get("Extension") for node in types.findall(f"{TYPES}Default")}
        parts = {node.get("PartName") for node in types.findall(f"{TYPES}Override")}
        assert parts <= {f"/{name}" for name in names}
        assert [name for name in names if f"/{name}" not in parts and name.rpartition(".")[2] not in suffixes | {"xml"}] == []
        reached = {"[Content_Types].xml", *(name for name in names if name.endswith(".rels"))}
        for name in (name for name in names if name.endswith(".rels")):
            reached |= check_relations(package, name)
        assert set(names) - reached == set(), "parts that nothing points to"


def check_relations(package: zipfile.ZipFile, name: str) -> set[str]:
    """The targets of a part's relations, all of which are there; the part uses no other relation, and no id stands twice."""
    folder, _, own = name.rpartition("_rels/")
    relations = etree.fromstring(package.read(name)).findall(f"{RELATIONS}Relationship")
    ids = [str(node.get("Id")) for node in relations]
    assert len(ids) == len(set(ids)), name
    targets = {posixpath.normpath(posixpath.join(folder, str(node.get("Target")))).lstrip("/") for node in relations}
    assert targets <= set(package.namelist()), name
    part = folder + own.removesuffix(".rels")
    if part in package.namelist():
        used = {
            value for node in etree.fromstring(package.read(part)).iter() for key, value in node.attrib.items() if str(key).startswith(R)
        }
        assert used <= set(ids), part
    return targets


@every
def test_no_field_is_dirty_and_none_asks_to_be_updated(files: dict[str, Path], kind: str) -> None:
    with zipfile.ZipFile(files[kind]) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                assert b"updateFields" not in package.read(name)
                assert b"w:dirty" not in package.read(name)


STYLES = "\n".join([*(f"p[style-name='heading {n}'] => h{n}:fresh" for n in (1, 2, 3)), "p[style-name='caption'] => h6.caption:fresh"])


@every
def test_two_readers_read_the_same_headings_tables_and_captions(files: dict[str, Path], kind: str) -> None:
    document = docx.Document(str(files[kind]))
    with files[kind].open("rb") as file:
        read: Any = html.fromstring(mammoth.convert_to_html(file, style_map=STYLES).value)
    styles = {"heading 1": "h1", "Heading 1": "h1", "Heading 2": "h2", "Heading 3": "h3", "Caption": "h6", "caption": "h6"}
    ours = [(styles[p.style.name], _squeezed(p.text)) for p in document.paragraphs if p.style is not None and p.style.name in styles]
    theirs = [(node.tag, _squeezed(node.text_content())) for node in read.iter("h1", "h2", "h3", "h6")]
    assert theirs == [(tag, text) for tag, text in ours if text]
    tables = [[[_squeezed(cell.text) for cell in row.cells] for row in table.rows] for table in document.tables]
    assert [
        [[_squeezed(cell.text_content()) for cell in row.iter("td", "th")] for row in table.iter("tr")] for table in read.iter("table")
    ] == tables
    assert kind in {"summary", "form"} or (ours and tables)


def _squeezed(text: str) -> str:
    return "".join(text.split())
