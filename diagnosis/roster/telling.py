"""What is told of an import, before and after it: the layout, the columns, the rows, and everything that was assumed."""

from collections.abc import Iterator, Sequence
from typing import get_args

from diagnosis.fieldtypes import Value
from diagnosis.questionnaire import Question
from diagnosis.roster.judging import Verdict, name_of, reason_text
from diagnosis.roster.mapping import Column
from diagnosis.roster.planning import Outcome, Plan
from diagnosis.roster.reading import Reading
from diagnosis.text import Text, listed, phrase

EXAMPLES = 3


def told_layout(reading: Reading) -> Text:
    """Where the header and the firms are."""
    layout, rows = reading.layout, reading.rows
    facts = {"first": rows[0] + 1, "last": rows[-1] + 1, "count": len(rows)}
    if layout.headless:
        return phrase("roster", "layout.headless", **facts)
    lines = layout.first - layout.top
    header = f"{layout.top + 1}" if lines == 1 else f"{layout.top + 1}–{layout.first}"
    return phrase("roster", "layout.header", header=header, **facts)


def told_column(reading: Reading, column: Column) -> Text:
    """A match: the column, its question, its unit, and how it was found."""
    facts = {
        "letter": reading.sheet.letter(column.place),
        "header": column.header.text or "—",
        "how": phrase("roster", f"how.{column.how}"),
    }
    if column.target is None:
        if column.why is None:
            return phrase("roster", "column.unused", **facts)
        return phrase("roster", "column.why", why=column.why, **facts)
    unit = phrase("roster", "unit-in", unit=column.unit) if column.unit and column.units is None else Text("", "")
    return phrase("roster", "column.match", question=column.target.label, unit=unit, **facts)


def notes(reading: Reading) -> Iterator[Text]:
    """What was assumed or left out, each in a line."""
    sheet = reading.sheet
    for column in reading.columns:
        facts = {"letter": sheet.letter(column.place), "header": column.header.text}
        if column.unit_from in {"assumed", "sheet", "beside"}:
            beside = sheet.letter(column.units) if column.units is not None else ""
            yield phrase("roster", f"note.unit-{column.unit_from}", unit=column.unit, beside=beside, **facts)
        if column.place in reading.serials:
            yield phrase("roster", "note.serials", count=reading.serials[column.place], **facts)
        if column.place in reading.zeros:
            yield phrase("roster", "note.zeros", count=reading.zeros[column.place], **facts)
        if column.place in reading.blanks:
            yield phrase("roster", "note.blanks", count=reading.blanks[column.place], **facts)
    if unseen := sorted(sheet.unseen.intersection(reading.rows)):
        yield phrase("roster", "note.hidden", rows=_rows(unseen), count=len(unseen))
    for kind, rows in sorted(reading.left_out.items()):
        yield phrase("roster", f"note.{kind}", rows=_rows(rows), count=len(rows))


def not_taken(reading: Reading) -> Iterator[Text]:
    """The columns that nothing comes of: each with the reason where its header suggested a question, the others in one line."""
    others: list[Text] = []
    for column in reading.columns:
        facts = {"letter": reading.sheet.letter(column.place), "header": column.header.text or "—"}
        if column.target is not None or not column.filled:
            continue
        if column.why is not None:
            yield phrase("roster", "note.not-taken", why=column.why, **facts)
        else:
            others.append(phrase("roster", "column.unused", **facts))
    if others:
        yield phrase("roster", "note.others", columns=listed(others))


def remarks(reading: Reading) -> list[Text]:
    """What a preview says beside the rows."""
    return [*not_taken(reading), *notes(reading)]


def _rows(rows: list[int]) -> Text:
    shown = [str(row + 1) for row in rows[: 2 * EXAMPLES]]
    more = len(rows) - len(shown)
    named = listed(Text(row, row) for row in shown)
    return named if not more else phrase("roster", "rows-more", rows=named, count=more)


def row_reasons(plan: Plan, place: int) -> list[Text]:
    """Why a row is not taken, which of its cells are not, and where it differs from the firm that is there."""
    reading = plan.reading
    found: list[Text] = []
    reason: Verdict | None = plan.judged.reasons.get(place)
    if reason is not None and plan.outcomes[place] in {"held", "refused"}:
        found.append(reason_text(reason, reading, plan.known))
    columns = {column.place: column for column in reading.columns}
    for problem in reading.problems.get(place, ()):
        header: object = columns[problem.column].header.text or reading.sheet.letter(problem.column)
        if problem.place:
            header = phrase("roster", "placed", place=problem.place, field=columns[problem.column].label)
        key = "cell-said" if f"“{problem.text}”" in problem.why.zh else "cell-sentence" if problem.why.en[:1].isupper() else "cell"
        found.append(phrase("roster", key, header=header, value=problem.text, why=problem.why))
    for field, (ours, theirs) in plan.conflicts.get(place, {}).items():
        question = next(column.target.question for column in reading.columns if column.target and column.target.field == field)
        kept = plan.side(place, field)
        shown = {
            side: Text(question.type.show(value, "zh"), question.type.show(value, "en"))
            for side, value in (("ours", ours), ("theirs", theirs))
        }
        key = f"differs.{kept}" if reading.names else f"conflict.{kept}"
        found.append(phrase("roster", key, question=question.label, **shown))
    return found


def shown(question: Question, value: Value) -> Text:
    """An answer, or what was typed and is none, in words."""
    texts = Text(question.type.show(value, "zh"), question.type.show(value, "en"))
    return texts if texts.zh or value is None else Text(str(value), str(value))


def worth_telling(plan: Plan) -> list[int]:
    """The rows that are not taken, or not as they are."""
    return [
        place
        for place, outcome in enumerate(plan.outcomes)
        if outcome in {"held", "refused"} or place in plan.reading.problems or place in plan.conflicts
    ]


def told_row(plan: Plan, place: int) -> Text:
    """A row with its reasons."""
    reasons = told_reasons(plan, place)
    key = "of-file" if plan.reading.names else "row"
    return phrase("roster", key, row=plan.reading.row_text(place), name=name_of(plan.reading, place), reasons=reasons)


def told_reasons(plan: Plan, place: int) -> Text:
    """All reasons of a row, one after the other."""
    return _one_after_the_other(row_reasons(plan, place))


def told_changes(plan: Plan, place: int) -> Text:
    """The answers that a row brings to the firm that is there."""
    asked = {column.target.field: column.target.question for column in plan.reading.columns if column.target is not None}
    news = plan.updates.get(plan.known.ids[plan.judged.matches[place]], {})
    return _one_after_the_other([_told_answer(asked[name], value) for name, value in news.items()])


def _told_answer(question: Question, value: Value) -> Text:
    """An answer with its unit, in which it is stored, whatever the file had."""
    key = "answer" if question.unit is None else "measure"
    return phrase("roster", key, question=question.label, value=shown(question, value), unit=question.unit)


def _one_after_the_other(texts: Sequence[Text]) -> Text:
    return Text("；".join(text.zh for text in texts), "; ".join(text.en for text in texts))


def told_counts(plan: Plan) -> Text:
    """How many rows end how."""
    counts = {outcome: plan.count(outcome) for outcome in get_args(Outcome)}
    told = [phrase("roster", f"count.{key}", count=count) for key, count in counts.items() if count or key in {"new", "changed"}]
    kept = sum(any(plan.side(place, field) == "ours" for field in fields) for place, fields in plan.conflicts.items())
    if kept:
        told.append(phrase("roster", "count.kept", count=kept))
    if plan.with_problems:
        told.append(phrase("roster", "count.problems", count=plan.with_problems))
    return listed(told)
