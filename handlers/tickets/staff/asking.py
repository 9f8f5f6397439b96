"""What conversations in a group about one request have in common: how they end, usual reasons."""

from typing import TypeVar

from handlers.common.forms import Form
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.kept import Kept
from handlers.common.members import InBoundGroup
from handlers.common.questions import Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.tickets.staff.noting import noted
from services.errors import Refusal

TITLE = 60
"""Characters of a group's title on a button."""
D = TypeVar("D", bound=Kept)


def group_form(draft: type[D], name: str, stays: str) -> Form[D]:
    """A form that a refusal ends; `stays`, marked for translation, is said where it is let be."""
    form = Form(draft, name, InBoundGroup())

    @form.left
    async def left(talk: Talk, kept: D) -> Reply:
        await over(talk, draft)
        return noted(talk, _(stays))

    @form.refused
    async def refused(talk: Talk, refusal: Refusal) -> Reply:
        await over(talk, draft)
        return talk.say(in_words(refusal, talk.config.zone))

    return form


def reasons(usual: tuple[str, ...]) -> list[Option]:
    """As buttons; what is kept is Chinese, as everything on a group's card."""
    with speaking(SOURCE):
        return [Option(_(each), _(each)) for each in usual]


async def over(talk: Talk, draft: type[Kept]) -> None:
    """Nothing is asked any more, and nothing kept."""
    draft.discard(talk)
    await talk.leave()
