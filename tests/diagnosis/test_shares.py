"""Field shares: entered, else from the roster's revenue by industry code."""

import pytest

from diagnosis.framework import Framework
from diagnosis.result import Shares
from diagnosis.shares import field_shares, industry_code, match_field
from tests.surveys import firms, survey


def share(field: str, value: float | None) -> dict[str, object]:
    return {"id": field, "share": value}


def test_entered_shares_come_before_the_roster(framework: Framework) -> None:
    read = survey(fields=[share("steel", 0.6), share("biology", 0.2)], enterprises=firms(5, gbt4754="17"))
    found = field_shares(read, framework)
    assert found.of == {"steel": 0.6, "biology": 0.2}
    assert found.known == pytest.approx(0.8)
    assert (found.origin, found.largest) == ("entered", ("steel",))


def test_a_share_of_zero_is_not_entered(framework: Framework) -> None:
    only_zero = [share("steel", 0), share("biology", None), share("information", 1e-10)]
    assert field_shares(survey(fields=only_zero, enterprises=firms(5, gbt4754="17")), framework).of == {"textiles": 1}
    assert field_shares(survey(fields=[*only_zero, share("textiles", 0.1)]), framework).of == {"textiles": 0.1}


def test_what_is_known_is_at_most_all(framework: Framework) -> None:
    assert field_shares(survey(fields=[share("steel", 0.51), share("biology", 0.5)]), framework).known == 1


def test_a_field_entered_twice_adds_up(framework: Framework) -> None:
    read = survey(fields=[share("steel", 0.3), share("biology", 0.4), share("steel", 0.2)])
    assert field_shares(read, framework).largest == ("steel",)


def test_ties_make_several_largest_fields(framework: Framework) -> None:
    read = survey(fields=[share("steel", 0.1 + 0.2), share("biology", 0.3), share("hydrogen", 0.3 - 1e-8)])
    assert field_shares(read, framework).largest == ("steel", "biology")


def test_the_roster_gives_each_field_its_part_of_all_revenue(framework: Framework) -> None:
    roster = [
        *firms(30, gbt4754="C1711"),  # textiles
        *firms(20, 10, gbt4754="3514"),  # construction machinery
        *firms(25, gbt4754="99"),  # belongs to no field, and counts in all revenue
        *firms(15),  # has no code, and counts in all revenue
        *firms(0, None, gbt4754="39"),  # without revenue
    ]
    found = field_shares(survey(enterprises=roster), framework)
    assert found.of == {"textiles": pytest.approx(0.3), "construction-machinery": pytest.approx(0.3)}
    assert found.known == pytest.approx(0.6)
    assert (found.origin, found.largest) == ("roster", ("textiles", "construction-machinery"))


@pytest.mark.parametrize("roster", [[], firms(5, gbt4754="99"), firms(None, gbt4754="17"), firms(5, gbt4754="　")])
def test_neither_leaves_the_fields_unanswered(roster: list[dict[str, object]], framework: Framework) -> None:
    assert field_shares(survey(enterprises=roster), framework) == Shares(of={}, origin=None, known=0.0, largest=())


@pytest.mark.parametrize(
    ("text", "code"),
    [("C3514", "3514"), (" c 35 14 ", "3514"), ("Ｃ３５１４", "3514"), ("3514", "3514"), ("CC35", "C35"), ("", ""), (None, ""), ("C", "")],
)
def test_a_leading_letter_and_spaces_are_dropped(text: str | None, code: str) -> None:
    assert industry_code(text) == code


@pytest.mark.parametrize(
    ("code", "field"),
    [
        ("17", "textiles"),
        ("C1789", "textiles"),
        ("35", "high-end-equipment"),
        ("3515", "high-end-equipment"),
        ("3514", "construction-machinery"),  # four digits before two
        ("358", "biology"),  # three before two
        ("3581", "biology"),
        ("371", "rail-transit-equipment"),  # the same prefix stands in high-end equipment, its parent
        ("3720", "rail-transit-equipment"),
        ("373", "high-end-equipment"),
        ("37", None),
        ("291", "petrochemicals"),
        ("2929", "light-industry"),
        ("29", None),
        ("39", "information"),
        ("3939", "digital-security"),
        ("3973", "integrated-circuits"),
        ("99", None),
        ("", None),
        ("C", None),
        ("无", None),
    ],
)
def test_the_longest_prefix_is_the_field(code: str, field: str | None, framework: Framework) -> None:
    found = match_field(code, framework.fields)
    assert (found and found.id) == field
