"""可能重复, 合并, 撤销合并: what was filed twice is worked on once."""

from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.i18n import SOURCE, _, mark
from handlers.common.members import InBoundGroup
from handlers.common.questions import BACK, Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.tickets.staff.card import ASKED_ABOUT, Action, card
from handlers.tickets.staff.noting import noted
from services import tickets
from services.errors import Refusal
from services.tickets import categories, merging
from services.tickets.transitions import IN_WORK
from storage.tables import Ticket, TicketState

router = Router(name="merging requests")

INTO = "into"
"""In the conversation's data: which request the standing question would merge it into."""
YES = "yes"
SHOWN_PLACE = 40
SHOWN_TEXT = 60


class Merging(StatesGroup):
    choosing = State()
    sure = State()


in_words.say(
    {
        merging.SameRequest: mark("这就是同一件，不用合并。"),
        merging.OtherCommunity: mark("两件不在一个社区，各办各的，不能合并。"),
        merging.NotShown: mark(
            "那一件居民不愿公开，不能并进去。请在那一件的卡片上点，并到这一件来。"
        ),
        merging.NobodyLeft: mark("反映的人已经注销了，不用再单独办。"),
    }
)


@in_words.says(merging.AlreadyMerged)
def already_merged(refusal: merging.AlreadyMerged, zone: ZoneInfo) -> str:
    return _("已经合并了，现在是编号 {number} 在办。").format(number=refusal.number)


@card.button(
    Action.ALIKE,
    label=mark("可能重复"),
    when=lambda ticket: ticket.state in IN_WORK,
    further=True,
)
async def ask_which(talk: Talk, ticket_id: int) -> Reply:
    ticket, likely = await merging.likely(talk.session, ticket_id, talk.member)
    if not likely:
        return talk.toast(_("附近没有看起来是同一件的事。"), alert=True)
    talk.data[ASKED_ABOUT] = ticket.id
    kinds = await categories.every(talk.session)
    lines = [
        f"{at}. {_described(each, kinds[each.category_id].name(SOURCE))}"
        for at, each in enumerate(likely, start=1)
    ]
    text = _("{name}，编号 <b>{number}</b> 和哪一件是同一件事？合并以后只办那一件。").format(
        name=esc(talk.name), number=ticket.number
    )
    options = [Option(str(each.id), each.number) for each in likely]
    return talk.as_one(await talk.ask(Merging.choosing, "\n\n".join([text, *lines]), options))


def _described(ticket: Ticket, kind: str) -> str:
    return _("<b>{number}</b> · {kind} · {place}\n“{text}”").format(
        number=ticket.number,
        kind=esc(kind),
        place=esc(cut(ticket.place, SHOWN_PLACE)),
        text=esc(cut(ticket.text, SHOWN_TEXT)) or _("（没有文字）"),
    )


@on_choice(router, Merging.choosing, BACK)
@on_choice(router, Merging.sure, BACK)
async def stays(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return noted(talk, _("好的，没有合并。"))


@on_choice(router, Merging.choosing, guard=InBoundGroup())
async def ask_to_confirm(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    ticket = await tickets.get(talk.session, talk.data[ASKED_ABOUT])
    other = await tickets.get(talk.session, int(choice))
    assert ticket is not None
    assert other is not None
    talk.data[INTO] = other.id
    text = _(
        "编号 <b>{number}</b> 并到编号 <b>{into}</b>？以后只办 {into}，"
        "反映 {number} 的人会收到消息，进展也会告诉他们。"
    ).format(number=ticket.number, into=other.number)
    return talk.as_one(await talk.ask(Merging.sure, text, [Option(YES, _("合并"))]))


@on_choice(router, Merging.sure, YES, guard=InBoundGroup())
async def merge(event: Message | CallbackQuery, talk: Talk) -> Reply:
    ticket_id, into_id = talk.data[ASKED_ABOUT], talk.data[INTO]
    await talk.leave()
    try:
        await merging.merge(talk.session, ticket_id, into_id, talk.member, now=talk.now)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return noted(talk, _("合并好了，居民已经收到。合错了，点那张卡片上的“更多”可以撤销。"))


@card.button(
    Action.UNMERGE,
    label=mark("撤销合并"),
    when=lambda ticket: ticket.state is TicketState.MERGED,
    further=True,
)
async def unmerge(talk: Talk, ticket_id: int) -> Reply:
    await merging.part(talk.session, ticket_id, talk.member, now=talk.now)
    return talk.toast(_("分开了，这一件接着单独办，居民已经收到。"))
