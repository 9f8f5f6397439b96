"""What people come for, as scripts: each waits for a button, taps it, and goes on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.dialogues.district.plain_books import PlainBooks
from tests.dialogues.phones import Phone


@dataclass(frozen=True, slots=True)
class Step:
    """Tapped as soon as one of `labels` is there, under a message with `on`."""

    phone: Phone
    labels: tuple[str, ...]
    on: str = ""
    decides: Callable[[], None] = lambda: None
    """What the tap says to the plain books."""

    def taken(self) -> bool:
        for label in self.labels:
            try:
                self.phone.press(label, self.on)
            except (AssertionError, ValueError):
                continue
            self.decides()
            return True
        return False


class Player:
    """Somebody who follows a script."""

    def __init__(self, script: Iterator[Step], *, may_wait: bool = False) -> None:
        self._script = script
        self.may_wait = may_wait
        """Whether what they wait for may never come."""
        self.step: Step | None = None
        self._began = False

    def acts(self) -> None:
        """Takes the next step, where it can be taken now."""
        if not self._began:
            self._began, self.step = True, next(self._script, None)
        if self.step is not None and self.step.taken():
            self.step = next(self._script, None)


def files(phone: Phone, books: PlainBooks, text: str) -> Iterator[Step]:
    yield from _settles_in(phone)
    _says(phone, text)
    yield Step(phone, ("改公开方式",), text)
    yield Step(phone, ("不公开，不留名",))
    yield Step(phone, ("提交",), "只有办事的人看到", lambda: books.files(text))


def follows(phone: Phone, books: PlainBooks, text: str) -> Iterator[Step]:
    """The request of `text`, which a neighbour filed for all to see."""
    yield from _settles_in(phone)
    _says(phone, "路灯还是黑的")
    yield Step(phone, ("我也遇到",), text, lambda: books.follows(phone.user_id, text))


def eats(phone: Phone, name: str, books: PlainBooks, *, changes_their_mind: bool) -> Iterator[Step]:
    yield from _settles_in(phone)
    _says(phone, f"{name}，1944年3月，3号楼302")
    yield Step(phone, ("都对",))
    lunch = "明天 11月24日周二 午餐"
    yield Step(phone, (lunch, f"{lunch}（满了，可以排队）"))
    yield Step(phone, ("就这样订",), decides=lambda: books.lunch.come(phone.user_id))
    if changes_their_mind:
        yield Step(phone, ("看一看、改或取消",))
        yield Step(phone, ("取消这一餐",))
        leaves = "真的要取消吗"
        yield Step(phone, ("取消这一餐",), leaves, lambda: books.lunch.leave(phone.user_id))


def serves(
    alone: Phone, group: Phone, books: PlainBooks, *, changes_their_mind: bool
) -> Iterator[Step]:
    """A volunteer: the card hangs in the group, what follows comes to them alone."""
    yield Step(group, ("认领", "排队"), decides=lambda: books.task.come(alone.user_id))
    if changes_their_mind:
        yield Step(alone, ("退出",), "您认领了")
        yield Step(alone, ("退出",), "确定退出", lambda: books.task.leave(alone.user_id))


def takes(group: Phone, books: PlainBooks, text: str) -> Iterator[Step]:
    """Staff: each request, before somebody else does."""
    yield Step(group, ("接单",), text, lambda: books.takes(group.user_id, text))


def _settles_in(phone: Phone) -> Iterator[Step]:
    phone.world.start(phone.user_id, "b_junmen-xincun-3")
    yield Step(phone, ("同意",))
    yield Step(phone, ("是，我住这里",))


def _says(phone: Phone, text: str) -> None:
    phone.world.say(phone.user_id, phone.chat_id, text)
