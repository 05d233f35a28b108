"""What consultants have written into a report themselves, as values: the workspace keeps them, the report is made of them.

Of each section of the report, in each language, there are a few *aspects* that change by themselves (``ASPECTS``, and one for each
comment). Each is a small JSON value. What a foreign file holds in their place and what is none of it is refused (``Invalid``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from diagnosis.errors import Invalid
from diagnosis.text import Lang

TEXT, LEFT_OUT, TITLE, PARENT, ORDER = "text", "left-out", "title", "parent", "order"
ASPECTS = (TEXT, LEFT_OUT, TITLE, PARENT, ORDER)
COMMENT = "comment-"
TOP = "report"  # the parent of chapters
OWN = "own-"  # how the ids of added sections begin
Json = object


@dataclass(frozen=True, slots=True)
class Base:
    """What an authored text was written over: the draft of that moment in the report's markup, what its facts read, and its heading."""

    draft: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment to a colleague. ``at``: ISO 8601, UTC."""

    id: str
    who: str
    at: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What was written of one section; ``None``: as the draft has it.

    ``parent``: of an added section, the chapter it stands in. ``order``: of a chapter, its sections, as far as somebody has moved them.
    """

    text: str | None = None
    base: Base = field(default_factory=Base)
    left_out: bool = False
    title: str | None = None
    parent: str | None = None
    order: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A text that a section once had: who stored it, and when (ISO 8601, UTC)."""

    who: str
    at: str
    text: str
    base: Base


BLANK = Section()


@dataclass(frozen=True, slots=True)
class Authored:
    """All that was written for a report of one round in one language, by section."""

    lang: Lang
    sections: Mapping[str, Section] = field(default_factory=dict)

    def of(self, section: str) -> Section:
        """What was written of a section."""
        return self.sections.get(section, BLANK)


def text_value(text: str, base: Base) -> dict[str, Json]:
    """An authored text as it is stored."""
    return {"text": text, "draft": base.draft, "facts": dict(base.facts), "title": base.title}


def remark_value(remark: Remark) -> dict[str, Json]:
    """A comment as it is stored."""
    return {"who": remark.who, "at": remark.at, "text": remark.text}


def read_text(value: Json) -> tuple[str, Base]:
    """An authored text and what it was written over; raises ``Invalid``."""
    match value:
        case {"text": str(text), "draft": str(draft), "facts": dict(facts), "title": str(title)} if _are_texts(facts.values()):
            return text, Base(draft, facts, title)
    raise Invalid("not-authored")


def _are_texts(values: Iterable[Json]) -> bool:
    return all(isinstance(each, str) for each in values)


def authored(lang: Lang, found: Iterable[tuple[str, str, Json]]) -> Authored:
    """(section, aspect, value) as the sections of a report; raises ``Invalid``. Aspects of a later program are left alone."""
    sections: dict[str, Section] = {}
    for name, aspect, value in found:
        sections[name] = _with(sections.get(name, BLANK), aspect, value)
    return Authored(lang, {name: section for name, section in sections.items() if section != BLANK})


def _with(section: Section, aspect: str, value: Json) -> Section:
    changed: dict[str, Any] = {}
    match aspect, value:
        case "text", _:
            changed["text"], changed["base"] = read_text(value)
        case ("left-out", bool()) | ("title" | "parent", str()):
            changed[aspect.replace("-", "_")] = value
        case "order", list(order) if _are_texts(order):
            changed["order"] = tuple(order)
        case str(name), {"who": str(who), "at": str(at), "text": str(text)} if name.startswith(COMMENT):
            remark = Remark(name.removeprefix(COMMENT), who, at, text)
            changed["remarks"] = tuple(sorted((*section.remarks, remark), key=lambda each: (each.at, each.id)))
    if not changed and (aspect in ASPECTS or aspect.startswith(COMMENT)):
        raise Invalid("not-authored")
    return replace(section, **changed)
