"""Where the actors of a network stand."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reports.network_layout import Point, arranged, positions


class TestPositions:
    def test_they_are_the_same_every_time(self) -> None:
        edges = [(0, 1), (1, 2), (2, 3), (3, 0)]
        assert np.array_equal(positions(4, edges), positions(4, edges))

    def test_they_stay_in_the_box_and_apart(self) -> None:
        place = positions(30, [(0, n) for n in range(1, 30)])
        assert place.min() >= 0
        assert place.max() <= 1
        gaps = np.hypot(*(place[:, None] - place[None, :]).transpose(2, 0, 1)) + np.eye(30)
        assert gaps.min() > 0.02

    def test_partners_stand_nearer_than_strangers(self) -> None:
        place = positions(8, [(0, 1), (1, 2), (2, 3), (0, 3), (4, 5), (5, 6), (6, 7), (4, 7)])
        near = np.hypot(*(place[0] - place[1]))
        assert all(near < np.hypot(*(place[0] - place[n])) for n in range(4, 8))


NAMES = [f"企业{number}" for number in range(12)]
EDGES = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] != pair[1]), max_size=30, unique=True)


def gap(one: Point, other: Point) -> float:
    return math.dist(one, other)


class TestArranged:
    @given(EDGES, st.integers(2, 12), st.integers(2, 12))
    def test_whoever_stands_somewhere_stays_there_whatever_is_added(self, edges: list[tuple[int, int]], first: int, then: int) -> None:
        few, more = sorted((first, then))
        before = arranged(NAMES[:few], [pair for pair in edges if max(pair) < few], {})
        after = arranged(NAMES[:more], [pair for pair in edges if max(pair) < more], before)
        assert {name: after[name] for name in NAMES[:few]} == before
        assert list(after) == NAMES[:more]
        assert all(math.isfinite(x) and math.isfinite(y) for x, y in after.values())
        assert after == arranged(NAMES[:more], [pair for pair in edges if max(pair) < more], before)

    def test_a_newcomer_stands_beside_its_partner_and_on_nobody(self) -> None:
        edges = [(0, n) for n in range(1, 8)]
        before = arranged(NAMES[:8], edges, {})
        after = arranged(NAMES[:9], [*edges, (3, 8)], before)
        assert gap(after[NAMES[8]], after[NAMES[3]]) < 2
        assert min(gap(after[NAMES[8]], after[name]) for name in NAMES[:8]) > 0.3

    def test_partners_that_come_together_stand_together(self) -> None:
        before = arranged(NAMES[:4], [(0, 1), (1, 2), (2, 3)], {})
        after = arranged(NAMES[:6], [(0, 1), (1, 2), (2, 3), (4, 5)], before)
        assert 0.3 < gap(after[NAMES[4]], after[NAMES[5]]) < 2
        assert min(gap(after[NAMES[4]], after[name]) for name in NAMES[:4]) > 0.3

    def test_an_edge_is_about_one_long(self) -> None:
        ring = [(n, (n + 1) % 12) for n in range(12)]
        place = arranged(NAMES, ring, {})
        assert 0.4 < sum(gap(place[NAMES[a]], place[NAMES[b]]) for a, b in ring) / 12 < 1.8

    def test_nobody_and_no_edges(self) -> None:
        assert arranged([], [], {}) == {}
        assert arranged(["甲"], [], {"甲": (3.0, 4.0), "乙": (1.0, 1.0)}) == {"甲": (3.0, 4.0)}
