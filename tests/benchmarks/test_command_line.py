"""Whole-process times of the command line, as ratios against what its libraries alone cost in the same run."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLUSTER = "长沙市工程机械集群"
ESTIMATE = ("--pages", "estimate")
ROUNDS = 7
SQLITE_UTILS = ("-c", "import sqlite_utils")
WORD_AND_CHARTS = (
    "-c",
    "import docx; from matplotlib.figure import Figure; from matplotlib.backends.backend_agg import FigureCanvasAgg",
)
CHARTS_ALONE = """
import sys, time
sys.path.insert(0, {root!r})
from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.interchange import survey_from_text
from pathlib import Path
from reports.charts import charts
from reports.drawing import draw
from matplotlib.figure import Figure
from matplotlib.backends.backend_agg import FigureCanvasAgg
text = Path({root!r}, "templates/samples/changsha.json").read_text(encoding="utf-8")
found = charts(diagnose(survey_from_text(text, "changsha").survey, load_framework()), "zh").values()
start = time.perf_counter()
for chart in found:
    draw(chart)
print(time.perf_counter() - start)
"""


def python(*arguments: str) -> str:
    run = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )
    return run.stdout


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def medians(works: Sequence[Callable[[], object]]) -> list[float]:
    """The median of each, taken in turns so that a slow moment of the machine meets all of them."""
    times = [[timed(work) for work in works] for _ in range(ROUNDS)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "bench.jizhen"
    python("main.py", "new", str(path))
    python("main.py", "import", str(path), "templates/samples/changsha.json")
    return path


def test_a_diagnosis_takes_at_most_three_times_the_import_of_sqlite_utils(workspace: Path) -> None:
    ours, alone = medians(
        [
            lambda: python("main.py", "diagnose", str(workspace), "--cluster", CLUSTER, "--json"),
            lambda: python(*SQLITE_UTILS),
        ]
    )
    print(f"\ndiagnose --json {ours:.3f} s, import sqlite_utils {alone:.3f} s: {ours / alone:.2f} x")
    assert ours <= 3 * alone


def test_a_report_takes_at_most_three_times_its_libraries_and_the_charts_on_their_own(workspace: Path, tmp_path: Path) -> None:
    """With page numbers by our own estimate: what LibreOffice takes to lay the report out, where it is, is its own."""
    charts = statistics.median(float(python("-c", CHARTS_ALONE.format(root=str(ROOT)))) for _ in range(3))
    ours, alone = medians(
        [
            lambda: python("main.py", "report", str(workspace), "--cluster", CLUSTER, "--out", str(tmp_path / "report.docx"), *ESTIMATE),
            lambda: python(*WORD_AND_CHARTS),
        ]
    )
    limit = 3 * alone + charts
    print(f"\nreport {ours:.3f} s, libraries {alone:.3f} s, charts {charts:.3f} s: {ours / limit:.2f} of 3 x libraries + charts")
    assert ours <= limit
