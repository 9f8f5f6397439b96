"""Forms in a group, where colleagues talk among themselves: small talk must not become an answer.

A question names the person it is put to, and words count only in their reply to it; a tap, a
number or a label counts anywhere.
"""

from dataclasses import replace
from typing import Any

from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.types import Message

from handlers.common.filters import RepliesTo
from handlers.common.forms import D, Form
from handlers.common.i18n import _
from handlers.common.questions import BACK
from handlers.common.saying import Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import command_in, mention
from storage.media import Attachment

DRAFT = "draft"
"""What the questions are about, before the id of the person they are put to."""


def group_form(draft: type[D], name: str, *guards: Filter) -> Form[D]:
    """A form whose questions are put in a group; `guards` say in which."""
    form = Form(draft, name, *guards, said=[AnswersMine()], dress=to_one_of_us)

    @form.besides
    async def no_option(talk: Talk, draft: D, files: list[Attachment]) -> Reply:
        """A photo, say, where words are waited for is for the colleagues."""
        if talk.question is None or talk.question.in_words:
            raise SkipHandler
        return await form.repeat(talk, _("请点下面的选项，或者回复它的号码。"))

    return form


class AnswersMine(Filter):
    """A reply, no command, to a question of ours that was put to the person who replies."""

    async def __call__(self, message: Message, talk: Talk) -> dict[str, Any] | bool:
        if command_in(message.text or "") is not None:
            return False
        found = await RepliesTo(DRAFT)(message, talk)
        return isinstance(found, dict) and found["about"] == talk.user_id


def to_one_of_us(talk: Talk, asked: Say) -> Reply:
    """Name the person; where only words answer, their telephone opens a reply."""
    name = mention(talk.address.external_id, talk.name)
    text = _("{name}，{question}").format(name=name, question=asked.text)
    only_words = talk.question and all(option.value == BACK for option in talk.question.options)
    return replace(
        asked,
        text=text,
        keyboard=None if only_words else asked.keyboard,
        about=f"{DRAFT}:{talk.user_id}",
        awaits_reply=True,
    )
