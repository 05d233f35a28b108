"""Files that were defects once, and a few new ones of each kind; ``make fuzz`` makes 20,000 of each."""

import lzma
import random
import sys
from pathlib import Path

import pytest

from diagnosis.errors import UserError
from tests.reliability import fuzz, mutation, reading

CORPUS = sorted(path for path in (Path(__file__).parent / "corpus").iterdir() if path.name != "README.md")
FEW = 12


@pytest.mark.skipif(sys.platform == "win32", reason="the watch over time needs a signal")
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: str(path.name))
def test_what_was_a_defect_is_refused_in_one_line(path: Path, tmp_path: Path) -> None:
    target = fuzz.TARGETS[path.name.split("-")[0]]
    content = path.read_bytes()
    data = lzma.decompress(content) if path.suffix == ".xz" else content
    assert fuzz.one(target, tmp_path / f"input{target.ending}", data) in {"refused", "read"}


@pytest.mark.skipif(sys.platform == "win32", reason="the watch over time needs a signal")
@pytest.mark.parametrize("name", sorted(fuzz.TARGETS.keys() - {"edited-report"}))
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_few_new_files_of_each_kind_are_refused_or_read(name: str, tmp_path: Path) -> None:
    target = fuzz.TARGETS[name]
    seeds = target.seeds(tmp_path)
    assert fuzz.one(target, tmp_path / f"input{target.ending}", seeds[0]) == "read"  # what is real is taken
    for number in range(FEW):
        data = fuzz.made(target, seeds, 99, number)
        assert fuzz.one(target, tmp_path / f"input{target.ending}", data) in {"refused", "read"}, number


def test_a_defect_is_seen() -> None:
    def fail(path: Path) -> None:
        raise KeyError(path.name)

    target = fuzz.Target(".json", reading.surveys, mutation.of_json, fail)
    assert fuzz.one(target, Path("/dev/null"), b"").startswith("KeyError in test_fuzz.py")


def test_a_refusal_of_several_lines_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise UserError("row-gone", file="x")

    monkeypatch.setattr(UserError, "to", lambda *_: "one\ntwo")
    target = fuzz.Target(".json", reading.surveys, mutation.of_json, refuse)
    assert fuzz.one(target, Path("/dev/null"), b"") == "untold: row-gone"


def test_an_input_is_the_same_each_time() -> None:
    seeds = reading.surveys(Path())
    target = fuzz.TARGETS["survey"]
    assert fuzz.made(target, seeds, 1, 5) == fuzz.made(target, seeds, 1, 5) != fuzz.made(target, seeds, 1, 6)
    assert mutation.of_sqlite(b"\0" * 8192, random.Random(1)) == mutation.of_sqlite(b"\0" * 8192, random.Random(1))
