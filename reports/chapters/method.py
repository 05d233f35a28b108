"""Appendix 丁: the method, what it rests on, and its limits."""

from collections.abc import Iterator

from diagnosis import __version__
from reports.blocks import Block, Column, Heading, Item, Paragraph, Table, ref
from reports.context import Context

BASES = ("published", "target", "practice", "design")
LIMITS = 6


def method(context: Context) -> Iterator[Block]:
    """附录丁 方法说明."""
    framework = context.diagnosis.framework
    yield Heading(1, context.say("method.title"), key="annex-method", numbered="appendix", new_page=True)
    yield Heading(2, context.say("method.source.title"), numbered="appendix")
    yield Paragraph(context.say("method.source.text", citation=context.text(framework.citation)))
    yield Heading(2, context.say("method.type.title"), numbered="appendix")
    for key in ("scores", "firmness", "override"):
        yield Paragraph(context.say(f"method.type.{key}"))
    yield Heading(2, context.say("method.items.title"), numbered="appendix")
    yield Paragraph(context.say("method.items.text", table=ref("table-scale-steps")))
    yield _scale(context)
    yield Paragraph(context.sentences([context.say("method.items.speak"), context.say("method.items.rows")]))
    yield Heading(2, context.say("method.profile.title"), numbered="appendix")
    yield Paragraph(context.say("method.profile.text"))
    yield Paragraph(context.say("method.paths.text"))
    yield Heading(2, context.say("method.norms.title"), numbered="appendix")
    yield Paragraph(_bases(context))
    yield Heading(2, context.say("method.limits.title"), numbered="appendix")
    for number in range(1, LIMITS + 1):
        yield Item(context.say(f"method.limit.{number}"), "limits")
    yield Paragraph(
        context.say(
            "method.version", version=__version__, framework=context.text(framework.name), id=framework.id, edition=framework.version
        )
    )


def _scale(context: Context) -> Table:
    """The rating scale and the level that each step means."""
    framework = context.diagnosis.framework
    level_of = {4: 0, 3: 0, 2: 1, 1: 2, 0: 3}
    rows = tuple(
        (
            str(step.value),
            context.text(step.name),
            context.text(step.meaning),
            context.level(level_of[step.value]) + (context.say("method.items.watch") if step.value == 3 else ""),
        )
        for step in sorted(framework.scale, key=lambda step: -step.value)
    )
    columns = (
        Column(context.say("head.rating"), 10, "center"),
        Column(context.say("head.step"), 16),
        Column(context.say("head.meaning"), 52),
        Column(context.say("head.level"), 22),
    )
    return Table(key="table-scale-steps", title=context.say("table.scale-steps"), columns=columns, rows=rows)


def _bases(context: Context) -> str:
    """What kinds of norms there are, and how many of each."""
    norms = [indicator.norm for indicator in context.diagnosis.framework.indicators.values() if indicator.norm is not None]
    parts = [
        context.say("method.norms.kind", name=context.say(f"basis.{basis}"), meaning=context.say(f"basis-meaning.{basis}"), count=found)
        for basis in BASES
        if (found := sum(norm.basis == basis for norm in norms))
    ]
    return context.say("method.norms.text", count=len(norms), kinds=context.clauses(parts))
