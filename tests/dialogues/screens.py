"""What is read on a phone where messages are never changed: WeChat's and WeCom's."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from services.people import addresses
from services.people.named_chats import chat_of
from storage.tables import Channel, Handle
from tests.dialogues.phones import Desk


class Said(Protocol):
    """A message of ours."""

    @property
    def text(self) -> str: ...

    @property
    def photo(self) -> bool: ...


S = TypeVar("S", bound=Said)


class Screen(Generic[S]):
    """The words of `phones.Phone` for reading."""

    def __init__(self, desk: Desk, channel: Channel, known_as: str, name: str) -> None:
        self.desk = desk
        self.name = name
        """What the person calls themselves."""
        self.channel = channel
        self._known_as = known_as
        """What the messenger calls them."""

    @abstractmethod
    async def starts(self, payload: str = "") -> None: ...

    @abstractmethod
    async def says(self, *texts: str) -> None: ...

    @abstractmethod
    async def taps(self, label: str, on: str = "") -> None: ...

    async def agrees(self) -> None:
        """The messenger tells nobody's name: they say it."""
        await self.taps("同意")
        await self.says(self.name)

    async def arrives(self, payload: str = "") -> None:
        """Opens the chat, agrees, and asks for nothing yet."""
        await self.starts(payload)
        await self.agrees()
        await self.taps("以后再说")

    async def handle(self) -> Handle:
        database, now = self.desk.app.database, self.desk.clock()
        chat = await chat_of(database, self.channel, self._known_as, now=now)
        return Handle(self.channel, str(chat.id))

    async def person_id(self) -> int:
        """The person's own id; they have written already."""
        handle = await self.handle()
        async with self.desk.app.database.reading() as session:
            known = await addresses.behind(session, handle)
        assert known is not None
        return known.id

    @property
    @abstractmethod
    def screen(self) -> list[S]:
        """What we have said, oldest first."""

    @abstractmethod
    def buttons(self, message: S) -> list[str]:
        """What can be pressed below a message, or answered to it."""

    @property
    def last(self) -> S:
        return self.screen[-1]

    def text_of(self, message: S) -> str:
        return message.text

    def labels_of(self, message: S) -> list[str]:
        return self.buttons(message)

    def all_labels(self) -> list[str]:
        return [label for each in self.screen for label in self.buttons(each)]

    def choices(self) -> list[str]:
        """Of the very last message."""
        return self.buttons(self.last)

    def keyboard(self) -> Sequence[str]:
        return []

    def finds(self, *fragments: str) -> S:
        """The latest message that contains all of these."""
        for message in reversed(self.screen):
            if all(fragment in message.text for fragment in fragments):
                return message
        said = "\n---\n".join(message.text for message in self.screen[-5:])
        raise AssertionError(f"nothing with {fragments} on the screen; the latest:\n{said}")

    def sees(self, *fragments: str) -> S:
        """The very last message contains all of these."""
        for fragment in fragments:
            assert fragment in self.last.text, self.last.text
        return self.last

    def does_not_see(self, fragment: str) -> None:
        assert not any(fragment in message.text for message in self.screen)

    def does_not_offer(self, label: str) -> None:
        """What was read out stays on the screen."""

    def sees_meanwhile(self, *fragments: str) -> None:
        """What nobody pressed does not change."""

    def no_longer_sees(self, fragment: str) -> None:
        """What was said stays."""

    def pictures(self) -> int:
        """How many photos we have shown."""
        return sum(message.photo for message in self.screen)

    def toast(self) -> str:
        """What the latest tap was answered with, which is a message here."""
        return self.last.text
