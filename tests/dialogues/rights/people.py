"""Who presses: every kind of person there is, each where they would press."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from storage.importing import COMMUNITY_CODE
from storage.tables import (
    Address,
    Area,
    Channel,
    Group,
    GroupMember,
    Level,
    Person,
    Purpose,
    UrgentSender,
    Volunteer,
)
from storage.tables import VolunteerState as State
from tests.chats import an_address
from tests.dialogues.phones import Desk, Phone

STAFF_GROUP = "军门社区工作群"
VOLUNTEERS_GROUP = "军门社区志愿者群"
CANTEEN_GROUP = "军门长者食堂群"
ELSEWHERE_GROUP = "邻社区工作群"
APPLICANT = "待批的何同学"

IN_PRIVATE = (
    "stranger",
    "undecided",
    "author",
    "resident",
    "holder",
    "volunteer",
    "volunteer elsewhere",
    "organiser",
    "former member",
)
IN_GROUPS = {
    "office": STAFF_GROUP,
    "named": STAFF_GROUP,
    "canteen": CANTEEN_GROUP,
    "volunteers' group": VOLUNTEERS_GROUP,
    "office elsewhere": ELSEWHERE_GROUP,
}
EVERYBODY = (*IN_PRIVATE, *IN_GROUPS)


FIRST_ID = 5 * 10**15


def own_id(user_id: int) -> int:
    """The person's, for whom an address says so."""
    return FIRST_ID + user_id


@dataclass(frozen=True)
class People:
    phones: dict[str, Phone]
    community: Area
    elsewhere: Area
    office: Group
    canteen: Group
    applicant: int

    def id(self, kind: str) -> int:
        return own_id(self.phones[kind].user_id)


async def gathered(desk: Desk) -> People:
    """Everybody on their phone, with a message of ours to press a button on."""
    elsewhere_chat = desk.world.add_group(ELSEWHERE_GROUP, [900]).id
    chats = desk.chats | {ELSEWHERE_GROUP: elsewhere_chat}
    phones: dict[str, Phone] = {}
    for kind in IN_PRIVATE:
        user = desk.world.add_user(kind)
        phones[kind] = Phone(desk, user.id, user.id)
    for kind, title in IN_GROUPS.items():
        user = desk.world.add_user(kind)
        desk.world.join(chats[title], user.id)
        phones[kind] = Phone(desk, user.id, chats[title])
    applicant = desk.world.add_user(APPLICANT).id
    async with desk.app.work.unit() as unit:
        unit.session.add_all(_addresses(phones))
        people = await _registered(unit.session, phones, chats, applicant, unit.now)
    for kind, phone in phones.items():
        await phone.says("/start" if kind == "undecided" else "/help")
    return people


def _addresses(phones: dict[str, Phone]) -> list[Address]:
    """Of all but those whom the desk meets in the dialogue."""
    known = [phone for kind, phone in phones.items() if kind not in ("stranger", "undecided")]
    return [
        an_address(own_id(phone.user_id), phone.user_id)
        if phone.chat_id == phone.user_id
        else an_address(own_id(phone.user_id), phone.user_id, chat_id=None)
        for phone in known
    ]


async def _registered(
    session: AsyncSession,
    phones: dict[str, Phone],
    chats: dict[str, int],
    applicant: int,
    now: datetime,
) -> People:
    community = await areas.by_code(session, COMMUNITY_CODE)
    home = await areas.by_code(session, "junmen-xincun-3")
    assert community is not None
    assert home is not None
    elsewhere = await _next_to(session, community)
    session.add(
        Group(
            channel=Channel.TELEGRAM,
            chat_id=chats[ELSEWHERE_GROUP],
            title=ELSEWHERE_GROUP,
            area_id=elsewhere.id,
            purpose=Purpose.STAFF,
            bound_at=now,
        )
    )
    await session.flush()
    found = {group.title: group for group in await session.scalars(select(Group))}
    for kind in ("author", "resident", "holder", "volunteer", "volunteer elsewhere", "organiser"):
        await _consented(session, own_id(phones[kind].user_id), kind, home.id, now)
    await _consented(session, applicant, APPLICANT, home.id, now)
    volunteers = {
        "holder": (community, State.ACTIVE),
        "volunteer": (community, State.ACTIVE),
        "volunteer elsewhere": (elsewhere, State.ACTIVE),
    }
    for kind, (area, state) in volunteers.items():
        session.add(_volunteer(own_id(phones[kind].user_id), f"叫{kind}的", area.id, state, now))
    session.add(_volunteer(applicant, APPLICANT, community.id, State.APPLIED, now))
    office, canteen = found[STAFF_GROUP], found[CANTEEN_GROUP]
    session.add(
        GroupMember(
            group_id=office.id,
            person_id=own_id(phones["former member"].user_id),
            name="调走的社工",
            seen_at=now,
            left_at=now,
        )
    )
    named = own_id(phones["named"].user_id)
    session.add(UrgentSender(area_id=community.id, person_id=named))
    return People(phones, community, elsewhere, office, canteen, applicant)


async def _next_to(session: AsyncSession, community: Area) -> Area:
    street = await session.get_one(Area, community.parent_id)
    area = Area(level=Level.COMMUNITY, name="邻社区", code="next", path="", parent_id=street.id)
    session.add(area)
    await session.flush()
    area.path = f"{street.path}{area.id}/"
    return area


async def _consented(
    session: AsyncSession, person_id: int, name: str, home_id: int, now: datetime
) -> None:
    session.add(
        Person(
            id=person_id,
            name=name,
            language="zh",
            big_print=False,
            home_id=home_id,
            created_at=now,
            consented_at=now,
        )
    )
    await session.flush()


def _volunteer(person_id: int, name: str, area_id: int, state: State, now: datetime) -> Volunteer:
    return Volunteer(
        person_id=person_id,
        name=name,
        area_id=area_id,
        state=state,
        posts=["elders"],
        times=[],
        honour=False,
        applied_at=now,
        admitted_at=None if state is State.APPLIED else now,
    )
