"""People on WeCom in tests, with the words of `phones.Phone`: in a group they always mention us."""

from __future__ import annotations

from typing import Any

from bot.sandbox.files import FileKind
from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wecom import Chat, Shown
from bot.sandbox.wecom.chats import File
from bot.sandbox.wecom.core import MESSAGE
from bot.sandbox.wecom.robots import Request
from handlers.common import menu
from storage.tables import Channel
from tests.dialogues.on_wecom import OnWecom
from tests.dialogues.phones import Desk
from tests.dialogues.screens import Screen
from tests.dialogues.wecom_seen import Seen


class WecomPhone(Screen[Seen]):
    """A member's phone, looking at a group, or at their own chat with the robot."""

    def __init__(self, desk: Desk, wecom: OnWecom, userid: str, group: Chat | None) -> None:
        super().__init__(desk, Channel.WECOM, userid, userid)
        self.wecom = wecom
        self.userid = userid
        self._has_tapped = False
        self._tapped: Shown | None = None
        """The card, as it was before they tapped it last."""
        self._seen = 0
        """Messages that were there when they tapped last."""
        self.group = group
        gateway = wecom.gateway
        is_known = userid in gateway.people
        self.member = gateway.member(userid) if is_known else gateway.add_member(userid)
        if group is not None and userid not in group.members:
            gateway.add_to_group(group, userid)

    def in_private(self) -> WecomPhone:
        return WecomPhone(self.desk, self.wecom, self.userid, None)

    @property
    def screen(self) -> list[Seen]:
        """What the robot has said, oldest first."""
        ours = [each for each in self.member.screen(self.group) if each.from_robot]
        seen: list[Seen] = []
        for each in ours:
            if seen and (whole := seen[-1].with_next(each)):
                seen[-1] = whole
            else:
                seen.append(Seen(each))
        return seen

    async def starts(self, payload: str = "") -> None:
        if self.userid not in self.wecom.gateway.people:
            self.wecom.gateway.add_member(self.userid)
        await self.says(f"/start {payload}".strip())

    async def leaves(self) -> None:
        """The enterprise: nothing reaches them any more."""
        self.member.leaves()
        await self.desk.settle()

    def is_gone(self) -> None:
        """The same, of which a robot is never told."""
        self.member.leaves()

    async def turns_up(self) -> None:
        """Nothing tells who is in a group, but what they write there."""
        await self.says("/list")

    async def looks_in(self) -> None:
        """What came meanwhile is there already."""

    async def says(self, *texts: str, reply_to: Seen | None = None) -> None:
        self._has_tapped = False
        for text in texts:
            self._writes(text, reply_to)
        await self.desk.settle()

    async def replies(self, to: str, text: str) -> None:
        """Quotes the robot's latest message that contains `to`."""
        await self.says(text, reply_to=self.finds(to))

    async def photographs(self, caption: str | None = None, reply_to: Seen | None = None) -> None:
        await self.sends_album(1, caption, reply_to=reply_to)

    async def sends_album(
        self,
        photos: int,
        caption: str | None = None,
        *,
        reply_to: Seen | None = None,
        **_elsewhere: object,
    ) -> None:
        pictures = [SAMPLE_PNG] * photos
        quote = reply_to.shown if reply_to else None
        if self.group is not None:
            self.member.mentions(self.group, caption or "", pictures=pictures, quote=quote)
        else:
            self.member.sends_mixed(caption or "", pictures)
        await self.desk.settle()

    async def sends(self, kind: FileKind) -> None:
        """Which WeCom hands over in the single chat alone."""
        assert self.group is None
        match kind:
            case "voice":
                self.member.speaks("路灯坏了")
            case "photo":
                self.member.sends_mixed("", [SAMPLE_PNG])
            case "sticker":
                self._sends_unknown("sticker")
            case _:
                self.member.sends("video" if kind == "video" else "file", b"x", "file")
        await self.desk.settle()

    def where_files_arrive(self) -> WecomPhone:
        """In the single chat alone."""
        return self.in_private()

    async def hands_in(self, content: bytes, name: str, **_elsewhere: object) -> None:
        """A file."""
        assert self.group is None
        self.member.sends("file", content, name)
        await self.desk.settle()

    async def shares_a_contact(self) -> None:
        self._sends_unknown("card")
        await self.desk.settle()

    async def taps(self, label: str, on: str = "") -> None:
        """The latest button or option that reads `label`, on a card that contains `on`."""
        self.press(label, on)
        await self.desk.settle()

    def press(self, label: str, on: str = "") -> None:
        """Tap, and leave the answering for later."""
        self._has_tapped = True
        self._seen = len(self.screen)
        for message in reversed(self.screen):
            if on in message.text and any(each.endswith(label) for each in message.labels):
                self._presses(message, label)
                return
        raise AssertionError(f"there is no button {label!r}; there are {self.all_labels()}")

    async def taps_late(self, label: str, message: Seen) -> None:
        """A button of a card that has been there for long."""
        self._seen = len(self.screen)
        self._presses(message, label)
        await self.desk.settle()

    def data_of(self, message: Seen) -> list[str]:
        """What can be pressed, as it is known to us."""
        return [each.key for each in message.to_press.values()]

    def _presses(self, message: Seen, label: str) -> None:
        (found, *_same) = (each for read, each in message.to_press.items() if read.endswith(label))
        self._tapped = found.card
        if found.question:
            self.member.submits(found.card, {found.question: [found.key]})
        else:
            self.member.presses(found.card, found.written)

    def buttons(self, message: Seen) -> list[str]:
        return message.labels

    def sees_the_menu(self) -> None:
        """It stands on the card below what was said."""
        assert self.choices() == list(menu.LABELS)

    def sees_changed(self, *fragments: str) -> None:
        """A card that was just tapped reads this by now; no other changes."""
        if self._has_tapped:
            self.finds(*fragments)

    async def file(self) -> bytes:
        """The latest that we have sent."""
        return self._files()[-1].data

    def file_name(self) -> str:
        return self._files()[-1].name

    def _files(self) -> list[File]:
        return [each.shown.files[0] for each in self.screen if each.shown.kind == "file"]

    def is_answered(self, fragment: str) -> None:
        now = self._tapped_by_now().shown
        assert self._tapped is not None
        assert now.card != self._tapped.card or fragment in self.toast()

    def _tapped_by_now(self) -> Seen:
        tapped = self._tapped
        assert tapped is not None
        return next(each for each in self.screen if each.shown.number == tapped.number)

    def toast(self) -> str:
        """The latest line that a tap of theirs was answered with; in a group it names them, unless
        the card that they tapped shows it."""
        if self.group is None:
            since = [each.text for each in self.screen[self._seen :] if each.is_words]
            return since[0] if since else self.last.text
        name = f"{self.userid}："
        said = (each.text for each in reversed(self.screen[self._seen :]) if each.is_words)
        found = next((text for text in said if text.startswith(name)), None)
        if found is not None:
            return found.removeprefix(name)
        return self._tapped_by_now().text

    def _sends_unknown(self, kind: str) -> None:
        """WeCom does not say whether a robot is told: if it is, by a kind that it does not know."""
        gateway = self.wecom.gateway
        robot = gateway.robot()
        chat = gateway.single(robot, self.userid)
        request = Request("message", chat, gateway.clock(), self.userid)
        gateway.deliver(robot, MESSAGE, {"msgtype": kind, kind: {}}, request)

    def _writes(self, text: str, reply_to: Seen | None) -> None:
        quote: Any = reply_to.shown if reply_to else None
        if self.group is not None:
            self.member.mentions(self.group, text, quote=quote)
        else:
            self.member.says(text, quote=quote)
