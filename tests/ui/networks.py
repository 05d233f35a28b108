"""A small co-operation network for tests: three co-operations of five actors, one of whom stands on no list."""

from typing import Any

from diagnosis.text import fold

FIRMS = [{"name": "Alpha Works"}, {"name": "Beta Works"}, {"name": "Gamma Works"}]
LINKS = [
    {"from": "Alpha Works", "to": "Delta University", "kind": "joint-rd", "year": 2020},
    {"from": "Beta Works", "to": "Alpha Works", "kind": "supply"},
    {"from": "Gamma Works", "to": "Outsider"},
]
LISTS: dict[str, Any] = {
    "enterprises": FIRMS,
    "institutions": [{"name": "Delta University"}],
    "platforms": [{"name": "Works Centre"}],
    "organisations": [{"name": "Alliance"}],
}
A, B, C, D, OUT = (fold(name) for name in ("Alpha Works", "Beta Works", "Gamma Works", "Delta University", "Outsider"))
