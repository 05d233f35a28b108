"""Survey files into the workspace: what the file holds replaces, what it does not hold stays."""

import json
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import operations, surveys
from db.operations import import_survey
from db.surveys import rows
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.interchange import SurveyFile
from diagnosis.survey import Cluster, Enterprise, Round, Survey
from tests.db.helpers import dump, sample, survey_file


def loaded(workspace: Workspace, round_id: int | None) -> Survey:
    assert round_id
    return surveys.load(workspace, round_id)


def test_importing_the_same_twice_changes_nothing(workspace: Workspace) -> None:
    for name in ("changsha", "shaoxing", "hydrogen"):
        first = import_survey(workspace, sample(name))
        assert loaded(workspace, first.round_id) == sample(name).survey
        state, entries = dump(workspace), workspace.rows("SELECT * FROM history")
        second = import_survey(workspace, sample(name))
        assert not second.parts
        assert second.round_id == first.round_id
        assert (dump(workspace), workspace.rows("SELECT * FROM history")) == (state, entries)


def test_parts_that_the_file_holds_replace_and_absent_ones_stay(workspace: Workspace) -> None:
    first = import_survey(workspace, sample("changsha"))
    about = {"cluster": {"name_zh": "长沙市工程机械集群"}, "round": {"label": "2019"}}
    change = import_survey(
        workspace, survey_file(**about, chain=[{"name": "泵"}], links=[], features={"scale": 2}, criteria=None, enterprises=[])
    )
    assert change.parts == {"chain", "features", "enterprises"}
    assert change.summary == {"enterprises": (7, 0), "chain": (4, 1), "links": (0, 0), "features": (2, 1)}
    before, after = sample("changsha").survey, loaded(workspace, first.round_id)
    assert [link.name for link in after.chain] == ["泵"]
    assert after.enterprises == ()
    assert after.features == {"scale": 2}
    for part in ("cluster", "round", "fields", "criteria", "indicators", "ratings", "institutions"):
        assert getattr(after, part) == getattr(before, part), part


def test_keys_that_the_file_holds_replace_and_absent_ones_stay(workspace: Workspace) -> None:
    about = {"name_zh": "甲集群", "region": "430100", "fields": [{"id": "textiles", "share": 1}]}
    import_survey(workspace, survey_file(cluster=about, round={"label": "2024", "date": "2024-05-01", "surveyors": ["张三"]}))
    newer = survey_file(cluster={"name_zh": "甲集群", "name_en": "A"}, round={"label": "２０２４", "note": "补充", "date": None})
    after = loaded(workspace, import_survey(workspace, newer).round_id)
    assert after.cluster == Cluster(name_zh="甲集群", name_en="A", region="430100")
    assert after.round == Round(label="２０２４", date="2024-05-01", surveyors=("张三",), note="补充")
    assert [row.id for row in after.fields] == ["textiles"]


def test_an_import_is_one_change(workspace: Workspace) -> None:
    empty = dump(workspace)
    change = import_survey(workspace, sample("changsha"))
    assert "长沙市工程机械集群 2019" in change.name.zh
    assert workspace.rows("SELECT count(*) FROM history") == [(1,)]
    operations.undo(workspace)
    assert dump(workspace) == empty


def test_a_dry_run_tells_and_changes_nothing(workspace: Workspace) -> None:
    before = dump(workspace), workspace.rows("SELECT * FROM history")
    tried = import_survey(workspace, sample("changsha"), dry_run=True)
    assert (dump(workspace), workspace.rows("SELECT * FROM history")) == before
    done = import_survey(workspace, sample("changsha"))
    assert (tried.parts, tried.summary) == (done.parts, done.summary)
    assert tried.summary["enterprises"] == (0, 7)


def test_the_cluster_is_found_by_either_name(workspace: Workspace) -> None:
    first = import_survey(workspace, survey_file(cluster={"name_zh": "甲集群", "name_en": "A"}))
    for cluster in ({"name_en": "Ａ"}, {"name_zh": " 甲集群 "}, {"name_zh": "甲集群", "name_en": "A cluster"}):
        assert import_survey(workspace, survey_file(cluster=cluster)).cluster_id == first.cluster_id
    assert surveys.clusters(workspace)[0].cluster.name_en == "A cluster"


def test_two_names_of_two_clusters_are_refused(workspace: Workspace) -> None:
    for cluster in ({"name_zh": "甲集群"}, {"name_en": "B"}):
        import_survey(workspace, survey_file(cluster=cluster))
    before = dump(workspace)
    for named, told in ((None, "甲集群、B 部分相同"), ("甲集群", "“B”")):
        with pytest.raises(UserError, match=told):
            import_survey(workspace, survey_file(cluster={"name_zh": "甲集群", "name_en": "B"}), named)
    assert dump(workspace) == before


def test_a_cluster_is_not_taken_for_another_that_shares_its_english_name(workspace: Workspace) -> None:
    first = import_survey(workspace, survey_file(cluster={"name_zh": "绍兴集群", "name_en": "Textile cluster"}))
    before = dump(workspace)
    other = survey_file(cluster={"name_zh": "宁波集群", "name_en": "Textile cluster", "region": "330200"})
    with pytest.raises(UserError, match="绍兴集群 部分相同"):
        import_survey(workspace, other)
    assert dump(workspace) == before
    assert import_survey(workspace, other, "绍兴集群").cluster_id == first.cluster_id
    assert loaded(workspace, first.round_id).cluster == Cluster(name_zh="绍兴集群", name_en="Textile cluster", region="330200")


def test_a_file_with_one_name_finds_the_cluster_that_has_both(workspace: Workspace) -> None:
    first = import_survey(workspace, survey_file(cluster={"name_zh": "绍兴集群", "name_en": "Textile cluster"}))
    for name in ({"name_en": "Textile cluster"}, {"name_zh": "绍兴集群"}):
        assert import_survey(workspace, survey_file(cluster=name)).cluster_id == first.cluster_id


def test_a_named_cluster_takes_the_file_and_keeps_its_names(workspace: Workspace) -> None:
    first = import_survey(workspace, survey_file(cluster={"name_zh": "甲集群", "name_en": "A"}))
    change = import_survey(workspace, survey_file(cluster={"name_zh": "甲产业集群（筹）", "region": "430100"}), "A")
    assert change.cluster_id == first.cluster_id
    assert loaded(workspace, change.round_id).cluster == Cluster(name_zh="甲集群", name_en="A", region="430100")


def test_a_named_cluster_must_be_there_or_in_the_file(workspace: Workspace) -> None:
    import_survey(workspace, survey_file(cluster={"name_zh": "乙集群"}))
    before = dump(workspace)
    with pytest.raises(UserError, match=r"没有集群“丙”：工作区 .* 中有 乙集群，调研文件 survey.json（\$\.cluster）中是 甲集群"):
        import_survey(workspace, survey_file(), "丙")
    assert dump(workspace) == before
    assert import_survey(workspace, survey_file(), "甲集群").cluster_id == 2


def test_a_new_round_of_a_known_cluster_keeps_its_shares_unless_the_file_has_others(workspace: Workspace) -> None:
    import_survey(workspace, sample("shaoxing"))
    cluster = {"name_zh": "绍兴现代纺织集群"}
    later = import_survey(workspace, survey_file(cluster=cluster, round={"label": "2023"}))
    assert loaded(workspace, later.round_id).fields == sample("shaoxing").survey.fields
    fields = [{"id": "textiles", "share": 0.8}]
    last = import_survey(workspace, survey_file(cluster={**cluster, "fields": fields}, round={"label": "2025"}))
    assert [row.share for row in loaded(workspace, last.round_id).fields] == [0.8]


def test_what_was_typed_goes_only_where_the_file_brings_something_else(workspace: Workspace) -> None:
    round_id = import_survey(workspace, sample("changsha")).round_id
    assert round_id
    operations.set_draft(workspace, round_id, "round", None, "date", "年底")
    operations.set_draft(workspace, round_id, "features", None, "scale", "很大")
    operations.set_draft(workspace, round_id, "chain", 1, "importance", "高")
    import_survey(workspace, sample("changsha"))
    assert len(surveys.drafts(workspace, round_id)) == 3
    about = {"cluster": {"name_zh": "长沙市工程机械集群"}, "round": {"label": "2019", "date": "2019-12-30"}}
    import_survey(workspace, survey_file(**about, features={"scale": 3, "value-chain": 3}, chain=[]))
    assert surveys.drafts(workspace, round_id) == {}
    operations.undo(workspace)
    assert len(surveys.drafts(workspace, round_id)) == 3


def test_a_list_of_the_same_length_changes_only_the_cells_that_differ(workspace: Workspace) -> None:
    def roster(revenue: float) -> SurveyFile:
        return survey_file(enterprises=[{"name": "甲", "revenue": 1.0}, {"name": "乙", "revenue": revenue}])

    first = import_survey(workspace, roster(2.0))
    ids = [row_id for row_id, _ in rows(workspace, first.round_id or 0, "enterprises")]
    import_survey(workspace, roster(3.0))
    assert [row_id for row_id, _ in rows(workspace, first.round_id or 0, "enterprises")] == ids
    (images,) = workspace.rows("SELECT images FROM history ORDER BY _id DESC LIMIT 1")[0]
    assert json.loads(images) == [["enterprises", ids[1], {"revenue": 2.0}, {"revenue": 3.0}]]


NAMES = st.lists(st.sampled_from("甲乙丙丁戊己"), max_size=7)


def firms(*names: str, **more: object) -> list[dict[str, object]]:
    return [{"name": name, **more} for name in names]


def numbers(workspace: Workspace, round_id: int | None) -> dict[str | None, int]:
    assert round_id
    return {row.name: row_id for row_id, row in rows(workspace, round_id, "enterprises") if isinstance(row, Enterprise)}


def test_rows_that_were_sorted_deleted_and_inserted_stay_the_rows_they_are(workspace: Workspace) -> None:
    first = import_survey(workspace, survey_file(enterprises=firms("甲", "乙", "丙", "丁")))
    round_id, ids = first.round_id or 0, numbers(workspace, first.round_id)
    operations.set_draft(workspace, round_id, "enterprises", ids["丁"], "employees", "约300")
    import_survey(workspace, survey_file(enterprises=[{"name": "丁", "note": "补"}, *firms("戊", "丙", "甲")]))
    assert list(numbers(workspace, round_id)) == ["丁", "戊", "丙", "甲"]
    assert {name: ids[name] for name in "丁丙甲"}.items() <= numbers(workspace, round_id).items()
    assert surveys.drafts(workspace, round_id) == {("enterprises", ids["丁"], "employees"): "约300"}


def test_firms_are_known_by_code_then_by_name_and_a_corrected_name_by_its_place(workspace: Workspace) -> None:
    code = "91430100MA4000000U"
    third = {"name": "丙", "founded": 1999, "employees": 5}
    before = [{"name": "甲厂", "uscc": code}, {"name": "乙(湖南)公司"}, third, {"name": "丁", "founded": 1998}]
    after = [{"name": "丁", "founded": 1998}, {"name": "甲公司", "uscc": code}, {**third, "name": "丙机械"}]
    round_id = import_survey(workspace, survey_file(enterprises=before)).round_id
    ids = numbers(workspace, round_id)
    import_survey(workspace, survey_file(enterprises=[*after, {"name": "乙（湖南）公司", "note": "改"}]))
    was = {"甲公司": "甲厂", "乙（湖南）公司": "乙(湖南)公司", "丙机械": "丙", "丁": "丁"}
    assert numbers(workspace, round_id) == {name: ids[old] for name, old in was.items()}


def test_a_name_that_was_made_longer_is_the_same_row(workspace: Workspace) -> None:
    round_id = import_survey(workspace, survey_file(institutions=[{"name": "清华大学"}, {"name": "一所"}])).round_id or 0
    ids = [number for number, _ in rows(workspace, round_id, "institutions")]
    import_survey(workspace, survey_file(institutions=[{"name": "清华大学（深圳）"}, {"name": "二所"}]))
    after = [number for number, _ in rows(workspace, round_id, "institutions")]
    assert (after[0], after[1] in ids) == (ids[0], False)


def test_another_firm_at_the_place_of_one_that_is_gone_is_a_new_row(workspace: Workspace) -> None:
    round_id = import_survey(workspace, survey_file(enterprises=firms("甲", "乙", role="other"))).round_id
    ids = numbers(workspace, round_id)
    import_survey(workspace, survey_file(enterprises=firms("甲", "丙", role="other")))
    assert ids["乙"] not in numbers(workspace, round_id).values()


@given(before=NAMES, after=NAMES, crowded=st.booleans())
def test_whatever_the_order_the_list_becomes_what_the_file_holds(before: list[str], after: list[str], *, crowded: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "a.jizhen") as workspace:
        round_id = import_survey(workspace, survey_file(enterprises=firms(*before))).round_id
        if crowded:  # no room is left between the rows
            workspace.db.execute("UPDATE enterprises SET _position = _id % 1000")
        old = rows(workspace, round_id or 0, "enterprises")
        import_survey(workspace, survey_file(enterprises=firms(*after)))
        new = rows(workspace, round_id or 0, "enterprises")
        assert [row.name for _, row in new if isinstance(row, Enterprise)] == after
        stay = Counter(before) & Counter(after)
        assert len({number for number, _ in old} & {number for number, _ in new}) == stay.total()
        if before != after:
            operations.undo(workspace)
        assert rows(workspace, round_id or 0, "enterprises") == old
