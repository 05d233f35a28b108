"""A short run of the crash harness, and what it has found. ``make crash-test`` is the long one."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from db import dots, surveys
from db.header import read_header
from db.schema import STEPS
from db.verify import verify
from db.workspace import Workspace
from tests.numbering import real_prefix
from tests.others import ROOT
from tests.reliability import crash

OLD = Path(__file__).parent.parent / "db" / "data" / "schema-1.jizhen"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
def test_nothing_that_was_confirmed_is_lost_and_nothing_is_half_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dots, "new_prefix", real_prefix)  # two laptops merge
    assert crash.run(30, 7, show=False, windows=0).total() == 30


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
def test_a_password_that_is_set_in_the_window_is_the_old_one_or_the_new_one() -> None:
    words = [sys.executable, "-m", "tests.reliability.crash", "5", "7", "1"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, encoding="utf-8", cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    assert re.search(r"^(window|\u2014) ", done.stdout, re.MULTILINE)


def test_a_migration_that_was_killed_is_taken_back_and_made_again(tmp_path: Path) -> None:
    """The header of the file already has the new number, and the journal has the old one."""
    path, crashed = tmp_path / "old.jizhen", tmp_path / "crashed.jizhen"
    path.write_bytes(OLD.read_bytes())
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA cache_size = 1")  # so that changed pages reach the file before the end
        db.execute("BEGIN")
        STEPS[1].run(db)
        db.execute("UPDATE history SET images = hex(randomblob(200000))")
        for name in ("", "-journal"):
            crashed.with_name(crashed.name + name).write_bytes(path.with_name(path.name + name).read_bytes())
        db.rollback()
    content = bytearray(crashed.read_bytes())
    content[60:64] = (2).to_bytes(4, "big")
    crashed.write_bytes(content)
    before = crashed.read_bytes()
    assert read_header(crashed).schema == 2
    assert verify(crashed).sound
    assert crashed.read_bytes() == before
    with Workspace.read(crashed) as workspace:
        assert surveys.clusters(workspace)
    with Workspace.open(crashed) as workspace:
        assert surveys.clusters(workspace)
