"""A report that nobody has touched since it was exported, whatever was written in it: reading it back finds nothing to take."""

from pathlib import Path

import pytest

from diagnosis.authored import Authored, Section
from reports.authoring.composing import whole
from reports.authoring.reading import open_edited
from reports.authoring.taking import Comparison, compare_file
from reports.options import Options
from tests.reports.authoring.edits import edited, replaced
from tests.reports.made_up import diagnosis_of, written

GAP = "gap:core-parts"
WRITTEN = {
    "an item of a list as a paragraph": {GAP: "普通一段。\n- 甲\n- 乙"},
    "an item of a list without a text": {GAP: ""},
    "a reference to a table that is not there": {"scale": "见{ref:table-technologies-x}和{ref:table-since}。"},
    "a table in two places": {"firms": "[[table-scale]]\n前文", "chain": "后文\n[[table-scale]]"},
    "a figure that is not there": {"scale": "[[figure-change]]\n后文"},
}


def read_back(folder: Path, name: str, *, edit: bool = False) -> Comparison:
    authored = Authored("zh", {key: Section(text=text) for key, text in WRITTEN[name].items()})
    path = written(diagnosis_of("rich"), folder, "zh", options=Options(authored=authored))
    if edit:
        path = edited(path, folder, replaced("普通一段。", "改过的一段。"))
    composed, facts = whole(diagnosis_of("rich"), None, authored)
    return compare_file(open_edited(path), path.name, composed, facts)


@pytest.mark.parametrize("name", WRITTEN)
def test_nothing_has_changed(tmp_path: Path, name: str) -> None:
    assert [(each.id, each.state) for each in read_back(tmp_path, name).sections if each.state != "same" or each.tells] == []


def test_an_edit_of_such_an_item_is_one_of_the_file_alone(tmp_path: Path) -> None:
    found = read_back(tmp_path, "an item of a list as a paragraph", edit=True)
    (one,) = [each for each in found.sections if each.state != "same"]
    assert (one.id, one.state, one.theirs) == (GAP, "file", "1. 改过的一段。\n- 甲\n- 乙")
