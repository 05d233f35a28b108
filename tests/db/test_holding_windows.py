"""The lock as Windows takes it, with a stand-in for its module: what the documentation of msvcrt.locking and of os.unlink there says.

A byte is locked from where the file stands, behind its end, too; who cannot have it gets EACCES at once; an open file is not deleted.
"""

import errno
import importlib.util
import os
import platform
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from db import holding as ours
from db.dots import person
from diagnosis.errors import UserError


class Locking(ModuleType):
    """msvcrt, of which one byte of a file is locked at a time, by the open file that did it."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.locked: dict[tuple[int, int, int], int] = {}  # (device, inode, place) -> the open file

    def locking(self, number: int, mode: int, length: int) -> None:
        assert (mode, length) == (self.LK_NBLCK, 1)
        about, place = os.fstat(number), os.lseek(number, 0, os.SEEK_CUR)
        assert place >= ours.LONGEST  # who holds it must be readable for others
        key = (about.st_dev, about.st_ino, place)
        if self.locked.setdefault(key, number) != number:
            raise OSError(errno.EACCES, "Permission denied")

    def closed(self, number: int) -> None:
        self.locked = {key: holder for key, holder in self.locked.items() if holder != number}


class System(ModuleType):
    """The part of os that is otherwise on Windows: closing lets go."""

    def __init__(self, locking: Locking) -> None:
        super().__init__("os")
        self._locking = locking

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def close(self, number: int) -> None:
        self._locking.closed(number)
        os.close(number)


@pytest.fixture
def locking() -> Locking:
    return Locking()


@pytest.fixture
def programs(locking: Locking, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """Two programs on one machine with Windows."""
    monkeypatch.setitem(sys.modules, "msvcrt", locking)
    return _program(locking, monkeypatch), _program(locking, monkeypatch)


def _program(locking: Locking, monkeypatch: pytest.MonkeyPatch) -> Any:
    spec = importlib.util.spec_from_file_location("holding_there", str(ours.__file__))
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "holding_there", made)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        spec.loader.exec_module(made)
    vars(made)["os"] = System(locking)
    return made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "湖南.jizhen"
    made.write_bytes(b"a workspace")
    return made


def test_the_second_program_is_told_who_has_it_and_gets_it_afterwards(programs: tuple[Any, Any], path: Path) -> None:
    first, second = programs
    held = first.hold(path)
    with pytest.raises(UserError) as refused:
        second.hold(path)
    facts = refused.value.facts
    assert (refused.value.code, facts["who"], facts["machine"]) == ("workspace-held", person(), platform.node())
    assert str(facts["since"]).startswith("20")
    held.release()
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    second.hold(path).release()


def test_one_program_holds_it_as_often_as_it_likes(programs: tuple[Any, Any], path: Path) -> None:
    first, second = programs
    one, two = first.hold(path), first.hold(path)
    assert one is two
    one.release()
    with pytest.raises(UserError):
        second.hold(path)
    two.release()
    second.hold(path).release()


def test_a_refused_program_leaves_the_lock_to_its_holder(programs: tuple[Any, Any], path: Path, locking: Locking) -> None:
    first, second = programs
    held = first.hold(path)
    for _ in range(3):
        with pytest.raises(UserError):
            second.hold(path)
    assert len(locking.locked) == 1
    held.release()
    assert locking.locked == {}


def test_a_file_that_somebody_looks_at_is_left_and_keeps_nobody_out(
    programs: tuple[Any, Any], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "the process cannot access the file because it is being used by another process")

    first, second = programs
    held = first.hold(path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        held.release()
    assert first.lock_of(path).exists()
    second.hold(path).release()
    assert not first.lock_of(path).exists()


def test_no_byte_of_the_workspace_itself_is_locked(programs: tuple[Any, Any], path: Path) -> None:
    first, _ = programs
    assert not first.OWN_BYTE  # an open file is not renamed there, and what is locked nobody can read
    held = first.hold(path)
    assert held.is_of(path)
    assert path.read_bytes() == b"a workspace"
    held.release()
