"""Chapter 6: what others did. The paper's international practices, the reference clusters of the same fields, its examples."""

from collections.abc import Iterator

from diagnosis.framework import Practice
from reports.blocks import Block, Column, Heading, Item, Paragraph, Table, bold, ref
from reports.chapters.support import no_type
from reports.context import Context
from reports.findings import levelled
from reports.references import examples, is_itself, practices, references, speaks_to, tells_of_itself


def chapter(context: Context) -> Iterator[Block]:
    """六、经验借鉴."""
    yield Heading(1, context.say("lessons.title"), key="lessons")
    yield Heading(2, context.say("lessons.practices.title"), key="practices")
    yield from _practices(context)
    yield Heading(2, context.say("lessons.clusters.title"), key="clusters")
    yield from _clusters(context)
    yield from _examples(context)


def _practices(context: Context) -> Iterator[Block]:
    if context.diagnosis.type is None:
        yield no_type(context, "lessons.practices.none")
        return
    found = practices(context.diagnosis)
    if not found:
        yield Paragraph(context.say("lessons.practices.no-gaps"))
        return
    yield Paragraph(context.say("lessons.practices.lead", count=len(found)))
    for position, practice in enumerate(found):
        yield Item(_practice(context, practice, position), "practices")


def _practice(context: Context, practice: Practice, position: int) -> str:
    """A practice: where, what the paper reports of it, which gaps it speaks to, and what to take from it."""
    levels = {item.item.id: item for item in context.diagnosis.items if item.level}
    items = levelled(context, (levels[key] for key in practice.items if key in levels), context.join)
    name = bold(context.say("lessons.practice.lead", place=practice.place, name=context.inside(practice.name)))
    facts = {"facts": context.text(practice.facts).rstrip("。."), "source": practice.source, "items": items}
    lesson = context.text(practice.lesson) if position % 2 == 0 else context.inside(practice.lesson)
    return name + context.say("space") + context.turn("lessons.practice", position, **facts, lesson=lesson.rstrip("。."))


def _clusters(context: Context) -> Iterator[Block]:
    diagnosis = context.diagnosis
    if not diagnosis.shares.largest:
        yield Paragraph(context.say("lessons.clusters.no-fields", page=context.page("overview")))
        return
    itself = [cluster for cluster in diagnosis.framework.reference_clusters.values() if is_itself(diagnosis, cluster)]
    if itself:
        yield Paragraph(context.say("lessons.clusters.itself", name=context.text(itself[0].name)))
    found = references(diagnosis)
    fields = context.join(context.inside(diagnosis.framework.fields[field].name) for field in diagnosis.shares.largest)
    if not found:
        yield Paragraph(context.say("lessons.clusters.none", fields=fields))
        return
    yield Paragraph(context.say("lessons.clusters.lead", fields=fields, count=len(found), table=ref("table-clusters")))
    shared = diagnosis.framework.with_parents(diagnosis.shares.largest)
    rows = tuple(
        (
            str(number),
            context.text(cluster.name),
            context.text(cluster.area),
            context.text(cluster.province),
            context.series(context.text(diagnosis.framework.fields[field].name) for field in cluster.fields if field in shared),
        )
        for number, cluster in enumerate(found, 1)
    )
    columns = (
        Column(context.say("head.number"), 8, "center"),
        Column(context.say("head.cluster"), 38),
        Column(context.say("head.area"), 18),
        Column(context.say("head.province"), 14),
        Column(context.say("head.shared"), 22),
    )
    note = context.say("note.clusters", reference=context.text(diagnosis.framework.reference))
    yield Table(key="table-clusters", title=context.say("table.clusters"), columns=columns, rows=rows, note=note)


def _examples(context: Context) -> Iterator[Block]:
    diagnosis = context.diagnosis
    own = [example for example in diagnosis.framework.examples.values() if tells_of_itself(diagnosis, example)]
    for example in own:
        yield Paragraph(context.say("lessons.own", text=context.text(example.text).rstrip("。."), source=example.source))
    found = examples(diagnosis)
    if not found:
        return
    told = any(speaks_to(example, entry) for example in found for entry in diagnosis.actions)
    if len(found) == 1 and not told:
        yield Paragraph(context.say("lessons.examples.one-field", text=context.text(found[0].text).rstrip("。."), source=found[0].source))
        return
    yield Paragraph(
        context.say("lessons.examples.lead" if told else "lessons.examples.lead-field", count=len(found), table=ref("table-examples"))
    )
    columns = (
        Column(context.say("head.number"), 8, "center"),
        Column(context.say("head.example"), 48),
        Column(context.say("head.speaks-to"), 26, "center"),
        Column(context.say("head.source"), 18),
    )
    rows = tuple(
        (
            str(number),
            context.text(example.text),
            context.places(n for n, entry in enumerate(diagnosis.actions, 1) if speaks_to(example, entry))
            or context.say("lessons.examples.field"),
            context.text(example.source),
        )
        for number, example in enumerate(found, 1)
    )
    note = context.say("note.examples", table=ref("table-actions"))
    yield Table(key="table-examples", title=context.say("table.examples"), columns=columns, rows=rows, note=note)
