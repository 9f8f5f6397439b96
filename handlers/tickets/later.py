"""四周回访: weeks later the author is asked once more whether it is still all right.

It comes unasked, as the rating does (`asking`): its buttons work at any time, numbers, labels and
words while the person does nothing else.
"""

from datetime import datetime, timedelta

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from handlers.common.button_data import RowId
from handlers.common.choices import on_choice, on_press
from handlers.common.filters import HasMedia, HasText
from handlers.common.i18n import _, current_language, speaking
from handlers.common.labels import still_name
from handlers.common.questions import Option, Question
from handlers.common.said import remember
from handlers.common.saying import Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.telling import Tell
from handlers.common.times import day_in
from handlers.common.words import cut, esc, unmarked
from handlers.tickets.about import speaks_of_another
from handlers.tickets.asking import FREE, SHOWN_RESULT, Later, put_where_free
from handlers.tickets.idle import answers
from handlers.tickets.refusals import in_words
from handlers.tickets.wording import numbered, own_words, reopened
from services import tickets
from services.errors import AlreadySaid, Refusal
from services.people import people
from services.tickets import later, results
from services.tickets.recording import Line
from services.tickets.verdicts import verdict
from storage.media import Attachment
from storage.tables import Matter, Still

router = Router(name="weeks later")

ASKING = "later"
"""Key of the id of what is asked, in the conversation's data."""
OPENED_AGAIN = "opened again"
"""Key of the request that they had opened again, and until when more belongs to it."""
MORE_WITHIN = timedelta(minutes=10)


class StillGood(CallbackData, prefix="later"):
    later: RowId
    said: Still


def _options(later_id: int) -> list[Option]:
    return [
        Option(said, still_name(said), data=StillGood(later=later_id, said=said).pack())
        for said in Still
    ]


async def ask(tell: Tell, line: Line) -> None:
    found = await people.reachable(tell.session, line.ticket.author_id)
    if found is None:
        return
    author, chat = found
    asking, ticket = await later.get(tell.session, line.event.data["later"])
    result = await results.result_of(tell.session, ticket)
    with speaking(author.language):
        done_on = (ticket.resolved_at or ticket.filed_at).astimezone(tell.config.zone).date()
        text = _("您说的“{text}”，{day}办好了：“{result}”\n\n现在还好吗？").format(
            day=day_in("MMMd", done_on, current_language()),
            text=esc(own_words(ticket)),
            result=esc(cut(result.said if result else "", SHOWN_RESULT)),
        )
        question = Question.new(numbered(text, ticket), _options(asking.id))
        kept = {ASKING: asking.id}
        await put_where_free(tell.session, author, chat, question, Later.answering, kept)
    keyboard = question.keyboard(author.big_print)
    said = Say(question.text, keyboard, about=question.about)
    await tell.person(author.id, lambda: said, matter=Matter.FOLLOW_UP)


@on_press(router, StillGood, refusals=in_words)
async def tapped(talk: Talk, given: StillGood) -> Reply:
    return await _answered(talk, given.later, given.said)


@on_choice(router, Later.answering)
async def chose(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    return await _or_refused(talk, talk.data[ASKING], Still(choice))


@router.message(Later.answering, HasMedia())
@router.message(Later.answering, HasText())
async def said_in_words(message: Message, talk: Talk) -> Reply:
    """又不亮了 is an answer; what says nothing of it is more likely something new."""
    said = await _meant(talk)
    if said is None:
        remember(talk)
        return await answers.offer(talk)
    talk.heard = True
    words, files = (talk.words, talk.attachments) if said is Still.AGAIN else ("", [])
    return await _or_refused(talk, talk.data[ASKING], said, words, files)


async def _meant(talk: Talk) -> Still | None:
    words = unmarked(talk.words)
    _asking, ticket = await later.get(talk.session, talk.data[ASKING])
    meant = verdict(words)
    if not words or speaks_of_another(talk, ticket, words):
        return None
    if meant.solved is False:
        return Still.AGAIN
    return Still.GOOD if meant.solved else None


async def _or_refused(
    talk: Talk,
    later_id: int,
    said: Still,
    words: str = "",
    files: list[Attachment] | None = None,
) -> Reply:
    try:
        return await _answered(talk, later_id, said, words, files)
    except Refusal as refusal:
        await talk.leave()
        return talk.say(in_words(refusal, talk.config.zone))


async def _answered(
    talk: Talk,
    later_id: int,
    said: Still,
    words: str = "",
    files: list[Attachment] | None = None,
) -> Reply:
    """Raises Refusal."""
    try:
        ticket = await later.answer(
            talk.session,
            later_id,
            talk.user_id,
            said,
            words,
            files or [],
            now=talk.now,
            zone=talk.config.zone,
        )
    except AlreadySaid:
        text = _("您已经说过了，谢谢您。又有问题，请直接写下来。")
        return talk.say(text) if isinstance(talk.event, Message) else talk.toast(text)
    is_free = await talk.state.get_state() in FREE
    if is_free:
        await talk.leave()
    match said:
        case Still.AGAIN:
            text = await reopened(talk, ticket, said_more=bool(words or files))
            return talk.say(await _wait_for_more(talk, ticket.id, text) if is_free else text)
        case Still.STOP:
            text = _("好的，办好的事，以后不再来问。想改回来，发 /settings。")
        case Still.GOOD:
            text = _("太好了，谢谢您告诉我们。")
        case Still.UNKNOWN:
            text = _("好的，谢谢您。有问题，请直接写下来。")
    return talk.say(numbered(text, ticket))


async def _wait_for_more(talk: Talk, ticket_id: int, text: str) -> str:
    talk.data[OPENED_AGAIN] = [ticket_id, (talk.now + MORE_WITHIN).isoformat()]
    await talk.state.set_state(Later.more)
    await talk.keep()
    return text + "\n" + _("现在是什么样，接着写几个字、拍张照都行，也写在单子上。")


@router.message(Later.more, HasMedia())
@router.message(Later.more, HasText())
async def more(message: Message, talk: Talk) -> Reply:
    """What they say and show of it at once; what comes later is something new."""
    ticket_id, until = talk.data[OPENED_AGAIN]
    if talk.now > datetime.fromisoformat(until):
        remember(talk)
        return await answers.offer(talk)
    try:
        await tickets.add(
            talk.session, ticket_id, talk.user_id, talk.words, talk.attachments, now=talk.now
        )
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.as_one(talk.say(_("也写在单子上了。")))
