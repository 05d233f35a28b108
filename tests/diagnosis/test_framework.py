"""The framework's files: what they hold, and that whatever is broken in them is refused by file and id."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from diagnosis.errors import UserError
from diagnosis.framework import TYPE_IDS, Framework
from diagnosis.framework_files import load_framework
from diagnosis.text import TEMPLATES

SOURCE = TEMPLATES / "framework"
Break = Callable[[str], str]
NOTE = 'note_zh = "45个国家级集群均值；仅作背景", note_en = "Mean of the 45 national clusters; context only", '


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the framework to break."""
    return Path(shutil.copytree(SOURCE, tmp_path / "framework"))


def first(old: str, new: str) -> Break:
    """Changes the first place where ``old`` stands."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def within(entry: str, old: str, new: str) -> Break:
    """Changes ``old`` in the entry of this id."""

    def change(text: str) -> str:
        start = text.index(f'id = "{entry}"')
        end = text.find("\n[[", start)
        block = text[start : end if end > 0 else len(text)]
        assert old in block
        return text[:start] + block.replace(old, new, 1) + text[start + len(block) :]

    return change


def without(entry: str, key: str) -> Break:
    """Drops the line of a key from the entry of this id."""

    def change(text: str) -> str:
        start = text.index(f'id = "{entry}"')
        line = text.index(f"\n{key} = ", start)
        assert "\n[[" not in text[start:line]
        return text[:line] + text[text.index("\n", line + 1) :]

    return change


def added(text_to_add: str) -> Break:
    return lambda text: f"{text}\n{text_to_add}\n"


# (file, how it is broken, the id that the refusal names, a part of what it says)
BROKEN: list[tuple[str, Break, str, str]] = [
    # references that lead nowhere
    ("fields.toml", within("graphene", 'parent = "new-materials"', 'parent = "newer-materials"'), "graphene", "parent"),
    ("fields.toml", within("graphene", 'parent = "new-materials"', 'parent = "hydrogen"'), "graphene", "has a parent itself"),
    ("indicators.toml", within("cr4", 'group = "', 'group = "x'), "cr4", "group"),
    ("checklist.toml", within("labour-cost", '"labour-cost-growth"', '"labour-growth"'), "labour-cost", "signals"),
    ("checklist.toml", within("labour-cost", 'element = "structure"', 'element = "strukture"'), "labour-cost", "element"),
    ("checklist.toml", within("labour-cost", 'paths = ["', 'paths = ["x-'), "labour-cost", "paths"),
    ("checklist.toml", within("services-testing", 'service = "testing"', 'service = "tasting"'), "services-testing", "service"),
    ("checklist.toml", within("low-concentration", '"steel"', '"stahl"'), "low-concentration", "signal_fields"),
    ("paths.toml", within("chain-leader", 'direction = "', 'direction = "x'), "chain-leader", "direction"),
    ("paths.toml", within("chain-leader", 'horizon = "near"', 'horizon = "now"'), "chain-leader", "horizon"),
    ("paths.toml", within("chain-leader", 'kpi = ["', 'kpi = ["x'), "chain-leader", "kpi"),
    ("paths.toml", within("pre-cluster-support", '"optoelectronics"', '"optics"'), "pre-cluster-support", "fields"),
    ("practices.toml", within("kr-mini-clusters", 'for_items = ["', 'for_items = ["x'), "kr-mini-clusters", "for_items"),
    ("profile.toml", within("value-chain", 'elements = ["chain"]', 'elements = ["chains"]'), "value-chain", "elements"),
    ("examples.toml", within("hydrogen", 'fields = ["hydrogen"]', 'fields = ["helium"]'), "hydrogen", "fields"),
    ("examples.toml", within("hydrogen", 'items = ["', 'items = ["x'), "hydrogen", "items"),
    ("reference-clusters.toml", within("wuxi-iot", 'fields = ["', 'fields = ["x'), "wuxi-iot", "fields"),
    # weights, thresholds and ranges
    ("criteria.toml", first("weight = 0.12", "weight = 0.13"), "*", "1.01"),
    ("criteria.toml", first("weight = 0.12", "weight = 0"), "market-stage", "weight"),
    ("criteria.toml", first("weight = 0.12", "weight = nan"), "market-stage", "weight"),
    ("criteria.toml", first("weight = 0.12", "weight = true"), "market-stage", "weight"),
    ("criteria.toml", first("weight = 0.12", 'weight = "0.12"'), "market-stage", "weight"),
    ("checklist.toml", within("labour-cost", "weight = 1", "weight = 4"), "labour-cost", "weight"),
    ("checklist.toml", within("labour-cost", "weight = 1", "weight = 1.5"), "labour-cost", "weight"),
    ("checklist.toml", within("labour-cost", "[5, 8, 12]", "[8, 5, 12]"), "labour-cost", "thresholds"),
    ("checklist.toml", within("labour-cost", "[5, 8, 12]", "[5, 5, 12]"), "labour-cost", "thresholds"),
    ("checklist.toml", within("labour-cost", "[5, 8, 12]", "[5]"), "labour-cost", "thresholds"),
    ("checklist.toml", within("labour-cost", "[5, 8, 12]", "[5, 8, 12, 20]"), "labour-cost", "thresholds"),
    ("checklist.toml", within("labour-cost", "[5, 8, 12]", "[5, 8, inf]"), "labour-cost", "inf"),
    ("checklist.toml", within("labour-cost", "[5, 8, 12]", '[5, 8, "12"]'), "labour-cost", "thresholds"),
    ("checklist.toml", within("labour-cost", '">"', '">="'), "labour-cost", "signal"),
    ("checklist.toml", within("high-value-products", "[30, 20, 10]", "[10, 20, 30]"), "high-value-products", "thresholds"),
    ("indicators.toml", within("cr4", "plausible = [0, 100]", "plausible = [100, 0]"), "cr4", "plausible"),
    ("indicators.toml", within("cr4", "plausible = [0, 100]", "plausible = [0]"), "cr4", "plausible"),
    ("indicators.toml", within("cr4", "decimals = 1", "decimals = -1"), "cr4", "decimals"),
    ("indicators.toml", within("cr4", "bands = [25, 50, 75]", "bands = [50, 25, 75]"), "cr4", "bands"),
    ("indicators.toml", within("cr4", "bands = [25, 50, 75]", "bands = [25, 50, 75], value = 5"), "cr4", "norm"),
    ("indicators.toml", within("cr4", "bands = [25, 50, 75], ", ""), "cr4", "norm"),
    ("indicators.toml", within("cr4", '["分散", ', "["), "cr4", "classes_zh"),
    ("indicators.toml", within("output", "background = true", "background = 1"), "output", "background"),
    ("indicators.toml", within("output", "background = true", "backround = true"), "output", "backround"),
    ("indicators.toml", within("champions", NOTE, ""), "champions", "note"),
    ("indicators.toml", within("output", 'basis = "published"', 'basis = "publisht"'), "output", "basis"),
    ("framework.toml", within("near", "years = [1, 2]", "years = [2, 1]"), "near", "years"),
    ("framework.toml", within("near", "years = [1, 2]", "years = [1.5, 2]"), "near", "years"),
    ("framework.toml", within("near", "years = [1, 2]", "until = 2030\nyears = [1, 2]"), "near", "until"),
    ("framework.toml", without("near", "years"), "near", "until"),
    # words out of a list
    ("fields.toml", within("steel", 'type = "basic"', 'type = "base"'), "steel", "type"),
    ("fields.toml", within("steel", 'divisions = ["31"]', 'divisions = [""]'), "steel", "divisions"),
    ("fields.toml", within("steel", 'divisions = ["31"]', "divisions = [31]"), "steel", "divisions"),
    ("fields.toml", within("steel", 'divisions = ["31"]', 'divisions = ["C31"]'), "steel", "divisions"),
    ("indicators.toml", within("cr4", 'kind = "computed"', 'kind = "calculated"'), "cr4", "kind"),
    ("indicators.toml", within("cr4", 'direction = "~"', 'direction = "?"'), "cr4", "direction"),
    ("checklist.toml", within("labour-cost", 'types = ["basic"]', "types = []"), "labour-cost", "types"),
    ("checklist.toml", within("labour-cost", 'types = ["basic"]', 'types = ["all"]'), "labour-cost", "types"),
    ("practices.toml", within("kr-mini-clusters", 'type = "all"', 'type = "any"'), "kr-mini-clusters", "type"),
    ("profile.toml", within("value-chain", "rated = true", 'rated = "yes"'), "value-chain", "rated"),
    # texts that are missing, empty or in one language only
    ("checklist.toml", without("labour-cost", "state_en"), "labour-cost", "state_en"),
    ("checklist.toml", without("labour-cost", "ask_zh"), "labour-cost", "ask_zh"),
    ("indicators.toml", without("cr4", "formula_en"), "cr4", "formula_en"),
    ("practices.toml", without("kr-mini-clusters", "lesson_zh"), "kr-mini-clusters", "lesson_zh"),
    ("criteria.toml", without("capacity", "frontier_en"), "capacity", "frontier_en"),
    ("paths.toml", within("chain-leader", 'who_en = ["', 'who_en = ["x", "'), "chain-leader", "who"),
    ("profile.toml", without("chain", "source_zh"), "chain", "source_zh"),
    ("fields.toml", within("steel", 'en = "Steel"', 'en = " "'), "steel", "en is empty"),
    ("fields.toml", within("steel", 'en = "Steel"', "en = 5"), "steel", "en"),
    ("framework.toml", without("gan-2022", "version"), "gan-2022", "version"),
    # the scale in an item's own terms
    ("checklist.toml", within("labour-cost", "[item.anchors_en]", "[item.anchors_fr]"), "labour-cost", "anchors_en"),
    ("checklist.toml", within("labour-cost", "\n2 = ", "\n5 = "), "labour-cost", "anchors"),
    ("checklist.toml", within("labour-cost", "\n3 = ", "\n# 3 = "), "labour-cost", "anchors"),
    ("checklist.toml", within("labour-cost", '"年增速5%—8%，部分企业靠改造抵消"', "' '"), "labour-cost", "2 is empty"),
    ("checklist.toml", within("labour-cost", '"年增速5%—8%，部分企业靠改造抵消"', "2"), "labour-cost", "2 = 2"),
    # entries and keys
    ("fields.toml", within("steel", 'id = "steel"', 'id = "textiles"'), "textiles", "twice"),
    ("fields.toml", within("steel", 'id = "steel"', 'name = "steel"'), "?", "no id"),
    ("fields.toml", within("steel", 'id = "steel"', 'id = " "'), " ", "no id"),
    ("checklist.toml", within("low-concentration", "signal_fields", "signals_fields"), "low-concentration", "unknown key 'signals_fields'"),
    ("indicators.toml", within("cr4", "plausible", "plausable"), "cr4", "unknown key 'plausable'"),
    ("indicators.toml", within("cr4", "basis = ", 'basic = "x", basis = '), "cr4", "unknown key 'basic'"),
    ("framework.toml", within("gan-2022", "doi = ", "dio = "), "gan-2022", "unknown key 'dio'"),
    ("examples.toml", lambda text: text.replace("[[example]]", "[[sample]]"), "example", "no [[example]]"),
    ("examples.toml", lambda text: "example = []", "example", "no [[example]]"),
    ("examples.toml", lambda text: "example = [5]", "?", "no table"),
    ("framework.toml", lambda text: "framework = 5\n" + text.replace("[framework]", "[other]"), "?", "no table"),
    ("framework.toml", lambda text: text.replace("[framework]", "[other]"), "?", "no id"),
    # sets that must be whole
    ("criteria.toml", within("fields", 'id = "fields"', 'id = "industry"'), "industry", "basic_zh"),
    ("framework.toml", first("value = 4", "value = 5"), "scale", "0, 1, 2, 3, 4"),
    ("framework.toml", within("unknown", 'id = "unknown"', 'id = "open"'), "level", "unknown"),
    ("framework.toml", added('[[type]]\nid = "other"\nzh = "x"\nen = "x"'), "other", "id"),
    ("paths.toml", lambda text: text.replace('[[opening]]\ntype = "basic"', '[[opening]]\ntype = "base"'), "opening", "basic"),
]


@pytest.mark.parametrize(("file", "change", "entry", "what"), BROKEN, ids=[f"{n}-{row[0]}-{row[2]}" for n, row in enumerate(BROKEN)])
def test_a_broken_framework_is_refused(folder: Path, file: str, change: Break, entry: str, what: str) -> None:
    path = folder / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(UserError) as refused:
        load_framework(folder)
    assert refused.value.code == "framework-entry"
    assert (refused.value.facts["file"], refused.value.facts["id"]) == (file, entry)
    assert what in str(refused.value.facts["what"])
    assert file in refused.value.to("zh")
    assert file in refused.value.to("en")


@pytest.mark.parametrize("file", sorted(path.name for path in SOURCE.glob("*.toml")))
def test_a_missing_or_unreadable_file_is_named(folder: Path, file: str) -> None:
    path = folder / file
    path.write_bytes(b"\xff\xfe broken")
    with pytest.raises(UserError) as refused:
        load_framework(folder)
    assert (refused.value.code, refused.value.facts["file"]) == ("framework-file-unreadable", str(path))
    path.write_text("[[", encoding="utf-8")
    with pytest.raises(UserError) as refused:
        load_framework(folder)
    assert refused.value.code == "framework-file-unreadable"
    assert "第 1 行第 3 列" in refused.value.to("zh")
    path.unlink()
    with pytest.raises(UserError) as refused:
        load_framework(folder)
    assert (refused.value.code, refused.value.facts["file"]) == ("framework-file-missing", str(path))


def test_a_copy_reads_the_same(folder: Path, framework: Framework) -> None:
    assert load_framework(folder) == framework


def test_an_office_may_change_its_copy(folder: Path, framework: Framework) -> None:
    path = folder / "checklist.toml"
    path.write_text(within("labour-cost", "[5, 8, 12]", "[4, 6]")(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert load_framework(folder).items["labour-cost"].signals[0].thresholds == (4, 6)
    assert framework.items["labour-cost"].signals[0].thresholds == (5, 8, 12)


def test_the_whole_method_is_there(framework: Framework) -> None:
    counts = {name: len(getattr(framework, name)) for name in ("fields", "criteria", "indicators", "items", "actions", "practices")}
    assert counts == {"fields": 31, "criteria": 8, "indicators": 52, "items": 57, "actions": 34, "practices": 8}
    assert len(framework.reference_clusters) == 25
    assert [len(framework.items_for(type_id)) for type_id in TYPE_IDS] == [24, 31, 20]
    assert all(set(item.anchors) >= {0, 2, 4} for item in framework.items.values())


def test_every_action_is_called_for_by_an_item_of_its_type(framework: Framework) -> None:
    for action in framework.actions.values():
        assert any(action.id in item.paths and set(item.types) & set(action.types) for item in framework.items.values()), action.id


def test_parents_are_one_step_up(framework: Framework) -> None:
    assert framework.with_parents(("construction-machinery", "steel")) == {"construction-machinery", "high-end-equipment", "steel"}
    assert framework.with_parents(()) == frozenset()
