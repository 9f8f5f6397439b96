"""One of everything that a button can be about, each with words that only some may read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.audiences import Audience
from services.surveys.questions import Definition, Kind, Question
from services.surveys.results import Results
from storage.tables import (
    Announcement,
    AnnouncementState,
    BoardMessage,
    Broadcast,
    BroadcastState,
    CareAlert,
    CareCause,
    Category,
    ClaimState,
    Diner,
    Feedback,
    FollowUp,
    ForWhom,
    Group,
    Heard,
    HelpKind,
    HelpOrder,
    HelpState,
    HotSpot,
    HotSpotTicket,
    JointPart,
    LaterFollowUp,
    Matter,
    MealBooking,
    MealProxy,
    MealRound,
    MealStop,
    Mode,
    Need,
    NeedProject,
    NeedState,
    NeedSupporter,
    OnBehalf,
    Place,
    PlaceReport,
    ProjectState,
    ProxyState,
    Purpose,
    RecordState,
    Redemption,
    RedemptionState,
    Relation,
    ReportKind,
    Resource,
    ResourceSource,
    ResourceState,
    Reward,
    RoundState,
    ServiceRecord,
    StopState,
    Survey,
    SurveyResponse,
    SurveyResults,
    SurveyRoll,
    SurveyState,
    Task,
    TaskClaim,
    TaskRole,
    TaskSource,
    TaskState,
    Ticket,
    TicketState,
    Topic,
    Untold,
    Visit,
    VisitGoer,
    VisitKind,
    VisitRound,
    VisitState,
    Wish,
    WishState,
)
from tests.dialogues.meals import kitchen
from tests.dialogues.phones import Desk
from tests.dialogues.rights.people import APPLICANT, People

ELDER, BORN, BIRTHDAY = "郑秀英", date(1941, 3, 4), "1941年3月4日"
DOOR, PHONE = "7单元707", "13900001234"
REQUEST, TASK_DOOR, HELP_WORDS = "隔壁夜里打人", "9号楼909", "腿脚不便走不动"
WISHED, GRUMBLED, WRITTEN = "想要一副老花镜", "态度很差劲", "楼道里堆满了杂物"
ANSWER, OPINION = 7, "食堂的鱼不新鲜"
"""Id of an answer to a survey, and what it says."""
VISITED, NOTED = "名单上的依姆", "一个人住没有子女"
NEEDED, CONTACT = "家里老人没人陪看病", "联系人老李13900005678"
SURVEYED = "只问几个人的问卷"
PRIVATE = (
    ELDER,
    BIRTHDAY,
    DOOR,
    PHONE,
    REQUEST,
    TASK_DOOR,
    HELP_WORDS,
    GRUMBLED,
    WRITTEN,
    VISITED,
    NOTED,
    OPINION,
    NEEDED,
    CONTACT,
    SURVEYED,
    APPLICANT,
)
"""No word of these reaches those who may not read it."""
REWARD_CODE = "12345678"


@dataclass
class Things:
    """Ids, by what stands in a button."""

    ids: dict[str, int]

    def __getitem__(self, name: str) -> int:
        return self.ids[name]


async def put_in_place(desk: Desk, people: People) -> Things:
    """Today's lunch is booked by the kitchen's own way, the rest is written as it would stand."""
    author = people.phones["author"]
    await kitchen.eats(desk, ELDER, person=author, born_on=BORN, door=DOOR, phone=PHONE)
    await kitchen.eats(desk, "独居的陈伯", Mode.DELIVERY, born_on=BORN, door=DOOR, phone=PHONE)
    ids: dict[str, int] = {}
    async with desk.app.work.unit() as unit:
        session, now = unit.session, unit.now
        for part in (
            _requests,
            _meals,
            _tasks,
            _wanted,
            _places,
            _visits,
            _untold,
            _needs,
            _surveys,
            _announcements,
            _results,
        ):
            ids |= await part(session, people, now)
    await desk.app.sender.work_off()
    return Things(ids)


async def _added(session: AsyncSession, row: Any) -> int:
    session.add(row)
    await session.flush()
    made: int = row.id
    return made


async def _requests(session: AsyncSession, people: People, now: datetime) -> dict[str, int]:
    category = (await session.scalars(select(Category).limit(1))).one()
    ids: dict[str, int] = {}
    for state in (TicketState.OPEN, TicketState.TAKEN, TicketState.RESOLVED):
        taker = None if state is TicketState.OPEN else people.id("office")
        ticket = _request(people, category, now, f"261123-{len(ids) + 1}", state, taker)
        ids[f"ticket {state.value}"] = await _added(session, ticket)
    ids["ticket called"] = await _called(session, people, category, now)
    ids["hot spot"] = await _added(
        session,
        HotSpot(
            group_id=people.office.id,
            category_id=category.id,
            area_id=people.community.id,
            found_at=now,
            quiet_until=now + timedelta(days=14),
        ),
    )
    session.add(HotSpotTicket(hot_spot_id=ids["hot spot"], ticket_id=ids["ticket open"]))
    ids["follow up"] = await _added(
        session,
        FollowUp(ticket_id=ids["ticket resolved"], round=0, delay=timedelta(days=3), asked_at=now),
    )
    ids["later"] = await _later(session, people, category, now)
    return ids | await _for_others(session, people, category, now)


def _request(
    people: People,
    category: Category,
    now: datetime,
    number: str,
    state: TicketState,
    taker_id: int | None,
    **differently: Any,
) -> Ticket:
    """The author's, with the office."""
    said: dict[str, Any] = {
        "author_id": people.id("author"),
        "author_name": ELDER,
        "group_id": people.office.id,
        "resolved_at": now if state is TicketState.RESOLVED else None,
    }
    return Ticket(
        number=number,
        state=state,
        category_id=category.id,
        private=True,
        text=REQUEST,
        community_id=people.community.id,
        area_id=people.community.id,
        place="军门新村",
        taker_id=taker_id,
        taker_name="社工甲" if taker_id else None,
        filed_at=now,
        opened_at=now,
        respond_by=now + timedelta(hours=2),
        **said | differently,
    )


async def _for_others(
    session: AsyncSession, people: People, category: Category, now: datetime
) -> dict[str, int]:
    """For the author, who is with us, and for somebody who is not; both by the organiser."""
    ids: dict[str, int] = {}
    by = people.id("organiser")
    for name, author_id, state, taker in (
        ("ticket for another", people.id("author"), TicketState.TAKEN, people.id("office")),
        ("ticket to ring about", by, TicketState.RESOLVED, people.id("volunteer")),
    ):
        ticket = _request(
            people,
            category,
            now,
            f"261123-{90 + len(ids)}",
            state,
            taker,
            author_id=author_id,
            author_name=None,
            filed_by_id=by,
            on_behalf=True,
        )
        ids[name] = await _added(session, ticket)
        session.add(
            OnBehalf(ticket=ticket, name=ELDER, phone=PHONE, told_at=now, heard=Heard.WAITING)
        )
    ids["follow up by telephone"] = await _added(
        session,
        FollowUp(
            ticket_id=ids["ticket to ring about"], round=0, delay=timedelta(days=3), asked_at=now
        ),
    )
    return ids


async def _later(session: AsyncSession, people: People, category: Category, now: datetime) -> int:
    """Asked weeks after it was closed."""
    over = {"resolved_at": now, "closed_at": now, "round": 0}
    office = people.id("office")
    ticket = _request(people, category, now, "260901-1", TicketState.CLOSED, office, **over)
    return await _added(
        session,
        LaterFollowUp(ticket_id=await _added(session, ticket), round=0, asked_at=now),
    )


async def _called(session: AsyncSession, people: People, category: Category, now: datetime) -> int:
    """Led by another group, which called the office to it."""
    lead = (await session.scalars(select(Group).where(Group.purpose == Purpose.PROPERTY))).first()
    assert lead is not None
    led = {"group_id": lead.id, "called": 1, "round": 0}
    ticket = _request(people, category, now, "261123-9", TicketState.OPEN, None, **led)
    await _added(session, ticket)
    part = JointPart(
        ticket_id=ticket.id,
        round=0,
        group_id=people.office.id,
        called_at=now,
        report_by=now + timedelta(hours=8),
    )
    await _added(session, part)
    return ticket.id


async def _meals(session: AsyncSession, people: People, now: datetime) -> dict[str, int]:
    by_name = {diner.name: diner for diner in await session.scalars(select(Diner))}
    bookings = {each.diner_id: each for each in await session.scalars(select(MealBooking))}
    own, alone = by_name[ELDER], by_name["独居的陈伯"]
    entered = await kitchen.lives_here(
        session,
        now,
        ELDER,
        born_on=BORN - timedelta(days=365),
        door=DOOR,
        phone=PHONE,
        verified_at=None,
        verified_by=None,
        created_by=people.id("author"),
    )

    async def asks(diner: Diner) -> int:
        proxy = MealProxy(
            diner_id=diner.id,
            person_id=people.id("resident"),
            relation=Relation.NEIGHBOUR,
            state=ProxyState.ASKED,
            asked_at=now,
        )
        return await _added(session, proxy)

    delivery = bookings[alone.id]

    async def a_round(number: int, carrier: int | None) -> int:
        made = MealRound(
            session_id=delivery.session_id,
            number=number,
            state=RoundState.TAKEN if carrier else RoundState.OPEN,
            carrier_id=carrier,
            carrier_name="送餐的" if carrier else None,
            taken_at=now if carrier else None,
        )
        return await _added(session, made)

    carried, waiting = await a_round(1, people.id("holder")), await a_round(2, None)
    session.add(
        MealStop(booking_id=delivery.id, round_id=carried, position=1, state=StopState.WAITING)
    )
    alert = CareAlert(
        diner_id=own.id,
        booking_id=bookings[own.id].id,
        cause=CareCause.MISSED_MEAL,
        raised_at=now,
    )
    return {
        "booking": bookings[own.id].id,
        "delivery": delivery.id,
        "diner": own.id,
        "diner to verify": entered.id,
        "proxy of author": await asks(own),
        "proxy of entered": await asks(entered),
        "round taken": carried,
        "round open": waiting,
        "alert": await _added(session, alert),
    }


async def _tasks(session: AsyncSession, people: People, now: datetime) -> dict[str, int]:
    async def a_task(name: str, days: int, **differently: Any) -> tuple[Task, TaskRole]:
        starts = now + timedelta(days=days)
        task = Task(
            **{
                "area_id": people.community.id,
                "post": "elders",
                "source": TaskSource.STAFF,
                "state": TaskState.OPEN,
                "title": name,
                "details": "",
                "private": TASK_DOOR,
                "place": "军门新村门口",
                "starts_at": starts,
                "ends_at": starts + timedelta(hours=2),
                "claim_by": starts + timedelta(hours=2),
                "organiser_id": people.id("organiser"),
                "organiser_name": "组织的人",
                "helped_id": people.id("author"),
                "secret": "0" * 32,
                "created_at": now,
            }
            | differently
        )
        await _added(session, task)
        role = TaskRole(task_id=task.id, position=0, name="", places=2, claimed=1)
        await _added(session, role)
        return task, role

    async def a_claim(task: Task, role: TaskRole, state: ClaimState, **differently: Any) -> int:
        claim = TaskClaim(
            task_id=task.id,
            role_id=role.id,
            person_id=people.id("holder"),
            person_name="叫holder的",
            state=state,
            claimed_at=now,
            **differently,
        )
        return await _added(session, claim)

    async def a_record(claim: int, state: RecordState) -> None:
        record = ServiceRecord(
            claim_id=claim,
            person_id=people.id("holder"),
            area_id=people.community.id,
            post="elders",
            started_at=now,
            minutes=60,
            state=state,
        )
        await _added(session, record)

    task, role = await a_task("陪老人买菜", 1)
    offered, offered_role = await a_task("陪老人散步", 2)
    done, done_role = await a_task("陪老人看病", 3)
    blamed, blamed_role = await a_task("陪老人理发", 4)
    ids = {
        "task": task.id,
        "role": role.id,
        "claim": await a_claim(task, role, ClaimState.HELD),
        "claim offered": await a_claim(
            offered, offered_role, ClaimState.HELD, handed_to=people.id("volunteer")
        ),
        "claim done": await a_claim(done, done_role, ClaimState.DONE),
        "claim blamed": await a_claim(blamed, blamed_role, ClaimState.DONE),
        "volunteer": people.id("volunteer"),
        "applicant": people.applicant,
    }
    await a_record(ids["claim done"], RecordState.PENDING)
    await a_record(ids["claim blamed"], RecordState.STOPPED)
    said = Feedback(
        claim_id=ids["claim blamed"],
        from_id=people.id("author"),
        complaint=True,
        words=GRUMBLED,
        at=now,
    )
    ids["complaint"] = await _added(session, said)
    reward = (await session.scalars(select(Reward).limit(1))).one()
    redemption = Redemption(
        reward_id=reward.id,
        person_id=people.id("volunteer"),
        points=1,
        code=REWARD_CODE,
        state=RedemptionState.RESERVED,
        reserved_at=now,
    )
    await _added(session, redemption)
    return ids


async def _wanted(session: AsyncSession, people: People, now: datetime) -> dict[str, int]:
    kind = (await session.scalars(select(HelpKind).limit(1))).one()
    told = {
        "kind": kind.key,
        "person_id": people.id("author"),
        "person_name": ELDER,
        "area_id": people.community.id,
        "place": DOOR,
        "wanted": "明天上午",
        "words": HELP_WORDS,
        "ordered_at": now,
    }
    wished = {
        "person_id": people.id("author"),
        "person_name": ELDER,
        "area_id": people.community.id,
        "text": WISHED,
        "rounds": 0,
        "posted_at": now,
    }
    message = BoardMessage(
        person_id=people.id("author"),
        signed_as=ELDER,
        area_id=people.community.id,
        text=WRITTEN,
        may_show=True,
        written_at=now,
    )
    ids = {
        "message": await _added(session, message),
        "order": await _added(session, HelpOrder(**told, state=HelpState.OPEN)),
        "order arranged": await _added(session, HelpOrder(**told, state=HelpState.ARRANGED)),
        "wish": await _added(session, Wish(**wished, state=WishState.POSTED)),
        "wish on the wall": await _added(session, Wish(**wished, state=WishState.APPROVED)),
    }
    task = Task(
        area_id=people.community.id,
        post="elders",
        source=TaskSource.WISH,
        source_id=ids["wish on the wall"],
        state=TaskState.OPEN,
        title="微心愿",
        details="",
        private=TASK_DOOR,
        place="军门新村",
        starts_at=now,
        ends_at=now + timedelta(days=28),
        claim_by=now + timedelta(days=14),
        helped_id=people.id("author"),
        secret="0" * 32,
        created_at=now,
    )
    await _added(session, task)
    role = TaskRole(task_id=task.id, position=0, name="", places=1, claimed=1)
    await _added(session, role)
    claim = TaskClaim(
        task_id=task.id,
        role_id=role.id,
        person_id=people.id("holder"),
        person_name="叫holder的",
        state=ClaimState.HELD,
        claimed_at=now,
    )
    await _added(session, claim)
    return ids


async def _places(session: AsyncSession, people: People, now: datetime) -> dict[str, int]:
    place = (
        await session.scalars(select(Place).where(Place.area_id == people.community.id).limit(1))
    ).one()
    report = PlaceReport(
        place_id=place.id,
        what=ReportKind.HOURS,
        person_id=people.id("author"),
        reported_at=now,
    )
    return {"place": place.id, "report": await _added(session, report)}


async def _surveys(session: AsyncSession, people: People, now: datetime) -> dict[str, int]:
    survey_id = await _added(
        session,
        Survey(
            area_id=people.community.id,
            definition=Definition(
                title=SURVEYED,
                questions=(Question(name="good", kind=Kind.YES_NO, label="好吗？"),),
            ).dump(),
            anonymous=False,
            state=SurveyState.RUNNING,
            audience={},
            remind_after=[],
            starts_at=now,
            ends_at=now + timedelta(days=7),
            created_at=now,
        ),
    )
    session.add(SurveyRoll(survey_id=survey_id, person_id=people.id("author"), asked_on=now.date()))
    return {"survey": survey_id}


async def _visits(session: AsyncSession, people: People, now: datetime) -> dict[str, int]:
    """A list that repeats, with a door that was visited and one that waits."""
    drawn = VisitRound(
        area_id=people.community.id,
        kind=VisitKind.VISIT,
        title="走访",
        questions=[],
        created_at=now,
        due_at=now + timedelta(days=4),
        call_at=now + timedelta(days=4),
        rhythm="weekly",
        repeat_on=now.date() + timedelta(days=7),
        repeat_at=now + timedelta(days=7),
    )
    await _added(session, drawn)
    who = people.id("office")
    session.add(VisitGoer(round_id=drawn.id, person_id=who, name="社工甲"))
    for position, state in enumerate((VisitState.SEEN, VisitState.WAITING)):
        seen = state is VisitState.SEEN
        visit = Visit(
            round_id=drawn.id,
            position=position,
            area_id=people.community.id,
            door=f"3{position}",
            name=VISITED,
            state=state,
            tries=0,
            done_by=who if seen else None,
            done_at=now if seen else None,
            answers=[],
            note=NOTED if seen else None,
        )
        session.add(visit)
    return {"visits": drawn.id}


async def _untold(session: AsyncSession, people: People, now: datetime) -> dict[str, int]:
    """What staff have to tell the author."""
    item = Untold(
        person_id=people.id("author"),
        area_id=people.community.id,
        message_id=1,
        matter=Matter.NOTICE,
        text=WRITTEN,
        since=now,
    )
    return {"untold": await _added(session, item)}


async def _needs(session: AsyncSession, people: People, now: datetime) -> dict[str, int]:
    """A need that waits with one grouped below it, offers, and a project for a third need."""
    told = {
        "area_id": people.community.id,
        "place_id": people.community.id,
        "category": "elders",
        "for_whom": ForWhom.ELDERS,
        "person_id": people.id("author"),
        "person_name": ELDER,
        "text": NEEDED,
        "people": 1,
        "unnamed": 0,
        "said_at": now,
    }
    ids = {"need": await _added(session, Need(**told, state=NeedState.NEW))}
    grouped = Need(**told, state=NeedState.MERGED, merged_into_id=ids["need"])
    ids["need grouped"] = await _added(session, grouped)
    accepted = await _added(session, Need(**told, state=NeedState.ACCEPTED, title="陪诊"))
    session.add(NeedSupporter(need_id=ids["need"], person_id=people.id("author"), since=now))
    for name, state in (
        ("resource", ResourceState.OFFERED),
        ("resource confirmed", ResourceState.CONFIRMED),
    ):
        offered = Resource(
            area_id=people.community.id,
            source=ResourceSource.PARTNER,
            category="elders",
            unit="某某银行",
            what="讲座",
            a_month=2,
            contact=CONTACT,
            offered_by=people.id("author"),
            state=state,
            offered_at=now,
        )
        ids[name] = await _added(session, offered)
    project = NeedProject(
        area_id=people.community.id,
        need_id=accepted,
        owner_name="社工甲",
        due_on=now.date() + timedelta(days=7),
        state=ProjectState.PLANNED,
        created_at=now,
        act_at=now + timedelta(days=8),
    )
    return ids | {"project": await _added(session, project)}


async def _announcements(session: AsyncSession, people: People, now: datetime) -> dict[str, int]:
    """An urgent one that waits for a second person; a policy that repeats, half sent, paused."""
    common: dict[str, Any] = {
        "area_id": people.community.id,
        "audience": Audience(area_ids=(people.community.id,)).dump(),
        "created_at": now,
    }
    proposed = Announcement(
        **common,
        topic=Topic.SAFETY,
        urgent=True,
        text="台风来了",
        state=AnnouncementState.PROPOSED,
        starts_at=now,
    )
    policy = Announcement(
        **common,
        topic=Topic.POLICY,
        urgent=False,
        text="高龄津贴",
        conditions={"youngest": 80, "oldest": None, "households": []},
        state=AnnouncementState.STANDING,
        starts_at=now,
        rhythm="weekly",
        repeat_at=now + timedelta(days=7),
    )
    policy_id = await _added(session, policy)
    sent = Broadcast(
        kind="announcement",
        subject_id=policy_id,
        area_id=people.community.id,
        asks=False,
        urgent=False,
        state=BroadcastState.PAUSED,
        created_at=now,
        starts_at=now,
    )
    policy.broadcast_id = await _added(session, sent)
    return {
        "announcement": await _added(session, proposed),
        "announcement paused": policy_id,
    }


async def _results(session: AsyncSession, people: People, now: datetime) -> dict[str, int]:
    """Five people answered, each with words; the answer to them is written."""
    question = Question(name="why", kind=Kind.WORDS, label="为什么？")
    survey = Survey(
        area_id=people.community.id,
        definition=Definition(title="食堂", questions=(question,)).dump(),
        anonymous=True,
        state=SurveyState.ENDED,
        audience={},
        remind_after=[],
        starts_at=now - timedelta(days=7),
        ends_at=now,
        created_at=now - timedelta(days=8),
    )
    session.add(survey)
    await session.flush()
    for at in range(5):
        session.add(
            SurveyResponse(
                id=ANSWER + at,
                survey_id=survey.id,
                answers={"why": OPINION},
                version=1,
                complete=True,
                late=False,
            )
        )
    kept = Results(people=0, asked=None, partial=0, tables=(), rows=()).dump()
    outcome = {"outcome": OPINION, "outcome_by": people.id("office"), "outcome_by_name": "社工"}
    session.add(SurveyResults(survey_id=survey.id, results=kept, made_at=now, **outcome))
    await session.flush()
    return {"survey answered": survey.id}
