"""我的诉求: one's own requests and those joined, where they stand, what can be done with them."""

from enum import StrEnum

from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.button_data import RowId
from handlers.common.choices import on_choice, on_press
from handlers.common.filters import Words
from handlers.common.i18n import _, current_language
from handlers.common.labels import where_it_stands
from handlers.common.lists import Listing
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.tickets.refusals import in_words
from handlers.tickets.timeline import story
from handlers.tickets.wording import numbered, own_words
from services import tickets
from services.errors import Refusal
from services.tickets import categories
from services.tickets.merged import goes_on_as
from services.tickets.transitions import ENDED, IN_WORK
from storage.tables import TicketState

LISTED = 20


class Looking(StatesGroup):
    """Nothing is written there: words are something new."""

    at_all = State()
    at_one = State()
    urging = State()
    answered = State()


class Mine(StatesGroup):
    withdrawing = State()
    adding = State()
    answering = State()


class Wish(StrEnum):
    SHOW = "show"
    ADD = "add"
    NUDGE = "nudge"
    WITHDRAW = "withdraw"
    ANSWER = "answer"
    JOINT = "joint"
    """Look at what it was merged into."""


class AboutMine(CallbackData, prefix="mine"):
    """A button that works whenever it is pressed, whatever else is going on."""

    wish: Wish
    ticket: RowId


mine = Listing(
    "my requests", Looking.at_all, Looking.at_one, Looking.urging, key="ticket", refusals=in_words
)


@mine.message(Command("my"))
@mine.message(Words(menu.MY_REQUESTS))
async def my(message: Message, talk: Talk) -> Reply:
    """Of several, a list; the only one that is in work is most likely what they come for."""
    every = await tickets.mine(talk.session, talk.user_id)
    in_work = [each for each in every if each.state in IN_WORK]
    if len(in_work) != 1:
        return await mine.list_all(talk)
    others = len(every) - 1
    before = _("正在办的有这一件。以前的 {count} 件，点“返回”看。").format(count=others)
    return await mine.show(talk, in_work[0].id, before if others else "")


@mine.rows
async def requests(talk: Talk, before: str) -> Ask | Reply:
    found = await tickets.mine(talk.session, talk.user_id)
    if not found:
        return await menu.home(
            talk, _("您还没有反映过事情。要反映，直接写下来或者点“📮 我要反映”。")
        )
    kinds = await categories.every(talk.session)
    options = [
        Option(
            str(ticket.id),
            f"{where_it_stands(ticket.state)} · "
            f"{kinds[ticket.category_id].name(current_language())} · {ticket.number}",
            data=AboutMine(wish=Wish.SHOW, ticket=ticket.id).pack(),
        )
        for ticket in found[:LISTED]
    ]
    text = _("您反映和加入的事，一共 {count} 件。点一件看进展：")
    return Ask(text.format(count=len(found)), options)


@mine.look
async def request(talk: Talk, ticket_id: int) -> Ask:
    ticket = await tickets.seen_by(talk.session, ticket_id, talk.user_id)
    is_theirs = ticket.author_id == talk.user_id and ticket.state in IN_WORK
    wishes: list[tuple[Wish, str]] = []
    if is_theirs and ticket.asked_at is not None:
        wishes.append((Wish.ANSWER, _("回答")))
    if is_theirs:
        wishes.append((Wish.NUDGE, _("催办")))
    goes_on = await goes_on_as(talk.session, ticket)
    if goes_on.state not in ENDED:
        wishes.append((Wish.ADD, _("补充")))
    if is_theirs:
        wishes.append((Wish.WITHDRAW, _("撤回")))
    options = [
        Option(wish.value, label, data=AboutMine(wish=wish, ticket=ticket_id).pack())
        for wish, label in wishes
    ]
    if goes_on is not ticket:
        to_it = AboutMine(wish=Wish.SHOW, ticket=goes_on.id).pack()
        options.append(Option(Wish.JOINT, _("看一起办的那一件"), data=to_it))
    return Ask(await story(talk.session, ticket, talk.user_id, talk.config.zone), options)


@mine.left
async def seen_enough(talk: Talk) -> Reply:
    return await menu.home(talk, _("好的。有事直接写下来。"))


@mine.refused
async def refused(talk: Talk, text: str) -> Reply:
    """Over the screen of who tapped, or to who wrote a number."""
    return talk.say(text) if isinstance(talk.event, Message) else talk.toast(text, alert=True)


@on_press(mine, AboutMine, refusals=in_words)
async def pressed(talk: Talk, about: AboutMine) -> Reply:
    # Strangers learn no more of it than that they may not see it.
    await tickets.seen_by(talk.session, about.ticket, talk.user_id)
    if about.wish is Wish.SHOW:
        return await mine.show(talk, about.ticket)
    return await mine.do(talk, about.wish, about.ticket)


@mine.choice(Wish.JOINT)
async def show_the_joint_one(talk: Talk, ticket_id: int) -> Reply:
    ticket = await tickets.seen_by(talk.session, ticket_id, talk.user_id)
    return await mine.show(talk, (await goes_on_as(talk.session, ticket)).id)


@mine.choice(Wish.NUDGE)
async def nudge(talk: Talk, ticket_id: int) -> Reply:
    ticket = await tickets.nudge(talk.session, ticket_id, talk.user_id, now=talk.now)
    group = await tickets.group_of(talk.session, ticket)
    text = (
        _("催了{group}。您说的“{text}”，他们在办。")
        if ticket.state is TicketState.TAKEN
        else _("催了{group}。您说的“{text}”，最晚 {by} 给您回音。")
    ).format(
        group=esc(group.title) if group else _("值班人员"),
        text=esc(own_words(ticket)),
        by=when(ticket.respond_by, talk.config.zone),
    )
    return talk.say(numbered(text, ticket))


@on_choice(mine, Looking.urging)
async def urge_this(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    await talk.leave()
    return await mine.do(talk, Wish.NUDGE, int(choice))


@mine.choice(Wish.WITHDRAW)
async def ask_to_withdraw(talk: Talk, ticket_id: int) -> Reply:
    ticket = await tickets.own_in_work(talk.session, ticket_id, talk.user_id)
    mine.look_at(talk, ticket_id)
    text = (
        _("真的要撤回“{text}”吗？撤回以后就不办了。")
        if await tickets.successor(talk.session, ticket) is None
        else _("真的要撤回“{text}”吗？也有邻居遇到，会接着为他们办，不再告诉您。")
    ).format(text=esc(own_words(ticket)))
    options = [Option("yes", _("撤回")), Option("no", _("不撤回"))]
    return await talk.ask(Mine.withdrawing, text, options, columns=2, back=False)


@on_choice(mine, Mine.withdrawing)
async def withdraw(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == "no":
        return await menu.home(talk, _("好的，没有撤回，接着办。"))
    try:
        ticket = await tickets.withdraw(talk.session, mine.row_of(talk), talk.user_id, now=talk.now)
    except Refusal as refusal:
        return await menu.refused(talk, refusal, in_words)
    text = (
        _("“{text}”撤回了，不办了。")
        if ticket.state is TicketState.WITHDRAWN
        else _("您退出了。“{text}”接着为邻居办。")
    ).format(text=esc(own_words(ticket)))
    return await menu.home(talk, numbered(text, ticket))
