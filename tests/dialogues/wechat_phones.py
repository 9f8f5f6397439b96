"""People on WeChat in tests, with the words of `phones.Phone`: what is a tap there, they type."""

import asyncio
import re
from dataclasses import dataclass

from bot.channels.wechat.incoming import UNSHOWN
from bot.channels.wechat.menu import LINES
from bot.sandbox.files import FileKind
from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wechat.screen import Bubble
from storage import shared_files
from storage.coordinates import gcj02
from storage.media_bytes import Content
from storage.tables import Channel
from tests.dialogues.on_wechat import OnWechat
from tests.dialogues.phones import Desk
from tests.dialogues.screens import Screen

_LINE = re.compile(r"^(?:(\d+)  (.+)|“(.+)”)$", re.MULTILINE)
"""A numbered button, or one that is answered by its words."""
_KEYS = {label: key for lines in LINES.values() for label, key in lines}
AMR = b"#!AMR\n" + b"\x3c" + bytes(31)


@dataclass(frozen=True)
class Seen:
    """A bubble, with the names of Telegram's message."""

    bubble: Bubble
    caption: None = None

    @property
    def text(self) -> str:
        return self.bubble.text

    @property
    def photo(self) -> bool:
        return self.bubble.kind == "image"


class WechatPhone(Screen[Seen]):
    """One person's phone with the account's conversation open."""

    def __init__(self, desk: Desk, wechat: OnWechat, name: str) -> None:
        self.platform = wechat.platform
        self.follower = wechat.platform.add_person(name)
        super().__init__(desk, Channel.WECHAT, self.follower.openid, name)

    @property
    def screen(self) -> list[Seen]:
        """What the account has said, oldest first."""
        return [Seen(each) for each in self.follower.screen if each.by != "person"]

    async def starts(self, payload: str = "") -> None:
        """A deep link is a QR code here."""
        url = self.platform.scenes.create(payload, None).url if payload else ""
        if not self.follower.follows:
            await self.follower.follow(url)
        elif payload:
            await self._a_moment_later()
            await self.follower.scan(url)
        else:
            await self.follower.say("/start")
        await self.desk.settle()

    async def leaves(self) -> None:
        """Nothing reaches them any more."""
        await self.follower.unfollow()
        await self.desk.settle()

    def is_gone(self) -> None:
        """The same, and we are told only when we write to them."""
        self.follower.followed_at = None
        self.follower.windows.close()

    async def looks_in(self) -> None:
        """Who has not written for two days is told nothing until they do."""
        await self.says("在吗")

    async def says(self, *texts: str) -> None:
        if not self.follower.follows:
            await self.follower.follow()
        for text in texts:
            await self._a_moment_later()
            await self.follower.say(text)
        await self.desk.settle()

    async def replies(self, to: str, text: str) -> None:
        """To our latest message that contains `to`, which has to be there."""
        self.finds(to)
        await self.says(text)

    async def photographs(self, caption: str | None = None, **_elsewhere: object) -> None:
        """WeChat's photos reply to nothing, and words are a message of their own before them."""
        await self.sends_album(1, caption)

    async def sends_album(
        self, photos: int, caption: str | None = None, **_elsewhere: object
    ) -> None:
        if caption:
            await self._a_moment_later()
            await self.follower.say(caption)
        await self._a_moment_later()
        assert self.desk.wechat is not None
        with self.desk.wechat.album_of(photos):
            await asyncio.gather(*(self.follower.send_photo(SAMPLE_PNG) for _ in range(photos)))
        await self.desk.settle()

    async def sends(self, kind: FileKind) -> None:
        await self._a_moment_later()
        match kind:
            case "photo":
                await self.follower.send_photo(SAMPLE_PNG)
            case "voice":
                await self.follower.send_voice(AMR)
            case "video":
                await self.follower.send_video(b"mp4")
            case _:
                await self.follower.say(f"【{UNSHOWN}】")
        await self.desk.settle()

    async def shares_a_contact(self) -> None:
        """Which no account is shown, as stickers and files."""
        await self.sends("sticker")

    async def is_at(self, latitude: float, longitude: float) -> None:
        await self._a_moment_later()
        await self.follower.send_location(*gcj02(latitude, longitude))
        await self.desk.settle()

    async def taps(self, label: str, on: str = "") -> None:
        """The number that stands before `label`, the label of an older line, or a menu's key."""
        if not on and label in _KEYS:
            await self._a_moment_later()
            await self.follower.click(_KEYS[label])
            await self.desk.settle()
            return
        for message in reversed(self.screen):
            for number, read in _lines(message):
                if read.endswith(label) and on in message.text:
                    await self._chooses(message, number, read)
                    return
        raise AssertionError(f"nothing reads {label!r}; there is {self.all_labels()}")

    async def _chooses(self, message: Seen, number: str, read: str) -> None:
        if any(link.text == read for link in message.bubble.links):
            await self._a_moment_later()
            await self.follower.tap(read, on=message.text)
            await self.desk.settle()
        else:
            await self.says(number if number and message == self.last else read)

    def buttons(self, message: Seen) -> list[str]:
        """What a message reads out."""
        return [label for _number, label in _lines(message)]

    def sees_the_menu(self) -> None:
        """The account's own stands at the bottom whatever is asked."""
        assert [each["name"] for each in self.follower.menu] == [*LINES]

    def sees_changed(self, *_fragments: str) -> None:
        """No message changes."""

    async def file(self) -> bytes:
        """What the link in the latest message loads: an account sends no documents."""
        (link,) = self.last.bubble.links
        token = link.href.rpartition("/")[2]
        async with self.desk.app.database.reading() as session:
            found = await shared_files.opened(session, token, self.desk.clock())
        assert isinstance(found, Content), found
        return found.data

    async def _a_moment_later(self) -> None:
        """WeChat's times are whole seconds; nobody writes twice within one."""
        self.desk.clock.move(seconds=1)


def _lines(message: Seen) -> list[tuple[str, str]]:
    """The numbers, where there are any, and the labels of what a message reads out."""
    return [(number, read or bare) for number, read, bare in _LINE.findall(message.text)]
