"""Likely duplicates of a request: what its own group has in work close by, by its words.

Chinese is written without spaces, and two neighbours seldom name a thing alike: pairs of characters
tell what they mean well enough (`bench.duplicates`), the rarer close by, the more. Nothing is kept
for it: no index of words to follow every change, no copy of a text that outlives an erasure.
"""

import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from itertools import compress, pairwise
from math import log

from sqlalchemy import Integer, String, bindparam, func, select, type_coerce, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.tickets.close_by import WITHIN_M, at, in_circle
from services.tickets.transitions import IN_WORK
from storage import folding
from storage.folding import in_simplified
from storage.keys import state_in
from storage.tables import Area, Category, Level, Ticket
from storage.tables.base import UtcDateTime

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
AT_MOST = 5
"""As many as are shown at once anywhere."""
LIKE_ENOUGH = 0.15
"""Of what a text says, weighed by how rare it is; below that two texts share a few common words."""
HEAD = 40
"""Characters that are compared, without what says nothing: people begin with what it is about."""
READ = 80
"""Characters of a text in which its head is looked for."""
READ_AT_MOST = 1000
"""Requests close by that are compared, the newest: more are in work nowhere but in a flood."""
COMMON = 50
"""As if so many others were close by that share none of the words: of a few nothing is rare."""

_SAYS_NOTHING = re.compile(
    "尊敬的?|各位|领导|您好|你好|市委书记|书记|市长|县长|政府|请求|恳请|请问|投诉|反映|举报|咨询"
    "|关于|希望|建议|什么时候|何时|问题|有关部门|相关部门|解决|处理|严重|麻烦|谢谢"
)
_NO_LETTERS = re.compile("[^\u4e00-\u9fff0-9a-z\n]+")
# As two patterns: where all of one begins with letters, it is found five times as fast.

_in_work = (Ticket.category_id.in_(select(Category.id)), state_in(Ticket.state, IN_WORK))
"""Of every category: so the indexes that begin with it serve."""
_IN_COMPOUND = select(Ticket.id).where(
    *_in_work, Ticket.compound_id == bindparam("compound", type_=Integer)
)
_ON_THE_SPOT = select(Ticket.id).where(
    *_in_work,
    Ticket.compound_id.is_(None),
    Ticket.area_id == bindparam("area", type_=Integer),
)
"""Outside every compound: the same node of the tree."""
_CLOSE_BY = select(Ticket.id).where(*_in_work, *in_circle)
_CANDIDATES = (
    select(
        Ticket.id,
        Ticket.category_id,
        type_coerce(func.substr(Ticket.text, 1, READ), String).label("text"),
    )
    .where(Ticket.id.in_(union_all(_IN_COMPOUND, _ON_THE_SPOT, _CLOSE_BY)))
    .where(
        # Here, or SQLite would go through all that the group has.
        Ticket.group_id == bindparam("group", type_=Integer),
        Ticket.id != bindparam("itself", type_=Integer),
        Ticket.filed_at >= bindparam("since", type_=UtcDateTime),
    )
    .order_by(Ticket.id.desc())
    .limit(READ_AT_MOST)
)


async def alike(session: AsyncSession, ticket: Ticket) -> list[Ticket]:
    """What may be about the same matter as `ticket`: at most AT_MOST, the likeliest first.

    In work, with the same group (nobody else may read it), in the same compound or within 250 m;
    of the same category first, then of all others.
    """
    ids = await ids_alike(session, ticket)
    return [await session.get_one(Ticket, ticket_id) for ticket_id in ids[:AT_MOST]]


async def ids_alike(
    session: AsyncSession,
    ticket: Ticket,
    *,
    within_m: float = WITHIN_M,
    since: datetime = EARLIEST,
) -> list[int]:
    """The ids of all of them that were filed `since` then, in the same order."""
    found = await session.execute(
        _CANDIDATES,
        {
            "group": ticket.group_id,
            "compound": ticket.compound_id,
            "area": None if ticket.compound_id else ticket.area_id,
            "itself": ticket.id,
            "since": since,
            **at(ticket.latitude, ticket.longitude, within_m),
        },
    )
    candidates = found.all()
    names = await _names(session, ticket)
    await folding.load()
    likeness = likenesses(ticket.text, [row.text for row in candidates], without=names)
    likely = sorted(
        (row.category_id != ticket.category_id, -how_much, -row.id)
        for row, how_much in zip(candidates, likeness, strict=True)
        if how_much >= LIKE_ENOUGH
    )
    return [-minus_id for *_, minus_id in likely]


def likenesses(text: str, others: Sequence[str], *, without: Collection[str] = ()) -> list[float]:
    """How much of what `text` says each of `others` says as well, from 0 to 1.

    A pair of characters counts the more, the fewer of the others have it. `without`: names that
    all of them may hold, such as that of the compound they are from.
    """
    head, *heads = _heads([text, *others], without)
    pairs = list(dict.fromkeys(map("".join, pairwise(head))))
    shared = [0.0] * len(heads)
    whole = 0.0
    for pair in pairs:
        has_it = [pair in other for other in heads]
        weight = log((len(heads) + COMMON) / (sum(has_it) + 0.5))
        whole += weight
        for which in compress(range(len(heads)), has_it):
            shared[which] += weight
    return [each / whole for each in shared] if whole else shared


def _heads(texts: Sequence[str], without: Collection[str]) -> list[str]:
    """All at once: to call the converter and the pattern for each costs more than their work."""
    joined = "\n".join(text.replace("\n", " ") for text in texts)
    simplified = in_simplified(joined).casefold()
    for name in without:
        simplified = simplified.replace(name, "")
    said = _NO_LETTERS.sub("", _SAYS_NOTHING.sub("", simplified))
    return [line[:HEAD] for line in said.split("\n")]


async def _names(session: AsyncSession, ticket: Ticket) -> list[str]:
    """Of the community and the compound: they say where, which is known already."""
    area: Area = await areas.one(session, ticket.area_id)
    around = [await areas.of_level(session, area, each) for each in _NAMED]
    return [each.name.casefold() for each in around if each is not None]


_NAMED = (Level.COMPOUND, Level.COMMUNITY)
