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
from diagnosis.text import LANGS, Lang, fold
from reports.blocks import Figure, Report, Table
from reports.chart import Network
from reports.options import Options
from reports.outline import outline
from reports.public import publish
from reports.public.names import Masks, letters, masks
from reports.public.shorts import short_names
from tests.reports.made_up import LONG, Data, blank, diagnosis_of, firms, rich_data, round_before, said, written
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
    found = masks([read(data)], load_framework(), "zh")
    one, two = (found.firms[data["enterprises"][at]["name"]] for at in (4, 5))
    assert (one, two) == ("企业E", "企业F")
    words = said(report)
    assert f"{one}与{two}均反映断供" in words
    assert f"龙头为{one}，受访者认为" in words
    (network,) = (block.chart for block in report.blocks if isinstance(block, Figure) and isinstance(block.chart, Network))
    assert {name for name, kind in network.nodes if kind == "firm"} <= set(found.firms.values())


def test_a_firm_keeps_its_mask_over_the_rounds() -> None:
    now, before = rich_data(), rich_data()
    before["enterprises"] = list(reversed(before["enterprises"]))
    assert masks([read(now), read(before)], load_framework(), "zh").firms == masks([read(now)], load_framework(), "zh").firms


@given(
    st.lists(st.text("甲乙丙丁戊AB 12", min_size=5, max_size=9).map(str.strip).filter(lambda name: len(name) > 4), min_size=1, unique=True)
)
def test_no_name_is_left_in_a_text(names: list[str]) -> None:
    found = Masks({}, dict.fromkeys(names, "□"))
    text = "；".join(names)
    told = found.text(text)
    assert told == "；".join("□" for _ in names)


def test_the_longest_name_is_taken_and_western_words_stay_whole() -> None:
    found = Masks({}, {"三一重工": "企业A", "三一重工装备": "企业B", "Acme": "Firm C"})
    assert found.text("三一重工装备供货给三一重工") == "企业B供货给企业A"
    assert found.text("Acme and ACME, not Acmeville") == "Firm C and Firm C, not Acmeville"
    assert found.text("Ａｃｍｅ（中国）") == "Firm C（中国）"


@pytest.mark.parametrize("text", ["三\x02一重\x04工", "三 一\u3000重工", "三\u200b一重工", "三一\n重工"])
def test_a_name_with_something_between_its_letters_is_one(text: str) -> None:
    """An author may have set a part of it in bold, or Word have put a break into it; what is marked stays marked."""
    told = Masks({}, {"三一重工": "企业A"}).text(f"由{text}供货")
    assert told.translate({2: "", 4: ""}) == "由企业A供货"
    assert [char for char in told if char in "\x02\x04"] == [char for char in text if char in "\x02\x04"]


def test_what_a_reference_leads_to_is_no_text() -> None:
    found = Masks({}, {"table": "Firm A", "BYD Auto": "Firm B", "AB": "Firm C"})
    assert found.text("see \x03table\x04 and table") == "see \x03table\x04 and Firm A"
    assert found.text("ＡＢＣ, Ａ") == "ＡＢＣ, Ａ"
    assert found.text("BYD  Auto, options A B") == "Firm B, options A B"


def test_brands_persons_and_codes() -> None:
    """What everybody calls a leading firm, one that writes itself small, and whom an answer names beside a post or a number."""
    data = file_data(
        enterprises=[
            {"name": "三一重工股份有限公司", "role": "leader", "contact": "赵铁柱 138-0000-1111"},
            {"name": "华为技术有限公司", "role": "key"},
            {"name": "vivo"},
        ],
        ratings=[{"item": "homogenisation", "score": 2, "respondent": "李工程师、技术总监"}],
    )
    found = masks([read(data)], load_framework(), "zh")
    assert found.text("三一、华为和vivo") == "企业A、企业B和企业C"
    assert found.text("赵铁柱与李工程师说，技术总监认同") == "受访者与受访者说，技术总监认同"
    for number in ("138-0000-1111", "138 0000 1111", "0731-8888888", "(0731)88888888", "91430000MA4L1ABC2X", "430102198001011234"):
        assert found.text(f"另见{number}。") == "另见…。"
    assert found.text("产值123456789012万元，2024—2025年") == "产值123456789012万元，2024—2025年"


def test_a_surveyor_who_rates_is_named_on_the_cover_as_the_others_are() -> None:
    data = file_data(
        ratings=[{"item": "homogenisation", "score": 2, "respondent": "孟起"}, {"item": "low-end-overcapacity", "respondent": "李工"}]
    )
    data["round"]["surveyors"] = ["周岚", "孟起"]
    assert masks([read(data)], load_framework(), "zh").text("周岚、孟起、李工") == "周岚、孟起、受访者"


def test_letters_go_on_after_z() -> None:
    made = [letter for letter, _ in zip(letters(), range(704), strict=False)]
    assert (made[0], made[25], made[26], made[51], made[52], made[701], made[702]) == ("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA")


def test_what_a_firm_is_called_for_short() -> None:
    assert "海康威视" in set(short_names("杭州海康威视数字技术股份有限公司"))
    assert "三一重工" in set(short_names("三一重工股份有限公司"))
    assert all(len(short) >= 3 for short in short_names("中国五矿集团"))


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("合肥灵犀脑机科技有限公司", "灵犀"),
        ("湖南省长沙市飞沃新能源装备股份有限公司", "飞沃"),
        ("合肥思源", "思源"),
        ("佛山市鑫宏陶瓷厂", "鑫宏"),
        ("湖南中联（集团）有限公司", "中联"),
    ],
)
def test_a_name_of_two_characters_is_masked_where_it_stands_as_a_whole(name: str, short: str) -> None:
    found = masks([read(file_data(enterprises=[{"name": name}]))], load_framework(), "zh")
    assert (
        found.text(f"{short}与{name}供货，{short}的订单，**{short}**；由{short}市场部")
        == "企业A与企业A供货，企业A的订单，**企业A**；由企业A市场部"
    )
    for place in ("中学", "区", "大道", "街"):
        assert found.text(f"在{short}{place}旁") == f"在{short}{place}旁"


@pytest.mark.parametrize(
    "name",
    [
        "长江科技有限公司",
        "华东机械有限公司",
        "上海未来有限公司",
        "湖南天元精密机械有限公司",
        "中车集团",
        "新时代科技有限公司",
        "长沙精密机械有限公司",
    ],
)
def test_a_word_of_the_language_is_left_where_it_stands_alone(name: str) -> None:
    found = masks([read(file_data(enterprises=[{"name": name, "role": "leader"}]))], load_framework(), "zh")
    text = "长江与华东未来在天元，中车与新时代，精密机械"
    assert found.text(text) == text
    assert found.text(f"{name}供货") == "企业A供货"


def test_a_word_over_the_border_of_two_words_is_none() -> None:
    found = masks(
        [read(file_data(enterprises=[{"name": "合肥海大科技有限公司"}, {"name": "金发科技股份有限公司"}]))], load_framework(), "zh"
    )
    assert found.text("上海大学与基金发展，金发的订单") == "上海大学与基金发展，企业B的订单"


def test_a_link_that_calls_a_firm_for_short_means_that_firm_and_what_several_are_called_is_none_of_them() -> None:
    names = ("合肥灵犀脑机科技有限公司", "三一重工股份有限公司", "三一汽车有限公司")
    data = file_data(
        enterprises=[{"name": name} for name in names],
        links=[{"from": "灵犀脑机", "to": "某大学", "kind": "supply"}],
        chain=[{"name": "脑机接口"}],
    )
    found = masks([read(data)], load_framework(), "zh")
    assert found.text("灵犀脑机和灵犀，三一重工与三一") == "企业A和企业A，企业B与有关企业"


RARE = "灵犀飞沃鑫烁璟珩昊睿翎琮骐"


@given(st.lists(st.text(RARE, min_size=2, max_size=3), min_size=1, max_size=5, unique=True), st.data())
def test_no_name_on_the_roster_nor_its_core_is_left_in_a_text(cores: list[str], data: st.DataObject) -> None:
    """Whatever place, trade and legal form it has; one firm has one mask."""
    forms = ("", "科技有限公司", "精密机械股份有限公司", "（集团）有限责任公司", "新材料厂")
    names = [
        data.draw(st.sampled_from(("", "合肥", "湖南省长沙市")), label="place") + core + data.draw(st.sampled_from(forms), label="form")
        for core in cores
    ]
    found = masks([read(file_data(enterprises=[{"name": name} for name in names]))], load_framework(), "zh")
    for name, core in zip(names, cores, strict=True):
        mask = found.firms[fold(name)]
        told = found.text(f"{name}；{core}说。据{core}；订单在{core}")
        assert core not in told
        assert told.startswith(f"{mask}；")
        if sum(core == other for other in cores) == 1 and core not in found.firms:
            assert told == f"{mask}；{mask}说。据{mask}；订单在{mask}"


def test_an_ordinary_word_is_not_taken_for_a_firm() -> None:
    data = file_data(enterprises=[{"name": "浙江新材料有限公司"}, {"name": "零部件"}])
    found = masks([read(data)], load_framework(), "zh")
    assert found.text("零部件与新材料") == "零部件与新材料"
    assert found.name("零部件") == "企业B"


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
    rows = [{"name": f"甲乙丙{n}公司", "revenue": 100.0, "gbt4754": code} for n, code in enumerate(("C3939", "C3939", "C3939", "C3731"))]
    data = file_data(enterprises=rows)
    diagnosis = diagnose(read(data), load_framework())
    edition = outcome(publish(diagnosis, None, "zh"))
    assert set(diagnosis.shares.of) - set(edition.diagnosis.shares.of)
    assert "或所涉企业不足3家而不列" in said(outline(diagnosis, "zh", edition=edition))


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
