"""Searching 100,000 firms as one types, against asking SQLite for the same rows."""

import random
import statistics
import time
from collections.abc import Callable

import pytest

from db import browse, compound
from db.browse import View
from db.search import SEARCHED, Finder
from db.workspace import Workspace

FIRMS = 100_000
SYLLABLES = ("长沙", "株洲", "湘潭", "鑫盛", "恒通", "中联", "三一", "华菱", "精密", "机械", "液压", "电子", "铸造", "材料")
TYPED = ("鑫", "鑫盛", "鑫盛液", "12345", "公司", "9143", "机械 长沙", "没有")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A round with that many firms."""
    made = Workspace.create(tmp_path_factory.mktemp("search") / "名录.jizhen")
    compound.start_cluster(made, {"name_zh": "甲"}, "2024", None)
    chance = random.Random(1)
    rows = [(place, "".join(chance.sample(SYLLABLES, 3)) + f"{place}有限公司", f"91430100MA{place:08d}") for place in range(FIRMS)]
    with made.writing():
        made.db.executemany("INSERT INTO enterprises (_round, _position, name, uscc) VALUES (1, ?, ?, ?)", rows)
    return made


def median(work: Callable[[str], object]) -> float:
    times = []
    for typed in TYPED:
        start = time.perf_counter()
        work(typed)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def test_a_key_costs_less_than_the_search_of_the_table(workspace: Workspace) -> None:
    finder, few = Finder(), dict.fromkeys(SEARCHED, 5)
    finder.prepare(workspace, 1)
    finder.find(workspace, 1, "xs", few)  # makes the initials
    mine = median(lambda typed: finder.find(workspace, 1, typed, few))
    table = median(lambda typed: browse.row_ids(workspace, 1, "enterprises", View(search=typed)))
    print(f"palette {1000 * mine:.0f} ms, table {1000 * table:.0f} ms, ratio {mine / table:.2f}")
    assert mine < table
