"""Files that are no edited report of ours, of unknown origin: each is refused in a line."""

import io
import zipfile
from pathlib import Path

import pytest

from diagnosis.errors import UserError
from reports.authoring import package
from reports.authoring.reading import open_edited


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(f"word/{name}.xml", data)
    return out.getvalue()


BODY = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
ENTITY = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + BODY % b"<w:p><w:r><w:t>&a;</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no zip", "readback-no-docx"),
        (packed(styles=b"<a/>"), "readback-no-docx"),
        (packed(document=b"<w:p"), "readback-no-docx"),
        (packed(document=ENTITY), "readback-no-docx"),
        (packed(document=ENTITY.decode().replace('<?xml version="1.0"?>', "").encode("utf-16")), "readback-no-docx"),
        (packed(document=BODY % b"<w:p/>"), "readback-no-fences"),
        (packed(document=BODY % (b"<w:p>" + b" " * 2**24 + b"</w:p>")), "readback-too-large"),
        (packed(document=BODY % (b"<w:p>" * 5000 + b"</w:p>" * 5000)), "readback-no-docx"),
    ],
    ids=["no zip", "no document", "broken", "entity", "entity in utf-16", "no fences", "bomb", "deep"],
)
def test_what_is_no_report_is_refused_in_a_line(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    with pytest.raises(UserError) as caught:
        open_edited(path)
    assert caught.value.code == code
    assert "x.docx" in caught.value.to("en")


def test_a_file_larger_than_any_report_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(packed(document=BODY))
    monkeypatch.setattr(package, "LARGEST", 10)
    with pytest.raises(UserError, match=r"x\.docx"):
        open_edited(path)


def test_no_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path, code in ((tmp_path, "file-is-folder"), (tmp_path / "none.docx", "file-missing")):
        with pytest.raises(UserError) as caught:
            open_edited(path)
        assert caught.value.code == code
