"""Staff whose group has a webhook alone, with the words of `phones.Phone`.

They read the group, open the link of a message, and act on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO

from aiohttp import ClientSession, DummyCookieJar, FormData

from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wecom import Shown
from bot.web.action_updates import name_of_sender
from services.people.named_chats import chat_of
from storage.tables import Channel, Handle
from tests.dialogues.on_webhooks import PAGES, OnWebhooks
from tests.dialogues.phones import Desk
from tests.dialogues.screens import Screen

Form = dict[str, str] | BytesIO | FormData
_LINK = re.compile(re.escape(PAGES) + r"(/t/[\w-]+)")


class Page(HTMLParser):
    """What a phone shows of a page."""

    def __init__(self, path: str, status: int, html: str) -> None:
        super().__init__()
        self.path = path
        self.status = status
        self.text = ""
        self.buttons: dict[str, tuple[str, str]] = {}
        """Name and value by label."""
        self.fields: dict[str, str] = {}
        """Values by name."""
        self.tags: list[str] = []
        self._pressed: tuple[str, str] | None = None
        self._hidden = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self._hidden = tag in ("style", "title")
        if tag == "button" and "hidden" not in told:
            self._pressed = told.get("name", ""), told.get("value", "")
        elif tag in ("input", "textarea"):
            self.fields[told["name"]] = told.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False
        if tag == "button":
            self._pressed = None

    def handle_data(self, data: str) -> None:
        if self._pressed is not None:
            self.buttons[data] = self._pressed
        elif not self._hidden:
            self.text += data


@dataclass(frozen=True)
class Seen:
    """A message in the group, or the page that is open."""

    text: str
    photo: bool = False
    link: str = ""
    labels: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, shown: Shown) -> Seen:
        found = _LINK.search(shown.text)
        text = shown.text.replace("**", "")
        return cls(text, shown.kind == "image", found[1] if found else "")


class WebhookPhone(Screen[Seen]):
    """A member's phone, looking at a group, or at a page whose link stood there."""

    def __init__(self, desk: Desk, webhooks: OnWebhooks, name: str, title: str) -> None:
        super().__init__(desk, Channel.WECOM_WEBHOOK, name, name)
        self.webhooks = webhooks
        gateway, self.group = webhooks.gateway, webhooks.groups[title]
        is_known = name in gateway.people
        self.member = gateway.member(name) if is_known else gateway.add_member(name)
        if name not in self.group.members:
            gateway.add_to_group(self.group, name)
        self.page: Page | None = None
        self._opened_at = 0
        """Messages in the group by then."""
        self._cookies: dict[str, str] = {}

    async def handle(self) -> Handle:
        group, now = await self.webhooks.chat(self.group.name), self.desk.clock()
        called = name_of_sender(group, self.name)
        chat = await chat_of(self.desk.app.database, self.channel, called, now=now)
        return Handle(self.channel, str(chat.id))

    @property
    def screen(self) -> list[Seen]:
        """What stands in the group, and the page that is open below what stood there by then."""
        posts = self._posts()
        return [*posts[: self._opened_at], *self._opened(), *posts[self._opened_at :]]

    def _posts(self) -> list[Seen]:
        return [Seen.of(each) for each in self.member.screen(self.group) if each.from_robot]

    def _opened(self) -> list[Seen]:
        return [Seen(self.page.text, labels=[*self.page.buttons])] if self.page else []

    def buttons(self, message: Seen) -> list[str]:
        return message.labels

    def link(self, on: str = "") -> str:
        """Of the latest message in the group that has one, and contains `on`."""
        return next(each.link for each in reversed(self.screen) if each.link and on in each.text)

    async def opens(self, on: str = "") -> Page:
        return await self.looks_at(self.link(on))

    async def looks_at(self, path: str) -> Page:
        return self._shows(await self._fetch("GET", path))

    def _shows(self, page: Page) -> Page:
        self.page, self._opened_at = page, len(self._posts())
        return page

    async def taps(self, label: str, on: str = "") -> None:
        """On the page that is open, else on the latest in whose message `on` stands."""
        links = [each.link for each in reversed(self._posts()) if each.link and on in each.text]
        while links and not any(self._offers(each, label, on) for each in self._opened()):
            await self.looks_at(links.pop(0))
        assert self.page is not None
        found = [each for each in self.page.buttons if each.endswith(label)]
        assert found, f"there is no button {label!r}; there are {[*self.page.buttons]}"
        name, value = self.page.buttons[found[0]]
        await self.sends({name: value})

    async def replies(self, to: str, text: str) -> None:
        """Writes below the question on the page that is open."""
        assert self.page is not None
        assert to in self.page.text, self.page.text
        await self.says(text)

    async def photographs(self, caption: str = "", reply_to: Seen | None = None) -> None:
        """Below the question on the page that is open."""
        assert reply_to in self._opened()
        await self.says(caption, photo=SAMPLE_PNG)

    def sees_changed(self, *fragments: str) -> None:
        """What stands in the group stays."""

    def toast(self) -> str:
        assert self.page is not None
        return self.page.text

    async def starts(self, payload: str = "") -> None:  # noqa: ARG002
        raise AssertionError("a group with a webhook has no conversation that could be begun")

    async def says(self, *texts: str, photo: bytes | None = None) -> None:
        for text in texts:
            assert self.page is not None
            assert "words" in self.page.fields, f"the page asks for nothing: {self.page.text}"
            await self.sends({"words": text}, photo)

    async def sends(self, form: dict[str, str], photo: bytes | None = None) -> None:
        """What stands in the form, and their name where it is asked for."""
        assert self.page is not None
        named = {"name": self.name} if "name" in self.page.fields else {}
        filled: Form = named | form
        if "photo" in self.page.fields:
            # As browsers do, which send a file without a name where none was chosen.
            filled = FormData(named | form)
            kind, name = ("image/jpeg", "灯.jpg") if photo else ("application/octet-stream", "")
            filled.add_field("photo", BytesIO(photo or b""), content_type=kind, filename=name)
        else:
            assert photo is None, "the page takes no photo"
        page = await self._fetch("POST", self.page.path, filled)
        await self.desk.settle()
        self._shows(page)

    async def presses(self, path: str, form: Form, **headers: str) -> Page:
        """Send a form by hand, and leave the answering for later."""
        return await self._fetch("POST", path, form, headers)

    def _offers(self, seen: Seen, label: str, on: str) -> bool:
        return on in seen.text and any(each.endswith(label) for each in seen.labels)

    async def _fetch(
        self,
        method: str,
        path: str,
        form: Form | None = None,
        headers: dict[str, str] | None = None,
    ) -> Page:
        assert self.webhooks.pages is not None
        language = {"Accept-Language": "zh-CN"} | (headers or {})
        async with (
            ClientSession(cookie_jar=DummyCookieJar()) as http,
            http.request(
                method,
                self.webhooks.pages.make_url(path),
                data=form,
                headers=language,
                cookies=self._cookies,
            ) as answer,
        ):
            for each in (*answer.history, answer):
                self._cookies |= {name: it.value for name, it in each.cookies.items()}
            return Page(answer.url.path, answer.status, await answer.text())
