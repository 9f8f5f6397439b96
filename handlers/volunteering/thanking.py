"""The person helped says how it was: stars by a tap, a few words, or that something was wrong."""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import ClassVar

from aiogram import Router
from aiogram.filters.callback_data import CallbackData

from handlers.common import menu
from handlers.common.button_data import RowId
from handlers.common.cards import Card
from handlers.common.forms import Form
from handlers.common.i18n import _, mark
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.volunteering.hours_refusals import in_words
from services.errors import Refusal
from services.volunteering import feedback
from storage.tables import TaskClaim


class Said(StrEnum):
    """What the person helped says: the number of stars, or that something was wrong."""

    FIVE = "5"
    FOUR = "4"
    THREE = "3"
    COMPLAINT = "complaint"


class OnThanks(CallbackData, prefix="thank"):
    said: Said
    claim: RowId


@dataclass(slots=True)
class Thanks(Kept):
    KEY: ClassVar = "thanks"

    claim: int = 0


card = Card[TaskClaim](OnThanks, columns=1, refusals=in_words)
"""Of the question how it was."""
thanking = Form(Thanks, "Thanking")
router = Router(name="thanks to volunteers")
router.include_routers(card, thanking)


@thanking.refused
async def refused(talk: Talk, refusal: Refusal) -> Reply:
    return await menu.refused(talk, refusal, in_words)


def _always(claim: TaskClaim) -> bool:
    return True


async def stars(talk: Talk, claim_id: int, *, count: int) -> Reply:
    await feedback.thank(talk.session, claim_id, talk.user_id, count, now=talk.now)
    return await thanking.ask(talk, Thanks(claim_id), "words")


for said, label in (
    (Said.FIVE, mark("⭐⭐⭐⭐⭐ 很好，谢谢")),
    (Said.FOUR, mark("⭐⭐⭐⭐ 好")),
    (Said.THREE, mark("⭐⭐⭐ 一般")),
):
    card.button(said, label=label, when=_always)(partial(stars, count=int(said)))


@card.button(Said.COMPLAINT, label=mark("❗ 有问题，要反映"), when=_always)
async def something_was_wrong(talk: Talk, claim_id: int) -> Reply:
    return await thanking.ask(talk, Thanks(claim_id), "complaint")


def as_written(said: str, talk: Talk) -> str:
    """How long it may be is judged with the rest."""
    return talk.text


@thanking.step(as_written)
async def complaint(talk: Talk, thanks: Thanks) -> Ask:
    task, _claim = await feedback.helped(talk.session, thanks.claim, talk.user_id)
    text = _(
        "“{title}”，哪里不好？请写几句。社区会核实，核实完告诉您；核实清楚前，志愿者的时长和积分先停下。"
    ).format(title=esc(task.title))
    return Ask(text)


@complaint.taken
async def complain(talk: Talk, thanks: Thanks, words: str) -> Reply:
    await feedback.complain(talk.session, thanks.claim, talk.user_id, words, now=talk.now)
    text = _("记下了，社区会去核实，有结果马上告诉您。急事发 /phone 打电话。")
    return await menu.home(talk, text)


@thanking.left
async def rather_not(talk: Talk, thanks: Thanks) -> Reply:
    return await menu.home(talk, _("好的，没有记下。想说的时候，再点那条消息下面的按钮。"))


@thanking.step(as_written)
async def words(talk: Talk, thanks: Thanks) -> Ask:
    text = _("谢谢您！想对志愿者说一句吗？直接写下来；不想说就点“不用了”。")
    return Ask(text, [Option("no", _("不用了"))], back=False)


@words.choice("no")
async def no_words(talk: Talk, thanks: Thanks, choice: str) -> Reply:
    return await menu.home(talk, _("好的，谢谢您。有事随时找我。"))


@words.taken
async def say(talk: Talk, thanks: Thanks, words: str) -> Reply:
    await feedback.add_words(talk.session, thanks.claim, talk.user_id, words, now=talk.now)
    return await menu.home(talk, _("记下了，志愿者会看到您的话。谢谢您！"))
