"""GET and POST /t/{token}: what can be done with a card, for groups that can only read.

Reading changes nothing, so that no preview and no scanner acts. What is sent is done once for each
link (docs/decisions/0032-acting-by-a-link.md), by the same handlers as a tap, in the name of who
says so, with the rights of a member of the group and no others.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.web import action_forms, action_page
from bot.web.action_forms import Sent, said_name
from bot.web.action_updates import Sender, Update, name_of_sender, update_id
from bot.web.action_view import View, latest_look, view_of
from bot.work import Work
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.times import when
from services.groups import binding
from services.people import named_chats
from storage import action_links, media, media_bytes
from storage.outbox import Outgoing, Urgency
from storage.tables import ActionLink, MediaKind, OutboxMessage

log = logging.getLogger(__name__)

PAGES = "/t"
COOKIE = "name"
_REMEMBERED_FOR = 180 * 24 * 3600
"""Seconds for which a phone keeps the name that was written on it."""


def add_actions(
    site: web.Application, work: Work, submit: Callable[[object], Awaitable[None]], zone: ZoneInfo
) -> None:
    """In Chinese, as in groups. submit: as `Intake.submit` of the groups' channel."""
    pages = Actions(work, submit, zone)
    site.router.add_get(PAGES + "/{token}", pages.show)
    site.router.add_post(PAGES + "/{token}", pages.act)


class Actions:
    def __init__(
        self, work: Work, submit: Callable[[object], Awaitable[None]], zone: ZoneInfo
    ) -> None:
        self._work = work
        self._submit = submit
        self._zone = zone

    async def show(self, request: web.Request) -> web.Response:
        with speaking(SOURCE):
            async with self._work.database.reading() as session:
                link = await action_links.find(session, request.match_info["token"])
                return await self._page(session, request, link)

    async def act(self, request: web.Request) -> web.StreamResponse:
        token = request.match_info["token"]
        with speaking(SOURCE):
            async with self._work.database.reading() as session:
                link = await action_links.find(session, token)
                is_open = link is not None and await self._is_open(session, link)
                view = await view_of(session, link) if link and is_open else None
            sent = await action_forms.read(request, with_photo=bool(view and view.takes_photo))
            if sent.asks_again:
                return await self._renew(token)
            if link is None or view is None:
                return await self.show(request)
            name = link.name if link.cause else sent.name
            if wrong := _what_is_wrong(sent, view, name):
                return _again(request, link, view, wrong, sent.words)
            return await self._done(request, link, name or "", sent, view)

    async def _done(
        self, request: web.Request, link: ActionLink, name: str, sent: Sent, view: View
    ) -> web.StreamResponse:
        """The link is used up first: of two who press at once one is told that it was used."""
        token, now = request.match_info["token"], self._work.clock()
        sender = await self._sender(link, name)
        async with self._work.database.transaction() as session:
            is_first = await action_links.use(session, token, name, now)
            update = await _update(session, sender, sent, view, token, now) if is_first else None
        if update is None:
            return await self.show(request)
        try:
            await self._submit(update)
        except Exception as error:  # noqa: BLE001 - whatever failed, it can be tried again
            log.warning("what was done on a page was not taken in: %s", type(error).__name__)
            async with self._work.database.transaction() as session:
                await action_links.give_back(session, link, token)
            return action_page.not_now()
        cause = f"update:{update_id(token)}"
        async with self._work.database.transaction() as session:
            following = action_links.lead_on(session, link, cause, name, now)
        response = web.Response(status=303, headers={"Location": following})
        response.set_cookie(
            COOKIE,
            quote(name),
            max_age=_REMEMBERED_FOR,
            httponly=True,
            samesite="Lax",
        )
        return response

    async def _page(
        self, session: AsyncSession, request: web.Request, link: ActionLink | None
    ) -> web.Response:
        if link is None:
            return action_page.unknown()
        if await binding.by_chat(session, link.chat) is None:
            return action_page.closed()
        if not action_links.is_good(link, self._work.clock()):
            return action_page.over(self._why(link), can_renew=link.renewed_at is None)
        view = await view_of(session, link)
        return action_page.of_card(view, name=_remembered(request), asks_name=link.cause is None)

    async def _is_open(self, session: AsyncSession, link: ActionLink) -> bool:
        """Whether something can be done by it."""
        is_bound = await binding.by_chat(session, link.chat) is not None
        return is_bound and action_links.is_good(link, self._work.clock())

    def _why(self, link: ActionLink) -> str:
        if link.used_at is None:
            return _("⌛ 这个链接过期了")
        used = _("这个链接 {when} 由{name}用过了")
        return used.format(when=when(link.used_at, self._zone), name=link.name)

    async def _renew(self, token: str) -> web.Response:
        """The message stands in the group once more, for everybody there."""
        async with self._work.unit() as unit:
            link = await action_links.find(unit.session, token)
            if link is None:
                return action_page.unknown()
            if await binding.by_chat(unit.session, link.chat) is None:
                return action_page.closed()
            why = self._why(link)
            if action_links.is_good(link, unit.now) or not await action_links.renew(
                unit.session, token, unit.now
            ):
                return action_page.over(why, can_renew=False)
            look = await latest_look(unit.session, link)
            if look is None or look.secret:
                return action_page.too_old()
            unit.promise(_once_more(look))
        return action_page.renewed()

    async def _sender(self, link: ActionLink, name: str) -> Sender:
        known = await named_chats.chat_of(
            self._work.database,
            link.channel,
            name_of_sender(link.chat, name),
            now=self._work.clock(),
        )
        return Sender(link.chat, known.id, name)


async def _update(
    session: AsyncSession, sender: Sender, sent: Sent, view: View, token: str, now: datetime
) -> Update:
    """What was done, as an update. A photo is kept before anybody is told of it."""
    if (offered := view.pressed(sent.pressed)) is not None:
        return sender.presses(offered, token, now)
    if sent.photo is None:
        return sender.says(sent.words, token, now)
    photo = media.new_id()
    await media_bytes.add(session, photo, MediaKind.PHOTO, sent.photo, now)
    return sender.says(sent.words, token, now, photo)


def _what_is_wrong(sent: Sent, view: View, name: str | None) -> str:
    """Empty where it can be done."""
    if sent.problem:
        return sent.problem
    if not name:
        return _("❌ 请先写下您的名字")
    answers = view.asks_for_words and (sent.words or sent.photo)
    return "" if answers or view.pressed(sent.pressed) else _("❌ 这一步现在办不了，请看下面")


def _again(
    request: web.Request, link: ActionLink, view: View, note: str, words: str
) -> web.Response:
    return action_page.of_card(
        view, name=_remembered(request), asks_name=link.cause is None, note=note, words=words
    )


def _remembered(request: web.Request) -> str:
    return said_name(unquote(request.cookies.get(COOKIE, "")))


def _once_more(look: OutboxMessage) -> Outgoing:
    return Outgoing(
        channel=look.channel,
        chat_id=look.chat_id,
        method=look.method,
        params=look.params,
        urgency=Urgency.NOTICE,
        card=look.card,
        to_the_end=look.card is not None,
        about=look.about,
    )
