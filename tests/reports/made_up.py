"""A made-up survey that has something of everything, drawings that cost nothing, and ways to look into a document."""

import functools
import io
import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

from lxml import etree

from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.progress import outcome
from diagnosis.result import Diagnosis
from diagnosis.survey import Survey
from diagnosis.text import Lang
from reports import numbering
from reports.blocks import Block, Figure, Heading, Item, Paragraph, Report, Table
from reports.chart import Chart
from reports.outline import outline
from reports.public.masks import Masks
from reports.public.names import masking
from reports.report import build
from tests.surveys import SAMPLES, file_data, read, sample_data

Data = dict[str, Any]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
GOLDEN = Path(__file__).parent / "golden"
LONG = "中国某某数字技术股份有限公司（含其全部分支机构）<&>第五十二研究所"


def firms() -> list[Data]:
    """Sixty firms of all sizes, some with gaps in what is known."""
    found = []
    for number in range(60):
        revenue = round(300 * 1.17**number % 90000 + 150, 1) if number % 9 else None
        firm = {
            "name": LONG if number == 3 else f"杭州{'海视智慧物联'[number % 6]}{number}数字安防有限公司",
            "role": "leader" if number < 4 else "key" if number < 15 else "supporting" if number < 50 else "other",
            "gbt4754": ("C3939", "C3973", "3961")[number % 3],
            "main_product": ("主控芯片", "图像传感器", "镜头模组")[number % 3],
            "employees": int((revenue or 800) / 60) + 5 if number % 7 else None,
            "revenue": revenue,
            "rd_spend": round(revenue * 0.02, 1) if revenue and number % 3 else None,
            "invention_patents": number % 40 if number % 4 else None,
            "has_rd_unit": number % 3 == 0 if number % 5 else None,
            "honours": ([], ["little-giant"], ["champion", "listed"], None)[number % 4],
            "links_answered": True if number % 4 else None,
            "address": "某路1号",
            "contact": "张先生",
            "note": "备注 $x^2$",
        }
        found.append({key: value for key, value in firm.items() if value is not None})
    return found


def indicators(shift: float) -> list[Data]:
    """Values of several years, entered ones that differ from what the lists give, and rated ones."""
    years = {
        "output": ((2020, 2100), (2021, 2350), (2022, 2480), (2023, 2700 + shift)),
        "national-share": ((2021, 31.2), (2022, 30.5), (2023, 29.8)),
        "capacity-utilisation": ((2021, 76.0), (2022, 74.2), (2023, 71.5)),
        "rd-intensity": ((2023, 4.85),),
        "platform-utilisation": ((2023, 41.0),),
        "local-sourcing": ((2023, 38.0),),
        "location-quotient": ((2023, 2.31),),
        "firms": ((2023, 1288),),
    }
    rows = [{"id": key, "year": year, "value": value, "source": "市统计局"} for key, pairs in years.items() for year, value in pairs]
    rows[-1]["note"] = "含小微"
    return rows + [{"id": "policy-satisfaction", "year": 2023, "value": score, "source": "问卷"} for score in (1, 2, 3, 2)]


CHAIN = (
    ("upstream", "主控芯片", "parts", True, "imported", 3),
    ("upstream", "镜头", "parts", True, "partial", 2),
    ("upstream", "光学玻璃", "materials", False, "imported", 2),
    ("upstream", "光学检测设备", "inspection", False, "imported", 2),
    ("midstream", "贴装工艺", "processes", True, "self", 2),
    ("midstream", "操作系统", "software", False, "imported", 3),
    ("downstream", "安防平台与城市级系统集成解决方案（含运维）", "service", True, "self", 2),
    (None, "未定环节", "service", None, None, None),
)
PLATFORMS = (
    ("视觉感知中心", "innovation-centre", "national", "视频感知", True),
    ("视频实验室", "laboratory", "provincial", "视频感知", False),
    ("检测平台", "testing", "municipal", "检测", True),
)


def links() -> list[Data]:
    """Co-operation between firms and institutions, one of them not on any list."""
    roster = [firm["name"] for firm in firms()]
    kinds = ("joint-rd", "supply", "licence", "service", "talent")
    others = ("浙江大学", "之江实验室", "名录外公司")
    ends = [(roster[n * 7 % 60], roster[n * 11 % 60] if n % 3 else others[n % 9 // 3]) for n in range(45)]
    return [{"from": a, "to": b, "kind": kinds[n % 5], "year": 2020 + n % 4} for n, (a, b) in enumerate(ends)]


def ratings(type_id: str) -> list[Data]:
    """Ratings of most items of a type: with and without evidence, one not applicable."""
    rows: list[Data] = []
    for number, item in enumerate(item for item in load_framework().items.values() if type_id in item.types):
        if number % 6 == 5:
            continue
        if number == 7:
            rows.append({"item": item.id, "score": "na", "reason": "本地无此类业务"})
            continue
        row: Data = {"item": item.id, "score": (number * 7 + 3) % 5 if number else 3}
        if number % 3:
            row |= {"evidence": "三家企业访谈一致反映“断供”风险；备货周期26周", "respondent": "采购总监"}
        rows.append(row)
    return rows


def rich_data(type_id: str = "strategic", shift: float = 0) -> Data:
    """A survey file with something in every part."""
    return file_data(
        cluster={"name_zh": "杭州数字安防集群", "name_en": "Hangzhou digital security cluster", "region": "330100"}
        | {"description_zh": "集群以视频监控产品为主。\n第二段。", "description_en": "Video surveillance.\nTwo districts."},
        fields=[{"id": "digital-security", "share": 0.62}, {"id": "integrated-circuits", "share": 0.18}],
        round={"label": "2024", "date": "2024-06-30", "surveyors": ["某某研究院", "王小明"], "note": "合成数据。"},
        criteria={"market-stage": type_id, "technology-maturity": type_id, "value-chain": type_id}
        | {"capacity": "mixed:strategic/basic", "leading-actors": type_id, "spatial-pattern": "frontier"},
        indicators=indicators(shift),
        enterprises=firms(),
        institutions=[{"name": "浙江大学", "kind": "university"}, {"name": "之江实验室", "kind": "new-type"}],
        platforms=[dict(zip(("name", "kind", "level", "topic", "open"), row, strict=True)) for row in PLATFORMS],
        organisations=[{"name": "安防行业协会", "kind": "association"}],
        chain=[dict(zip(("stage", "name", "kind", "present", "control", "importance"), row, strict=True)) for row in CHAIN],
        links=links(),
        technologies=[{"name": "端侧推理芯片", "trl": 4}, {"name": "视频编码", "trl": 9}, {"name": "毫米波", "trl": 3}],
        services={"common-rd": True, "testing": True, "patents": False, "finance": False},
        ratings=ratings(type_id),
        features={"scale": 4, "value-chain": 2},
        complete={"chain": True, "platforms": True, "links": True},
        interviews=[{"date": "2024-05-12", "organisation": "某企业", "person": "李工", "notes": "备货26周。\n样片在测。"}],
    )


def typeless_data() -> Data:
    """A rich survey of which nothing says what type it is."""
    data = rich_data()
    data["cluster"].pop("fields")
    data["criteria"] = {}
    for firm in data["enterprises"]:
        firm.pop("gbt4754")
    return data


def override_data() -> Data:
    """The consultant decides otherwise than the computation, at length."""
    return rich_data() | {"classification_override": {"type": "frontier", "reason": "市政府已按前沿技术产业布局。" * 12}}


def contested_data() -> Data:
    """Field and stage disagree, and little is answered."""
    data = rich_data()
    data["cluster"]["fields"] = [{"id": "digital-security", "share": 0.5}]
    data["criteria"] = {"market-stage": "basic", "technology-maturity": "basic"}
    return data


SURVEYS: dict[str, Any] = {
    **{name: functools.partial(sample_data, name) for name in SAMPLES},
    "empty": file_data,
    "rich": rich_data,
    "rich-basic": functools.partial(rich_data, "basic"),
    "rich-frontier": functools.partial(rich_data, "frontier"),
    "typeless": typeless_data,
    "override": override_data,
    "contested": contested_data,
}


@functools.cache
def diagnosis_of(name: str) -> Diagnosis:
    """The diagnosis of one of ``SURVEYS``."""
    return diagnose(read(SURVEYS[name]()), load_framework())


@functools.cache
def round_before() -> Diagnosis:
    """The round before the rich survey: other figures, other ratings."""
    data = rich_data(shift=-300)
    data["round"] |= {"label": "2022", "date": "2022-06-30"}
    for row in data["indicators"]:
        row["year"] -= 2
    for number, row in enumerate(data["ratings"]):
        if isinstance(row["score"], int):
            row["score"] = max(0, row["score"] - 1) if number % 3 == 0 else min(4, row["score"] + number % 2)
    return diagnose(read(data), load_framework())


def report_of(name: str, lang: Lang) -> Report:
    """The report on one of ``SURVEYS``; the rich one is compared with its round before."""
    return outline(diagnosis_of(name), lang, round_before() if name == "rich" else None)


def structure(report: Report) -> list[str]:
    """Every heading with its number, every table and figure with its title, in order."""
    numbers = numbering.number(report.blocks, report.lang)
    found = []
    for place, block in enumerate(report.blocks):
        if isinstance(block, Heading):
            found.append(f"{'#' * block.level} {numbers.headings.get(place, '')}{block.text}")
        elif isinstance(block, Table | Figure):
            found.append(f"{numbers.labels[block.key]} {block.title if isinstance(block, Table) else block.caption}")
    return found


def texts(block: Block) -> list[str]:
    """Everything a block says."""
    match block:
        case Heading() | Paragraph() | Item():
            return [block.text]
        case Table():
            return [block.title, block.note, *(column.head for column in block.columns), *(cell for row in block.rows for cell in row)]
        case Figure():
            return [block.caption, block.alt, block.note]
        case _:
            return [getattr(block, "title", ""), getattr(block, "note", "")]


def said(report: Report) -> str:
    """Everything a report says, a line a text."""
    return "\n".join(text for block in report.blocks for text in texts(block))


def blank(chart: Chart, width: int = 1842, height: int = 900) -> bytes:
    """A white picture instead of the chart."""
    del chart

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * ((width + 7) // 8)) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def written(diagnosis: Diagnosis, folder: Path, lang: Lang = "zh", **options: Any) -> Path:
    """The report as a file, with white pictures."""
    path = folder / "report.docx"
    for _ in build(diagnosis, path, lang, draw=options.pop("draw", blank), **options):
        pass
    return path


class Document:
    """A Word file, part by part."""

    def __init__(self, source: Path | bytes) -> None:
        self.archive = zipfile.ZipFile(source if isinstance(source, Path) else io.BytesIO(source))
        self.names = self.archive.namelist()
        self.body = self.xml("word/document.xml")[0]

    def xml(self, name: str) -> Any:
        """The root of a part."""
        return etree.fromstring(self.archive.read(name))

    def all(self, tag: str) -> list[Any]:
        """All elements of a WordprocessingML tag in the body."""
        return list(self.body.iter(f"{W}{tag}"))

    def paragraphs(self, style: str) -> list[str]:
        """The texts of the paragraphs of a style."""
        return [text(p) for p in self.all("p") if (found := p.find(f"{W}pPr/{W}pStyle")) is not None and found.get(f"{W}val") == style]


def text(element: Any) -> str:
    """The text under an element."""
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def as_json(value: Any) -> str:
    """A value as a golden file holds it."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def masks(*rounds: Survey) -> Masks:
    """What a public edition of these rounds masks."""
    return outcome(masking(rounds, load_framework(), "zh")).masks
