"""Whoever knows the method tries to work out what few people said."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from random import Random

from services.surveys.disclosure import LEAST

Counts = tuple[int, ...]
"""How many people gave each of the answers, or combinations of answers, that can be given."""


def all_counts(people: int, kinds: int) -> Iterator[Counts]:
    """Every way in which so many people can give one of so many answers."""
    for bars in combinations(range(people + kinds - 1), kinds - 1):
        edges = (-1, *bars, people + kinds - 1)
        yield tuple(after - before - 1 for before, after in pairwise(edges))


def check_nothing_small_is_known(
    worlds: Iterable[Counts],
    show: Callable[[Counts], Hashable],
    sets: Sequence[Sequence[int]],
) -> None:
    """No set has the same count of 1 to 4 people in all worlds that look alike."""
    alike: defaultdict[Hashable, list[Counts]] = defaultdict(list)
    for world in worlds:
        alike[show(world)].append(world)
    for shown, those in alike.items():
        for each in sets:
            counts = {sum(world[at] for at in each) for world in those}
            assert len(counts) > 1 or counts.isdisjoint(range(1, LEAST)), (shown, each, those)


def lot(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - a test that can be repeated
