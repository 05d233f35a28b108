"""Names within a round: which of them stand on a list, which one somebody means, and which the chain lacks."""

import re
from collections import Counter
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass

from db.search import Finder, folded, ranked
from db.surveys import rows as rows_of
from db.workspace import Workspace
from diagnosis.roster.names import LEAST, likenesses, plain, shortened
from diagnosis.survey import Cooperation, Enterprise, Institution, Organisation, Platform, Survey
from diagnosis.text import fold

ACTORS = ("enterprises", "institutions", "platforms", "organisations")  # the lists of those that may co-operate
STEP = 500  # names that are looked at in one go
NAMES = 'SELECT _id, name FROM "{part}" NOT INDEXED WHERE _round = ? AND _id > ? AND name IS NOT NULL ORDER BY _id LIMIT ?'
SEPARATORS = re.compile("[、,;/\uff0c\uff1b\n]")


@dataclass(frozen=True, slots=True)
class Known:
    """A name and the list it stands on; ``None``: only a co-operation names it."""

    name: str
    part: str | None


@dataclass(frozen=True, slots=True)
class Links:
    """The co-operation of a round: the id of each row, and a survey that holds these rows and of the lists only whom they name."""

    ids: tuple[int, ...]
    survey: Survey


def complete(finder: Finder, workspace: Workspace, round_id: int, typed: str, most: int) -> tuple[Known, ...]:
    """The actors whose names hold what was typed, or its letters as the initials of their pinyin.

    Those that begin with it come first, then the shorter ones.
    """
    found: list[tuple[int, str, str | None]] = []
    with workspace.reading():
        for part in ACTORS:
            found += [(rank, name, part) for rank, name in finder.named(workspace, round_id, part, typed, most)]
        found += [(rank, name, None) for rank, name in _outside(workspace, round_id, typed)]
    best: dict[str, Known] = {}
    for _rank, name, where in sorted(found, key=lambda each: (each[0], len(each[1]), each[1])):
        if best.setdefault(fold(name), Known(name, where)).part is None and where is not None:
            best[fold(name)] = Known(name, where)
    return tuple(best.values())[:most]


def _outside(workspace: Workspace, round_id: int, typed: str) -> list[tuple[int, str]]:
    """How well the names that co-operations give answer what was typed."""
    ends = workspace.rows('SELECT "from", "to" FROM links WHERE _round = ?', round_id)
    return ranked(sorted({name for pair in ends for name in pair if name}), typed)


def meant(workspace: Workspace, round_id: int, name: str) -> Generator[None, None, str | None]:
    """Whom a name may mean that stands on no list: one that is alike, as among firms of a roster, else the shortest that holds it.

    In steps of some rows: 70,000 firms take half a second, and what is typed meanwhile is to be stored at once.
    """
    key = plain(name)
    core, forms = _forms(key)
    holding: list[tuple[int, str]] = []
    for part in ACTORS if len(key) >= LEAST else ():
        last = 0
        while rows := workspace.rows(NAMES.format(part=part), round_id, last, STEP):
            last = rows[-1][0]
            for _, other in rows:
                own = plain(other)
                if key in own:
                    holding.append((len(own), other))
                if core[:2] in own or core[-2:] in own:  # a slip of the pen leaves one of its ends
                    its_core, its_forms = _forms(own)
                    if its_core == core or its_core in forms or core in its_forms:
                        return str(other)
            yield
    return min(holding)[1] if holding else None


def _forms(key: str) -> tuple[str, set[str]]:
    """The core of a plain name, and what else it may be written as."""
    core, others = likenesses(key)
    return core, {*others, *shortened(core)}


def listed(workspace: Workspace, round_id: int, names: Iterable[str]) -> Mapping[str, str]:
    """Folded name -> the first list that it stands on; names that stand on none are left out."""
    wanted, found = {fold(name) for name in names} - {""}, dict[str, str]()
    for part in ACTORS:
        own = [name for (name,) in workspace.rows(f"SELECT name FROM {part} WHERE _round = ? AND name IS NOT NULL", round_id)]
        for key in wanted.intersection(map(str.strip, folded(own))):
            found.setdefault(key, part)
    return found


def links(workspace: Workspace, round_id: int) -> Links:
    """The co-operation of a round, and who of those it names stands on which list."""
    with workspace.reading():
        found = rows_of(workspace, round_id, "links")
        named = [row for _, row in found if isinstance(row, Cooperation)]
        where = listed(workspace, round_id, [end for row in named for end in (row.from_, row.to) if end])
    on = {part: [name for name, its_part in where.items() if its_part == part] for part in ACTORS}
    survey = Survey(
        links=tuple(named),
        enterprises=tuple(Enterprise(name=name) for name in on["enterprises"]),
        institutions=tuple(Institution(name=name) for name in on["institutions"]),
        platforms=tuple(Platform(name=name) for name in on["platforms"]),
        organisations=tuple(Organisation(name=name) for name in on["organisations"]),
    )
    return Links(tuple(row_id for row_id, _ in found), survey)


def links_of_firms(workspace: Workspace, round_id: int) -> tuple[tuple[str, int], ...]:
    """The links of the chain that firms say they work in and the chain lacks, with the number of firms; most firms first.

    A firm may name several, separated as lists of names are.
    """
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    answered = "enterprises WHERE _round = ? AND chain_link IS NOT NULL"
    with workspace.reading():
        for answer, count in workspace.rows(f"SELECT chain_link, count(*) FROM {answered} GROUP BY 1 ORDER BY 2 DESC, 1", round_id):
            for name in SEPARATORS.split(answer):
                counts[fold(name)] += count
                written.setdefault(fold(name), " ".join(name.split()))
        chain = {fold(name) for (name,) in workspace.rows("SELECT name FROM chain WHERE _round = ? AND name IS NOT NULL", round_id)}
    missing = (key for key in counts if key and key not in chain)
    return tuple((written[key], counts[key]) for key in sorted(missing, key=lambda key: (-counts[key], key)))
