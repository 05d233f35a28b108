"""Where the actors of a network stand: the same network always stands the same way, and who stands somewhere stays there."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

STEPS = 250
GOLDEN = math.pi * (3 - math.sqrt(5))
APART = 0.8  # the length of an edge in the box of ``positions``, times the root of the number of actors
BESIDE_STEPS = 80
Places = npt.NDArray[np.float64]
Edges = Sequence[tuple[int, int]]
Point = tuple[float, float]


def positions(count: int, edges: Edges) -> Places:
    """Places of ``count`` nodes in a box from 0 to 1 (Fruchterman and Reingold 1991, from a spiral instead of chance)."""
    if count == 2:
        return np.array([[0.2, 0.5], [0.8, 0.5]])
    turns = np.arange(count) * GOLDEN
    radius = np.sqrt((np.arange(count) + 0.5) / count)
    place = np.column_stack((np.cos(turns), np.sin(turns))) * radius[:, None]
    ends = np.array(edges, dtype=np.intp).reshape(-1, 2)
    ideal = 1.6 / math.sqrt(count)
    for step in range(STEPS):
        move = _forces(place, ends, ideal) - 0.6 * place  # what hangs together loosely stays in the picture
        place += _at_most(move, 0.12 * (1 - step / STEPS))
    low, high = place.min(axis=0), place.max(axis=0)
    return np.asarray((place - low) / np.maximum(high - low, 1e-9))


def _forces(place: Places, ends: npt.NDArray[np.intp], ideal: float) -> Places:
    """All push each other away, partners pull."""
    apart = place[:, None, :] - place[None, :, :]
    distance = np.maximum(np.hypot(apart[..., 0], apart[..., 1]), 1e-3)
    move = (apart * (ideal**2 / distance**2)[..., None]).sum(axis=1)
    pull = place[ends[:, 0]] - place[ends[:, 1]]
    pull *= (np.hypot(pull[:, 0], pull[:, 1]) / ideal)[:, None]
    np.add.at(move, ends[:, 0], -pull)
    np.add.at(move, ends[:, 1], pull)
    return np.asarray(move)


def _at_most(move: Places, longest: float) -> Places:
    length = np.maximum(np.hypot(move[:, 0], move[:, 1]), 1e-9)
    return np.asarray(move / length[:, None] * np.minimum(length, longest)[:, None])


def arranged(names: Sequence[str], edges: Edges, before: Mapping[str, Point]) -> dict[str, Point]:
    """Places of actors by name, in lengths of an edge; ``edges`` are pairs of places in ``names``.

    Whoever has a place in ``before`` keeps it; the others come to stand beside their partners, in the room that is left.
    """
    if not names:
        return {}
    if not any(name in before for name in names):
        grown = positions(len(names), edges) * (math.sqrt(len(names)) / APART)
        return {name: (float(x), float(y)) for name, (x, y) in zip(names, grown, strict=True)}
    place = np.array(_starts(names, edges, before), dtype=np.float64).reshape(-1, 2)
    free = np.array([name not in before for name in names])
    ends = np.array(edges, dtype=np.intp).reshape(-1, 2)
    for step in range(BESIDE_STEPS if free.any() else 0):
        place[free] += _at_most(_forces(place, ends, 1.0), 0.2 * (1 - step / BESIDE_STEPS))[free]
    return {name: (float(x), float(y)) for name, (x, y) in zip(names, place, strict=True)}


def _starts(names: Sequence[str], edges: Edges, before: Mapping[str, Point]) -> list[Point]:
    """Where they stood; a new one near the middle of its partners, or right of all where none of them has a place yet."""
    found = {n: before[name] for n, name in enumerate(names) if name in before}
    partners: dict[int, list[int]] = {}
    for a, b in edges:
        partners.setdefault(a, []).append(b)
        partners.setdefault(b, []).append(a)
    edge = max(x for x, _ in found.values()) + 1
    middle = sum(y for _, y in found.values()) / len(found)
    waiting = [n for n in range(len(names)) if n not in found]
    while waiting:  # whoever has a partner with a place comes first
        n = next((n for n in waiting if any(other in found for other in partners.get(n, ()))), waiting[0])
        near = [found[other] for other in partners.get(n, ()) if other in found] or [(edge, middle)]
        x, y = (sum(each) / len(near) for each in zip(*near, strict=True))
        found[n] = (x + 0.7 * math.cos(n * GOLDEN), y + 0.7 * math.sin(n * GOLDEN))
        waiting.remove(n)
    return [found[n] for n in range(len(names))]
