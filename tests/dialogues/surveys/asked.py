"""Surveys that reach phones, in as few words as a test needs."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from services.news import tell
from services.surveys import answering, inviting
from services.surveys.news import SurveyInvited, SurveyReminded
from services.surveys.questions import Choice, Definition, Kind, Question, Scale
from storage.importing import COMMUNITY_CODE
from storage.tables import Area, Survey, SurveyResponse, SurveyState
from tests.dialogues.phones import Desk, Phone

CANTEEN = Definition(
    title="食堂怎么样",
    intro="说说您的看法，帮我们改进。",
    questions=(
        Question(name="good", kind=Kind.YES_NO, label="饭菜好吃吗？"),
        Question(name="why", kind=Kind.WORDS, label="哪里不好？", relevant="${good} = 'no'"),
        Question(
            name="dishes",
            kind=Kind.SEVERAL,
            label="爱吃什么？",
            choices=(Choice("fish", "鱼"), Choice("soup", "汤"), Choice("rice", "饭")),
            other=True,
        ),
        Question(
            name="score",
            kind=Kind.SCALE,
            label="打几分？",
            scale=Scale(1, 5, low_label="很差", high_label="很好"),
            required=False,
        ),
    ),
)
EVERYTHING = Definition(
    title="样样都问",
    questions=(
        Question(
            name="age",
            kind=Kind.NUMBER,
            label="您多大年纪？",
            whole=True,
            constraint=". >= 18 and . <= 120",
            constraint_message="年纪要在 18 到 120 之间。",
        ),
        Question(name="day", kind=Kind.DATE, label="哪天搬来的？"),
        Question(name="place", kind=Kind.PLACE, label="哪里最不方便？"),
        Question(name="photo", kind=Kind.PHOTO, label="拍一张看看", required=False),
        Question(
            name="likes",
            kind=Kind.ONE,
            label="最喜欢哪里？",
            choices=(Choice("park", "公园"), Choice("shop", "商店")),
            other=True,
        ),
        Question(name="words", kind=Kind.WORDS, label="还想说什么？", required=False),
    ),
)


async def asks(desk: Desk, *phones: Phone, of: Definition = CANTEEN, **differently: Any) -> int:
    """A survey for a week, and its invitation; returns its id."""
    now = desk.clock()
    people = [await phone.person_id() for phone in phones]
    async with desk.app.work.unit() as unit:
        found = await unit.session.scalars(select(Area).where(Area.code == COMMUNITY_CODE))
        community = found.one()
        survey = Survey(
            **{
                "area_id": community.id,
                "definition": of.dump(),
                "anonymous": True,
                "state": SurveyState.RUNNING,
                "audience": {},
                "remind_after": [2, 5],
                "starts_at": now,
                "ends_at": now + timedelta(days=7),
                "act_at": now + timedelta(days=7),
                "created_at": now,
            }
            | differently
        )
        unit.session.add(survey)
        await unit.session.flush()
        await inviting.wanted(unit.session, survey.id, people, now)
        tell(unit.session, SurveyInvited(survey.id, tuple(people)))
    await desk.sends_off()
    return survey.id


async def reminds(desk: Desk, survey_id: int, *phones: Phone) -> None:
    people = tuple([await phone.person_id() for phone in phones])
    async with desk.app.work.unit() as unit:
        tell(unit.session, SurveyReminded(survey_id, people))
    await desk.sends_off()


async def answers(desk: Desk, survey_id: int) -> list[dict[str, Any]]:
    """What was handed in."""
    return [each.answers for each in await responses(desk, survey_id)]


async def responses(desk: Desk, survey_id: int) -> list[SurveyResponse]:
    async with desk.app.database.reading() as session:
        found = await session.scalars(
            select(SurveyResponse).where(SurveyResponse.survey_id == survey_id)
        )
        return list(found)


async def answers_elsewhere(
    desk: Desk, survey_id: int, person_id: int, name: str, value: Any
) -> None:
    """On another device of theirs."""
    async with desk.app.work.unit() as unit:
        await answering.take(unit.session, survey_id, person_id, name, value, now=unit.now)


async def ends(desk: Desk, survey_id: int) -> None:
    async with desk.app.work.unit() as unit:
        survey = await unit.session.get_one(Survey, survey_id)
        survey.state, survey.ended_at = SurveyState.ENDED, desk.clock()
