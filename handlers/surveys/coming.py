"""How people come to a survey: by the invitation in their chat, or by /survey."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice, on_press
from handlers.common.filters import Words
from handlers.common.i18n import _, mark
from handlers.common.idle import Idle, words_so_far
from handlers.common.questions import BACK, Option
from handlers.common.said import recall
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import until
from handlers.common.words import comparable, cut
from handlers.surveys import answering, looks
from handlers.surveys.draft import Answering
from handlers.surveys.looks import (
    BEGIN,
    NOT_AGAIN,
    Change,
    ChangeByKey,
    FirstAnswer,
    GoOn,
    NotAgain,
)
from handlers.surveys.refusals import in_words
from services import rows
from services.errors import Refusal
from services.surveys import answering as rules
from services.surveys import reminding
from storage.tables import Survey, SurveyRoll

router = Router(name="surveys")

CALLED = Words(mark("问卷"), mark("我的问卷"))
SHOWN = 40
"""Characters of a survey on a button."""


class Surveys(StatesGroup):
    invited = State()
    """The first question of an invitation stands, in a chat where nothing else was going on."""
    which = State()


idle = Idle(Surveys.invited, Surveys.which)
"""Words that do not choose an answer are something new."""


@on_press(router, FirstAnswer, refusals=in_words)
async def tapped(talk: Talk, given: FirstAnswer) -> Reply:
    return await answering.first_answer(talk, given.survey, given.option)


@on_choice(router, Surveys.invited)
async def chose(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    """A number or a label, while nothing else was going on."""
    question = talk.question
    survey_id = Answering.of(talk).survey_id
    assert question is not None
    try:
        if choice == BEGIN:
            return await answering.begin(talk, survey_id)
        if choice == NOT_AGAIN:
            return await _not_again(talk, survey_id)
        places = [each.value for each in question.options]
        return await answering.first_answer(talk, survey_id, places.index(choice))
    except Refusal as refusal:
        return await menu.refused(talk, refusal, in_words)


@on_press(router, GoOn, refusals=in_words)
async def goes_on(talk: Talk, given: GoOn) -> Reply:
    return await answering.begin(talk, given.survey)


@on_press(router, Change, refusals=in_words)
async def changes(talk: Talk, given: Change) -> Reply:
    return await answering.change(talk, given.survey, "")


@on_press(router, ChangeByKey, refusals=in_words)
async def changes_by_key(talk: Talk, given: ChangeByKey) -> Reply:
    return await answering.change(talk, given.survey, given.key)


@on_press(router, NotAgain, refusals=in_words)
async def stops(talk: Talk, given: NotAgain) -> Reply:
    return await _not_again(talk, given.survey)


async def _not_again(talk: Talk, survey_id: int) -> Reply:
    """Raises NotFound."""
    await reminding.not_again(talk.session, survey_id, talk.user_id)
    if await talk.state.get_state() == Surveys.invited.state:
        await talk.leave()
    return looks.stopped(await rows.current(talk.session, Survey, survey_id))


@router.message(Command("survey"))
async def command(message: Message, talk: Talk) -> Reply:
    return await mine(talk)


@idle.takes
async def called(talk: Talk) -> Reply:
    if comparable(words_so_far(talk)) not in CALLED.words:
        return None
    recall(talk)
    return await mine(talk)


async def offered(talk: Talk) -> str:
    """How it is called below the other things that the community does."""
    return _("📝 我的问卷")


async def mine(talk: Talk) -> Reply:
    """The surveys that wait for an answer of theirs, half-filled ones first."""
    found = await rules.open_for(talk.session, talk.user_id)
    if not found:
        return await menu.home(talk, _("现在没有问卷等您答。有了会发给您。"))
    if len(found) == 1 and found[0][1].answered_on is None:
        return await answering.begin(talk, found[0][0].id)
    options = [Option(str(survey.id), _label(talk, survey, roll)) for survey, roll in found]
    return await talk.ask(Surveys.which, _("您要答哪一份？"), options)


def _label(talk: Talk, survey: Survey, roll: SurveyRoll) -> str:
    assert survey.ends_at is not None
    title = cut(survey.definition["title"], SHOWN)
    by = until(survey.ends_at, talk.config.zone)
    if roll.answered_on is not None:
        return _("改：{title}（{until}前）").format(title=title, until=by)
    if roll.draft is not None:
        return _("接着答：{title}（{until}前）").format(title=title, until=by)
    return _("{title}（{until}前）").format(title=title, until=by)


@on_choice(router, Surveys.which, BACK)
async def back(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的。"))


@on_choice(router, Surveys.which)
async def which(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    survey_id = int(choice)
    found = await rules.open_for(talk.session, talk.user_id)
    handed_in = {survey.id for survey, roll in found if roll.answered_on is not None}
    try:
        if survey_id in handed_in:
            return await answering.change(talk, survey_id, "")
        return await answering.begin(talk, survey_id)
    except Refusal as refusal:
        return await menu.refused(talk, refusal, in_words)
