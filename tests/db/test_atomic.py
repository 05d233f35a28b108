"""Files are written as a whole or not at all; what a killed program left half written goes, and nothing of anybody else's."""

import os
import resource
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import operations
from db.aside import private_folder
from db.atomic import OLD, replacing
from db.files import export_package
from db.places import mending_folder
from db.verify import verify
from db.workspace import Workspace
from diagnosis.errors import UserError
from tests.db.helpers import sample

LEFT = ".jizhen-0123456789abcdef.part"


def aged(path: Path, seconds: float = OLD + 60) -> Path:
    path.write_bytes(b"half")
    os.utime(path, (time.time() - seconds,) * 2)
    return path


def test_what_a_killed_program_left_goes_after_a_day_and_nothing_else(tmp_path: Path) -> None:
    ours = [aged(tmp_path / LEFT), aged(tmp_path / f"{LEFT}-journal")]
    others = [
        aged(tmp_path / ".jizhen-fedcba9876543210.part", 60),  # somebody may be writing to it
        *(aged(tmp_path / name) for name in (".0123456789abcdef.part", "report.docx.part", ".jizhen-0123456789abcdef.part.docx", "a.part")),
    ]
    (tmp_path / ".jizhen-aaaaaaaaaaaaaaaa.part").symlink_to(others[1])
    with replacing(tmp_path / "new.txt") as part:
        part.write_text("whole")
    assert not [path for path in ours if path.exists()]
    assert all(path.exists() for path in others)
    assert (tmp_path / ".jizhen-aaaaaaaaaaaaaaaa.part").is_symlink()
    assert (tmp_path / "new.txt").read_text() == "whole"


def test_copies_that_were_looked_at_go_at_once_or_after_a_day() -> None:
    left = mending_folder() / "left"
    left.mkdir()
    (left / "copy.jizhen").write_bytes(b"values")
    os.utime(left, (time.time() - OLD - 60,) * 2)
    with private_folder() as folder:
        assert not left.exists()
        (folder / "copy.jizhen").write_bytes(b"values")
    assert list(mending_folder().iterdir()) == []


@pytest.fixture
def short_files() -> Iterator[None]:
    """No file may be longer than 64 kB."""
    limits, before = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, before)


def test_a_package_that_cannot_grow_is_told_by_its_own_name(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    target = tmp_path / "交接包.jizhen"
    with Workspace.create(tmp_path / "w.jizhen") as workspace:
        operations.import_survey(workspace, sample("changsha"))
        request.getfixturevalue("short_files")
        with pytest.raises(UserError) as refused:
            export_package(workspace, workspace.rows("SELECT _id FROM clusters")[0][0], target)
        assert refused.value.facts["file"] == target
    assert sorted(path.name for path in tmp_path.iterdir()) == ["w.jizhen"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jizhen"
    os.mkfifo(pipe)
    for look in (Workspace.open, Workspace.read, verify):
        with pytest.raises(UserError, match="设备或管道"):
            look(pipe)
    with pytest.raises(UserError, match="设备或管道"), replacing(pipe):
        pass
    assert pipe.is_fifo()
