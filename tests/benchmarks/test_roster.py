"""The import of a roster against python-calamine reading the same file into Python, time and memory, each in a process of its own."""

import json
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from db import operations
from db.workspace import Workspace
from tests.db.helpers import survey_file
from tests.roster_files import code

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5
HEADER = ["序号", "企业名称", "统一社会信用代码", "角色", "所在环节", "行业代码", "主要产品", "成立时间", "从业人数", "营业收入（万元）"]
HEADER += ["研发投入（万元）", "研发人员", "发明专利", "是否有研发机构", "资质荣誉", "地址", "联系人", "联系电话", "备注", "法定代表人"]
HEADER += ["注册资本（万元）", "利润总额（万元）", "税收（万元）", "用电量", "所属街道"]
SYLLABLES = "鑫盛华泰宏达恒远中联瑞丰天成金鼎博众科创智明浩德兴邦海润安信通源隆昌万里飞跃"

READ = """
import resource, sys, time
start = time.perf_counter()
import python_calamine
rows = python_calamine.load_workbook(sys.argv[1]).get_sheet_by_index(0).to_python()
"""
IMPORT = """
import resource, sys, time
start = time.perf_counter()
sys.path.insert(0, {root!r})
from pathlib import Path
from db.rosters.books import read_book
from db.rosters.importing import import_roster, known_firms
from db.surveys import clusters
from db.workspace import Workspace
from diagnosis.roster.choosing import Hints, check_columns, check_reading, choose_sheet, layout_of, propose
from diagnosis.roster.mapping import match_columns
from diagnosis.roster.planning import Decisions

def finish(work):
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value

sheet = choose_sheet(finish(read_book(Path(sys.argv[1]))).sheets, Hints())
layout = layout_of(sheet, Hints())
columns = match_columns(sheet, layout)
check_columns(sheet, layout, columns)
with Workspace.open(Path(sys.argv[2])) as workspace:
    (cluster,) = clusters(workspace)
    (entry,) = cluster.rounds
    plan = finish(propose(sheet, layout, columns, known_firms(workspace, entry.id), Decisions()))
    check_reading(plan.reading)
    finish(import_roster(workspace, entry.id, plan))
    assert len(plan.add) == {count}, len(plan.add)
"""
TELL = """
import json
print(json.dumps([time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def rows(count: int) -> Iterator[list[Any]]:
    """Made-up firms with all 25 columns filled, or nearly; no two have one name."""
    chance = random.Random(count)
    for number in range(1, count + 1):
        name = "".join(SYLLABLES[number // len(SYLLABLES) ** place % len(SYLLABLES)] for place in range(5))
        day = f"{chance.randrange(1980, 2024)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02}"
        money = [round(chance.random() * most, 2) for most in (90000, 3000, 9000, 900)]
        honours = chance.choice(("", "高新技术企业", "高新技术企业、专精特新"))
        yield [
            *(number, f"长沙{name}{chance.choice(('机械', '液压', '制造'))}有限公司", code(number), chance.choice(("龙头", "骨干", ""))),
            *(chance.choice(("液压件", "整机")), chance.choice(("C3511", "C3514")), f"多路阀{chance.randrange(900)}型", day),
            *(chance.randrange(5, 3000), *money[:2], chance.randrange(300), chance.randrange(60), chance.choice(("是", "否")), honours),
            *(f"星沙大道{chance.randrange(9999)}号", chance.choice(("张三", "李四")), f"0731-{chance.randrange(10**8):08}", "", "王五"),
            *(chance.randrange(100, 90000), *money[2:], chance.randrange(10**6), "星沙街道"),
        ]


def made(folder: Path, count: int) -> Path:
    path = folder / f"{count}.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("名单")
        sheet.write_row(0, 0, ["某市企业名单"])
        sheet.write_row(1, 0, HEADER)
        for place, row in enumerate(rows(count), 2):
            sheet.write_row(place, 0, row)
    return path


def measured(script: str, *words: object) -> tuple[float, float]:
    """Seconds, and the most memory in MB."""
    command = [sys.executable, "-c", script + TELL, *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    seconds, memory = json.loads(done.stdout)
    return float(seconds), memory / 1024


def medians(folder: Path, path: Path, count: int, rounds: int) -> tuple[float, float, float, float]:
    """Time and memory of the import, then of reading alone; taken in turns so that a slow moment meets both."""
    found = []
    for turn in range(rounds):
        workspace = folder / f"{count}-{turn}.jizhen"
        with Workspace.create(workspace) as opened:
            operations.import_survey(opened, survey_file())
        found.append((*measured(IMPORT.format(root=str(ROOT), count=count), path, workspace), *measured(READ, path)))
        workspace.unlink()
    ours, memory, alone, its_memory = (statistics.median(column) for column in zip(*found, strict=True))
    print(f"\n{count} firms: {ours:.2f} s against {alone:.2f} s, {ours / alone:.2f} x")
    print(f"{memory:.0f} MB against {its_memory:.0f} MB, {memory / its_memory:.2f} x")
    return ours, memory, alone, its_memory


def test_seventy_thousand_firms_take_at_most_three_times_what_reading_them_takes(tmp_path: Path) -> None:
    ours, memory, alone, its_memory = medians(tmp_path, made(tmp_path, 70_000), 70_000, ROUNDS)
    assert ours <= 3 * alone
    assert memory <= 3 * its_memory


@pytest.mark.parametrize("count", [7_000, 700_000])
def test_it_grows_in_proportion(tmp_path: Path, count: int) -> None:
    """The ratio to reading stays about what it is; a small file also pays for the start of the program."""
    ours, memory, alone, its_memory = medians(tmp_path, made(tmp_path, count), count, 3 if count < 70_000 else 1)
    start = 0.6 if count < 70_000 else 0.0  # seconds
    assert ours <= 3 * alone + start
    assert memory <= 3 * its_memory + 50
