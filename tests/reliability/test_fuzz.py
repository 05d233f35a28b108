"""Files that were defects once, and a few new ones of each kind; ``make fuzz`` makes 20,000 of each."""

import contextlib
import lzma
import os
import random
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from diagnosis.errors import UserError
from tests.reliability import fuzz, mutation, rows, seeds

CORPUS = sorted(path for path in (Path(__file__).parent / "corpus").iterdir() if path.name != "README.md")
FEW = 12


@pytest.mark.skipif(sys.platform == "win32", reason="the watch over time needs a signal")
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: str(path.name))
def test_what_was_a_defect_is_refused_in_one_line(path: Path, tmp_path: Path) -> None:
    target = fuzz.TARGETS[max((name for name in fuzz.TARGETS if path.name.startswith(f"{name}-")), key=len)]
    content = path.read_bytes()
    data = lzma.decompress(content) if path.suffix == ".xz" else content
    assert fuzz.one(target, tmp_path / f"input{target.ending}", data) in {"refused", "read"}


@pytest.mark.skipif(sys.platform == "win32", reason="the watch over time needs a signal")
@pytest.mark.parametrize("name", sorted(fuzz.TARGETS))
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_few_new_files_of_each_kind_are_refused_or_read(name: str, tmp_path: Path) -> None:
    target = fuzz.TARGETS[name]
    real = target.seeds(tmp_path)
    assert fuzz.one(target, tmp_path / f"input{target.ending}", real[0]) == "read"  # what is real is taken
    for number in range(FEW):
        data = fuzz.made(target, real, 99, number)
        assert fuzz.one(target, tmp_path / f"input{target.ending}", data) in {"refused", "read"}, number


def test_a_defect_is_seen() -> None:
    def fail(path: Path) -> None:
        raise KeyError(path.name)

    target = fuzz.Target(".json", seeds.surveys, mutation.of_json, fail)
    assert fuzz.one(target, Path("/dev/null"), b"").startswith("KeyError in test_fuzz.py")


@pytest.mark.skipif(sys.platform == "win32", reason="workers are forked")
def test_a_worker_that_dies_or_hangs_is_seen_and_the_next_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(path: Path) -> None:
        if path.read_bytes() == b"die":
            os._exit(3)
        if path.read_bytes() == b"hang":
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
            signal.pause()

    monkeypatch.setattr(fuzz, "LONGEST", 3)
    monkeypatch.setattr(fuzz, "GRACE", 0)
    inputs = [b"", b"die", b"", b"hang", b""]
    monkeypatch.setattr(fuzz, "made", lambda _target, real, _seed, number: real[number])
    target = fuzz.Target(".txt", lambda _folder: inputs, lambda data, _chance: data, read)
    found = dict(fuzz.results(target, inputs, 1, range(5)))
    assert found == {0: "read", 1: "ended with 3", 2: "read", 3: "hung for 3 s", 4: "read"}


def test_rows_are_changed_in_a_file_whose_pages_are_sound() -> None:
    real = seeds.two_hands()[0]
    for number in range(20):
        with contextlib.closing(sqlite3.connect(":memory:")) as changed:
            changed.deserialize(rows.of_rows(real, random.Random(number)))
            ((found, *_),) = changed.execute("PRAGMA integrity_check(1)")
            assert found == "ok" or "CHECK constraint" in found
    assert any(rows.of_rows(real, random.Random(number)) != real for number in range(5))


def test_a_refusal_of_several_lines_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise UserError("row-gone", file="x")

    monkeypatch.setattr(UserError, "to", lambda *_: "one\ntwo")
    target = fuzz.Target(".json", seeds.surveys, mutation.of_json, refuse)
    assert fuzz.one(target, Path("/dev/null"), b"") == "untold: row-gone"


def test_an_input_is_the_same_each_time() -> None:
    real = seeds.surveys(Path())
    target = fuzz.TARGETS["survey"]
    assert fuzz.made(target, real, 1, 5) == fuzz.made(target, real, 1, 5) != fuzz.made(target, real, 1, 6)
    assert mutation.of_sqlite(b"\0" * 8192, random.Random(1)) == mutation.of_sqlite(b"\0" * 8192, random.Random(1))
