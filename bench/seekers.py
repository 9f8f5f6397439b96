"""Those who search: the service's statement or another in its place, a tree in memory, the service.

Each is asked one question after another and timed by itself; making the statements is not timed.
"""

import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from math import cos, radians, sin
from statistics import quantiles
from typing import Any

from scipy.spatial import cKDTree
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncSession

from bench.city import NOW, Spot
from services import places
from services.areas import EARTH_RADIUS_M, distance_m
from services.places.search import NEAR_M, RINGS_M, spots_in_box
from storage.engine import Database

NEAREST = 5
RINGS = [ring_m for ring_m in RINGS_M if ring_m <= NEAR_M]

Answer = list[tuple[float, int]]
"""Metres and ids of spots, nearest first."""
Rows = Sequence[tuple[int, float, float]]
Statement = tuple[str, Sequence[Any]]
Fetch = Callable[[str, Sequence[Any]], Awaitable[Rows]]


@dataclass(frozen=True, slots=True)
class Question:
    kind: str
    kind_id: int
    latitude: float
    longitude: float


@dataclass(slots=True)
class Timed:
    microseconds: list[float] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    async def ask(self, answer: Awaitable[Answer]) -> None:
        began = time.perf_counter()
        answered = await answer
        self.microseconds.append((time.perf_counter() - began) * 1e6)
        self.answers.append(answered)

    def percentile(self, percent: int) -> float:
        return quantiles(self.microseconds, n=100)[percent - 1]


async def in_rings(
    fetch: Fetch,
    dialect: Dialect,
    asked: Sequence[Question],
    rings: Sequence[int] = RINGS,
    reworded: Callable[[str], str] = str,
) -> Timed:
    """The service's own statement, or another with the same parameters, ring after ring."""
    timed = Timed()
    for question in asked:
        statements = [(ring_m, compiled(question, ring_m, dialect)) for ring_m in rings]
        worded = [(ring_m, reworded(text), values) for ring_m, (text, values) in statements]
        await timed.ask(nearest(fetch, question, worded))
    return timed


def compiled(question: Question, within_m: float, dialect: Dialect) -> Statement:
    statement = spots_in_box([question.kind_id], question.latitude, question.longitude, within_m)
    state = statement.compile(dialect=dialect).construct_expanded_state()
    return state.statement, list(state.positional_parameters)


async def nearest(
    fetch: Fetch, question: Question, statements: Sequence[tuple[float, str, Sequence[Any]]]
) -> Answer:
    found: Answer = []
    for within_m, statement, parameters in statements:
        rows = await fetch(statement, parameters)
        ranked = [
            (distance_m(question.latitude, question.longitude, latitude, longitude), spot_id)
            for spot_id, latitude, longitude in rows
        ]
        found = sorted(rank for rank in ranked if rank[0] <= within_m)[:NEAREST]
        if len(found) == NEAREST:
            break
    return found


async def in_memory(spots: Sequence[Spot], asked: Sequence[Question]) -> Timed:
    """A tree for each kind, of points on the unit sphere: chords grow as distances do."""
    of_kind: dict[int, list[Spot]] = defaultdict(list)
    for spot in spots:
        of_kind[spot.kind_id].append(spot)
    trees = {
        kind_id: cKDTree([on_sphere(spot.latitude, spot.longitude) for spot in theirs])
        for kind_id, theirs in of_kind.items()
    }
    chord = 2 * sin(NEAR_M / EARTH_RADIUS_M / 2)

    async def answer(question: Question) -> Answer:
        theirs = of_kind[question.kind_id]
        here = on_sphere(question.latitude, question.longitude)
        chords, at = trees[question.kind_id].query(here, NEAREST, distance_upper_bound=chord)
        return [
            (chord, theirs[index].id)
            for chord, index in zip(chords.tolist(), at.tolist(), strict=True)
            if index < len(theirs)
        ]

    timed = Timed()
    for question in asked:
        await timed.ask(answer(question))
    return timed


def on_sphere(latitude: float, longitude: float) -> tuple[float, float, float]:
    north, east = radians(latitude), radians(longitude)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


async def by_the_service(database: Database, asked: Sequence[Question]) -> Timed:
    async def answer(session: AsyncSession, question: Question) -> Answer:
        nearby = await places.near(
            session,
            places.View(question.latitude, question.longitude, NOW),
            kinds=[question.kind],
            limit=NEAREST,
        )
        return [
            (found.distance_m, found.spot.id)
            for found in nearby.found
            if found.distance_m <= NEAR_M
        ]

    timed = Timed()
    for question in asked:
        async with database.reading() as session:
            await session.connection()
            await timed.ask(answer(session, question))
    return timed
