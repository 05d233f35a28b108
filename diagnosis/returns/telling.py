"""What is told of returns, before and after they are read in."""

from collections.abc import Iterator

from diagnosis.questionnaire import questionnaire
from diagnosis.returns.filled import FIRMS
from diagnosis.returns.lists import Difference, counted
from diagnosis.returns.planning import Collected
from diagnosis.roster.telling import shown, told_counts, told_row, worth_telling
from diagnosis.text import Text, listed, phrase


def told_changes(found: Collected) -> Text:
    """How many firms, rows and answers change; of other parts only those that do."""
    texts = [told_counts(found.plan)] if found.plan.reading.names else []
    for part, added, changed in counted(found.further):
        asked = questionnaire().parts[part]
        key = "changed-record" if asked.kind == "record" else "changed-list"
        texts.append(phrase("returns", key, part=asked.name, added=added, changed=changed))
    return Text("；".join(text.zh for text in texts), "; ".join(text.en for text in texts)) if texts else phrase("returns", "nothing")


def told_rows(found: Collected) -> Iterator[Text]:
    """What was not taken as it is, and where returns and the survey differ; one line each."""
    for place in worth_telling(found.plan):
        yield told_row(found.plan, place)
    for number in sorted(found.waiting):
        rows = sum(len(rows) for part, rows in found.returns[number].rows.items() if part != FIRMS)
        if rows:
            yield phrase("returns", "waiting", name=found.returns[number].name, count=rows)
    for number, each in enumerate(found.returns):
        for fault in each.wrong if number not in found.waiting else ():
            if fault.part != FIRMS:
                label = questionnaire().parts[fault.part].question(fault.field).label
                key = "cell-empty" if not fault.text else "cell-said" if f"“{fault.text}”" in fault.why.zh else "cell"
                yield phrase("returns", key, name=each.name, place=fault.place, field=label, value=fault.text, why=fault.why)
    for difference in found.further.differences:
        yield told_difference(found, difference)


def told_difference(found: Collected, difference: Difference) -> Text:
    """A difference, and who wins."""
    number, part, _, field = difference.place
    question = questionnaire().parts[part].question(field)
    side = found.sides.get(difference.place, found.plan.decisions.conflicts)
    return phrase(
        "returns",
        f"differs.{side}",
        name=found.returns[number].name,
        what=told_place(difference),
        ours=shown(question, difference.ours),
        theirs=shown(question, difference.theirs),
    )


def told_place(difference: Difference) -> Text:
    """Which answer of which row of which part."""
    _, part, _, field = difference.place
    asked = questionnaire().parts[part]
    texts = [asked.name, Text(difference.called, difference.called), asked.question(field).label]
    return listed(text for text in texts if text.zh)
