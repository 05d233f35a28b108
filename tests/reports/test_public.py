"""The public edition: no name of a firm or person anywhere in the file, the same mask everywhere, no cell of fewer than three firms."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.authored import Authored, Remark, Section
from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.progress import outcome
from diagnosis.result import Diagnosis
from diagnosis.text import LANGS, Lang
from reports.blocks import Figure, Report, Table
from reports.chart import Network
from reports.few import dominated, largest
from reports.options import Options
from reports.outline import outline
from reports.public import publish
from tests.reports.made_up import LONG, Data, blank, diagnosis_of, firms, masks, rich_data, round_before, said, written
from tests.surveys import file_data, read

PUBLIC = Options(public=True)


def named() -> Data:
    """The rich survey with names, persons and telephone numbers in its free texts."""
    data = rich_data()
    one, two = data["enterprises"][4]["name"], data["enterprises"][5]["name"]
    data["enterprises"] += [{"name": "杭州海康威视数字技术股份有限公司", "role": "leader"}, {"name": "华为", "role": "key"}]
    data["ratings"][0] |= {"evidence": f"{one}与{two}均反映断供；海康威视备货26周，华为自研；电话13812345678", "respondent": "李工程师"}
    data["cluster"]["description_zh"] = f"龙头为{one}，王建国认为产能偏紧。"
    data["enterprises"] += [{"name": "合肥灵犀脑机科技有限公司"}]
    data["chain"][0] |= {"name": f"{data['chain'][0]['name']}（灵犀）"}
    data["indicators"][0] |= {"source": "灵犀年报", "note": "灵犀未计入"}
    data["cluster"]["description_en"] = "Led by 灵犀."
    data["ratings"][1] |= {"evidence": "灵犀已做出样机，只给灵犀供货"}
    data["platforms"].append({"name": "灵犀联合实验室", "kind": "laboratory", "topic": "灵犀脑机"})
    data["links"].append({"from": "灵犀脑机", "to": "灵犀研究院", "kind": "supply"})
    data["interviews"] = [{"organisation": "钱塘精密公司", "person": "王建国", "position": "总监", "notes": "成本压力大。"}]
    data["technologies"].append({"name": f"{two}的视频编码"})
    data["platforms"].append({"name": f"{one}联合实验室", "kind": "laboratory"})
    return data


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of the package, and of the workbooks inside it."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            data = package.read(name)
            yield name, data
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(data)) as workbook:
                    yield from ((f"{name}/{inner}", workbook.read(inner)) for inner in workbook.namelist())


def secrets(data: Data) -> list[str]:
    """What the file may not hold."""
    found = [firm["name"] for firm in data["enterprises"]]
    found += [
        "灵犀",
        "海康威视",
        "王建国",
        "李工程师",
        "钱塘精密",
        "13812345678",
        "张先生",
        "某路1号",
        "成本压力大",
        "名录外公司",
        "备注 $x^2$",
    ]
    return found


@pytest.mark.parametrize("charts", ["native", "pictures"])
@pytest.mark.parametrize("lang", LANGS)
def test_no_byte_of_the_package_names_a_firm_or_a_person(tmp_path: Path, lang: Lang, charts: Any) -> None:
    data = named()
    diagnosis = diagnose(read(data), load_framework())
    path = written(diagnosis, tmp_path, lang, previous=round_before(), options=Options(public=True, charts=charts))
    files = dict(contents(path))
    assert any("xlsx/" in name for name in files) is (charts == "native")
    for name, content in files.items():
        words = content.decode("utf-8", "ignore")
        assert [
            secret for secret in secrets(data) if secret in words or secret.replace("&", "&amp;").replace("<", "&lt;") in words
        ] == [], name
    core = files["docProps/core.xml"].decode()
    assert "王小明" not in core
    assert "creator></dc:creator" in core.replace("<dc:creator/>", "<dc:creator></dc:creator>")


def test_what_an_author_writes_names_nobody_either(tmp_path: Path) -> None:
    """In bold, in a heading, in a section of one's own, beside a comment; nor do bookmarks tell where the text was read back from."""
    data = named()
    data["enterprises"].append({"name": "三一重工股份有限公司", "role": "leader", "contact": "赵铁柱 13911112222"})
    text = "# 三一重工\n**三一**重工与{fact:cr4}，见{ref:table-scale}。\n- 赵铁柱，13911112222\n1. 李**工程**师。\n[[figure-network]]"
    remark = Remark("r1", "张三丰", "2025-01-01T00:00:00", "三一批注")
    section = Section(text=text, title="三一重工专章", remarks=(remark,))
    authored = Authored("zh", {"summary": section, "scale": section, "own-1": replace(section, parent="support")})
    path = written(diagnose(read(data), load_framework()), tmp_path, options=Options(public=True, authored=authored))
    for name, content in contents(path):
        words = content.decode("utf-8", "ignore")
        plain = re.sub("<[^>]+>", "", words)
        assert [secret for secret in ("三一", "赵铁柱", "13911112222", "李工程师", "张三丰") if secret in plain] == [], name
        assert not re.search(r'w:name="jz[sfe]', words), name
    assert "专章" in dict(contents(path))["word/document.xml"].decode()


def test_the_internal_edition_does_name_them(tmp_path: Path) -> None:
    data = named()
    path = written(diagnose(read(data), load_framework()), tmp_path)
    words = dict(contents(path))["word/document.xml"].decode()
    assert all(secret in words for secret in ("灵犀", "海康威视", "王建国", "李工程师"))


def public(diagnosis: Diagnosis, lang: Lang = "zh", previous: Diagnosis | None = None) -> Report:
    return outline(diagnosis, lang, previous, edition=outcome(publish(diagnosis, previous, lang)))


def test_one_firm_has_one_mask_in_text_table_and_network() -> None:
    data = named()
    report = public(diagnose(read(data), load_framework()))
    found = masks(read(data))
    one, two = (found.firms[data["enterprises"][at]["name"]] for at in (4, 5))
    assert (one, two) == ("企业E", "企业F")
    words = said(report)
    assert f"{one}与{two}均反映断供" in words
    assert f"龙头为{one}，受访者认为" in words
    (network,) = (block.chart for block in report.blocks if isinstance(block, Figure) and isinstance(block.chart, Network))
    assert {name for name, kind in network.nodes if kind == "firm"} <= set(found.firms.values())


# ---- small cells


def classed(*employees: int) -> Diagnosis:
    """Firms of these sizes."""
    rows = [{"name": f"甲乙丙{n}公司", "employees": count, "revenue": count * 100.0} for n, count in enumerate(employees)]
    return diagnose(read(rich_data() | {"enterprises": rows, "links": []}), load_framework())


def table(report: Report, key: str) -> Table | None:
    return next((block for block in report.blocks if isinstance(block, Table) and block.key == key), None)


def test_size_classes_of_too_few_firms_are_put_together() -> None:
    found = table(public(classed(2000, 400, 400, 400, 30, 30, 30, 5)), "table-sizes")
    assert found is not None
    assert [(row[0], row[1]) for row in found.rows] == [("大型和中型", "4"), ("小型和微型", "4")]


def test_two_firms_in_all_have_no_table_of_sizes() -> None:
    report = public(classed(2000, 400))
    assert table(report, "table-sizes") is None
    assert "没有同时填写" not in said(report)


def test_indicators_that_would_tell_of_one_firm_are_not_there() -> None:
    diagnosis = classed(2000, *[50] * 4)  # one large firm: its part of revenue is what the small ones leave
    edition = outcome(publish(diagnosis, None, "zh"))
    assert {"sme-share", "cr4"} <= set(diagnosis.figures)
    assert {"sme-share", "cr4"} <= set(edition.hidden)
    assert "sme-share" not in edition.diagnosis.figures
    words = said(outline(diagnosis, "zh", edition=edition))
    assert "公开版不列：" in words
    assert "尚未填报：" not in words or "中小企业产值占比" not in words.split("尚未填报：")[1].split("；")[0]


def test_amounts_that_are_nearly_one_firms_are_not_there() -> None:
    """The mean and HHI of twelve firms would tell the revenue of the one that has 97% of it, and so would its field's share."""
    revenues = [90000.0, *[250.0] * 11]
    rows = [{"name": f"甲乙丙{n}公司", "revenue": one, "employees": 50, "gbt4754": "C3939"} for n, one in enumerate(revenues)]
    diagnosis = diagnose(read(file_data(enterprises=rows)), load_framework())
    edition = outcome(publish(diagnosis, None, "zh"))
    assert {"hhi", "mean-firm-revenue"} <= set(diagnosis.figures)
    assert {"cr4", "cr8", "hhi", "mean-firm-revenue"} <= set(edition.hidden)
    assert diagnosis.shares.of
    assert not edition.diagnosis.shares.of
    assert table(outline(diagnosis, "zh", edition=edition), "table-sizes") is None
    assert "数额几乎全由一家企业构成" in said(outline(diagnosis, "zh", edition=edition))
    assert "推算的产业领域构成只涉及不足3家企业，或数额几乎全属一家，不予列出。" in said(outline(diagnosis, "zh", edition=edition))


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=8))
def test_a_sum_that_may_be_told_leaves_the_largest_firm_in_doubt(amounts: list[int]) -> None:
    """What the second knows at most of the first: the sum without its own part."""
    first, *others = sorted(amounts, reverse=True)
    known_at_most = sum(amounts) - (others[0] if others else 0)
    assert dominated(sum(amounts), largest(amounts)) == (10 * (known_at_most - first) < first)


def test_lists_of_single_firms_and_the_curve_are_left_out() -> None:
    report = public(diagnosis_of("rich"))
    assert table(report, "table-data-enterprises") is None
    assert table(report, "table-data-interviews") is None
    keys = {block.key for block in report.blocks if isinstance(block, Figure)}
    assert "figure-concentration" not in keys
    assert "figure-network" in keys
    assert report.cover.mark == "公开版"
    assert LONG not in said(report)
    assert len(firms()) == 60


def test_fields_of_too_few_firms_are_not_told() -> None:
    rows = [{"name": f"甲乙丙{n}公司", "revenue": 100.0, "gbt4754": code} for n, code in enumerate(["C3939"] * 3 + ["C3731"])]
    others = [{"name": f"丁戊己{n}公司", "revenue": 100.0} for n in range(3)]
    diagnosis = diagnose(read(file_data(enterprises=[*rows, *others])), load_framework())
    edition = outcome(publish(diagnosis, None, "zh"))
    assert set(diagnosis.shares.of) - set(edition.diagnosis.shares.of)
    assert "或因所涉企业不足3家、数额几乎全属一家而不列" in said(outline(diagnosis, "zh", edition=edition))


def test_what_the_fields_leave_over_is_not_one_firms_part() -> None:
    rows = [{"name": f"甲乙丙{n}公司", "revenue": 100.0, "gbt4754": code} for n, code in enumerate(["C3939"] * 3 + ["C3731"])]
    assert not outcome(publish(diagnose(read(file_data(enterprises=rows)), load_framework()), None, "zh")).diagnosis.shares.of


def hidden(*rows: dict[str, Any]) -> set[str]:
    """The indicators that the public edition of a survey with these firms leaves out."""
    named_rows = [{"name": f"甲乙丙{n}公司", "employees": 50, **row} for n, row in enumerate(rows)]
    return set(outcome(publish(diagnose(read(file_data(enterprises=named_rows)), load_framework()), None, "zh")).hidden)


@pytest.mark.parametrize(
    ("revenues", "left_out"),
    [
        ([500.0] * 12, set()),
        ([5000.0, 300.0, 100.0, 100.0, *[90.0] * 10], {"cr4", "hhi"}),  # the second knows of the four what the first has
        ([5000.0, *[500.0] * 10], {"hhi"}),  # the squares of the others are next to nothing
        ([500.0] * 9, {"cr8"}),  # the ninth has the rest
        ([500.0] * 8 + [400.0, 1.0, 1.0], {"cr8"}),
    ],
)
def test_no_largest_firm_can_be_worked_out_of_concentration(revenues: list[float], left_out: set[str]) -> None:
    assert hidden(*({"revenue": revenue} for revenue in revenues)) & {"cr4", "cr8", "hhi", "mean-firm-revenue"} == left_out


def test_a_ratio_that_one_firms_research_or_patents_make_is_not_told() -> None:
    spread = [{"revenue": 500.0, "rd_spend": 10.0, "invention_patents": 3} for _ in range(12)]
    assert not hidden(*spread) & {"rd-intensity", "invention-patents"}
    alone = [{"revenue": 500.0, "rd_spend": 0, "invention_patents": 0} for _ in range(11)]
    assert {"rd-intensity", "invention-patents"} <= hidden({"revenue": 500.0, "rd_spend": 90.0, "invention_patents": 40}, *alone)


def test_all_revenue_less_that_of_the_size_classes_is_not_one_firms() -> None:
    rows = [{"revenue": 500.0} for _ in range(12)]
    assert "mean-firm-revenue" not in hidden(*rows)
    assert "mean-firm-revenue" in hidden(*rows, {"revenue": 900.0, "employees": None})


def test_a_size_class_whose_people_are_nearly_all_of_one_firm_is_put_together() -> None:
    rows = [{"name": f"甲乙丙{n}公司", "employees": heads, "revenue": 300000.0} for n, heads in enumerate([90000, 1000, 1000, *[400] * 60])]
    found = table(public(diagnose(read(file_data(enterprises=rows)), load_framework())), "table-sizes")
    assert found is not None
    assert [row[0] for row in found.rows] == ["大型和中型"]
    assert "各类并为一行" in said(public(diagnose(read(file_data(enterprises=rows)), load_framework())))


@pytest.mark.parametrize("name", ["empty", "typeless", "rich", "hydrogen"])
def test_the_public_is_not_sent_to_pages_of_the_program(name: str) -> None:
    assert "程序“" in said(outline(diagnosis_of(name), "zh"))
    assert "程序“" not in said(public(diagnosis_of(name)))
    assert "of the program" not in said(public(diagnosis_of(name), "en"))


def test_closing_the_work_leaves_no_file(tmp_path: Path) -> None:
    from reports.report import build

    work = build(diagnosis_of("rich"), tmp_path / "a.docx", "zh", draw=blank, options=PUBLIC)
    next(work)
    next(work)
    work.close()
    assert list(tmp_path.iterdir()) == []
