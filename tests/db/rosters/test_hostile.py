"""Files that are no rosters, or mean harm: each is refused in one line, and nothing is written."""

import contextlib
import random
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from db.rosters.books import read_book
from db.rosters.zip_guard import _beyond, _number
from diagnosis.errors import UserError
from diagnosis.roster.sheet import column_letter
from tests.roster_files import code, finish, proposal, xlsx

DATA = Path(__file__).parent / "data"
SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
Change = Callable[[bytes], bytes]


def plain(path: Path) -> Path:
    return xlsx(path, [["企业名称", "统一社会信用代码"], *(["甲公司" * place, code(place)] for place in range(1, 5))])


def changed(folder: Path, part: str, change: Change, *, added: dict[str, bytes] | None = None, ending: str = ".xlsx") -> Path:
    """A plain workbook with one part changed, and others added."""
    with zipfile.ZipFile(plain(folder / "plain.xlsx")) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    (folder / "plain.xlsx").unlink()
    parts[part] = change(parts[part])
    path = folder / f"名单{ending}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {**parts, **(added or {})}.items():
            made.writestr(name, content)
    return path


def with_part(name: str, content: bytes = b"x", ending: str = ".xlsx") -> Callable[[Path], Path]:
    return lambda folder: changed(folder, SHEET, lambda text: text, added={name: content}, ending=ending)


def with_cells(*cells: str, claim: str = "A1:B5") -> Callable[[Path], Path]:
    rows = "".join(f'<row r="{place}">{cell}</row>' for place, cell in enumerate(cells, 1))
    text = HEAD + f'<dimension ref="{claim}"/><sheetData>{rows}</sheetData></worksheet>'.encode()
    return lambda folder: changed(folder, SHEET, lambda _text: text)


def with_rows(rows: str, prefix: str = "", part: str = SHEET, target: str = "worksheets/sheet1.xml") -> Callable[[Path], Path]:
    """A sheet of these rows, in a part and under a name of its own."""
    head = HEAD.replace(b"<w", f"<{prefix}w".encode()).replace(b"xmlns", f"xmlns{prefix and ':' + prefix[:-1]}".encode())
    text = head + f"<{prefix}sheetData>{rows}</{prefix}sheetData></{prefix}worksheet>".encode()

    def make(folder: Path) -> Path:
        path = changed(folder, SHEET, lambda _text: text)
        with zipfile.ZipFile(path) as book:
            parts = {part if name == SHEET else name: book.read(name) for name in book.namelist()}
        relations = "xl/_rels/workbook.xml.rels"
        parts[relations] = parts[relations].replace(b"worksheets/sheet1.xml", target.encode())
        path.unlink()
        return _zip(path, parts)

    return make


FAR = '<row r="400000000"><c><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'  # a reader makes room for all rows between them


def cell(place: str, attribute: str = 'r="{}"') -> str:
    return f"<c {attribute.format(place)}><v>1</v></c>"


def declared(part: str) -> Callable[[Path], Path]:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return lambda folder: changed(folder, part, lambda text: text.replace(b"?>", b"?>" + bomb, 1))


def bomb(folder: Path) -> Path:
    """A sheet of 300 MB of spaces."""
    path = changed(folder, SHEET, lambda text: text)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book, book.open("xl/worksheets/sheet2.xml", "w", force_zip64=True) as part:
        for _ in range(300):
            part.write(b" " * 2**20)
    return path


def lying(folder: Path, size: int) -> Path:
    """A sheet that says it is of this size."""
    path = changed(folder, SHEET, lambda text: text + b" " * 10**6)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as book:
        info = book.getinfo(SHEET)
        real = struct.pack("<I", info.file_size)
    for place in (data.find(real, info.header_offset), data.rfind(real)):
        data[place : place + 4] = struct.pack("<I", size)
    path.write_bytes(data)
    return path


def named(name: str, content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def edited_xls(old: str, new: str) -> Callable[[Path], Path]:
    """The .xls with an entry of its directory called something else."""

    def make(folder: Path) -> Path:
        data = bytearray((DATA / "roster.xls").read_bytes())
        place = data.find(old.encode("utf-16-le"))
        data[place : place + 64] = new.encode("utf-16-le").ljust(64, b"\0")
        struct.pack_into("<H", data, place + 64, 2 * len(new) + 2)
        (folder / "名单.xls").write_bytes(data)
        return folder / "名单.xls"

    return make


def xls_with(record: int, length: int, content: Callable[[bytes], bytes]) -> Callable[[Path], Path]:
    """The .xls with another content in its record of this kind and length."""

    def make(folder: Path) -> Path:
        data = bytearray((DATA / "roster.xls").read_bytes())
        place = data.find(struct.pack("<HH", record, length))
        new = content(bytes(data[place + 4 : place + 4 + length]))
        assert len(new) == length
        data[place + 4 : place + 4 + length] = new
        (folder / "名单.xls").write_bytes(data)
        return folder / "名单.xls"

    return make


FILES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "two cells in the corners of the largest sheet": (with_cells(cell("A1"), cell("XFD1048576"), claim="A1:XFD1048576"), "roster-too-wide"),
    "a cell in the last row": (with_cells(cell("A1") + cell("IV1"), cell("A1048576")), "roster-too-large"),
    "a cell beyond the last row": (with_cells(cell("A1"), cell("A9999999")), "roster-too-large"),
    "a far cell in single quotes": (with_cells(cell("A1"), cell("XFD5", "r='{}'")), "roster-too-wide"),
    "a far cell after spaces": (with_cells(cell("A1"), cell("XFD5", 's="1"\n r =  "{}"')), "roster-too-wide"),
    "a far row of cells that do not say where they are": (with_rows(FAR), "roster-too-large"),
    "a far row under a prefix": (with_rows(FAR.replace("<", "<x:").replace("<x:/", "</x:"), "x:"), "roster-too-large"),
    "a far row after a sharp bracket": (with_rows(FAR.replace(" r=", ' spans=">" r=', 1)), "roster-too-large"),
    "a far row after a line": (with_rows(FAR.replace(" r=", "\nr = ", 1)), "roster-too-large"),
    "a far row with zeros before it": (with_rows(FAR.replace('"4', '"0004', 1)), "roster-too-large"),
    "a far cell with zeros before it": (with_cells(cell("A1"), cell("A0400000000")), "roster-too-large"),
    "a row of more cells than a sheet has": (with_rows(f'<row r="1">{"<c><v>1</v></c>" * 300}</row>'), "roster-too-wide"),
    "a far row in another part": (with_rows(FAR, part="xl/x.bin", target="x.bin"), "roster-too-large"),
    "a far row in a part in capitals": (with_rows(FAR, part="XL/WORKSHEETS/SHEET1.XML"), "roster-too-large"),
    "a far row in a part with a detour": (with_rows(FAR, part="xl/a/../x.xml", target="a/../x.xml"), "roster-damaged"),
    "two parts that differ in capitals": (with_part("xl/Worksheets/sheet1.xml"), "roster-damaged"),
    "a zip bomb": (bomb, "roster-bomb"),
    "a claim of 4 GB": (lambda folder: lying(folder, 0xFFFFFFF0), "roster-bomb"),
    "a size that is a lie": (lambda folder: lying(folder, 1000), "roster-damaged"),
    "entities in the sheet": (declared(SHEET), "roster-entities"),
    "entities in the texts": (declared("xl/sharedStrings.xml"), "roster-entities"),
    "entities in the workbook": (declared("xl/workbook.xml"), "roster-entities"),
    "macros": (with_part("xl/vbaProject.bin", ending=".xlsm"), "roster-macros"),
    "macros under another name": (with_part("xl/vbaProject.bin"), "roster-macros"),
    "links to other files": (with_part("xl/externalLinks/externalLink1.xml"), "roster-external"),
    "embedded files": (with_part("xl/embeddings/oleObject1.bin"), "roster-embedded"),
    "a connection to a database": (with_part("xl/connections.xml"), "roster-embedded"),
    "a formula without a result": (
        with_cells('<c r="A1" t="inlineStr"><is><t>企业名称</t></is></c>', '<c r="A2"><f>1+1</f><v></v></c>'),
        "roster-uncomputed",
    ),
    "a workbook cut off": (lambda folder: named("x.xlsx", plain(folder / "y.xlsx").read_bytes()[:-3000])(folder), "roster-damaged"),
    "a zip that is no workbook": (lambda folder: _zip(folder / "x.xlsx", {"a.txt": b"a"}), "roster-damaged"),
    "a table of OpenDocument": (lambda folder: _zip(folder / "x.ods", {"mimetype": b"", "content.xml": b"<a/>"}), "roster-kind"),
    "a workbook in binary": (lambda folder: _zip(folder / "x.xlsb", {"xl/workbook.bin": b"a"}), "roster-kind"),
    "no sheet behind its name": (
        lambda folder: changed(folder, "xl/_rels/workbook.xml.rels", lambda text: text.replace(b"sheet1", b"sheet7")),
        "roster-damaged",
    ),
    "broken XML": (lambda folder: changed(folder, "xl/workbook.xml", lambda text: text[:-40]), "roster-damaged"),
    "a locked workbook": (named("x.xlsx", (DATA / "locked.xlsx").read_bytes()), "roster-locked"),
    "a locked one with another name": (named("x.xls", (DATA / "locked.xlsx").read_bytes()), "roster-locked"),
    "macros in an .xls": (edited_xls("\x01CompObj", "_VBA_PROJECT_CUR"), "roster-macros"),
    "an .xls without a workbook": (edited_xls("Workbook", "Nothing"), "roster-damaged"),
    "an .xls cut off": (named("x.xls", (DATA / "roster.xls").read_bytes()[:2000]), "roster-damaged"),
    "an .xls that claims more rows than there are": (
        xls_with(0x200, 14, lambda old: struct.pack("<I", 0xCD00) + old[4:]),
        "roster-damaged",
    ),
    "an .xls that claims more texts than fit": (xls_with(0xFC, 519, lambda old: old[:4] + b"\xff\xff\xff\x7f" + old[8:]), "roster-damaged"),
    "a web page called .xls": (named("x.xls", "<html><table><tr><td>企业名称</td></tr></table></html>".encode("gbk")), "roster-web-page"),
    "a workbook of XML called .xls": (named("x.xls", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>'), "roster-web-page"),
    "a PDF": (named("x.pdf", b"%PDF-1.7\n%\xe2\xe3"), "roster-kind"),
    "a text called .xlsx": (named("x.xlsx", "企业名称\n甲公司".encode()), "roster-kind"),
    "an empty file": (named("x.csv", b""), "roster-empty"),
    "a file of blanks": (named("x.csv", b" \r\n, ,\r\n"), "roster-empty"),
    "a file of noise": (named("x.csv", random.Random(1).randbytes(5000)), "roster-text"),
    "a text that stops in a character": (named("x.csv", "企业名称\n甲".encode("gb18030")[:-1]), "roster-text"),
    "a text of zeros": (named("x.csv", b"a\0b\0\0\0c"), "roster-text"),
    "a text too wide": (named("x.csv", b"," * 300), "roster-too-wide"),
    "an open quotation": (named("x.csv", '企业名称\n"甲'.encode() + b"x" * 200_000), "roster-damaged"),
    "no file": (lambda folder: folder / "x.xlsx", "file-missing"),
    "a folder": (lambda folder: folder, "file-is-folder"),
    "a quotation that is never closed": (named("x.csv", '企业名称,收入\n"甲,1\n乙,2\n'.encode()), "roster-quotation"),
    "no roster at all": (named("x.csv", "日期,温度\n2020,3\n2021,4".encode()), "roster-no-header"),
    "a header and no firms": (named("x.csv", "企业名称,地址\n合计,".encode()), "roster-no-rows"),
    "codes and no names": (named("x.csv", f"统一社会信用代码,地址\n{code(1)},a\n{code(2)},b".encode()), "roster-no-name"),
    "a unit that nobody names and that cannot be": (
        named("x.csv", "企业名称,营业收入,从业人数\n甲公司,123456789000,90\n乙公司,223456789000,80\n丙公司,323456789000,70".encode()),
        "roster-unit",
    ),
    "two sheets that are rosters": (
        lambda folder: xlsx(folder / "x.xlsx", [["企业名称"], ["甲公司"]], 二=[["企业名称"], ["乙公司"]]),
        "roster-sheets",
    ),
}


def _zip(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path


@pytest.mark.parametrize("name", FILES)
def test_it_is_refused_in_one_line(tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    make, why = FILES[name]
    path = make(tmp_path)
    before = {each: each.stat().st_mtime_ns for each in tmp_path.iterdir()}
    with pytest.raises(UserError) as refused:
        proposal(path)
    assert refused.value.code == why, refused.value
    for lang in ("zh", "en"):
        line = refused.value.to(lang)
        assert "\n" not in line
        assert path.name in line
        assert "{" not in line
    assert {each: each.stat().st_mtime_ns for each in tmp_path.iterdir()} == before
    assert capfd.readouterr() == ("", "")  # nor has a library its say


def test_a_claim_alone_harms_nobody(tmp_path: Path) -> None:
    """A dimension is only what a file says of itself."""
    texts = [f'<c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c>' for row, text in enumerate(("企业名称", "甲公司", "乙公司"), 1)]
    path = with_cells(*texts, claim="A1:XFD1048576")(tmp_path)
    assert proposal(path).reading.answers["name"] == ["甲公司", "乙公司"]


def test_a_workbook_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    book = plain(tmp_path / "a.xlsx").rename(tmp_path / "a.xls")
    assert len(proposal(book).add) == 4
    assert len(proposal(named("b.xlsx", (DATA / "roster.xls").read_bytes())(tmp_path)).add) == 7


def test_cells_that_do_not_say_where_they_are_are_read(tmp_path: Path) -> None:
    rows = "".join(f'<row><c t="inlineStr"><is><t>{text}</t></is></c><c><v>1</v></c></row>' for text in ("企业名称", "甲公司", "乙公司"))
    assert proposal(with_rows(rows)(tmp_path)).reading.answers["name"] == ["甲公司", "乙公司"]


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_damaged_file_never_ends_the_program(tmp_path: Path, kind: str, seed: int) -> None:
    """Whatever is wrong with it, it is read, or refused as a file of the user's."""
    chance = random.Random(seed)
    data = bytearray((DATA / "roster.xls").read_bytes() if kind == "xls" else plain(tmp_path / "p.xlsx").read_bytes())
    for _ in range(chance.randrange(1, 6)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path = named(f"x.{kind}", bytes(data))(tmp_path)
    with contextlib.suppress(UserError):
        finish(read_book(path))


@pytest.mark.parametrize(("columns", "rows"), [(0, 0), (1, 1), (25, 70002), (26, 99), (27, 100), (256, 1048576), (52, 9), (703, 12345)])
def test_what_lies_beyond_is_found(columns: int, rows: int) -> None:
    """The pattern that looks for cells and rows beyond a corner finds those and no others."""
    pattern = _beyond(columns, rows)
    near = [max(1, columns + step) for step in (-1, 0, 1, 2, 26, 700)], [max(1, rows + step) for step in (-1, 0, 1, 7, 90, 10**6)]
    for column in near[0]:
        for row in near[1]:
            text = f'<c s="1" r="{column_letter(column - 1)}{row}">'.encode()
            row_alone = pattern.search(f'<row r="{row}">'.encode())
            assert (row_alone is not None) == (row > rows), row
            found = pattern.search(text)
            assert (found is not None) == (column > columns or row > rows), text
            if found:
                assert (_number(found[1]), int(found[2])) == (column, row)


@pytest.mark.parametrize("name", ["uniqueCount", "count"])
def test_a_workbook_that_claims_more_texts_than_any_memory_holds_is_refused(tmp_path: Path, name: str) -> None:
    """The reader would take the memory first, and end the program."""
    part = "xl/sharedStrings.xml"
    path = changed(tmp_path, part, lambda text: re.sub(f'{name}="[0-9]+"'.encode(), f'{name}="22147483648"'.encode(), text, count=1))
    with pytest.raises(UserError) as refused:
        proposal(path)
    assert refused.value.code == "roster-damaged"
