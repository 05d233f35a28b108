"""A report that nobody touched is no edit, whatever has become of the data since: figures and references that are gone, other facts."""

import zipfile
from pathlib import Path

import pytest

from diagnosis.authored import Authored
from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.result import Diagnosis
from reports.authoring.composing import whole
from reports.authoring.reading import open_edited, placeable
from reports.authoring.taking import Comparison, compare_file
from reports.blocks import Figure, Table
from reports.options import Options
from tests.reports.made_up import SURVEYS, Data, diagnosis_of, written
from tests.surveys import SAMPLES, read, sample_data

DRAFT = Authored("zh")
LISTS = ("indicators", "enterprises", "institutions", "platforms", "organisations", "chain", "links", "technologies", "ratings")


def made(data: Data) -> Diagnosis:
    return diagnose(read(data), load_framework())


def compared(path: Path, data: Data) -> Comparison:
    composed, facts = whole(made(data), None, DRAFT)
    return compare_file(open_edited(path), path.name, composed, facts)


def states(path: Path, data: Data) -> dict[str, str]:
    return {each.id: each.state for each in compared(path, data).sections}


@pytest.fixture(scope="module", params=SAMPLES)
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    name: str = request.param
    return name, written(made(sample_data(name)), tmp_path_factory.mktemp(name), options=Options(authored=DRAFT))


@pytest.mark.parametrize("part", LISTS)
def test_what_is_gone_from_the_data_is_no_edit_of_the_file(report: tuple[str, Path], part: str) -> None:
    name, path = report
    data = sample_data(name)
    data[part] = []
    assert [each for each, state in states(path, data).items() if state in ("file", "both")] == []


@pytest.mark.parametrize("type_", ["basic", "strategic", "frontier"])
def test_another_type_is_none_either(report: tuple[str, Path], type_: str) -> None:
    name, path = report
    data = sample_data(name) | {"classification_override": {"type": type_, "reason": "改判"}}
    assert [each for each, state in states(path, data).items() if state in ("file", "both")] == []


def test_figures_that_read_otherwise_are_no_edit_and_an_edit_beside_them_is_one(tmp_path: Path) -> None:
    path = written(made(sample_data("changsha")), tmp_path, options=Options(authored=DRAFT))
    data = sample_data("changsha")
    for row in data["indicators"]:
        row["value"] *= 1.1
    found = states(path, data)
    assert {"file", "both"}.isdisjoint(found.values())
    assert "here" in found.values()
    edited = tmp_path / "edited.docx"
    old, new = "的依据不足一半".encode(), "两项的依据仍不足一半".encode()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(edited, "w") as target:
        for part in source.namelist():
            target.writestr(part, source.read(part).replace(old, new))
    assert states(edited, data)["features"] in ("file", "both")


@pytest.mark.parametrize("name", SURVEYS)
def test_all_that_a_report_places_is_known(name: str) -> None:
    blocks = whole(diagnosis_of(name), None, DRAFT)[0].report.blocks
    assert {block.key for block in blocks if isinstance(block, Table | Figure) and block.key} <= set(placeable())
