"""Large rosters of made-up firms, all columns filled, as a local bureau might hold them."""

import random
from collections.abc import Iterator
from pathlib import Path

from db import compound
from db.columns import Cell, row_cells
from db.history import forget
from db.recorder import recording
from db.workspace import Workspace
from db.writing import STEP
from diagnosis.credit_code import check_character
from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import questionnaire
from diagnosis.text import Text

AT_ONCE = 5000  # rows written as one
PLACES = ("长沙", "株洲", "湘潭", "衡阳", "岳阳", "常德", "益阳", "郴州", "永州", "怀化", "娄底", "邵阳", "浏阳", "宁乡", "重庆", "厦门")
NAMES = "鑫盛泰恒瑞宏德信达华中联科创新远景天成博雅嘉和金龙飞腾立诚正昌隆兴旺晟煜睿铭琪凯"
TRADES = ("机械", "重工", "液压", "精密制造", "智能装备", "铸造", "轴承", "电气", "自动化", "新材料", "模具", "热处理")
PRODUCTS = ("多路阀", "液压泵", "油缸", "回转支承", "驾驶室", "履带底盘", "驱动桥", "结构件", "控制器", "线束", "减速机", "密封件")
LINKS = ("整机", "液压件", "结构件", "铸锻件", "电控", "传动", "热处理", "检测")
CODES = ("C3514", "C3515", "C3444", "C3311", "C3391", "C3484", "C3599", "C3812", "C3463", "C2929", "C4090", "3516")
HONOURS = ((), (), (), ("hnte",), ("hnte", "srdi"), ("srdi",), ("little-giant", "hnte"), ("champion", "listed", "hnte"))
STREETS = ("星沙大道", "东四路", "泉塘街道", "金洲大道", "望城大道", "麓谷大道", "雷锋大道", "学士路")
FAMILY, GIVEN = "王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚"


def firms(count: int, seed: int = 1) -> Iterator[dict[str, Value]]:
    """So many firms; about one answer in twenty is missing."""
    chance = random.Random(seed)
    for number in range(count):
        firm = _firm(chance, number)
        yield {field: value for field, value in firm.items() if field == "name" or chance.random() > 0.05}


def _firm(chance: random.Random, number: int) -> dict[str, Value]:
    place, trade, product = chance.choice(PLACES), chance.choice(TRADES), chance.choice(PRODUCTS)
    employees = int(chance.lognormvariate(4, 1.2)) + 1
    revenue = round(chance.lognormvariate(7.5, 1.6), 2)
    code = f"91430{number % 1000:03d}{number:09d}"
    street = f"{place}市{chance.choice(STREETS)}{chance.randrange(1, 900)}号{chance.randrange(1, 30)}栋"
    return {
        "name": f"{place}{''.join(chance.sample(NAMES, 3))}{trade}有限公司",
        "uscc": code + check_character(code),
        "role": chance.choices(("leader", "key", "supporting", "other"), (1, 9, 70, 20))[0],
        "chain_link": chance.choice(LINKS),
        "gbt4754": chance.choice(CODES),
        "main_product": product if chance.random() < 0.6 else f"{chance.choice(LINKS)}用{product}{chance.randrange(400)}型",
        "founded": chance.randrange(1985, 2024),
        "employees": employees,
        "revenue": revenue,
        "rd_spend": round(revenue * chance.uniform(0, 0.08), 2),
        "rd_staff": int(employees * chance.uniform(0, 0.3)),
        "invention_patents": int(chance.expovariate(0.3)),
        "has_rd_unit": chance.random() < 0.3,
        "honours": chance.choice(HONOURS),
        "links_answered": chance.random() < 0.6,
        "address": street,
        "contact": f"{chance.choice(FAMILY)}{''.join(chance.sample(GIVEN, 2))} 0731-8{chance.randrange(10**7):07d}",
        "note": f"{2015 + number % 9}年走访；主供{chance.choice(LINKS)}，{chance.choice(('扩产', '稳定', '停产整改', '搬迁'))}。",
    }


def roster_workspace(path: Path, count: int) -> Workspace:
    """A new workspace there with one round that holds so many firms and little else; nothing to undo."""
    workspace = Workspace.create(path)
    change = compound.start_cluster(workspace, {"name_zh": "百强集群"}, "2024", "2024-03-05")
    assert change.round_id is not None
    fill_roster(workspace, change.round_id, count)
    return workspace


def fill_roster(workspace: Workspace, round_id: int, count: int) -> None:
    """Add so many firms to a round; nothing to undo."""
    fields = [question.id for question in questionnaire().parts["enterprises"].questions]
    rows: list[dict[str, Cell]] = []

    def write() -> None:
        with recording(workspace, Text("名录", "Roster"), round_id=round_id) as recorder:
            recorder.insert("enterprises", rows)
            recorder.images.clear()

    for place, firm in enumerate(firms(count), 1):
        cells = row_cells(firm)
        rows.append({"_round": round_id, "_position": STEP * place, **{field: cells.get(field) for field in fields}})
        if len(rows) == AT_ONCE:
            write()
            rows = []
    write()
    forget(workspace)
