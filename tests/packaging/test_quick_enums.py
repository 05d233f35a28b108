"""Enumerations that are made in less time are what `enum` makes."""

import enum
import functools
import operator
import pickle
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

MAKER: Any = enum.EnumType
ordinary = MAKER._create_
import quick_enums  # noqa: E402 - puts its own in the place of the ordinary

quick, MAKER._create_ = MAKER._create_, ordinary

NAMES = st.one_of(
    st.sampled_from(["Left", "Right", "Top", "AlignMask", "value", "name", "mro", "real", "_x", "__y__", ""]),
    st.from_regex(r"[A-Z][a-z]{0,3}", fullmatch=True),
)
VALUES = st.one_of(st.integers(-2, 9), st.sampled_from([1 << bit for bit in range(32)]))
PAIRS = st.lists(st.tuples(NAMES, VALUES), max_size=8)
KINDS = st.sampled_from([enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag])

pytestmark = pytest.mark.skipif(sys.version_info[:3] not in quick_enums.KNOWN, reason="made as ever with this Python")


def told(member: Any) -> tuple[Any, ...]:
    """All that is to be seen of a member."""
    return (
        repr(member),
        str(member),
        f"{member}",
        member._name_,
        member._value_,
        getattr(member, "_sort_order_", None),
        hash(member),
        type(member).__name__,
    )


def shown(made: Any) -> Iterator[Any]:
    """All that is to be seen of an enumeration."""
    yield from (repr(made), len(made), made.__name__, made.__qualname__, made.__module__, made.__mro__[1:], made.__new__, dir(made))
    yield [told(member) for member in made]
    yield [(name, told(member), made[name] is member, getattr(made, name) is member) for name, member in made.__members__.items()]
    yield sorted(set(vars(made)) - {"__dict__", "__weakref__"})
    yield [(value, told(member), made(value) is member) for value, member in made._value2member_map_.items()]
    if issubclass(made, enum.Flag):
        yield made._flag_mask_, getattr(made, "_singles_mask_", None), made._all_bits_, made._boundary_, made._iter_member_.__name__
        values = [member._value_ for member in made if member._value_ > 0]
        if values:
            whole = made(functools.reduce(operator.or_, values))
            yield told(whole), [told(part) for part in whole], repr(whole ^ made(values[-1]))
            yield [told(~made(value)) for value in values], [told(~each) for each in made.__members__.values()]


def made_by(way: Any, kind: Any, pairs: list[tuple[str, int]]) -> Any:
    try:
        return list(shown(way(kind, "Made", pairs, module="a.module", qualname="QWidget.Made", boundary=enum.KEEP)))
    except (TypeError, ValueError) as error:
        return repr(error)


@given(kind=KINDS, pairs=PAIRS)
def test_they_are_the_same(kind: Any, pairs: list[tuple[str, int]]) -> None:
    assert made_by(quick, kind, pairs) == made_by(ordinary, kind, pairs)


def test_all_of_qt_are_the_same() -> None:
    from PySide6 import QtCore, QtGui, QtWidgets

    kinds = {"Enum": enum.Enum, "IntEnum": enum.IntEnum, "Flag": enum.Flag, "IntFlag": enum.IntFlag}
    named = [getattr(module, name) for module in (QtCore, QtGui, QtWidgets) for name in dir(module)]
    held = [value for holder in named if isinstance(holder, type) for value in vars(holder).values()]
    found: set[Any] = {value for value in (*named, *held) if isinstance(value, enum.EnumType)}
    assert len(found) > 400
    for known in found:
        kind = kinds.get(known.__mro__[1].__name__)
        pairs = [(name, member._value_) for name, member in known.__members__.items()]
        if kind is not None:
            assert quick_enums.fits(kind, pairs, {"boundary": enum.KEEP})
            assert made_by(quick, kind, pairs) == made_by(ordinary, kind, pairs), known


def test_what_is_asked_for_in_another_way_is_left_to_enum() -> None:
    for names in (
        "A B",
        ["A", "B"],
        {"A": 1, "B": 2},
        [("A", "one"), ("B", "two")],
        [("mro", 1)],
        [("A", True)],
        [("A", 1, 2)],
        [["A", 1]],
    ):
        assert made_by(quick, enum.Enum, names) == made_by(ordinary, enum.Enum, names)  # type: ignore[arg-type]


def test_members_come_back_from_a_pickle() -> None:
    made = quick(enum.IntFlag, "Here", [("A", 1), ("B", 2)], module=__name__, boundary=enum.KEEP)
    globals()["Here"] = made
    assert pickle.loads(pickle.dumps(made.A | made.B)) == made.A | made.B
    assert pickle.loads(pickle.dumps(made.A)) is made.A
