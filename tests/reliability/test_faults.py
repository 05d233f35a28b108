"""What the world does while somebody works: each is told in one line, and what was stored stays."""

import contextlib
import datetime as dt
import os
import random
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from db import copies, dots, operations, surveys
from db.backup import daily_backup
from db.colleagues import merge, open_colleague
from db.copies import copies as all_copies
from db.files import copy_workspace, export_package, write_survey_file
from db.samples import sample_files
from db.survey_files import read_survey
from db.verify import verify
from db.workspace import Workspace
from diagnosis.errors import UserError
from tests.numbering import real_prefix
from tests.reliability.crash import digest
from tests.reliability.operations import CHANGES, Desk, prepare

pytestmark = pytest.mark.skipif(os.name != "posix", reason="these faults are made with means of Linux")
WIDE = 8 * 2**20  # bytes of a disk that has room for everything


@pytest.fixture(autouse=True)
def laptops(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers as laptops draw them, so that they can be merged."""
    monkeypatch.setattr(dots, "new_prefix", real_prefix)


@contextlib.contextmanager
def disk(at: Path, size: int) -> Iterator[Path]:
    """A disk of so many bytes; skips the test where none can be made."""
    at.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "jizhen-test", str(at)], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("a disk can be mounted by root only")
    try:
        yield at
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)


def remount(at: Path, option: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{option}", str(at)], check=True)


def told(work: Callable[[], Any]) -> str:
    """The code of the refusal, which is one line in both languages; "" when the work was done."""
    refused: UserError | None = None
    try:
        work()
    except UserError as error:
        refused = error
    if refused is None:
        return ""
    assert all(line and "\n" not in line for line in (refused.to("zh"), refused.to("en")))
    return refused.code


@pytest.mark.parametrize("seed", range(3))
def test_a_disk_that_fills_up_at_any_moment_is_told_and_loses_nothing(tmp_path: Path, seed: int) -> None:
    with disk(tmp_path / "disk", WIDE) as place:
        prepare(place / "desk")
        desk = Desk(place / "desk", random.Random(seed))
        full, codes = place / "filler", set()
        for number in range(40):
            free = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize
            full.write_bytes(b"x" * max(free - desk.chance.choice((0, 4096, 20_000, 90_000, 300_000)), 0))
            before = digest(desk.workspace)
            work = desk.chance.choice(list(CHANGES))
            code = told(lambda work=work: work(desk))  # type: ignore[misc]
            codes.add(code)
            if code:
                assert digest(desk.workspace) == before, work
            for write in (copy, package, survey_file):
                codes.add(told(lambda write=write: write(desk)))  # type: ignore[misc]
            full.unlink()
            if number % 10 == 0:
                assert verify(desk.path).sound
        desk.close()
        assert verify(desk.path).sound
        assert not list(place.rglob("*.part"))
        assert codes <= {"", "disk-full", "workspace-unreachable"}
        assert "disk-full" in codes


def copy(desk: Desk) -> None:
    copy_workspace(desk.workspace, desk.folder / "copy.jizhen")


def package(desk: Desk) -> None:
    export_package(desk.workspace, surveys.clusters(desk.workspace)[0].id, desk.folder / "package.jizhen")


def survey_file(desk: Desk) -> None:
    write_survey_file(desk.folder / "survey.json", surveys.load(desk.workspace, desk.round))


def test_a_file_that_may_not_grow_is_told_and_goes_on_when_it_may(tmp_path: Path) -> None:
    prepare(tmp_path / "desk")
    desk = Desk(tmp_path / "desk", random.Random(1))
    before, limits = digest(desk.workspace), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limits[1]))
    try:
        code = told(lambda: operations.import_survey(desk.workspace, read_survey(sample_files()[1])))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert code in {"disk-full", "workspace-unreachable"}
    assert digest(desk.workspace) == before
    assert operations.import_survey(desk.workspace, read_survey(sample_files()[1])).parts
    desk.close()
    assert verify(desk.path).sound


def test_a_medium_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", WIDE) as place:
        prepare(place / "desk")
        path = place / "desk" / "w.jizhen"
        remount(place, "ro")
        before = path.read_bytes()
        with Workspace.open(path) as workspace:
            assert surveys.clusters(workspace)
            assert told(lambda: operations.create_cluster(workspace, {"name_zh": "乙"})) == "workspace-read-only"
            assert told(lambda: export_package(workspace, surveys.clusters(workspace)[0].id, place / "p.jizhen")) == "file-not-writable"
        assert verify(path).sound
        assert path.read_bytes() == before
        remount(place, "rw")


def test_a_folder_that_vanishes_is_told_and_the_work_is_saved_elsewhere(tmp_path: Path) -> None:
    prepare(tmp_path / "desk")
    with Workspace.open(tmp_path / "desk" / "w.jizhen") as workspace:
        before = digest(workspace)
        shutil.rmtree(tmp_path / "desk")
        assert told(lambda: operations.create_cluster(workspace, {"name_zh": "乙"})) in {"workspace-moved", "workspace-unreachable"}
        assert told(workspace.check_writable) == "workspace-moved"
        copy_workspace(workspace, tmp_path / "saved.jizhen")
    with Workspace.open(tmp_path / "saved.jizhen") as saved:
        assert digest(saved) == before


# ---- the clock


class Clock(dt.datetime):
    """One that shows another day."""

    shown = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> "dt.datetime":  # type: ignore[override]
        return cls.shown.astimezone(tz) if tz else cls.shown.replace(tzinfo=None)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    """The clock of everything that dates something."""
    for module in (dots, copies):
        monkeypatch.setattr(module.dt, "datetime", Clock)
    return Clock


def test_a_clock_that_jumps_back_confuses_neither_numbers_nor_merging(tmp_path: Path, clock: type[Clock], monkeypatch: Any) -> None:
    monkeypatch.setattr(clock, "shown", dt.datetime(2031, 1, 1, tzinfo=dt.UTC))
    prepare(tmp_path / "desk")
    monkeypatch.setattr(clock, "shown", dt.datetime(2025, 1, 1, tzinfo=dt.UTC))  # before the first day that prefixes count from
    with Workspace.open(tmp_path / "desk" / "w.jizhen") as workspace, open_colleague(tmp_path / "desk" / "colleague.jizhen") as theirs:
        round_id = surveys.clusters(workspace)[0].rounds[0].id
        ids = [row for (row,) in workspace.rows("SELECT _id FROM enterprises ORDER BY _id")]
        added = operations.add_row(workspace, round_id, "enterprises", {"name": "新"}).row_id
        assert added is not None
        assert added > max(ids)  # lists stay in their order
        assert merge(workspace, theirs).change.parts
        assert not merge(workspace, theirs).change.parts
        assert operations.undo(workspace)
    assert verify(tmp_path / "desk" / "w.jizhen").sound


def test_a_clock_that_was_wrong_for_a_day_does_not_end_the_backups(tmp_path: Path, clock: type[Clock], monkeypatch: Any) -> None:
    prepare(tmp_path / "desk")
    with Workspace.open(tmp_path / "desk" / "w.jizhen") as workspace:
        monkeypatch.setattr(clock, "shown", dt.datetime(2037, 5, 1, tzinfo=dt.UTC))
        wrong = daily_backup(workspace)
        assert wrong is not None
        os.utime(wrong, (clock.shown.timestamp(),) * 2)
        monkeypatch.setattr(clock, "shown", dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC))
        right = daily_backup(workspace)
        assert right is not None
        assert all_copies(workspace.path) == [right, wrong]
        assert daily_backup(workspace) is None
