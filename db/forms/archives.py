"""Forms that come in one archive, as mail and messengers give them: read without anybody unpacking them by hand."""

import zipfile
import zlib
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from db.rosters.books import LARGEST, TEXT
from db.rosters.text_tables import read_text_table
from db.rosters.zip_guard import refuse_claims, unpacked
from diagnosis.errors import UserError, telling_of
from diagnosis.progress import Progress
from diagnosis.roster.sheet import Sheet
from diagnosis.text import phrase, shortened

BESIDE = ("~$", ".~", ".", "__MACOSX")  # how names begin of what Excel, WPS and archives leave beside files
BOOKS = {".xlsx", ".xls"}
ARCHIVES = {".zip", ".rar", ".7z"}
ENCODINGS = ("gb18030", "cp437")  # of names that do not say so: Windows writes them as it is set, and any bytes are cp437


@dataclass(slots=True)
class Inside:
    """What an archive holds: text tables, workbooks with the names they have in it, and why others are not taken."""

    sheets: list[Sheet] = field(default_factory=list)
    books: list[tuple[Path, str]] = field(default_factory=list)
    refused: list[UserError] = field(default_factory=list)


def unpack(path: Path, folder: Path) -> Generator[Progress, None, Inside]:
    """Workbooks go into ``folder`` under names of our own, text tables into memory, under the same limits as a workbook's parts.

    Photographs and whatever else lies beside them stay packed. Raises ``UserError`` for an archive that is damaged, locked or too large.
    """
    found = Inside()
    try:
        with _opened(path) as archive:
            parts = [part for part in archive.infolist() if part.filename and not part.is_dir()]
            refuse_claims(path, parts)
            for done, part in enumerate(parts):
                name = PurePosixPath(part.filename.replace("\\", "/"))
                if any(each.startswith(BESIDE) for each in name.parts if each not in {".", ".."}):
                    continue
                yield Progress(done, len(parts), phrase("db", "reading-file", name=shortened(name.name)))
                yield from _take(path, archive, part, Path(name.name), folder, found)
    except FileNotFoundError:
        raise UserError("file-missing", file=path) from None
    except PermissionError:
        raise UserError("file-forbidden", file=path) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise UserError("roster-damaged", file=path) from error
    return found


def _opened(path: Path) -> zipfile.ZipFile:
    """With the names as the writer meant them."""
    for encoding in ENCODINGS[:-1]:
        try:
            return zipfile.ZipFile(path, metadata_encoding=encoding)
        except UnicodeDecodeError:
            continue
    return zipfile.ZipFile(path, metadata_encoding=ENCODINGS[-1])


def _take(
    path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: Path, folder: Path, found: Inside
) -> Generator[Progress, None, None]:
    """One part, by what its name says it is."""
    kind = name.suffix.lower()
    if kind in TEXT and part.file_size > LARGEST["text"] * 2**20:  # it would be held in memory
        found.refused.append(UserError("roster-big", file=f"{path.name}/{name}", size=LARGEST["text"]))
    elif kind in TEXT:
        content = b"".join(unpacked(path, archive, part))
        if content.strip():
            try:
                found.sheets.append((yield from read_text_table(name, content)))
            except UserError as error:  # a note that lies beside the forms
                found.refused.append(UserError(error.code, **{**error.facts, "file": f"{path.name}/{name}"}))
    elif kind in BOOKS:
        own = folder / f"{len(found.books)}{kind}"
        with telling_of(own), own.open("wb") as file:
            for chunk in unpacked(path, archive, part):
                file.write(chunk)
        found.books.append((own, name.name))
    elif kind in ARCHIVES:
        found.refused.append(UserError("returns-archive", file=f"{path.name}/{name}"))
