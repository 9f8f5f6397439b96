"""What residents are told about their requests: the author, and those who joined."""

from collections.abc import Callable
from typing import Any

from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import _, speaking
from handlers.common.media import sent_on
from handlers.common.sending import Sending, outgoing
from handlers.common.times import when
from handlers.common.words import esc
from handlers.tickets.mine.buttons import AboutMine, Wish
from handlers.tickets.rating.dialogue import first_question, own_words
from services import tickets
from services.tickets import categories
from services.tickets.recording import Line
from services.tickets.succession import LIVES_ON
from storage.outbox import Night, Outgoing, Urgency
from storage.tables import Channel, Chat, EventKind, Group, Person

_FOR_ALL = (
    EventKind.TAKEN,
    EventKind.REASSIGNED,
    EventKind.RESOLVED,
    EventKind.DECLINED,
    EventKind.OVERDUE,
    EventKind.REOPENED,
    EventKind.ESCALATED,
)
"""What joiners are told as well."""


async def tell(session: AsyncSession, line: Line, config: Config) -> list[Outgoing]:
    if line.event.kind in (EventKind.FOLLOW_UP_ASKED, EventKind.REMINDED):
        return await _ask_whether_it_helped(session, line)
    compose = await _composer(session, line, config)
    if compose is None:
        return []
    sent: list[Outgoing] = []
    of_urgent = await categories.night_of(session, line.ticket)
    for person in await _audience(session, line):
        night = of_urgent if person.id == line.ticket.author_id else Night.WAITS
        with speaking(person.language):
            sendings = compose(person)
            sent += outgoing(
                sendings, Chat(Channel.TELEGRAM, person.id), Urgency.NOTICE, night=night
            )
    return sent


async def _audience(session: AsyncSession, line: Line) -> list[Person]:
    """Who hears of it: not those who did it themselves, nor those who stopped the bot."""
    ids = [line.ticket.author_id] if line.ticket.author_id else []
    if line.event.kind in _FOR_ALL or LIVES_ON in line.event.data:
        ids += await tickets.followers(session, line.ticket.id)
    people = [await session.get(Person, person_id) for person_id in ids]
    return [
        person
        for person in people
        if person is not None and person.blocked_at is None and person.id != line.event.actor_id
    ]


Compose = Callable[[Person], list["TelegramMethod[Any] | Sending"]]


async def _composer(session: AsyncSession, line: Line, config: Config) -> Compose | None:
    """How to word the line for a person, in the language then spoken; None where it is silent."""
    words = _lives_on if LIVES_ON in line.event.data else _WORDS.get(line.event.kind)
    if words is None or line.event.internal or _stays_in_its_group(line):
        return None
    ticket = line.ticket
    group = await session.get(Group, ticket.group_id) if ticket.group_id else None
    category = (await categories.every(session))[ticket.category_id]

    def compose(person: Person) -> list[TelegramMethod[Any] | Sending]:
        text = words().format(
            number=ticket.number,
            text=esc(line.event.text),
            group=esc(group.title) if group else _("值班人员"),
            by=when(ticket.respond_by, config.zone),
        )
        if line.event.kind is EventKind.RESOLVED and person.id == ticket.author_id:
            text += "\n\n" + _("过一阵子我们会来问您，是不是真的解决了。")
        if words is _lives_on and person.id == ticket.author_id:
            text += "\n\n" + _("以后社区有话要问、办结以后回访，都会找您。")
        text += f"\n\n📌 {esc(category.name(person.language))} · {esc(own_words(ticket))}"
        asked = line.event.kind is EventKind.ASKED
        message = SendMessage(
            chat_id=person.id, text=text, reply_markup=_answer_button(ticket.id) if asked else None
        )
        about = f"question:{ticket.id}" if asked else f"mine:{ticket.id}"
        return [Sending(method=message, about=about), *sent_on(person.id, line.attachments)]

    return compose


def _stays_in_its_group(line: Line) -> bool:
    """Given back by a member, or with no level above: others of the group go on with it."""
    data = line.event.data
    if line.event.kind is EventKind.ESCALATED:
        return data["to_group"] is None
    return line.event.kind is EventKind.REASSIGNED and data["from_group"] == data["to_group"]


def _lives_on() -> str:
    return _("编号 <b>{number}</b> 原来反映的人退出了。您也遇到这件事，我们接着为您办。")


_WORDS: dict[EventKind, Callable[[], str]] = {
    EventKind.TAKEN: lambda: _("您的编号 <b>{number}</b> 有人接单了，正在处理。"),
    EventKind.REASSIGNED: lambda: _("您的编号 <b>{number}</b> 转给了更合适的人：{group}。"),
    EventKind.ASKED: lambda: _(
        "社区想问您一句，关于编号 <b>{number}</b>：\n\n“{text}”\n\n"
        "请点“回答”，或者直接回复这条消息，文字照片都可以。"
    ),
    EventKind.RESOLVED: lambda: _("您的编号 <b>{number}</b> 办结了：\n\n“{text}”"),
    EventKind.DECLINED: lambda: _(
        "抱歉，您的编号 <b>{number}</b> 我们办不了：\n\n“{text}”\n\n"
        "有不清楚的，请打社区电话：发 /phone 查看。"
    ),
    EventKind.OVERDUE: lambda: _(
        "抱歉，您的编号 <b>{number}</b> 到现在还没有人接单，我们已经催了{group}。"
        "急的话请打社区电话：发 /phone 查看。"
    ),
    EventKind.REOPENED: lambda: _("编号 <b>{number}</b> 重新办理，最晚 {by} 给您回音。"),
    EventKind.ESCALATED: lambda: _("编号 <b>{number}</b> 现在由 {group} 来办。"),
}


def _answer_button(ticket_id: int) -> InlineKeyboardMarkup:
    data = AboutMine(wish=Wish.ANSWER, ticket=ticket_id).pack()
    button = InlineKeyboardButton(text=_("回答"), callback_data=data)
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


async def _ask_whether_it_helped(session: AsyncSession, line: Line) -> list[Outgoing]:
    author_id = line.ticket.author_id
    author = await session.get(Person, author_id) if author_id else None
    if author is None or author.blocked_at is not None:
        return []
    with speaking(author.language):
        message = await first_question(session, line, author)
        return list(outgoing(message, Chat(Channel.TELEGRAM, author.id), Urgency.NOTICE))
