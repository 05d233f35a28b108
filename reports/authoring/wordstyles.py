"""What the styles and lists of a Word file are for, whoever has saved it."""

from typing import Any

from reports.authoring.wordtext import W
from reports.template import ROLES

NAMES = {name.lower(): role.id for role in ROLES for name in role.names}


def value(paragraph: Any, *path: str) -> str | None:
    """The value of a property of a paragraph, ``None`` where it has none."""
    found = paragraph.find("/".join((f"{W}pPr", *(W + name for name in path))))
    return None if found is None else str(found.get(W + "val"))


def styles(root: Any) -> dict[str, str]:
    """Style id -> the role that the report uses it for; other programs give styles ids of their own, but keep their names."""
    found = {}
    for style in root.iter(W + "style") if root is not None else ():
        name = style.find(W + "name")
        words = str(name.get(W + "val")).lower() if name is not None else ""
        found[str(style.get(W + "styleId"))] = "bullet" if words.startswith("list bullet") else NAMES.get(words, "")
    return found


def bullets(root: Any) -> frozenset[str]:
    """The numbers of lists whose first level is a bullet."""
    if root is None:
        return frozenset()
    kinds = {}
    for abstract in root.iter(W + "abstractNum"):
        form = abstract.find(f"{W}lvl/{W}numFmt")
        kinds[abstract.get(W + "abstractNumId")] = form.get(W + "val") if form is not None else None
    return frozenset(
        str(number.get(W + "numId"))
        for number in root.iter(W + "num")
        if (abstract := number.find(W + "abstractNumId")) is not None and kinds.get(abstract.get(W + "val")) == "bullet"
    )
