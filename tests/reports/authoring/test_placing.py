"""What filling the pages moves is no edit when the report is read back, and what somebody moves for another reason stays."""

import zipfile
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.authored import Authored, Section
from diagnosis.progress import outcome
from reports.authoring.composing import whole
from reports.authoring.markup import Line, parse, write
from reports.authoring.placing import putting_back
from reports.authoring.reading import open_edited
from reports.authoring.taking import compare_file
from reports.options import Options
from tests.reports.made_up import SURVEYS, diagnosis_of, written

TEXTS = tuple(f"{name}段说的是第{number}件事，与别的段落没有一样的地方。" for number, name in enumerate("甲乙丙丁戊己"))


def back(theirs: str, ours: str) -> str:
    return write(outcome(putting_back(parse(theirs), parse(ours))))


def lines(*told: str) -> str:
    return "\n".join(told)


def test_a_figure_that_text_has_passed_goes_back() -> None:
    ours = lines(TEXTS[0], "[[figure-a]]", TEXTS[1], TEXTS[2])
    assert back(lines(TEXTS[0], TEXTS[1], "[[figure-a]]", TEXTS[2]), ours) == ours
    edited = TEXTS[1].replace("说的是", "讲的是")
    assert back(lines(TEXTS[0], edited, "[[figure-a]]", TEXTS[2]), ours) == lines(TEXTS[0], "[[figure-a]]", edited, TEXTS[2])


def test_a_table_that_went_before_a_figure_goes_back_and_two_of_a_kind_stay_as_somebody_set_them() -> None:
    ours = lines(TEXTS[0], "[[figure-a]]", "[[table-b]]", "[[figure-c]]", TEXTS[1])
    assert back(lines(TEXTS[0], "[[table-b]]", "[[figure-a]]", "[[figure-c]]", TEXTS[1]), ours) == ours
    changed = lines(TEXTS[0], "[[figure-c]]", "[[figure-a]]")
    assert back(changed, lines(TEXTS[0], "[[figure-a]]", "[[figure-c]]")) == changed


@pytest.mark.parametrize(
    "theirs",
    [
        lines(TEXTS[0], "新写的一段，原来没有。", "[[figure-a]]", TEXTS[1], "# 小标题", TEXTS[2]),
        lines("[[figure-a]]", TEXTS[0], TEXTS[1], "# 小标题", TEXTS[2]),
        lines(TEXTS[0], TEXTS[1], "# 小标题", TEXTS[2], "[[figure-a]]"),
        lines(TEXTS[0], "[[figure-b]]", TEXTS[1], "# 小标题", TEXTS[2]),
        lines(TEXTS[0], TEXTS[1], "# 小标题", TEXTS[2]),
    ],
)
def test_what_somebody_did_stays(theirs: str) -> None:
    """A new paragraph above it, another place further up or under another heading, another figure, or none."""
    assert back(theirs, lines(TEXTS[0], "[[figure-a]]", TEXTS[1], "# 小标题", TEXTS[2])) == theirs


@given(st.data())
def test_whatever_filling_does_is_undone(data: st.DataObject) -> None:
    texts = list(parse(lines(*data.draw(st.permutations(TEXTS)))))
    places = [Line("place", key=key) for key in ("figure-a", "table-b")]
    ours, at = list(texts), data.draw(st.integers(0, len(texts)))
    ours[at:at] = places
    moved, step = list(texts), data.draw(st.integers(0, len(texts) - at))
    moved[at + step : at + step] = places if data.draw(st.booleans()) else places[::-1]
    assert outcome(putting_back(moved, ours)) == tuple(ours)


def test_few_of_a_long_section_s_lines_are_compared_closely_and_in_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each line among three of ours, not among all of them; between two lines the work can be given up."""
    told = [f"第{number}条：{TEXTS[number % 6]}" for number in range(60)]
    edited = [words.replace("没有一样的", "很少有一样的") for words in told]
    close = Counted()
    monkeypatch.setattr("reports.authoring.placing.SequenceMatcher", close)
    ours, theirs = lines(told[0], "[[figure-a]]", *told[1:]), lines(*edited[:9], "[[figure-a]]", *edited[9:])
    steps = putting_back(parse(theirs), parse(ours))
    assert sum(1 for _ in steps) == 9
    assert close.count == 9 * 3
    assert back(theirs, ours) == lines(edited[0], "[[figure-a]]", *edited[1:])


class Counted:
    """Counts how many pairs of lines are compared closely."""

    count = 0

    def __call__(self, isjunk: None, left: str, right: str, autojunk: bool) -> SequenceMatcher[str]:
        self.count += 1
        return SequenceMatcher(isjunk, left, right, autojunk)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", [name for name in SURVEYS if name != "empty"])
def test_a_report_that_nobody_touched_says_what_stands_in_the_workspace(tmp_path: Path, name: str, lang: str) -> None:
    draft = Authored("zh" if lang == "zh" else "en")
    path = written(diagnosis_of(name), tmp_path, draft.lang, options=Options(authored=draft))
    composed, facts = whole(diagnosis_of(name), None, draft)
    found = compare_file(open_edited(path), path.name, composed, facts)
    assert [each.id for each in found.sections if each.state != "same"] == []
    assert [each.id for each in found.sections if each.theirs != each.ours] == []


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A report in which a figure of an authored text has no room where the text has it, and that text."""
    for count in range(2, 8):
        own = lines(*["".join(TEXTS[:3])] * count, "[[figure-norms]]", "".join(TEXTS[3:]), "末段话。")
        path = written(diagnosis_of("rich"), tmp_path_factory.mktemp("moved"), options=Options(authored=authored(own)))
        composed, facts = whole(diagnosis_of("rich"), None, authored(own))
        if write(open_edited(path).read({"scale": True}, composed.titles, facts.of).sections["scale"].lines) != own:
            return path, own
    raise AssertionError("no length of the text leaves the figure without room")


def authored(own: str) -> Authored:
    return Authored("zh", {"scale": Section(text=own)})


def test_a_figure_that_was_moved_on_does_not_count_once_its_section_was_edited(moved: tuple[Path, str], tmp_path: Path) -> None:
    path, own = moved
    assert compared(path, own) == ("same", own)
    edited = tmp_path / "edited.docx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(edited, "w") as target:
        for part in source.namelist():
            target.writestr(part, source.read(part).replace("末段话。".encode(), "末段改了。".encode()))
    assert compared(edited, own) == ("file", own.replace("末段话。", "末段改了。"))


def compared(path: Path, own: str) -> tuple[str, str]:
    """The state of the section, and what the file has of it."""
    composed, facts = whole(diagnosis_of("rich"), None, authored(own))
    comparison = compare_file(open_edited(path), path.name, composed, facts)
    return next((each.state, each.theirs) for each in comparison.sections if each.id == "scale")
