"""What people are told when a rule says no: each class of Refusal has its words in one place.

    in_words.say({OwnTicket: mark("这是您自己反映的那一件。")})

    @in_words.says(TooSoon)
    def too_soon(refusal: TooSoon, zone: ZoneInfo) -> str: ...

Where staff need other words than residents, `in_words.but()` begins a list of exceptions.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from handlers.common.i18n import _, mark
from handlers.common.labels import state_name
from handlers.common.times import when
from handlers.common.words import esc
from services import errors
from services.errors import Refusal
from services.written.errors import TimesPast, TimesTooFar, TimesUnreadable

UNFIT = (
    errors.WordsNeeded,
    errors.TooLong,
    errors.HoursUnreadable,
    TimesUnreadable,
    TimesPast,
    TimesTooFar,
)
"""What was written cannot be taken, and other words would do: they are asked for again."""
Saying = Callable[[Any, ZoneInfo], str]
"""Of a refusal, in the language that is spoken: HTML, also fit for a toast."""
F = TypeVar("F", bound=Saying)


class Refusals:
    """The words of refusals by their classes; what is not listed here is said by `otherwise`."""

    def __init__(self, otherwise: "Refusals | None" = None) -> None:
        self._otherwise = otherwise
        self._said: dict[type[Refusal], str | Saying] = {}

    def __call__(self, refusal: Refusal, zone: ZoneInfo) -> str:
        """HTML, also fit for a toast: it says what happened and what can be done."""
        said = self.find(type(refusal))
        return _(said) if isinstance(said, str) else said(refusal, zone)

    def find(self, kind: type[Refusal]) -> str | Saying:
        """Raises LookupError for a class that nobody found words for."""
        for each in kind.__mro__:
            if each in self._said:
                return self._said[each]
        if self._otherwise is None:
            raise LookupError(f"no words for {kind.__name__}")
        return self._otherwise.find(kind)

    def say(self, said: Mapping[type[Refusal], str]) -> None:
        """Sentences, marked for translation, in which nothing is filled in."""
        self._said |= said

    def says(self, *kinds: type[Refusal]) -> Callable[[F], F]:
        """A function that says refusals of these classes in words."""

        def register(saying: F) -> F:
            self._said |= dict.fromkeys(kinds, saying)
            return saying

        return register

    def but(self) -> "Refusals":
        """A list of exceptions to this one."""
        return Refusals(self)


in_words = Refusals()

in_words.say(
    {
        errors.NotFound: mark("没有找到这件事。"),
        errors.NotYourGroup: mark("这件事已经转给别的群了。"),
        errors.NotAMember: mark("您已经不在这个群里。"),
        errors.NotYours: mark("这件事在别人手里，只有经手的人能做这一步。"),
        errors.AlreadyJoined: mark("您已经加入过这一件了。"),
        errors.OwnTicket: mark("这是您自己反映的那一件。"),
        errors.WordsNeeded: mark("请写几个字说明。"),
        errors.NotATelephone: mark(
            "这不像电话号码，至少要有 7 位数字。比如 13800001111，或者 0591-87001234。"
        ),
        errors.NothingAsked: mark("现在没有等您回答的问题。"),
        errors.AlreadySaid: mark("您的话已经记下了。"),
        errors.HoursUnreadable: mark(
            "这个时间我看不懂。请写成这样：周一至周五 08:30-12:00, 14:30-17:30。"
        ),
        errors.NoGroup: mark("那个群现在不能用，请换一个。"),
        errors.NobodyElse: mark("没有别的群可以退。办不了的，请点“不予受理”，写明原因。"),
    }
)


@in_words.says(errors.AlreadyTaken)
def already_taken(refusal: errors.AlreadyTaken, zone: ZoneInfo) -> str:
    if refusal.yours:
        return _("您已经接单了。")
    return _("{name} 已经接单。").format(name=esc(refusal.by_name))


@in_words.says(errors.WrongState)
def wrong_state(refusal: errors.WrongState, zone: ZoneInfo) -> str:
    return _("现在是“{state}”，这一步做不了。").format(state=state_name(refusal.state))


@in_words.says(errors.TooSoon)
def too_soon(refusal: errors.TooSoon, zone: ZoneInfo) -> str:
    return _("已经催过了，{until} 以后可以再催。").format(until=when(refusal.until, zone))


@in_words.says(errors.OthersFirst)
def others_first(refusal: errors.OthersFirst, zone: ZoneInfo) -> str:
    text = _("重办的事先请其他同事接；{until} 还没人接，您再接。")
    return text.format(until=when(refusal.until, zone))


@in_words.says(errors.TooLong)
def too_long(refusal: errors.TooLong, zone: ZoneInfo) -> str:
    return _("太长了，最多 {limit} 个字。请分短一点再发。").format(limit=refusal.limit)


@in_words.says(errors.TooMany)
def too_many(refusal: errors.TooMany, zone: ZoneInfo) -> str:
    return _("一次最多 {limit} 个附件。").format(limit=refusal.limit)


@in_words.says(errors.AlreadySettled)
def already_settled(refusal: errors.AlreadySettled, zone: ZoneInfo) -> str:
    if refusal.yours:
        return _("您已经处理过了。")
    return _("{name} 已经处理过了。").format(name=esc(refusal.by_name))
