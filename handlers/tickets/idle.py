"""What requests make of words nothing waited for: an answer, 又坏了, or something new."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.idle import Idle, Turn, on_answer
from handlers.common.places import name_of
from handlers.common.questions import Option
from handlers.common.refusals import in_words
from handlers.common.said import heard, recall, together
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import unmarked
from handlers.tickets import filing as complaint
from handlers.tickets.draft import Draft
from handlers.tickets.mine import Looking
from handlers.tickets.timeline import own_words
from services import areas, tickets
from services.errors import Refusal
from services.tickets import PLACE_LIMIT, follow_up
from storage.tables import Ticket, TicketState

router = Router(name="words about requests")

NEW = "new"


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
async def ask_whether_answer(talk: Talk) -> Reply:
    """Not every messenger has replies: whatever they write next may be the answer."""
    asked = await tickets.pending_questions(talk.session, talk.user_id)
    if not asked:
        return None
    if len(asked) == 1:
        text = _("这是回答社区关于编号 <b>{number}</b> 的问题吗？").format(number=asked[0].number)
        options = [Option(str(asked[0].id), _("是的，转给社区")), _something_new()]
    else:
        text, options = _("这是回答社区的哪个问题？"), _which_of(asked)
    return await talk.ask(Unclear.answer_or_new, text, options, back=False)


def _which_of(known: Sequence[Ticket]) -> list[Option]:
    options = [Option(str(each.id), f"{each.number} · {own_words(each)}") for each in known]
    return [*options, _something_new()]


def _something_new() -> Option:
    return Option(NEW, _("不是，是新的事"))


@on_answer(router, Unclear.answer_or_new, yes_or_no=True)
async def answer_or_new(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == NEW:
        return await answers.pass_on(talk)
    words, files = together(heard(talk))
    try:
        await tickets.answer(talk.session, int(choice), talk.user_id, words, files, now=talk.now)
    except Refusal as refusal:
        # Answered, solved or given up meanwhile; what they wrote is not lost.
        why = talk.say(in_words(refusal, talk.config.zone))
        return [why, *every(await answers.pass_on(talk))]
    recall(talk)
    return await menu.home(talk, _("您的回答转过去了，谢谢。"))


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
        await follow_up.not_over(
            talk.session,
            ticket.id,
            talk.user_id,
            words,
            files,
            now=talk.now,
            zone=talk.config.zone,
        )
    except Refusal as refusal:
        return await menu.refused(talk, refusal)
    text = _("对不起，没有办好。编号 <b>{number}</b> 重新打开了，会换人来办。您写的也转过去了。")
    return await menu.home(talk, text.format(number=ticket.number))


async def _file_with_number(talk: Talk, ticket: Ticket) -> Reply:
    """A new request at the same place, of the same kind; a draft that was left comes first."""
    if Draft.of(talk).has_content:
        return await complaint.ask_unfinished(talk)
    draft = Draft(category_id=ticket.category_id, answer="")
    draft.put_at(ticket.area_id, ticket.place[:PLACE_LIMIT], ticket.latitude, ticket.longitude)
    with speaking(SOURCE):
        draft.add_text(_("（以前反映过，编号 {number}）").format(number=ticket.number))
    text = _("编号 <b>{number}</b> 已经结束了。给您另开一件，写明了以前的编号。")
    following = await complaint.begin_with(talk, draft)
    return [talk.say(text.format(number=ticket.number)), *every(following)]


@something_new.takes
async def file(talk: Talk) -> Reply:
    """A draft that was left is not mixed up with what was said unasked."""
    draft = Draft.of(talk)
    if draft.has_content:
        return await complaint.ask_unfinished(talk)
    return await complaint.begin_with(talk, draft)


async def located(talk: Talk, latitude: float, longitude: float) -> Reply:
    """A place before the words: keep it for the request that is likely to follow."""
    area = await areas.at(talk.session, latitude, longitude)
    if area is None:
        return talk.say(_("这个位置不在我们服务的社区里。要反映事情，请直接写下来。"))
    draft = Draft.of(talk)
    draft.put_at(area.id, await name_of(talk, area), latitude, longitude)
    return await complaint.begin_with(talk, draft)
