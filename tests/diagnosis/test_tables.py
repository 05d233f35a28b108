"""The data files parsed once: always what is in the file, whatever is kept beside it."""

import os
import sys
import tomllib
from importlib.util import cache_from_source
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnosis import tables
from diagnosis.tables import TEMPLATES, table

ALL = sorted(TEMPLATES.rglob("*.toml"))
SCALARS = st.one_of(st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.text(st.characters(codec="utf-8")))


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is taken for the program's own."""
    monkeypatch.setattr(tables, "TEMPLATES", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    return tmp_path


def kept(path: Path) -> Path:
    return Path(cache_from_source(str(path)))


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_each_file_of_ours_is_read_as_it_is_written(path: Path) -> None:
    assert table(path) == tomllib.loads(path.read_text(encoding="utf-8"))


def test_what_is_kept_is_read_again_and_no_two_readers_share_it(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ours / "a.toml"
    path.write_text('[one]\nzh = "一"\nlist = [1, 2.5, inf, -inf, 2024-05-01, [true]]\n', encoding="utf-8")
    first = table(path)
    assert kept(path).is_file()
    monkeypatch.setattr(tomllib, "loads", lambda _text: pytest.fail("parsed twice"))
    first["one"]["list"].clear()
    again = table(path)["one"]
    assert (again["zh"], again["list"][:4], again["list"][4].isoformat()) == ("一", [1, 2.5, float("inf"), float("-inf")], "2024-05-01")


def test_a_file_that_is_another_is_parsed_anew(ours: Path) -> None:
    path = ours / "a.toml"
    path.write_text("a = 1", encoding="utf-8")
    assert table(path) == {"a": 1}
    path.write_text("a = 22", encoding="utf-8")  # another size
    assert table(path) == {"a": 22}
    path.write_text("a = 33", encoding="utf-8")
    os.utime(path, (1_000_000_000, 1_000_000_000))  # the same size, another time
    assert table(path) == {"a": 33}


def test_what_is_kept_and_damaged_is_left(ours: Path) -> None:
    path = ours / "a.toml"
    path.write_text("a = 1", encoding="utf-8")
    table(path)
    for damaged in (b"", b"nonsense", kept(path).read_bytes()[:10]):
        kept(path).write_bytes(damaged)
        assert table(path) == {"a": 1}


def test_a_folder_that_cannot_be_written_is_no_matter(ours: Path) -> None:
    path = ours / "a.toml"
    path.write_text("a = 1", encoding="utf-8")
    (ours / "__pycache__").write_text("a file where the folder should be", encoding="utf-8")
    assert table(path) == table(path) == {"a": 1}


def test_nothing_is_written_beside_a_file_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    path = tmp_path / "own.toml"
    path.write_text("a = 1", encoding="utf-8")
    assert table(path) == {"a": 1}
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_wrong_is_told_as_the_parser_does(ours: Path) -> None:
    path = ours / "a.toml"
    path.write_text("a = ", encoding="utf-8")
    with pytest.raises(tomllib.TOMLDecodeError):
        table(path)
    path.write_bytes(b'a = "\xff"')
    with pytest.raises(UnicodeDecodeError):
        table(path)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        table(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.recursive(SCALARS, lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(st.characters(codec="utf-8")), inner))))
def test_any_value_comes_back_as_it_was_parsed(ours: Path, monkeypatch: pytest.MonkeyPatch, value: object) -> None:
    path = ours / "any.toml"
    path.write_text("x", encoding="utf-8")
    kept(path).unlink(missing_ok=True)
    with monkeypatch.context() as patched:
        patched.setattr(tomllib, "loads", lambda _text: {"value": value})
        assert table(path) == {"value": value}
    assert table(path) == {"value": value}
