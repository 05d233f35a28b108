"""Which side of a norm is the good one, and where there is none."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.framework import Indicator
from diagnosis.framework_files import load_framework
from diagnosis.norms import reached

BACKGROUND = {"output", "above-scale-firms", "hhi", "little-giants", "champions", "chain-completeness", "national-platforms"}


def indicator(direction: str = "+") -> Indicator:
    return replace(load_framework().indicators["rd-intensity"], direction=direction)  # type: ignore[arg-type]  # "+", "-" or "~"


@pytest.mark.parametrize(("direction", "expected"), [("+", (False, True, True)), ("-", (True, True, False)), ("~", (None, None, None))])
def test_the_direction_says_which_side_is_good(direction: str, expected: tuple[bool | None, ...]) -> None:
    about = indicator(direction)
    norm = about.norm.value if about.norm else None
    assert norm is not None
    assert tuple(reached(about, value) for value in (norm - 0.1, norm, norm + 0.1)) == expected


@given(st.floats(-1e9, 1e9))
def test_nothing_is_reached_where_a_norm_is_background_or_has_bands_or_is_not_there(value: float) -> None:
    about = indicator()
    assert about.norm is not None
    assert reached(replace(about, norm=None), value) is None
    assert reached(replace(about, norm=replace(about.norm, background=True)), value) is None
    assert reached(replace(about, norm=replace(about.norm, value=None, bands=(1.0, 2.0))), value) is None


def test_norms_of_single_cases_and_skewed_means_are_background() -> None:
    found = {each.id for each in load_framework().indicators.values() if each.norm is not None and each.norm.background}
    assert found == BACKGROUND
    for name in found:
        norm = load_framework().indicators[name].norm
        assert norm is not None
        assert norm.note is not None
        assert "only" in norm.note.en


def test_a_note_gives_percentages_with_their_sign() -> None:
    """25%以下, not 25以下: it stands beside a norm that has it; what else a note counts are years."""
    norms = {each.id: each.norm for each in load_framework().indicators.values() if each.unit == "%" and each.norm is not None}
    notes = {id_: norm.note.zh for id_, norm in norms.items() if norm.note is not None}
    bare = {id_ for id_, note in notes.items() if {*re.findall(r"\d+(?:\.\d+)?(.?)", note)} - {"%", "年"}}
    assert bare == set()
