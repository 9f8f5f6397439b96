"""Consent, asked once in plain words before anything that names a person is kept."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from aiogram.fsm.state import State, StatesGroup

from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.said import remember
from handlers.common.saying import Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk

if TYPE_CHECKING:
    from handlers.common.subject import Way

BIG_PRINT = "big print"
SAID_FIRST = "said first"
"""The way of those who say what they want before they were asked anything."""


@dataclass(slots=True)
class Home(Kept):
    """Where somebody may live; who is new is asked once they agreed."""

    KEY: ClassVar = "home"

    scanned: str = ""
    """The code of the building whose QR code they scanned."""
    area_id: int | None = None
    """The building or compound that they are asked about."""


class Asked(StatesGroup):
    consent = State()


def way_on(talk: Talk) -> "Way | None":
    """What they came for, once they agreed; None if for nothing special."""
    return talk.config.ways.get(talk.data.pop("then", ""))


async def keep_for_later(talk: Talk, before: str) -> Reply:
    """Something is said instead of an answer: it waits until they agreed and have a home.

    It belongs to what they came for, or else is understood as words that nothing waited for.
    """
    way = talk.config.ways.get(talk.data.get("then", ""))
    if way is None or way.keep is None:
        way = talk.config.ways[SAID_FIRST]
    assert way.keep is not None
    talk.data["then"] = way.name
    return await way.keep(talk, before)


async def keep_as_said(talk: Talk, before: str) -> Reply:
    """It is remembered, and recalled by what it turns out to be for."""
    remember(talk)
    return talk.as_one(await talk.repeat(before))


async def ask_consent(talk: Talk, *, then: str = "") -> Say:
    """Say what is kept and why; the talk goes on with the `Way` of that name, or a welcome."""
    talk.data["then"] = then
    asked = await talk.put(Asked.consent, wording(talk))
    assert isinstance(asked, Say)
    return asked


def wording(talk: Talk) -> Ask:
    """The question; who cannot read it well has big print from here on."""
    text = _(
        "您好，这里是<b>近邻</b>，社区的服务台。路灯坏了、水管堵了、邻里有事，发来就有人管。\n\n"
        "用之前先跟您说清楚：\n"
        "• 我们会记下您的称呼、住处、您发来的文字和照片，只用来办您的事；\n"
        "• 只有负责办事的社区人员看得到，您可以要求不露名字；\n"
        "• 随时能在“设置”里查看、带走或者删除。\n\n"
        "您同意吗？"
    )
    options = [Option("yes", _("同意")), Option("no", _("先不用"))]
    if not talk.person.big_print:
        options.append(Option(BIG_PRINT, _("🔎 看不清，用大字版")))
    return Ask(text, options, columns=2, back=False)
