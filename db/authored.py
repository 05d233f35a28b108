"""What is written into the report by hand: reading it, and the named changes of it. The markup of the texts is the report's affair.

Every aspect of a section (see ``diagnosis.authored``) is a row; a section or an aspect as the draft has it has none.
"""

from collections.abc import Mapping, Sequence

from db.columns import from_json, to_json
from db.history import Change
from db.recorder import Recorder, recording
from db.stamps import AUTHORED
from db.workspace import Workspace
from diagnosis.authored import (
    COMMENT,
    LEFT_OUT,
    ORDER,
    PARENT,
    TEXT,
    TITLE,
    Authored,
    Base,
    Json,
    Remark,
    authored,
    read_text,
    remark_value,
    text_value,
)
from diagnosis.errors import Invalid, UserError
from diagnosis.text import Lang, Text, phrase, shortened

TABLE = AUTHORED


def load_authored(workspace: Workspace, round_id: int, lang: Lang) -> Authored:
    """All that was written for the report of a round in a language; raises ``UserError`` for what this program does not know."""
    found = workspace.rows(
        "SELECT section, aspect, value FROM authored WHERE _round = ? AND lang = ? ORDER BY section, aspect", round_id, lang
    )
    section = ""
    try:
        known = []
        for section, aspect, value in found:
            known.append((section, aspect, from_json(value)))
        return authored(lang, known)
    except (Invalid, ValueError) as error:
        raise UserError("authored-unknown", file=workspace.path, name=section) from error


def write_text(workspace: Workspace, round_id: int, lang: Lang, section: str, text: str, base: Base) -> Change:
    """A section gets this text in place of its draft, written over ``base``."""
    with recording(workspace, phrase("db", "author-text", title=base.title), round_id=round_id) as recorder:
        _set(recorder, lang, section, {TEXT: text_value(_whole(text), base)})
        return recorder.change()


Taken = tuple[str, Base, str | None]  # a text, what it is written over, and the heading where it is another


def take_texts(
    workspace: Workspace, round_id: int, lang: Lang, texts: Mapping[str, Taken], remarks: Mapping[str, Sequence[Remark]], file: str
) -> Change:
    """Several sections get the texts and the comments that were read back from a file; one change."""
    sections = {*texts, *remarks}
    with recording(workspace, phrase("db", "author-take", count=len(sections), file=file), round_id=round_id) as recorder:
        for section, (text, base, title) in texts.items():
            _set(recorder, lang, section, {TEXT: text_value(_whole(text), base), **({TITLE: _whole(title)} if title is not None else {})})
        for section, found in remarks.items():
            _set(recorder, lang, section, {f"{COMMENT}{each.id}": remark_value(each) for each in found})
        return recorder.change()


def keep_text(workspace: Workspace, round_id: int, lang: Lang, section: str, base: Base) -> Change:
    """A section's text stays as it is, now that somebody has looked at ``base``; raises ``UserError`` when it has none."""
    with recording(workspace, phrase("db", "author-keep", title=base.title), round_id=round_id) as recorder:
        found = load_authored(workspace, round_id, lang).of(section).text
        if found is None:
            raise UserError("row-gone", file=workspace.path)
        _set(recorder, lang, section, {TEXT: text_value(found, base)})
        return recorder.change()


def reset_section(workspace: Workspace, round_id: int, lang: Lang, section: str, title: str) -> Change:
    """A section is as its draft is again; its text stays among the versions."""
    with recording(workspace, phrase("db", "author-reset", title=title), round_id=round_id) as recorder:
        _set(recorder, lang, section, {TEXT: None, TITLE: None})
        return recorder.change()


def leave_out(workspace: Workspace, round_id: int, lang: Lang, section: str, title: str, left_out: bool) -> Change:
    """A section is left out of the report, or stands in it again."""
    name = phrase("db", "author-leave-out", title=title) if left_out else phrase("db", "author-put-back", title=title)
    with recording(workspace, name, round_id=round_id) as recorder:
        _set(recorder, lang, section, {LEFT_OUT: True if left_out else None})
        return recorder.change()


def rename_section(workspace: Workspace, round_id: int, lang: Lang, section: str, title: str | None) -> Change:
    """A section gets another heading; ``None``: the draft's."""
    with recording(workspace, phrase("db", "author-title", title=title or ""), round_id=round_id) as recorder:
        _set(recorder, lang, section, {TITLE: _whole(title) if title is not None else None})
        return recorder.change()


def order_sections(workspace: Workspace, round_id: int, lang: Lang, parent: str, order: Sequence[str], title: str) -> Change:
    """The sections of a chapter follow each other in this order; ``title``: of the one that was moved."""
    with recording(workspace, phrase("db", "author-move", title=title), round_id=round_id) as recorder:
        _set(recorder, lang, parent, {ORDER: list(order)})
        return recorder.change()


def add_section(workspace: Workspace, round_id: int, lang: Lang, section: str, parent: str, title: str, order: Sequence[str]) -> Change:
    """A section of one's own in a chapter, whose sections then follow in ``order``."""
    with recording(workspace, phrase("db", "author-add", title=title), round_id=round_id) as recorder:
        _set(recorder, lang, section, {PARENT: parent, TITLE: _whole(title), TEXT: text_value("", Base(title=title))})
        _set(recorder, lang, parent, {ORDER: list(order)})
        return recorder.change()


def adopt_section(workspace: Workspace, round_id: int, lang: Lang, section: str, parent: str, title: str, order: Sequence[str]) -> Change:
    """A text whose section the draft no longer has becomes a section of its own in a chapter."""
    with recording(workspace, phrase("db", "author-add", title=title), round_id=round_id) as recorder:
        _set(recorder, lang, section, {PARENT: parent, TITLE: title})
        _set(recorder, lang, parent, {ORDER: list(order)})
        return recorder.change()


def delete_section(workspace: Workspace, round_id: int, lang: Lang, section: str, title: str) -> Change:
    """Nothing is written of a section any more; its texts stay among the versions."""
    with recording(workspace, phrase("db", "author-delete", title=title), round_id=round_id) as recorder:
        recorder.delete_where(TABLE, "_round = ? AND lang = ? AND section = ?", round_id, lang, section)
        return recorder.change()


def set_remark(workspace: Workspace, round_id: int, lang: Lang, section: str, remark: Remark) -> Change:
    """A comment on a section; one without a text goes."""
    name = phrase("db", "author-comment", text=shortened(remark.text)) if remark.text else phrase("db", "author-uncomment")
    with recording(workspace, name, round_id=round_id) as recorder:
        _set(recorder, lang, section, {f"{COMMENT}{remark.id}": remark_value(remark) if remark.text else None})
        return recorder.change()


def _set(recorder: Recorder, lang: Lang, section: str, aspects: Mapping[str, Json]) -> None:
    for aspect, value in aspects.items():
        where = "_round = ? AND lang = ? AND section = ? AND aspect = ?"
        found = recorder.workspace.rows(f"SELECT _id FROM authored WHERE {where}", recorder.round_id, lang, section, aspect)
        if value is None:
            recorder.delete(TABLE, [row_id for (row_id,) in found])
        elif found:
            recorder.update(TABLE, found[0][0], {"value": to_json(value)})
        else:
            row = {"_round": recorder.round_id, "lang": lang, "section": section, "aspect": aspect, "value": to_json(value)}
            recorder.insert(TABLE, [row])


def _whole(text: str) -> str:
    """Half a character, as a clipboard may hold it, cannot be stored."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# ---- as it is shown where two people wrote differently; a register's name is "lang.section.aspect"


def title_of(workspace: Workspace, round_id: int, register: str) -> str:
    """What the section of a register is called, as far as the workspace knows."""
    lang, section, _ = register.split(".", 2)
    found = dict(
        workspace.rows("SELECT aspect, value FROM authored WHERE _round = ? AND lang = ? AND section = ?", round_id, lang, section)
    )
    kept = workspace.rows("SELECT value FROM versions WHERE round = ? AND lang = ? AND section = ? LIMIT 1", round_id, lang, section)
    texts = [_text(value) for value in (found.get(TEXT), *(value for (value,) in kept)) if value is not None]
    title = from_json(found[TITLE]) if TITLE in found else None
    return str(title) if isinstance(title, str) else next((base.title for _, base in texts if base.title), section)


def label_of(register: str) -> Text:
    """Which aspect of a section a register is, and of the report in which language."""
    lang, _, aspect = register.split(".", 2)
    report = phrase("db", "author-report-en") if lang == "en" else phrase("db", "author-report-zh")
    names = {
        TEXT: phrase("db", "author-aspect-text", lang=report),
        LEFT_OUT: phrase("db", "author-aspect-left-out", lang=report),
        TITLE: phrase("db", "author-aspect-title", lang=report),
        PARENT: phrase("db", "author-aspect-parent", lang=report),
        ORDER: phrase("db", "author-aspect-order", lang=report),
        COMMENT: phrase("db", "author-aspect-comment", lang=report),
    }
    return names.get(COMMENT if aspect.startswith(COMMENT) else aspect, report)


def shown(register: str, cell: str) -> Text:
    """The value of a register in words."""
    aspect = register.split(".", 2)[2]
    value = from_json(cell)
    if aspect == LEFT_OUT:
        return phrase("db", "author-left-out") if value else phrase("db", "author-stands")
    told = value.get("text", cell) if isinstance(value, dict) else value if isinstance(value, str) else cell
    return Text(str(told), str(told))


def _text(value: str) -> tuple[str, Base]:
    try:
        return read_text(from_json(value))
    except (Invalid, ValueError):
        return "", Base()
