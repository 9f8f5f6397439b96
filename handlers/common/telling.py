"""Telling people what they did not ask for: who hears of what happened, in which language.

    telling = Telling()

    @telling.hears(HelpArranged)
    async def arranged(tell: Tell, news: HelpArranged) -> None:
        order = await helps.get(tell.session, news.order_id)
        await tell.person(order.person_id, lambda: _("安排好了：{answer}").format(...))

    @telling.draws(HelpCard)
    async def card(tell: Tell, subject: HelpCard) -> None:
        await tell.office(order.area_id, lambda: Say(..., card=...))

All of it is promised in the transaction in which it happened. People who stopped the bot are not
written to; groups are spoken to in Chinese. News say whether they may wake somebody (`News.night`);
where that differs from one who hears of it to the next, `night` says so.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.saying import Post, Say
from handlers.common.sending import outgoing
from services import areas
from services.groups import routing
from services.news import CardSubject, News
from services.people import addresses, people
from storage.outbox import Night, Outgoing, Urgency
from storage.tables import Chat, Group, Matter

Said = str | Post
Words = Callable[[], Said | Sequence[Said]]
"""Called in the language of those who hear it."""


@dataclass(slots=True)
class Tell:
    """Says what one piece of news means to those whom it concerns."""

    session: AsyncSession
    config: Config
    now: datetime
    night: Night = Night.WAITS
    matter: Matter = Matter.NOTICE
    promised: list[Outgoing] = field(default_factory=list)

    async def person(
        self,
        person_id: int | None,
        words: Words,
        urgency: Urgency = Urgency.NOTICE,
        *,
        until: datetime | None = None,
        night: Night | None = None,
        matter: Matter | None = None,
    ) -> None:
        """In their own language, if they can be reached; `until`: when it would come too late.

        What is sent to many is about nothing of theirs: nobody has to tell them in its place.
        """
        found = await people.reachable(self.session, person_id)
        if found is not None:
            theirs = None if urgency is Urgency.BROADCAST else matter or self.matter
            self._say(found.chat, found.person.language, words, urgency, until, night, theirs)

    async def people(
        self, person_ids: Iterable[int | None], words: Words, *, until: datetime | None = None
    ) -> None:
        """Each of them once; see `person`."""
        ids = dict.fromkeys(person_ids)
        await addresses.load_people(self.session, [each for each in ids if each])
        for person_id in ids:
            await self.person(person_id, words, until=until)

    def group(
        self,
        group: Group | None,
        words: Words,
        urgency: Urgency = Urgency.CARD,
        *,
        until: datetime | None = None,
        night: Night | None = None,
    ) -> None:
        """Nothing where the group is gone."""
        if group is not None and group.lost_at is None:
            self._say(group.chat, SOURCE, words, urgency, until, night)

    async def office(
        self,
        area_id: int,
        words: Words,
        urgency: Urgency = Urgency.CARD,
        *,
        night: Night | None = None,
    ) -> None:
        """The staff's group that serves the area; without one, those who can bind one."""
        area = await areas.get(self.session, area_id)
        group = await routing.office(self.session, area) if area else None
        if group is not None:
            self.group(group, words, urgency, night=night)
        else:
            await self.admins(lambda: f"{_nobody()}\n\n{_text(words())}")

    async def admins(self, words: Words, urgency: Urgency = Urgency.NOTICE) -> None:
        """Those who may bind groups."""
        for chat in await self.config.admins(self.session):
            self._say(chat, SOURCE, words, urgency)

    def _say(
        self,
        chat: Chat,
        language: str,
        words: Words,
        urgency: Urgency,
        until: datetime | None = None,
        night: Night | None = None,
        matter: Matter | None = None,
    ) -> None:
        with speaking(language):
            said = [Say(each) if isinstance(each, str) else each for each in _every(words())]
        rows = [*outgoing(said, chat, urgency, useful_until=until, night=night or self.night)]
        # The first stands for all of it: the files of one piece of news are no news of their own.
        self.promised += [replace(each, matter=matter) for each in rows[:1]] + rows[1:]


def _every(said: Said | Sequence[Said]) -> Sequence[Said]:
    return said if isinstance(said, Sequence) and not isinstance(said, str) else [said]


def filled(text: str, /, **facts: object) -> Callable[[], str]:
    """`text`, marked for translation, as those who hear it speak, with `facts` (HTML) in it."""
    return lambda: _(text).format(**facts)


def _nobody() -> str:
    return _("⚠️ 没有群可以接收这件事。请在工作群里发 /bind，绑定社区和用途。")


def _text(said: Said | Sequence[Said]) -> str:
    """Of a card or a note only the words: its buttons count in groups alone."""
    return "\n\n".join(
        each if isinstance(each, str) else getattr(each, "text", "") for each in _every(said)
    )


H = TypeVar("H", bound=Callable[..., Awaitable[None]])
Heard = Callable[[Tell, Any], Awaitable[None]]


class Telling:
    """What one subject says of its news and how its cards look, by their classes."""

    def __init__(self, matter: Matter = Matter.NOTICE) -> None:
        self.matter = matter
        self.heard: dict[type[News], Heard] = {}
        self.drawn: dict[type[CardSubject], Heard] = {}

    def hears(self, *kinds: type[News]) -> Callable[[H], H]:
        """Have news of these classes told by a function of a Tell and the news."""

        def register(heard: H) -> H:
            self.heard |= dict.fromkeys(kinds, heard)
            return heard

        return register

    def draws(self, *kinds: type[CardSubject]) -> Callable[[H], H]:
        """Have the cards of these subjects shown by a function of a Tell and the subject."""

        def register(drawn: H) -> H:
            self.drawn |= dict.fromkeys(kinds, drawn)
            return drawn

        return register
