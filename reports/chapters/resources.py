"""Section 1(4): institutions, platforms, organisations, services and key technologies."""

from collections.abc import Iterator

from reports.blocks import Block, Column, Paragraph, Table, ref
from reports.context import Context
from reports.evidence import group_figures, names_of, one_line
from reports.tally import choices, counted

TRL_NAMED = 6


def resources(context: Context) -> Iterator[Block]:
    """(四)创新资源与平台."""
    yield Paragraph(_institutions(context))
    yield Paragraph(_platforms(context))
    if context.diagnosis.survey.platforms:
        yield _platform_table(context)
    yield Paragraph(_organisations(context))
    yield Paragraph(_services(context))
    yield Paragraph(_technologies(context))


def _counted(context: Context, part: str, values: list[str | None], field: str = "kind") -> str:
    """How many there are of each kind, in the unit that the whole list is counted in."""
    unit = "counted" if part == "institutions" else "counted-plain"
    names = choices(part, field)
    found = counted(part, field, values)
    return context.series(
        context.say(unit, name=context.inside(names[value]) if value else context.say("not-given"), count=count) for value, count in found
    )


def _alike(context: Context, part: str, values: list[str | None]) -> str:
    """The kind that all of them are of, or nothing."""
    (first, *rest) = values
    return context.inside(choices(part, "kind")[first]) if first and all(value == first for value in rest) else ""


def _institutions(context: Context) -> str:
    survey = context.diagnosis.survey
    if not survey.institutions:
        key = "resources.institutions-zero" if survey.complete.get("institutions") else "resources.institutions-none"
        return context.say(key, page=context.page("actors"))
    kinds = _counted(context, "institutions", [row.kind for row in survey.institutions])
    names = names_of(context, [row.name for row in survey.institutions])
    facts = {"count": len(survey.institutions), "names": names}
    if alike := _alike(context, "institutions", [row.kind for row in survey.institutions]):
        return context.say("resources.institutions-alike", kind=alike, **facts)
    return context.say("resources.institutions", kinds=kinds, **facts)


def _platforms(context: Context) -> str:
    survey = context.diagnosis.survey
    if not survey.platforms:
        key = "resources.platforms-zero" if survey.complete.get("platforms") else "resources.platforms-none"
        return context.say(key, page=context.page("actors"))
    levels = _counted(context, "platforms", [row.level for row in survey.platforms], "level")
    sentences = [context.say("resources.platforms", count=len(survey.platforms), levels=levels, table=ref("table-platforms"))]
    known = [row.open for row in survey.platforms if row.open is not None]
    if known:
        sentences.append(context.say("resources.open", known=len(known), open=sum(known)))
    topics = [one_line(row.topic) for row in survey.platforms if row.topic and one_line(row.topic)]
    twice = sorted({topic for topic in topics if topics.count(topic) > 1}, key=topics.index)
    if twice:
        told = context.series(context.say("counted-plain", name=context.quote(topic), count=topics.count(topic)) for topic in twice)
        sentences.append(context.say("resources.topics-shared", topics=told))
    elif len(topics) > 1:
        sentences.append(context.say("resources.topics-apart", count=len(topics)))
    if not survey.complete.get("platforms"):
        sentences.append(context.say("resources.platforms-open"))
    return context.sentences(sentences)


def _platform_table(context: Context) -> Table:
    """Platforms by kind and level."""
    platforms = context.diagnosis.survey.platforms
    kind_names, level_names = choices("platforms", "kind"), choices("platforms", "level")
    levels = [level for level, _ in counted("platforms", "level", [row.level for row in platforms])]
    heads = [context.text(level_names[level]) if level else context.say("not-given") for level in levels]
    columns = (
        Column(context.say("head.kind"), 34),
        *(Column(head, 13, "right") for head in heads),
        Column(context.say("head.total"), 13, "right"),
    )
    rows = []
    for kind, total in counted("platforms", "kind", [row.kind for row in platforms]):
        own = [row.level for row in platforms if row.kind == kind]
        name = context.text(kind_names[kind]) if kind else context.say("not-given")
        rows.append((name, *(str(own.count(level)) if own.count(level) else context.say("dash") for level in levels), str(total)))
    note = context.say(
        "note.platforms", declared=context.say("note.complete" if context.diagnosis.survey.complete.get("platforms") else "note.open")
    )
    return Table(key="table-platforms", title=context.say("table.platforms"), columns=columns, rows=tuple(rows), note=note)


def _organisations(context: Context) -> str:
    rows = context.diagnosis.survey.organisations
    if not rows:
        return context.say("resources.organisations-none", page=context.page("actors"))
    kinds = _counted(context, "organisations", [row.kind for row in rows])
    facts = {"count": len(rows), "names": names_of(context, [row.name for row in rows], "and-more-things")}
    if alike := _alike(context, "organisations", [row.kind for row in rows]):
        return context.say("resources.organisations-alike", kind=alike, **facts)
    return context.say("resources.organisations", kinds=kinds, **facts)


def _services(context: Context) -> str:
    services, answers = context.diagnosis.framework.services, context.diagnosis.survey.services
    if not answers:
        return context.say("resources.services-none", page=context.page("actors"))
    there, absent, unknown = (
        [context.inside(name) for key, name in services.items() if answers.get(key) is answer] for answer in (True, False, None)
    )
    parts = [context.say("resources.services-there", names=context.series(there))] if there else []
    parts += [context.say("resources.services-absent", names=context.series(absent))] if absent else []
    parts += [context.say("resources.services-unknown", names=context.series(unknown))] if unknown else []
    key = "resources.services-all" if len(answers) == len(services) else "resources.services"
    return context.say(key, total=len(services), answered=len(answers), parts=context.clauses(parts))


def _technologies(context: Context) -> str:
    rows = [row for row in context.diagnosis.survey.technologies if row.name]
    known = sorted(((row.trl, one_line(row.name or "")) for row in rows if row.trl is not None), key=lambda row: row[0])
    if not known:
        return context.say("resources.technologies-none", page=context.page("chain"))
    low, high = known[0][0], known[-1][0]
    named = context.names(context.say("resources.technology", name=name, trl=trl) for trl, name in known[:TRL_NAMED])
    median = next((context.amount(figure) for figure in group_figures(context, "frontier") if figure.indicator.id == "trl-median"), "")
    key = "resources.technologies" if len(known) <= TRL_NAMED else "resources.technologies-more"
    span = "level-one" if low == high else "levels" if median else "levels-bare"
    levels = context.say(f"resources.{span}", low=low, high=high, median=median)
    return context.say(key, count=len(known), levels=levels, named=named, shown=TRL_NAMED)
