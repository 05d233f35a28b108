"""Names within a round: which of them stand on a list, which one somebody means, and which the chain lacks."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from db.surveys import rows
from db.workspace import Workspace
from diagnosis.survey import Cooperation, Enterprise, Institution, Organisation, Platform, Survey
from diagnosis.text import fold

ACTORS = ("enterprises", "institutions", "platforms", "organisations")  # the lists of those that may co-operate
SEPARATORS = re.compile("[、,;/\uff0c\uff1b\n]")
# Names that folding may change, to fold a whole roster takes a while: printable ASCII and the common ideographs are as they are.
UNUSUAL = "(name GLOB '*[^ -~\u4e00-\u9fa5]*' OR name <> trim(name))"
AT_ONCE = 500  # names in one question to the workspace
_ROWS = (
    *(f"SELECT name, '{part}' AS part, {place} AS place FROM {part} WHERE _round = ?1" for place, part in enumerate(ACTORS)),
    *(f'SELECT "{end}", NULL, {len(ACTORS)} FROM links WHERE _round = ?1' for end in ("from", "to")),
)


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


def complete(workspace: Workspace, round_id: int, typed: str, most: int) -> tuple[Known, ...]:
    """The actors whose names hold what was typed, in any case: those that begin with it first, then the shorter ones."""
    if not typed.strip():
        return ()
    found = workspace.rows(
        f"SELECT name, part, min(place), instr(lower(name), lower(?2)) AS at FROM ({' UNION ALL '.join(_ROWS)})"
        " WHERE at > 0 GROUP BY name ORDER BY at > 1, length(name), name LIMIT ?3",
        round_id,
        typed.strip(),
        most,
    )
    return tuple(Known(name, part) for name, part, *_ in found)


def listed(workspace: Workspace, round_id: int, names: Iterable[str]) -> Mapping[str, str]:
    """Folded name -> the first list that it stands on: as it is written there, else folded. Names on no list are left out."""
    workspace.db.create_function("folded", 1, lambda name: name and fold(name), deterministic=True)
    wanted, found = sorted({fold(name) for name in names} - {""}), dict[str, str]()
    for column, where in (("name", "1"), ("folded(name)", UNUSUAL)):
        missing = [name for name in wanted if name not in found]
        for part, start in product(ACTORS, range(0, len(missing), AT_ONCE)):
            some = missing[start : start + AT_ONCE]
            wanted_here = f"_round = ? AND {where} AND {column} IN ({', '.join('?' * len(some))})"
            for (key,) in workspace.rows(f"SELECT {column} FROM {part} WHERE {wanted_here}", round_id, *some):
                found.setdefault(str(key), part)
    return found


def links(workspace: Workspace, round_id: int) -> Links:
    """The co-operation of a round, and who of those it names stands on which list."""
    with workspace.reading():
        found = rows(workspace, round_id, "links")
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
