"""Files in and out: survey files, and packages with one cluster for a colleague."""

import contextlib
from pathlib import Path

from db.atomic import replacing
from db.copies import copy_to
from db.engine import secret_of_open
from db.header import journal
from db.holding import holding
from db.keys import check_new, from_password
from db.refusals import is_reachable
from db.rules import cluster_entry
from db.stamps import KEYED, ROWS
from db.workspace import Workspace
from diagnosis.errors import UserError, system_reason, telling_of
from diagnosis.interchange import SurveyFile, survey_from_text, survey_to_json
from diagnosis.survey import LISTS, Survey

LARGEST = 64 * 2**20  # bytes; a survey of 70,000 firms has about 30 MB
OF_ROUND = "_round IN (SELECT _id FROM rounds WHERE _cluster = ?)"
OF_CLUSTER = " UNION ALL ".join(
    f"SELECT '{table}', {column} FROM \"{name}\" WHERE {where.replace('?', '?1')}"
    for table, column, name, where in (
        ("clusters", "_id", "clusters", "_id = ?"),
        *((table, "_id", "rounds", "_cluster = ?") for table in ("rounds", *KEYED)),
        *((table, "_id", table, OF_ROUND) for table in ROWS),
    )
)
PACKED = {
    "clusters": "_id = ?",
    "rounds": "_cluster = ?",
    **dict.fromkeys((*LISTS, *KEYED), OF_ROUND),
    "versions": OF_ROUND.removeprefix("_"),
    "blobs": f"hash IN (SELECT hash FROM attachments WHERE {OF_ROUND})",
    "attachments": OF_ROUND,
    # who wrote what, so that the package can be merged again: no values of other clusters are among it
    "sessions": "? IS NOT NULL",
    "stamps": "? IS NOT NULL",
    "conflicts": f"(tbl, row) IN ({OF_CLUSTER})",
}


def read_survey_file(path: Path) -> SurveyFile:
    """Reads a survey file (JSON); raises ``UserError`` naming the file, and the JSON path of what is refused."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise UserError("file-missing", file=path) from None
    except IsADirectoryError:
        raise UserError("file-is-folder", file=path) from None
    except PermissionError:  # Windows says so of folders, too
        raise UserError("file-is-folder" if path.is_dir() else "file-forbidden", file=path) from None
    except (OSError, ValueError) as error:
        raise UserError("file-unreadable", file=path, reason=system_reason(error)) from None
    if len(data) > LARGEST:
        raise UserError("survey-too-large", file=path, size=LARGEST // 2**20)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError("survey-not-text", file=path) from None
    return survey_from_text(text, str(path))


def write_survey_file(path: Path, survey: Survey) -> None:
    """Writes a survey file; raises ``UserError`` when the survey holds what a survey file refuses, or nothing can be written."""
    write_text(path, survey_to_json(survey, str(path)))


def write_text(path: Path, text: str) -> None:
    """Writes a UTF-8 text file as a whole or not at all; raises ``UserError``."""
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def write_bytes(path: Path, content: bytes) -> None:
    """Writes a file as a whole or not at all; raises ``UserError``."""
    with replacing(path) as part:
        part.write_bytes(content)


def export_package(workspace: Workspace, cluster_id: int, path: Path, password: str | None = None) -> None:
    """Writes a workspace with this one cluster and all its rounds; raises ``UserError`` when nothing can be written there.

    It is encrypted with the password that is given, else as the workspace is.
    """
    cluster_entry(workspace, cluster_id)
    secret = secret_of_open(workspace.db)
    if password is not None:
        check_new(password)
        secret = from_password(password)
    with telling_of(path):
        if path.exists() and path.samefile(workspace.path):
            raise UserError("package-itself", file=path)
        if journal(path.resolve()).exists():  # another change is under way there, and would be taken back in the new file
            raise UserError("file-in-use", file=path)
    with holding(path), replacing(path) as part, workspace.reading(), Workspace.create(part, alone=True, secret=secret) as package:
        package.path = path  # the name to tell of
        with package.writing():
            for table, where in PACKED.items():
                _copy(workspace, package, table, where, cluster_id)


def copy_workspace(workspace: Workspace, path: Path) -> None:
    """Writes all that an open workspace holds to another file, even when its own is gone or read-only.

    Raises ``UserError`` when it cannot be read any more, or nothing can be written there.
    """
    with telling_of(path):
        if path.exists() and is_reachable(workspace.path) and path.samefile(workspace.path):
            raise UserError("copy-itself", file=path)
        if journal(path.resolve()).exists():
            raise UserError("file-in-use", file=path)
    with holding(path):
        copy_to(workspace.db, workspace.path, path)


def _copy(workspace: Workspace, package: Workspace, table: str, where: str, cluster_id: int) -> None:
    """Row by row: a file of evidence is in memory only while it is copied."""
    columns = int(workspace.rows("SELECT count(*) FROM pragma_table_info(?)", table)[0][0])
    # closed at once: where the package takes no more, the rows would be left open until after the workspace is closed
    with contextlib.closing(workspace.each(f'SELECT * FROM "{table}" WHERE {where} ORDER BY _id', cluster_id)) as found:
        package.db.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * columns)})', found)
