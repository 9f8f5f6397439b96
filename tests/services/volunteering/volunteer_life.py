"""Somebody who volunteers, is helped, and works in the office: a trace in every such table."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import helps, wishes
from services.helps import NewOrder
from services.tickets import Member
from services.volunteering import (
    certificates,
    claims,
    hand_over,
    ledger,
    looking,
    passing_on,
    rewards,
)
from storage.row_ids import next_id
from storage.tables import (
    ClaimState,
    Feedback,
    Group,
    HelpKind,
    HelpOrder,
    HelpState,
    HolidayPolicy,
    PlaceTheme,
    RecordState,
    Redemption,
    RedemptionState,
    Reward,
    ServiceRecord,
    Task,
    TaskClaim,
    TaskSeries,
    TaskSource,
    TaskState,
    Wish,
    WishState,
)
from tests.services.factories import NOW, Neighbourhood, member
from tests.services.volunteering.volunteer_factories import (
    POST,
    START,
    a_points_rule,
    a_post,
    a_reward,
    a_task,
    a_volunteer,
    new_task,
)

HAIRCUT = "haircut"
WAITS = 997
"""Who waits for the place that they hold."""


@dataclass(frozen=True)
class Lived:
    """What is left of it, by id."""

    held: int
    """A task in which they hold a place and WAITS waits for it."""
    offered: int
    """A claim of the other's that is offered to them."""
    record: int
    reserved: int
    reward: int
    certificate: str
    order: int
    wish: int
    helping: int
    """The task that comes of the order; the other holds it."""


async def volunteer_and_be_helped(
    session: AsyncSession,
    place: Neighbourhood,
    office: Group,
    person_id: int,
    other_id: int,
    *,
    name: str,
    secret: str,
) -> Lived:
    await a_post(session)
    await a_points_rule(session, place)
    await a_help(session)
    staff = member(office, 102)
    for volunteer_id, called in ((person_id, name), (other_id, "邻居"), (WAITS, "候补的人")):
        await a_volunteer(
            session, place, volunteer_id, name=called, honour=True, admitted_by=person_id
        )
    held = await a_task(session, place)
    await claims.claim(session, held.id, person_id, now=NOW)
    await claims.claim(session, held.id, WAITS, now=NOW)
    offered = await an_offer(session, place, other_id, person_id)
    record = await served(session, place, person_id, approved_by=staff, words=f"谢谢{name}")
    reward = await a_reward(session, place, stock=5)
    redeemed = await rewards.redeem(session, reward.id, person_id, now=NOW)
    certificate = await certificates.issue(
        session, person_id, None, START.date() + timedelta(days=9), now=NOW
    )
    me = Member(person_id=person_id, name=name, group_id=office.id)
    await work(session, place, me, other_id, reward)
    order, helping = await be_helped(session, place, staff, person_id, other_id, secret)
    wish = await wishes.post(session, person_id, name, place.community.id, secret, now=NOW)
    return Lived(
        held=held.id,
        offered=offered.id,
        record=record.id,
        reserved=redeemed.id,
        reward=reward.id,
        certificate=certificate.number,
        order=order.id,
        wish=wish.id,
        helping=helping.id,
    )


async def a_help(session: AsyncSession) -> None:
    names = {"zh": "理发", "zh_Hant": "理髮", "en": "Haircut"}
    if await session.get(PlaceTheme, "elders") is None:
        session.add(PlaceTheme(key="elders", position=1, names=names))
        await session.flush()
    session.add(HelpKind(key=HAIRCUT, position=1, theme="elders", names=names, post=POST))
    await session.flush()


async def an_offer(
    session: AsyncSession, place: Neighbourhood, holder_id: int, to_id: int
) -> TaskClaim:
    later = START + timedelta(days=1)
    task = await a_task(
        session, place, starts_at=later, ends_at=later + timedelta(hours=1), claim_by=later
    )
    claim = await claims.claim(session, task.id, holder_id, now=NOW)
    await hand_over.offer(session, task.id, holder_id, to_id, now=NOW)
    return claim


async def served(
    session: AsyncSession,
    place: Neighbourhood,
    person_id: int,
    *,
    approved_by: Member,
    words: str,
    from_id: int | None = None,
) -> ServiceRecord:
    """Two hours that were confirmed, earned points and were praised."""
    day = timedelta(days=3)
    task = await a_task(
        session, place, starts_at=START + day, ends_at=START + day * 2, claim_by=START + day
    )
    task.state = TaskState.DONE
    [role] = await looking.roles(session, task.id)
    claim = TaskClaim(
        id=await next_id(session, TaskClaim),
        task_id=task.id,
        role_id=role.id,
        person_id=person_id,
        person_name="做过的人",
        state=ClaimState.DONE,
        claimed_at=NOW,
    )
    session.add(claim)
    await session.flush()
    session.add(Feedback(claim_id=claim.id, from_id=from_id, stars=5, words=words, at=NOW))
    record = ServiceRecord(
        claim_id=claim.id,
        person_id=person_id,
        area_id=place.community.id,
        post=POST,
        started_at=NOW,
        minutes=120,
        state=RecordState.APPROVED,
        approved_by=approved_by.person_id,
        approved_by_name=approved_by.name,
        approved_at=NOW,
    )
    session.add(record)
    await session.flush()
    await ledger.earn(session, record, now=NOW)
    return record


async def work(
    session: AsyncSession, place: Neighbourhood, me: Member, other_id: int, reward: Reward
) -> None:
    """As staff: organise, confirm, hand out, answer, settle."""
    session.add(
        TaskSeries(
            area_id=place.community.id,
            rule="FREQ=WEEKLY",
            first_day=START.date(),
            holidays=HolidayPolicy.ALWAYS,
            template={},
            created_by=me.person_id,
            created_at=NOW,
        )
    )
    days = timedelta(days=5)
    await a_task(
        session,
        place,
        organiser_id=me.person_id,
        organiser_name=me.name,
        starts_at=START + days,
        ends_at=START + days * 2,
        claim_by=START + days,
    )
    record = await served(
        session, place, other_id, approved_by=me, words="好", from_id=me.person_id
    )
    praise = (
        await session.scalars(select(Feedback).where(Feedback.claim_id == record.claim_id))
    ).one()
    praise.complaint, praise.upheld = True, False
    praise.settled_at, praise.settled_by = NOW, me.person_id
    session.add(
        Redemption(
            reward_id=reward.id,
            person_id=None,
            points=1,
            code="00000000",
            state=RedemptionState.HANDED_OUT,
            reserved_at=NOW,
            ended_at=NOW,
            ended_by=me.person_id,
            ended_by_name=me.name,
        )
    )
    session.add(
        HelpOrder(
            kind=HAIRCUT,
            person_id=other_id,
            area_id=place.community.id,
            place="别处",
            wanted="明天",
            state=HelpState.ARRANGED,
            ordered_at=NOW,
            handled_by=me.person_id,
            handled_by_name=me.name,
            answer="师傅明天来",
        )
    )
    session.add(
        Wish(
            person_id=other_id,
            area_id=place.community.id,
            text="一本书",
            state=WishState.DECLINED,
            rounds=0,
            posted_at=NOW,
            handled_by=me.person_id,
        )
    )
    await session.flush()


async def be_helped(
    session: AsyncSession,
    place: Neighbourhood,
    staff: Member,
    person_id: int,
    other_id: int,
    secret: str,
) -> tuple[HelpOrder, Task]:
    """Their order became a task with their door in it, which the other holds."""
    ordered = NewOrder(
        kind=HAIRCUT,
        person_id=person_id,
        person_name="要理发的人",
        area_id=place.community.id,
        place=secret,
        wanted=secret,
        words=secret,
    )
    order = await helps.order(session, ordered, now=NOW)
    later = START + timedelta(days=9)
    new = new_task(
        place,
        title=secret,
        details=secret,
        private=secret,
        place=secret,
        starts_at=later,
        ends_at=later + timedelta(hours=1),
        claim_by=later,
        source=TaskSource.HELP,
        source_id=order.id,
        helped_id=person_id,
    )
    task = await passing_on.pass_on(session, new, staff, now=NOW)
    await claims.claim(session, task.id, other_id, now=NOW)
    return order, task
