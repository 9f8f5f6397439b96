"""Asking a colleague for words: in a group small talk is no answer to our question.

@prompt(router, "cancel task", InGroupFor(Purpose.STAFF))
async def why_cancel(talk: Talk, task_id: int) -> str:
    return _("请回复这条消息，写下原因。")

@why_cancel.taken
async def cancel(talk: Talk, task_id: int) -> Reply:
    await tasks.cancel(talk.session, task_id, talk.member, talk.text, now=talk.now)
    return talk.say(_("取消了。"))

return await why_cancel.put(talk, task_id)
"""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from handlers.common.filters import RepliesTo
from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.questions import goes_back
from handlers.common.refusals import UNFIT, Refusals, in_words
from handlers.common.saying import Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import mention
from services.errors import Refusal

Wording = Callable[[Talk, int], Awaitable[str]]
"""What to write (HTML), about the row with this id. Raises Refusal."""
Taken = Callable[[Talk, int], Awaitable[Reply]]
"""What is done with the reply, `Talk.text`. Raises Again or Refusal."""


def ask_colleague(
    talk: Talk,
    about: str,
    words: str,
    *,
    under_card: str | None = None,
    takes_files: bool = False,
) -> Say:
    """Ask the person who pressed or wrote for `words` (HTML) about `about`, as "help:12".

    Their answer comes as `Talk.replied_about`: a reply, or where there are none, what they say
    next (`bot.replies`).
    """
    text = _("{name}，{words}\n不办了就回复“0”。").format(
        name=mention(talk.address.external_id, talk.name), words=words
    )
    return Say(text, about=about, under_card=under_card, awaits_reply=True, takes_files=takes_files)


class Prompt:
    """Words that a colleague is asked for, from wherever; those of a card's button are a `Card`'s.

    They are asked for again where other words would do. A refusal is said, and "0" lets it be.
    """

    def __init__(
        self, router: Router, about: str, wording: Wording, *guards: Filter, refusals: Refusals
    ) -> None:
        self._about = about
        self._wording = wording
        self._in_words = refusals
        self._taken: Taken | None = None
        router.message(RepliesTo(about), *guards)(self._replied)

    def taken(self, take: Taken) -> Taken:
        self._taken = take
        return take

    async def put(self, talk: Talk, row_id: int, before: str = "") -> Reply:
        """Ask, after the words `before` (HTML). Raises as the wording does."""
        words = await self._wording(talk, row_id)
        if before:
            words = f"{before}\n{words}"
        return ask_colleague(talk, f"{self._about}:{row_id}", words)

    async def _replied(self, message: Message, talk: Talk, about: int) -> Reply:
        assert self._taken is not None
        if goes_back(talk.text):
            return talk.say(_("好的，没有动。"))
        try:
            return await self._taken(talk, about)
        except Again as again:
            return await self.put(talk, about, str(again))
        except UNFIT as refusal:
            return await self.put(talk, about, self._in_words(refusal, talk.config.zone))
        except Refusal as refusal:
            return talk.say(self._in_words(refusal, talk.config.zone))


def prompt(
    router: Router, about: str, *guards: Filter, refusals: Refusals = in_words
) -> Callable[[Wording], Prompt]:
    """`about` stands before the row's id in the message link of the prompt."""
    return lambda wording: Prompt(router, about, wording, *guards, refusals=refusals)
