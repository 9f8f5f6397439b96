"""GET and POST /t/{token}: what can be done with a card, for groups that can only read.

Reading changes nothing, so that no preview and no scanner acts. What is sent is done once for each
link (docs/decisions/0032-acting-by-a-link.md), by the same handlers as a tap, in the name of who
says so, with the rights of a member of the group and no others.
"""

import logging
from collections.abc import Awaitable, Callable
from hashlib import sha256
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.web import action_page
from bot.web.action_page import AGAIN, LONGEST_WORDS, NAME, PRESS, WORDS
from bot.web.action_updates import Sender, Update, update_id
from bot.web.action_view import View, latest_look, view_of
from bot.work import Work
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.times import when
from services.groups import binding
from services.people import named_chats
from storage import action_links
from storage.clean_text import one_line
from storage.outbox import Outgoing, Urgency
from storage.tables import ActionLink, OutboxMessage
from storage.tables.action_links import LONGEST_NAME

log = logging.getLogger(__name__)

PAGES = "/t"
COOKIE = "name"
_REMEMBERED_FOR = 180 * 24 * 3600
"""Seconds for which a phone keeps the name that was written on it."""
_FORM = "application/x-www-form-urlencoded"


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
        if request.content_type != _FORM:
            return web.Response(status=415)
        form = {name: str(value) for name, value in (await request.post()).items()}
        token = request.match_info["token"]
        with speaking(SOURCE):
            if AGAIN in form:
                return await self._renew(token)
            async with self._work.database.reading() as session:
                link = await action_links.find(session, token)
                if link is None or not await self._is_open(session, link):
                    return await self._page(session, request, link)
                view = await view_of(session, link)
                name = link.name if link.cause else _name(form.get(NAME, ""))
                if not name:
                    return _again(request, link, view, _("❌ 请先写下您的名字"))
                offered = view.pressed(form.get(PRESS, ""))
                words = form.get(WORDS, "")[:LONGEST_WORDS].strip()
                if offered is None and not (view.asks_for_words and words):
                    return _again(request, link, view, _("❌ 这一步现在办不了，请看下面"))
            sender = await self._sender(link, name)
            now = self._work.clock()
            if offered is not None:
                update = sender.presses(offered, token, now)
            else:
                update = sender.says(words, token, now)
            return await self._done(request, link, name, update)

    async def _done(
        self, request: web.Request, link: ActionLink, name: str, update: Update
    ) -> web.StreamResponse:
        """The link is used up first: of two who press at once one is told that it was used."""
        token, now = request.match_info["token"], self._work.clock()
        async with self._work.database.transaction() as session:
            is_first = await action_links.use(session, token, name, now)
        if not is_first:
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
        """Who says in a group that they are called so is the same person each time."""
        digest = sha256(name.encode()).hexdigest()[:32]
        known = await named_chats.chat_of(
            self._work.database,
            link.channel,
            f"{link.chat_id}/{digest}",
            now=self._work.clock(),
        )
        return Sender(link.chat, known.id, name)


def _again(request: web.Request, link: ActionLink, view: View, note: str) -> web.Response:
    return action_page.of_card(
        view, name=_remembered(request), asks_name=link.cause is None, note=note
    )


def _name(said: str) -> str:
    return one_line(said)[:LONGEST_NAME].strip()


def _remembered(request: web.Request) -> str:
    return _name(unquote(request.cookies.get(COOKIE, "")))


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
