"""Runs in the frozen program before main.py: makes enumerations of a list of names and numbers in a quarter of the time.

PySide6 makes each of a class's enumerations by `enum`'s call when the class is first named: some 200 of 3,000 members at a start, and
`enum` takes them one by one through a namespace that looks for what only a class statement may hold. Here an empty enumeration is
made by `enum` itself, and is given members as `enum` would leave them. Names that mean something to a class, and every other way to
make one, are left to `enum`; so is all of it where Python is another than the one whose ways these are.
"""

import enum
import sys
from collections.abc import Iterable
from functools import cache
from typing import Any

KNOWN = ((3, 11, 2), (3, 11, 7))  # with each of them the tests of this have been run: it changed in between
KINDS: tuple[Any, ...] = (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
TAKEN = frozenset(name for kind in (*KINDS, enum.EnumType) for base in kind.__mro__ for name in vars(base)) | {""}
as_enum_makes: Any = getattr(enum.EnumType, "_create_", None)


def fits(kind: type, names: Any, more: dict[str, Any]) -> bool:
    """Whether this is what PySide6 asks for: a list of pairs of names that mean nothing else, each once, and numbers."""
    asked = kind in KINDS and type(names) is list and more.get("type") is None and more.get("boundary") is enum.KEEP
    return asked and all(map(plain, names)) and len(dict(names)) == len(names)


def plain(pair: Any) -> bool:
    """Whether this is a name that means nothing else, with a number."""
    return (
        type(pair) is tuple
        and len(pair) == 2
        and type(pair[0]) is str
        and type(pair[1]) is int
        and pair[0] not in TAKEN
        and pair[0][0] != "_"
    )


@cache
def empty(kind: Any, boundary: Any) -> dict[str, Any]:
    """What `enum` writes into an enumeration of this kind that has no members."""
    made = vars(as_enum_makes(kind, "Empty", [], module=__name__, boundary=boundary))
    return {name: value for name, value in made.items() if name not in ("__dict__", "__weakref__")}


def create(kind: Any, class_name: str, names: Any, **more: Any) -> Any:
    """In place of ``EnumType._create_``."""
    if more.get("module") is None:
        more["module"] = sys._getframe(2).f_globals.get("__name__")
    if not fits(kind, names, more):
        return as_enum_makes(kind, class_name, names, **more)
    own: dict[str, Any] = {"_member_names_": [], "_member_map_": {}, "_value2member_map_": {}, "_unhashable_values_": []}
    own |= {"__module__": more["module"], "__qualname__": more.get("qualname") or class_name}
    made = type.__new__(enum.EnumType, class_name, (kind,), empty(kind, more.get("boundary")) | own)
    fill(made, names)
    return made


def fill(made: Any, pairs: Iterable[tuple[str, int]]) -> None:
    """Gives an empty enumeration its members, as ``_proto_member.__set_name__`` and the end of ``EnumType.__new__`` do."""
    names, members, by_value, put = made._member_names_, made._member_map_, made._value2member_map_, type.__setattr__
    flag, number = issubclass(made, enum.Flag), issubclass(made, int)
    mask = single = 0
    for name, value in pairs:
        if (member := by_value.get(value)) is None:
            member = by_value[value] = int.__new__(made, value) if number else object.__new__(made)
            member._value_, member._name_, member.__objclass__, member._sort_order_ = value, name, made, len(names)
            bit = value > 0 and not value & (value - 1)
            if bit or not flag:
                names.append(name)
            mask, single = mask | value, single | value if bit else single
        members[name] = member
        put(made, name, member)
    if flag:
        made._all_bits_ = 2 ** mask.bit_length() - 1
        if hasattr(made, "_singles_mask_"):
            made._flag_mask_, made._singles_mask_ = mask, single
        else:  # before 3.11.4
            made._flag_mask_ = single
        values = [members[name]._value_ for name in names]
        if values != sorted(values):
            made._iter_member_ = made._iter_member_by_def_


if sys.version_info[:3] in KNOWN:
    enum.EnumType._create_ = create  # type: ignore[attr-defined]
