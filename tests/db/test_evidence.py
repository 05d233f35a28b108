"""Files of evidence: what they belong to, how they follow it, and that their bytes stay exactly as long as anything needs them."""

from collections.abc import Callable

import pytest

from db import attachments, blobs, operations, surveys
from db.attachments import ROUND, Owner, of_item
from db.operations import Change
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.interchange import survey_to_json
from diagnosis.survey import Attachment as Attached
from diagnosis.survey import answers_of
from tests.db.evidence import ITEM, PHOTO, all_of, first, names
from tests.db.helpers import check_files, dump, incoming, kept, noise, sample, survey_file

# ---- attaching


def test_a_file_is_stored_once_however_often_it_is_attached(workspace: Workspace, round_id: int) -> None:
    firm = first(workspace, round_id)
    operations.attach(workspace, round_id, firm, [incoming("a.jpg", PHOTO), incoming("b.txt", b"1" * 9999)])
    operations.attach(workspace, round_id, of_item(ITEM), [incoming("c.jpg", PHOTO)])
    assert len(kept(workspace)) == 2
    photo, text = attachments.attached(workspace, round_id, firm)
    assert (photo.name, photo.kind, photo.size, photo.caption) == ("a.jpg", "image/jpeg", len(PHOTO), None)
    assert (text.kind, text.size) == ("application/octet-stream", 9999)
    assert blobs.content(workspace, text.hash) == b"1" * 9999
    assert workspace.rows("SELECT packed, length(data) < 100 FROM blobs ORDER BY _id") == [(1, 0), (1, 1)]
    assert attachments.counts(workspace, round_id, "enterprises") == {firm.row: 2}
    check_files(workspace)


def test_what_an_owner_has_already_is_left_out(workspace: Workspace, round_id: int) -> None:
    operations.attach(workspace, round_id, ROUND, [incoming("a.jpg", PHOTO)])
    before = dump(workspace)
    assert not operations.attach(workspace, round_id, ROUND, [incoming("b.jpg", PHOTO)]).parts
    assert dump(workspace) == before
    assert operations.attach(workspace, round_id, ROUND, [incoming("c", b"c"), incoming("d", b"c")]).parts == {"attachments"}
    assert names(workspace, round_id, ROUND) == ["a.jpg", "d"]


def test_compressing_is_for_what_gets_smaller() -> None:
    assert not blobs.blob_of(noise(5000)).packed
    packer = blobs.Packer()
    for _ in range(3):
        packer.add(b"word " * 1000)
    packed = packer.blob()
    assert (packed.packed, packed.size) == (True, 15_000)
    assert len(packed.data) < 500


def test_an_owner_that_is_gone_takes_nothing(workspace: Workspace, round_id: int) -> None:
    firm = first(workspace, round_id)
    other = operations.import_survey(workspace, sample("shaoxing")).round_id
    assert other
    with pytest.raises(UserError, match="已被删除"):
        operations.attach(workspace, other, firm, [incoming("a.jpg", PHOTO)])
    operations.delete_rows(workspace, round_id, "enterprises", [firm.row or 0])
    with pytest.raises(UserError, match="已被删除"):
        operations.attach(workspace, round_id, firm, [incoming("a.jpg", PHOTO)])
    assert kept(workspace) == {}


def test_names_and_captions(workspace: Workspace, round_id: int) -> None:
    operations.attach(workspace, round_id, ROUND, [incoming("a\u202e\0\ud800.jpg", PHOTO)])
    (found,) = all_of(workspace, round_id)
    assert found.name == "a.jpg"
    operations.set_caption(workspace, round_id, found.id, "  总装\n车间\ud800 ")
    operations.rename(workspace, round_id, found.id, "厂房.JPG")
    operations.rename(workspace, round_id, found.id, "厂房.png")
    assert [(each.name, each.caption) for each in all_of(workspace, round_id)] == [("厂房.png.JPG", "总装 车间\ufffd")]
    operations.set_caption(workspace, round_id, found.id, " ")
    assert all_of(workspace, round_id)[0].caption is None
    with pytest.raises(UserError, match="需要名称"):
        operations.rename(workspace, round_id, found.id, "\n")


def test_a_file_that_is_gone_takes_no_change(workspace: Workspace, round_id: int) -> None:
    operations.attach(workspace, round_id, ROUND, [incoming("a.jpg", PHOTO)])
    (found,) = all_of(workspace, round_id)
    operations.detach(workspace, round_id, [found.id])
    changes: tuple[Callable[[], Change], ...] = (
        lambda: operations.detach(workspace, round_id, [found.id]),
        lambda: operations.set_caption(workspace, round_id, found.id, "x"),
        lambda: operations.rename(workspace, round_id, found.id, "x"),
        lambda: operations.shrink(workspace, round_id, {found.id: incoming("a.jpg", b"x")}),
        lambda: operations.move_files(workspace, round_id, [found.id], ROUND),
    )
    for change in changes:
        with pytest.raises(UserError, match="已被删除"):
            change()
    assert operations.undo(workspace)
    assert all_of(workspace, round_id) == (found,)


def test_moving(workspace: Workspace, round_id: int) -> None:
    firm = first(workspace, round_id)
    operations.attach(workspace, round_id, ROUND, [incoming(name, name.encode()) for name in "abcd"])
    ids = {each.name: each.id for each in all_of(workspace, round_id)}
    operations.move_files(workspace, round_id, [ids["d"]], ROUND, 1)
    assert names(workspace, round_id, ROUND) == ["a", "d", "b", "c"]
    operations.move_files(workspace, round_id, [ids["a"], ids["b"]], firm)
    operations.move_files(workspace, round_id, [ids["c"]], firm, 0)
    assert (names(workspace, round_id, ROUND), names(workspace, round_id, firm)) == (["d"], ["c", "a", "b"])
    assert not operations.move_files(workspace, round_id, [ids["d"]], ROUND).parts


# ---- following what they belong to


def test_rows_take_their_files_along(workspace: Workspace, round_id: int) -> None:
    firm = first(workspace, round_id)
    operations.attach(workspace, round_id, firm, [incoming("a.jpg", PHOTO), incoming("b", b"b")])
    copy = operations.duplicate_rows(workspace, round_id, "enterprises", [firm.row or 0]).row_id
    assert names(workspace, round_id, Owner("enterprises", copy)) == ["a.jpg", "b"]
    operations.delete_rows(workspace, round_id, "enterprises", [firm.row or 0])
    assert (names(workspace, round_id, firm), names(workspace, round_id, Owner("enterprises", copy))) == ([], ["a.jpg", "b"])
    operations.undo(workspace)
    assert names(workspace, round_id, firm) == ["a.jpg", "b"]
    operations.delete_round(workspace, round_id)
    assert workspace.rows("SELECT count(*) FROM attachments") == [(0,)]
    operations.undo(workspace)
    operations.delete_cluster(workspace, 1)
    operations.undo(workspace)
    assert names(workspace, round_id, firm) == ["a.jpg", "b"]
    check_files(workspace)


def test_files_stay_with_their_firm_when_a_survey_file_replaces_the_list(workspace: Workspace, round_id: int) -> None:
    survey = surveys.load(workspace, round_id)
    rows = surveys.rows(workspace, round_id, "enterprises")
    wanted = {}
    for row_id, row in rows[:4]:
        name = str(answers_of(row)["name"])
        operations.attach(workspace, round_id, Owner("enterprises", row_id), [incoming(f"{name}.jpg", name.encode())])
        wanted[name] = [f"{name}.jpg"]

    def found() -> dict[str, list[str]]:
        here = {
            str(answers_of(row)["name"]): Owner("enterprises", row_id) for row_id, row in surveys.rows(workspace, round_id, "enterprises")
        }
        return {name: held for name, owner in here.items() if (held := names(workspace, round_id, owner))}

    named = [answers_of(row) for row in survey.enterprises]
    about = {"cluster": {"name_zh": survey.cluster.name_zh}, "round": {"label": survey.round.label}}
    operations.import_survey(workspace, survey_file(**about, enterprises=named[::-1]))
    assert found() == wanted, "the same number of rows, in another order"
    operations.import_survey(workspace, survey_file(**about, enterprises=[{"name": "新企业"}, *named[::-1]]))
    assert found() == wanted, "one row more"
    gone = str(named[0]["name"])
    operations.import_survey(workspace, survey_file(**about, enterprises=named[1:]))
    assert found() == {name: held for name, held in wanted.items() if name != gone}
    (left,) = attachments.attached(workspace, round_id, ROUND)
    assert (left.name, left.caption) == (f"{gone}.jpg", gone)
    for _ in range(3):
        operations.undo(workspace)
    assert found() == wanted
    assert attachments.attached(workspace, round_id, ROUND) == ()
    check_files(workspace)


def test_a_survey_knows_its_files_and_the_survey_file_does_not(workspace: Workspace, round_id: int) -> None:
    owner = Owner("enterprises", surveys.rows(workspace, round_id, "enterprises")[2][0])
    operations.attach(workspace, round_id, owner, [incoming("a.jpg", PHOTO)])
    operations.attach(workspace, round_id, of_item(ITEM), [incoming("b.pdf", b"%PDF-")])
    survey = surveys.load(workspace, round_id)
    assert survey.attachments == (Attached("enterprises", None, "a.jpg"), Attached("ratings", ITEM, "b.pdf"))
    assert [each.name for each in survey.attached_to(ITEM)] == ["b.pdf"]
    assert "b.pdf" not in survey_to_json(survey, "survey.json")
