"""Templates that would take something from elsewhere into every report, and what only looks like one."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from diagnosis.errors import UserError
from diagnosis.text import LANGS
from reports import guard
from reports.guard import refuse_hostile
from reports.template import open_template, own

DOCUMENT, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
Change = Callable[[bytes], bytes]


def template(folder: Path, part: str, change: Change) -> Path:
    """Ours with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(own("zh")) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == part else content)
    path = folder / "office.docx"
    path.write_bytes(out.getvalue())
    return path


def related(kind: str, mode: str = "External") -> Change:
    """A relation to something outside."""
    new = f'<Relationship Id="rId99" Type="{TYPE}{kind}" Target="http://x.example/a" TargetMode="{mode}"/>'.encode()
    return lambda data: data.replace(b"</Relationships>", new + b"</Relationships>")


def with_field(*runs: str) -> Change:
    """A field whose instruction stands in these runs."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    inside = "".join(f"<w:r><w:instrText>{run}</w:instrText></w:r>" for run in runs)
    new = f"<w:p>{mark.format('begin')}{inside}{mark.format('end')}</w:p>".encode()
    return lambda data: data.replace(b"<w:sectPr", new + b"<w:sectPr", 1)


def simple(instruction: str) -> Change:
    return lambda data: data.replace(b"<w:sectPr", f'<w:p><w:fldSimple w:instr="{instruction}"/></w:p><w:sectPr'.encode(), 1)


def in_utf16(change: Change) -> Change:
    return lambda data: change(data).decode().replace("UTF-8", "UTF-16").replace("utf-8", "utf-16").encode("utf-16")


def declared(data: bytes) -> bytes:
    return data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', 1)


HOSTILE: dict[str, tuple[str, Change, str]] = {
    "a frame": (RELATIONS, related("frame"), "template-linked"),
    "a linked picture": (RELATIONS, related("image"), "template-linked"),
    "a mode in other letters": (RELATIONS, related("image", "&#69;xternal"), "template-linked"),
    "a mode in UTF-16": (RELATIONS, in_utf16(related("image")), "template-linked"),
    "a field of another file": (DOCUMENT, with_field(" INCLUDEPICTURE ", '"http://x.example/a.png"'), "template-linked"),
    "a field in pieces": (DOCUMENT, with_field(" DDE", "AUTO c:\\\\x"), "template-linked"),
    "a simple field": (DOCUMENT, simple("includetext c:\\\\x"), "template-linked"),
    "an entity": (DOCUMENT, declared, "template-unreadable"),
    "an entity in UTF-16": (DOCUMENT, in_utf16(declared), "template-unreadable"),
    "XML without an end": (DOCUMENT, lambda data: data[:-20], "template-unreadable"),
    "tags without end": (DOCUMENT, lambda _data: b"<a>" * 100_000, "template-unreadable"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_reaches_out_of_the_file_is_refused(tmp_path: Path, name: str) -> None:
    part, change, why = HOSTILE[name]
    path = template(tmp_path, part, change)
    with pytest.raises(UserError) as refused:
        open_template(path)
    assert refused.value.code == why
    assert all(path.name in refused.value.to(lang) for lang in LANGS)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (RELATIONS, related("hyperlink")),
        (RELATIONS, related("image", "Internal")),
        (DOCUMENT, with_field(' HYPERLINK "http://x.example" ')),
        (DOCUMENT, with_field(" TOC \\o 1-3 ")),
        (DOCUMENT, simple("PAGE")),
        (DOCUMENT, lambda data: data.replace(b"<w:sectPr", b"<w:p><w:r><w:t>LINK, DDE</w:t></w:r></w:p><w:sectPr", 1)),
        (DOCUMENT, lambda data: data.replace(b"?>", b"?><!-- <!DOCTYPE x> -->", 1)),
    ],
)
def test_what_stays_inside_is_taken(tmp_path: Path, part: str, change: Change) -> None:
    path = template(tmp_path, part, change)
    assert path.read_bytes() != template(tmp_path, part, lambda data: data).read_bytes()
    refuse_hostile(template(tmp_path, part, change))


def test_the_template_that_an_office_made_its_file_of_is_not_attached_to_reports(tmp_path: Path) -> None:
    """As Word writes it: an element of the settings, and its relation to a file elsewhere."""
    attached = b'<w:attachedTemplate xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/>'
    relation = f'<Relationship Id="rId1" Type="{TYPE}attachedTemplate" Target="file:///C:\\office.dotx" TargetMode="External"/>'
    made, out = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(own("zh")) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/settings.xml":
                content = re.sub(rb"(<w:settings[^>]*>)", rb"\1" + attached, content, count=1)
            target.writestr(name, content)
        target.writestr(
            "word/_rels/settings.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}</Relationships>',
        )
    path = tmp_path / "office.docx"
    path.write_bytes(made.getvalue())
    open_template(path).document.save(out)
    with zipfile.ZipFile(out) as file:
        assert not [name for name in file.namelist() if b"attachedTemplate" in file.read(name)]


def test_a_template_that_unpacks_to_more_than_any_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = template(tmp_path, DOCUMENT, lambda data: data + b" " * 2 * guard.SMALL)
    with pytest.raises(UserError) as refused:
        open_template(path)
    assert refused.value.code == "template-too-large"
    monkeypatch.setattr(guard, "ENTRIES", 3)
    with pytest.raises(UserError) as refused:
        open_template(own("zh"))
    assert refused.value.code == "template-too-large"
