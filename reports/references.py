"""Whom the cluster can learn from: the reference clusters of its fields and the paper's examples, itself left out."""

from diagnosis.framework import Example, Practice, ReferenceCluster
from diagnosis.result import Diagnosis, Recommendation
from diagnosis.text import fold


def is_itself(diagnosis: Diagnosis, cluster: ReferenceCluster) -> bool:
    """Whether a reference cluster is the surveyed one: the same name, or one of its fields in the same city.

    Region codes (GB/T 2260) agree in their first four digits for a city, in the first two for a municipality.
    """
    survey = diagnosis.survey.cluster
    names = {fold(name).casefold() for name in (survey.name_zh, survey.name_en) if name}
    if {fold(cluster.name.zh).casefold(), fold(cluster.name.en).casefold()} & names:
        return True
    digits = 2 if cluster.region.endswith("0000") else 4
    same_place = survey.region is not None and survey.region[:digits] == cluster.region[:digits]
    return same_place and bool(set(cluster.fields) & set(diagnosis.shares.of))


def references(diagnosis: Diagnosis) -> tuple[ReferenceCluster, ...]:
    """The reference clusters that share one of the cluster's largest fields or a parent of it; those of the field itself first."""
    fields = diagnosis.framework.with_parents(diagnosis.shares.largest)
    own = set(diagnosis.shares.largest)
    found = [
        cluster
        for cluster in diagnosis.framework.reference_clusters.values()
        if fields & set(cluster.fields) and not is_itself(diagnosis, cluster)
    ]
    return tuple(sorted(found, key=lambda cluster: not own & set(cluster.fields)))


def tells_of_itself(diagnosis: Diagnosis, example: Example) -> bool:
    """Whether an example of the paper is about the surveyed cluster: it begins with the same place, or names it."""
    survey = diagnosis.survey.cluster
    zh, en = fold(survey.name_zh or ""), fold(survey.name_en or "").casefold()
    place = example.text.en.split(" ", 1)[0].rstrip(":,").casefold()
    in_field = bool(set(example.fields) & diagnosis.framework.with_parents(tuple(diagnosis.shares.of)))
    return in_field and ((len(zh) >= 2 and example.text.zh.startswith(zh[:2])) or en.startswith(place))


def speaks_to(example: Example, action: Recommendation) -> bool:
    """Whether an example is about one of the items that an action answers, and not only of the same field."""
    return bool(set(example.items) & set(action.items))


def practices(diagnosis: Diagnosis) -> tuple[Practice, ...]:
    """The paper's practices abroad that fit the type and speak to a gap of the cluster, in the framework's order."""
    gaps = {item.item.id for item in diagnosis.items if item.level}
    found = diagnosis.framework.practices.values()
    return tuple(practice for practice in found if practice.type in {diagnosis.type, "all"} and gaps & set(practice.items))


def examples(diagnosis: Diagnosis) -> tuple[Example, ...]:
    """The paper's examples that an action can lean on, itself left out; those about its items before those of the same field."""
    leaning = {example.id for entry in diagnosis.actions for example in entry.examples}
    found = [entry for entry in diagnosis.framework.examples.values() if entry.id in leaning and not tells_of_itself(diagnosis, entry)]
    found.sort(key=lambda example: not any(speaks_to(example, action) for action in diagnosis.actions))
    return tuple(found)
