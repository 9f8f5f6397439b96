"""Suggesting what a message is about, so that people need not look for a category.

Single characters and pairs of them vote for the categories in whose phrases they occur; a short
phrase counts as a keyword and adds its own voice when it stands in the text. The right one of 18
is then among the first three six times in seven (`bench/suggest.py`): enough to offer three. Where
a keyword speaks for the first, or it leads by far, it is right nine times in ten: enough to be
written into a review, where one tap changes it, never to decide.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import log, sqrt

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Category, CategoryPhrase, Ticket

CONSIDERED = 200
"""How many characters of a text are looked at: people begin with what is the matter."""
KEYWORD_LENGTH = 4
"""Phrases of up to so many characters are keywords."""
ASKED_AGAIN = 100
"""Of so many texts it is still known: each is asked about several times while it is answered."""
LEARNT_TICKETS = 2000
"""How many of the newest requests are learnt from; people correct our suggestions by filing."""
CLEAR_SCORE = 1.2
"""What speaks for the first at least: a single word leads by far, and says nothing."""
CLEAR_LEAD = 2.0
"""By how many times the first must lead the second to be clear without a keyword."""
KEYWORD_LEAD = 1.15
"""By how many times with one."""


class Suggester:
    """Knows how people speak of each category. It never changes."""

    def __init__(self, examples: Iterable[tuple[int, str]]) -> None:
        """`examples` are (category id, words)."""
        seen: dict[str, Counter[int]] = defaultdict(Counter)
        examples_of: Counter[int] = Counter()
        self._keywords: dict[str, set[int]] = defaultdict(set)
        for category_id, words in examples:
            plain = _plain(words)
            examples_of[category_id] += 1
            for gram in _grams(plain):
                seen[gram][category_id] += 1
            if 0 < len(plain) <= KEYWORD_LENGTH:
                self._keywords[plain].add(category_id)
        self._votes = {gram: _shares(counts, examples_of) for gram, counts in seen.items()}
        self._ranked = lru_cache(maxsize=ASKED_AGAIN)(self._rank)

    @staticmethod
    async def train(session: AsyncSession) -> "Suggester":
        """Learn from the names and phrases of the categories in use and from recent requests."""
        active = list(await session.scalars(select(Category).where(Category.active)))
        names = [(category.id, name) for category in active for name in category.names.values()]
        phrases = await session.execute(select(CategoryPhrase.category_id, CategoryPhrase.text))
        filed = await session.execute(
            select(Ticket.category_id, Ticket.text)
            .where(Ticket.text != "")
            .order_by(Ticket.id.desc())
            .limit(LEARNT_TICKETS)
        )
        in_use = {category.id for category in active}
        learnt = [(category_id, text) for category_id, text in [*phrases, *filed]]
        lesson = (*names, *(pair for pair in learnt if pair[0] in in_use))
        return await asyncio.to_thread(_trained, lesson)

    def best(self, text: str, n: int = 3) -> list[int]:
        """The ids of the `n` likeliest categories, best first; fewer if nothing speaks for more."""
        return [category_id for category_id, _score in self._ranked(_plain(text))[:n]]

    def clear(self, text: str) -> int | None:
        """The likeliest category where it is right nine times in ten, else None."""
        plain = _plain(text)
        ranked = self._ranked(plain)
        if not ranked:
            return None
        (first, score), *others = ranked
        second = others[0][1] if others else 0.0
        named = any(
            first in category_ids and keyword in plain
            for keyword, category_ids in self._keywords.items()
        )
        least = max(CLEAR_SCORE, second * (KEYWORD_LEAD if named else CLEAR_LEAD))
        return first if score >= least else None

    def _rank(self, plain: str) -> list[tuple[int, float]]:
        """Categories with what speaks for them, best first."""
        score: dict[int, float] = defaultdict(float)
        for gram in _grams(plain):
            for category_id, vote in self._votes.get(gram, ()):
                score[category_id] += vote
        for keyword, category_ids in self._keywords.items():
            if keyword in plain:
                for category_id in category_ids:
                    score[category_id] += sqrt(len(keyword)) / len(category_ids)
        return sorted(score.items(), key=lambda scored: (-scored[1], scored[0]))


@lru_cache(maxsize=2)
def _trained(examples: tuple[tuple[int, str], ...]) -> Suggester:
    """Where nobody filed since the last lesson, there is nothing new to learn."""
    return Suggester(examples)


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text[:CONSIDERED].casefold()))


def _grams(plain: str) -> Iterator[str]:
    """Each character and each pair, once."""
    yield from set(plain)
    yield from {plain[at : at + 2] for at in range(len(plain) - 1)}


def _shares(counts: Counter[int], examples_of: Counter[int]) -> list[tuple[int, float]]:
    """A vote divided among categories; the more evenly it would be, the less it is worth."""
    rates = {category_id: count / examples_of[category_id] for category_id, count in counts.items()}
    total = sum(rates.values())
    shares = {category_id: rate / total for category_id, rate in rates.items()}
    uncertainty = -sum(share * log(share) for share in shares.values())
    worth = 1 - uncertainty / log(max(len(examples_of), 2))
    return [(category_id, worth * share) for category_id, share in shares.items()]
