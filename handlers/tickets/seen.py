"""随手报: a steward's photo and line become a request at once; one tap where the kind is unsure."""

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.i18n import SOURCE, _, current_language, speaking
from handlers.common.idle import Idle, Turn, on_answer
from handlers.common.labels import role_name
from handlers.common.questions import Option
from handlers.common.refusals import in_words
from handlers.common.said import heard, recall, together
from handlers.common.saying import Button, Buttons
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc, unmarked
from handlers.tickets.draft import EXCERPT, Draft
from handlers.tickets.mine import AboutMine, Wish
from services import areas, tickets
from services.errors import Refusal
from services.tickets import PLACE_LIMIT, NewTicket, categories, seen
from services.tickets.seen import Seen
from services.tickets.urgency import sounds_urgent
from storage.tables import Ticket

OTHER = "other"
SUGGESTED = 3

router = Router(name="passed on by stewards")


class PassingOn(StatesGroup):
    kind = State()


idle = Idle(turn=Turn.ANYTHING)
"""Asked before `handlers.tickets.idle.something_new`."""


@idle.takes
async def pass_on(talk: Talk) -> Reply:
    """Of those who have no role, or left a draft behind, it is a request like any other."""
    words, _files = together(heard(talk))
    words = unmarked(words)
    if not words or Draft.of(talk).has_content:
        return None
    noticed = await seen.seen_by_steward(talk.session, talk.user_id, words, today=talk.today)
    if noticed is None:
        return None
    kind = talk.config.clear(words)
    if kind in await categories.active(talk.session):
        return await _file(talk, noticed, kind or 0)
    return await _ask_kind(talk, words)


async def _ask_kind(talk: Talk, words: str) -> Reply:
    known = await categories.active(talk.session)
    likely = [known[each] for each in talk.config.suggest(words, SUGGESTED) if each in known]
    if not likely:
        return None
    options = [Option(str(each.id), each.name(current_language())) for each in likely]
    text = _("收到了。是哪一类事？点一下就记下。")
    return await talk.ask(PassingOn.kind, text, [*options, Option(OTHER, _("都不是"))], back=False)


@on_answer(router, PassingOn.kind)
async def of_this_kind(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    """Whose role ended meanwhile goes on as everybody does; nothing they sent is lost."""
    words = unmarked(together(heard(talk))[0])
    noticed = await seen.seen_by_steward(talk.session, talk.user_id, words, today=talk.today)
    if choice == OTHER or noticed is None:
        return await idle.pass_on(talk)
    return await _file(talk, noticed, int(choice))


async def _file(talk: Talk, noticed: Seen, category_id: int) -> Reply:
    words, files = together(heard(talk))
    area, spot = noticed.place.area, noticed.place.spot
    with speaking(SOURCE):
        title = await areas.title(talk.session, area)
        place = _("{place}（{words}）").format(place=title, words=spot) if spot else title
        known_as = f"{role_name(noticed.steward.role)} {noticed.steward.name}"
    new = NewTicket(
        category_id=category_id,
        author_id=talk.user_id,
        author_name=known_as,
        private=False,
        urgent=sounds_urgent(words),
        text=words,
        answer=None,
        area_id=area.id,
        place=cut(place, PLACE_LIMIT),
        latitude=area.latitude,
        longitude=area.longitude,
        attachments=files,
    )
    try:
        ticket = await tickets.file(talk.session, new, now=talk.now, zone=talk.config.zone)
    except Refusal as refusal:
        why = talk.say(in_words(refusal, talk.config.zone))
        return [why, *every(await idle.pass_on(talk))]
    recall(talk)
    kept = await menu.home(talk, await _noted(talk, ticket))
    return [kept, talk.say(_("记得不对？"), _corrections(ticket))]


async def _noted(talk: Talk, ticket: Ticket) -> str:
    category = await categories.of(talk.session, ticket)
    group = await tickets.group_of(talk.session, ticket)
    text = _(
        "记下了，编号 <b>{number}</b>\n{kind}，{place}\n现在在：{holder}，最晚 {by} 有回音。"
        "还有照片，接着发。"
    )
    return text.format(
        number=ticket.number,
        kind=esc(category.name(current_language())),
        place=esc(cut(ticket.place, EXCERPT)),
        holder=esc(group.title) if group else _("社区值班人员"),
        by=when(ticket.respond_by, talk.config.zone),
    )


def _corrections(ticket: Ticket) -> Buttons:
    wishes = ((Wish.ADD, _("补充")), (Wish.WITHDRAW, _("撤回")))
    row = [Button(label, AboutMine(wish=wish, ticket=ticket.id)) for wish, label in wishes]
    return Buttons([row])
