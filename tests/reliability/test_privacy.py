"""The program speaks to nobody, and writes down nothing of a survey but in workspaces and what is exported."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db import operations
from db.log import record_defect
from db.places import log_file
from db.samples import sample_files
from main import main
from tests.others import ROOT, other_tests
from tests.reliability.operations import CHANGES, Desk, prepare

MARK = "绝密厂名ZX81"
RUN = """
import sys
sys.path.insert(0, {root!r})
from tests.reliability import watching
from main import main
for words in {commands!r}:
    status = main(words)
    assert status == 0, (words, status)
found = [*watching.said, *(watching.internet_sockets() if sys.platform == "linux" else ())]
print("WATCHED:", found)
"""


def test_no_command_speaks_to_a_network(tmp_path: Path) -> None:
    name, place = "长沙市工程机械集群", str(tmp_path / "desk" / "w.jizhen")
    prepare(tmp_path / "desk")
    commands = [
        ["import", place, str(sample_files()[0])],
        ["roster", place, str(tmp_path / "desk" / "roster.csv"), "--cluster", name],
        ["merge", place, str(tmp_path / "desk" / "colleague.jizhen")],
        ["check", place, "--cluster", name],
        ["diagnose", place, "--cluster", name],
        ["report", place, "--cluster", name, "--out", str(tmp_path / "r.docx")],
        ["readback", place, str(tmp_path / "r.docx"), "--cluster", name],
        ["export", place, "--cluster", name, "--out", str(tmp_path / "p.jizhen")],
        ["form", "--for", "phone", "--out", str(tmp_path / "phone.xlsx")],
        ["password", place],
        ["list", place],
        ["verify", place],
        ["restore", place],
    ]
    env = os.environ | {"JIZHEN_PASSWORD": "password 1", "JIZHEN_NEW_PASSWORD": "password 1"}
    words = [sys.executable, "-c", RUN.format(root=str(ROOT), commands=commands)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, encoding="utf-8", env=env)
    assert done.stdout.splitlines()[-1] == "WATCHED: []"


def test_no_visit_in_the_window_speaks_to_a_network_or_is_written_down_elsewhere() -> None:
    done = other_tests("tests.reliability.watching", "tests/ui/test_story.py")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_the_watch_sees_a_network(tmp_path: Path) -> None:
    code = "import socket; from tests.reliability import watching; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(watching.said)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8", cwd=ROOT)
    assert "socket.bind" in done.stdout


PLACES = ("db.operations.import_survey", "db.recorder.Recorder.insert", "db.surveys.load", "diagnosis.diagnose.diagnose")


def raising(text: str) -> Callable[..., None]:
    """A defect that quotes what somebody typed, in its message and in its variables."""

    def fail(*_: object, **__: object) -> None:
        quoted = {text: [text]}
        raise RuntimeError(f"{quoted}")

    return fail


def marked(folder: Path) -> Path:
    """A survey file that says the mark wherever it can."""
    data = json.loads(sample_files()[0].read_text("utf-8"))
    data["cluster"]["description_zh"] = MARK
    for firm in data["enterprises"]:
        firm["name"] = firm["name"] + MARK
    path = folder / f"{MARK}.json"
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return path


@pytest.mark.parametrize("place", PLACES)
def test_a_defect_writes_down_where_it_was_and_not_what_was_typed(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, survey = str(tmp_path / "w.jizhen"), marked(tmp_path)
    assert main(["import", workspace, str(survey)]) == 0
    changed = json.loads(survey.read_text("utf-8"))
    changed["enterprises"].append({"name": MARK + "二厂"})
    survey.write_text(json.dumps(changed), "utf-8")
    monkeypatch.setattr(place, raising(MARK))
    statuses = [main(words) for words in (["import", workspace, str(survey)], ["diagnose", workspace, "--cluster", "长沙市工程机械集群"])]
    assert 3 in statuses
    assert "RuntimeError" in log_file().read_text("utf-8")
    assert not [path for path in home.rglob("*") if path.is_file() and path.suffix != ".jizhen" and MARK.encode() in path.read_bytes()]


def test_no_operation_writes_anything_down_but_in_the_workspace(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import random

    prepare(tmp_path / "desk")
    desk = Desk(tmp_path / "desk", random.Random(1))
    monkeypatch.setattr(Desk, "word", property(lambda _desk: MARK))
    for work in CHANGES:
        try:
            work(desk)
            raise RuntimeError(MARK)
        except RuntimeError as error:
            record_defect(error)
    operations.add_row(desk.workspace, desk.round, "enterprises", {"name": MARK})
    assert MARK in str(desk.workspace.rows("SELECT name FROM enterprises"))
    desk.close()
    assert MARK.encode() not in log_file().read_bytes()
    assert not [path for path in home.rglob("*") if path.is_file() and path.suffix != ".jizhen" and MARK.encode() in path.read_bytes()]
