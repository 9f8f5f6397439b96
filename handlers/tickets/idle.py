"""What requests make of words nothing waited for: an answer, 又坏了, or something new."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.filters import HasMedia, HasText
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.idle import Idle, Turn, on_answer, words_so_far
from handlers.common.places import name_of
from handlers.common.questions import Option
from handlers.common.said import heard, recall, remember, set_aside, take_up, together
from handlers.common.saying import Say
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import esc, unmarked
from handlers.tickets import filing as complaint
from handlers.tickets.about import speaks_of_another
from handlers.tickets.draft import Draft
from handlers.tickets.mine import Looking
from handlers.tickets.refusals import in_words
from handlers.tickets.wording import own_words, reopened
from services import areas, tickets
from services.errors import Refusal
from services.tickets import PLACE_LIMIT, rating
from services.tickets.urging import urges
from storage.tables import Ticket, TicketState

router = Router(name="words about requests")

NEW = "new"
MORE_WITHIN = timedelta(minutes=10)
"""How long after an answer what they write belongs to it."""
ANSWERED = "answered"
"""Key of the request they answered about, and when, in the conversation's data."""
SAID_IN_ANSWER = "said in answer"
"""Key of what they said then, in case it was meant otherwise."""


class Unclear(StatesGroup):
    again_or_new = State()
    answer_or_new = State()


answers = Idle(Looking, turn=Turn.WE_ASKED)
"""A question of the community may be waiting for an answer."""
broken_again = Idle(turn=Turn.DONE_BEFORE)
"""What was done before may be meant."""
something_new = Idle(turn=Turn.ANYTHING)
"""Whatever nobody else takes is a request."""


@answers.takes
async def take_as_answer(talk: Talk) -> Reply:
    """What they write next is the answer, where one question waits and was put lately."""
    asked = await tickets.pending_questions(talk.session, talk.user_id, now=talk.now)
    words = words_so_far(talk)
    if not asked or urges(words):
        return None
    of_another = speaks_of_another(talk, asked[0], words)
    if len(asked) == 1 and tickets.asked_lately(asked[0], now=talk.now) and not of_another:
        return await _answer(talk, asked[0].id)
    if len(asked) == 1:
        text = _("这是回答社区关于“{text}”的问题吗？").format(text=esc(own_words(asked[0])))
        options = [Option(str(asked[0].id), _("是的，转给社区")), _something_new()]
    else:
        text, options = _("这是回答社区的哪个问题？"), _which_of(asked)
    return await talk.ask(Unclear.answer_or_new, text, options, back=False)


def _which_of(known: Sequence[Ticket]) -> list[Option]:
    options = [Option(str(each.id), f"{own_words(each)} · {each.number}") for each in known]
    return [*options, _something_new()]


def _something_new() -> Option:
    return Option(NEW, _("不是，是新的事"))


@on_answer(router, Unclear.answer_or_new, yes_or_no=True)
async def answer_or_new(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == NEW:
        return await answers.pass_on(talk)
    return await _answer(talk, int(choice))


async def _answer(talk: Talk, ticket_id: int) -> Reply:
    """Pass on what they said; one tap says that it was meant otherwise."""
    words, files = together(heard(talk))
    try:
        await tickets.answer(talk.session, ticket_id, talk.user_id, words, files, now=talk.now)
    except Refusal as refusal:
        # Answered, solved or given up meanwhile; what they wrote is not lost.
        why = talk.say(in_words(refusal, talk.config.zone))
        return [why, *every(await answers.pass_on(talk))]
    return await _answered(talk, ticket_id, _("您的回答转过去了，谢谢。还有要说的，接着写就行。"))


async def _answered(talk: Talk, ticket_id: int, text: str) -> Say:
    talk.data[ANSWERED] = [ticket_id, talk.now.isoformat()]
    talk.data.pop(SAID_IN_ANSWER, None)
    set_aside(talk, SAID_IN_ANSWER)
    return await talk.ask(Looking.answered, text, [_something_new()], back=False)


@on_choice(router, Looking.answered, NEW)
async def was_no_answer(event: Message | CallbackQuery, talk: Talk) -> Reply:
    take_up(talk, SAID_IN_ANSWER)
    return await answers.pass_on(talk)


@router.message(Looking.answered, HasMedia())
@router.message(Looking.answered, HasText())
async def after_the_answer(message: Message, talk: Talk) -> Reply:
    """The rest of it, such as a picture; what comes later is something new."""
    ticket_id, at = talk.data[ANSWERED]
    remember(talk)
    words, files = together(heard(talk))
    ticket = await tickets.seen_by(talk.session, ticket_id, talk.user_id)
    is_late = talk.now - datetime.fromisoformat(at) > MORE_WITHIN
    if is_late or urges(words) or speaks_of_another(talk, ticket, unmarked(words)):
        return await answers.offer(talk)
    try:
        await tickets.add(talk.session, ticket_id, talk.user_id, words, files, now=talk.now)
    except Refusal:
        return await answers.offer(talk)
    return talk.as_one(await _answered(talk, ticket_id, _("也转过去了。")))


@broken_again.takes
async def ask_whether_again(talk: Talk) -> Reply:
    words, _files = together(heard(talk))
    meant = await tickets.meant_by(talk.session, talk.user_id, unmarked(words), now=talk.now)
    if not meant:
        return None
    text = _("您说的是以前反映过的这件事吗？")
    return await talk.ask(Unclear.again_or_new, text, _which_of(meant), back=False)


@on_answer(router, Unclear.again_or_new, yes_or_no=True)
async def again_or_new(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    """Open it again while it awaits a rating; what is closed stays closed, and is named."""
    if choice == NEW:
        return await broken_again.pass_on(talk)
    try:
        ticket = await tickets.seen_by(talk.session, int(choice), talk.user_id)
        if ticket.state is not TicketState.RESOLVED:
            return await _file_with_number(talk, ticket)
        words, files = together(recall(talk))
        ticket = await rating.not_over(
            talk.session,
            ticket.id,
            talk.user_id,
            words,
            files,
            now=talk.now,
            zone=talk.config.zone,
        )
    except Refusal as refusal:
        return await menu.refused(talk, refusal, in_words)
    return await menu.home(talk, await reopened(talk, ticket, said_more=True))


async def _file_with_number(talk: Talk, ticket: Ticket) -> Reply:
    """A new request at the same place, of the same kind; a draft that was left comes first."""
    if Draft.of(talk).has_content:
        return await complaint.ask_unfinished(talk)
    draft = Draft(category_id=ticket.category_id, answer="")
    draft.put_at(ticket.area_id, ticket.place[:PLACE_LIMIT], ticket.latitude, ticket.longitude)
    with speaking(SOURCE):
        draft.add_text(_("（以前反映过，编号 {number}）").format(number=ticket.number))
    text = _("“{text}”以前办完了。给您另开一件，写上了以前的编号。")
    following = await complaint.begin_with(talk, draft)
    return [talk.say(text.format(text=esc(own_words(ticket)))), *every(following)]


@something_new.takes
async def file(talk: Talk) -> Reply:
    """A draft that was left is not mixed up with what was said unasked."""
    draft = Draft.of(talk)
    if draft.has_content:
        return await complaint.ask_unfinished(talk)
    # A kind or a person that was chosen before they left says nothing about these words.
    draft.category_id = None
    draft.make_their_own()
    return await complaint.begin_with(talk, draft)


async def located(talk: Talk, latitude: float, longitude: float) -> Reply:
    """A place before the words: keep it for the request that is likely to follow."""
    area = await areas.at(talk.session, latitude, longitude)
    if area is None:
        return talk.say(_("这个位置不在我们服务的社区里。要反映事情，请直接写下来。"))
    draft = Draft.of(talk)
    if not draft.has_content:
        draft.make_their_own()
    draft.put_at(area.id, await name_of(talk, area), latitude, longitude)
    return await complaint.begin_with(talk, draft)
