"""What the office does with needs: lists, renames, declines, groups them and takes them apart."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services import rows, written
from services.groups.authority import Member, check_staff_of
from services.needs import categories, groups, hearing
from services.needs.errors import NeedPast, NotTogether
from services.needs.news import NeedCard, NeedGrouped, NeedListed
from services.news import draw, tell
from storage.tables import Need, NeedState

TITLE_LIMIT = 60
REASON_LIMIT = 200
"""In characters."""
WAITING = (NeedState.NEW, NeedState.LISTED)
TAKING_IN = (*WAITING, NeedState.ACCEPTED)
"""What others may be grouped with: their people then hear of its project."""


async def for_staff(
    session: AsyncSession, need_id: int, member: Member, *states: NeedState
) -> Need:
    """The need, if the member's office answers for it and it is in one of `states`, if any.

    Raises NotFound, NotYourGroup, NotAMember or NeedPast.
    """
    need = await rows.current(session, Need, need_id)
    await check_staff_of(session, need.area_id, member)
    if states and need.state not in states:
        raise NeedPast(need.state)
    return need


async def put_on_list(
    session: AsyncSession, need_id: int, member: Member, *, now: datetime
) -> Need:
    """列入需求清单: neighbours may read it from now on. Raises as `for_staff` does."""
    await for_staff(session, need_id, member, NeedState.NEW)
    listed = await _change(
        session,
        need_id,
        (NeedState.NEW,),
        state=NeedState.LISTED,
        listed_at=now,
        handled_by=member.person_id,
    )
    tell(session, NeedListed(need_id))
    return listed


async def rename(session: AsyncSession, need_id: int, member: Member, title: str) -> Need:
    """How it reads on the list; what was said stays. WordsNeeded, TooLong, and as `for_staff`."""
    said = written.line(title, limit=TITLE_LIMIT)
    await for_staff(session, need_id, member, *TAKING_IN)
    return await _change(session, need_id, TAKING_IN, title=said)


async def sort(session: AsyncSession, need_id: int, member: Member, category: str) -> Need:
    """What it is about. Raises NotFound for no category, and as `for_staff` does."""
    await categories.get(session, category)
    await for_staff(session, need_id, member, *TAKING_IN)
    return await _change(session, need_id, TAKING_IN, category=category)


async def decline(
    session: AsyncSession, need_id: int, member: Member, reason: str, *, now: datetime
) -> Need:
    """不列入: all who want it hear why. Raises WordsNeeded, TooLong, and as `for_staff` does."""
    said = written.line(reason, limit=REASON_LIMIT)
    await for_staff(session, need_id, member, *WAITING)
    declined = await _change(
        session,
        need_id,
        WAITING,
        state=NeedState.DECLINED,
        reason=said,
        ended_at=now,
        handled_by=member.person_id,
    )
    await hearing.need_step(session, hearing.DECLINED, declined, now=now)
    return declined


async def group(session: AsyncSession, need_id: int, with_id: int, member: Member) -> Need:
    """归到一起: the need `with_id` speaks for this one too, and for what this one spoke for.

    Words and supporters of each stay its own, so that `take_out` loses nothing; who wanted both
    counts once. A neighbour's need that was listed stays to be read, under the other's name.
    Returns the need that speaks. Raises NotTogether, and as `for_staff` does.
    """
    if need_id == with_id:
        raise NotTogether
    need, other = await groups.held(session, need_id, with_id)
    await check_staff_of(session, need.area_id, member)
    if need.area_id != other.area_id:
        raise NotTogether
    if need.state not in WAITING:
        raise NeedPast(need.state)
    if other.state not in TAKING_IN:
        raise NeedPast(other.state)
    spoken_for = [need_id, *(each.id for each in await groups.members(session, need_id))]
    if need.state is NeedState.LISTED and other.state is NeedState.NEW:
        other.state, other.listed_at = NeedState.LISTED, need.listed_at
    need.state, need.merged_into_id = NeedState.MERGED, with_id
    need.handled_by = member.person_id
    await session.flush()
    await rows.change_all(session, Need, Need.merged_into_id == need_id, merged_into_id=with_id)
    await groups.recount(session, other)
    tell(session, NeedGrouped(need_id))
    for each in (*spoken_for, with_id):
        draw(session, NeedCard(each))
    return other


async def take_out(session: AsyncSession, need_id: int, member: Member, *, now: datetime) -> Need:
    """拆开: it speaks for itself again, with all who wanted it. Raises as `for_staff` does."""
    need = await for_staff(session, need_id, member, NeedState.MERGED)
    assert need.merged_into_id is not None
    need, head = await groups.held(session, need_id, need.merged_into_id)
    if need.merged_into_id != head.id:
        raise NeedPast(need.state)
    if head.state not in TAKING_IN:
        raise NeedPast(head.state)
    need.state = NeedState.LISTED if need.listed_at else NeedState.NEW
    need.merged_into_id = None
    await groups.recount(session, head)
    await groups.recount(session, need)
    if not need.people:
        need.state, need.ended_at = NeedState.WITHDRAWN, now
    for each in (need, head):
        draw(session, NeedCard(each.id))
    return need


async def _change(
    session: AsyncSession, need_id: int, states: tuple[NeedState, ...], **values: object
) -> Need:
    """One conditional UPDATE: who comes second is told what it is by now (NeedPast)."""
    changed = await rows.change(session, Need, Need.id == need_id, Need.state.in_(states), **values)
    if changed is None:
        raise NeedPast((await rows.current(session, Need, need_id)).state)
    draw(session, NeedCard(need_id))
    return changed
