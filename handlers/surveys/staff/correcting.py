"""改错字: the words of a survey that is under way are corrected, nothing else of it."""

from dataclasses import dataclass, replace
from typing import ClassVar

from handlers.common import menu
from handlers.common.i18n import _
from handlers.common.in_private import private_form
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.surveys.staff.words import SHORT
from services.surveys import office, steering
from services.surveys.editing import put
from services.surveys.questions import LABEL_LIMIT, Definition
from storage.tables import Purpose


@dataclass(slots=True)
class Correcting(Kept):
    KEY: ClassVar = "survey corrected"

    survey_id: int = 0
    which: str | None = None
    """The question's name, or that and the choice's, parted by a slash."""
    words: str | None = None


correcting = private_form(Correcting, "CorrectingSurvey", Purpose.STAFF)


async def begin(talk: Talk, survey_id: int) -> Reply:
    """Of a survey that the member may correct; who asks is judged before."""
    return await correcting.go_on(talk, Correcting(survey_id=survey_id))


@correcting.left
async def left(talk: Talk, draft: Correcting) -> Reply:
    Correcting.discard(talk)
    return await menu.home(talk, _("好的，没有动。"))


async def _definition(talk: Talk, draft: Correcting) -> Definition:
    survey = await office.for_staff(talk.session, draft.survey_id, talk.member)
    return Definition.load(survey.definition)


@correcting.step()
async def which(talk: Talk, draft: Correcting) -> Ask:
    options = []
    for number, each in enumerate((await _definition(talk, draft)).questions, start=1):
        options.append(Option(each.name, f"{number}. {cut(each.label, SHORT)}"))
        options += [
            Option(f"{each.name}/{choice.name}", f"{number} · {cut(choice.label, SHORT)}")
            for choice in each.choices
        ]
    return Ask(_("哪里有错字？只能改字，意思不能变：有人已经照原来的答了。"), options[:90])


@correcting.step(a_line(LABEL_LIMIT))
async def words(talk: Talk, draft: Correcting) -> Ask:
    assert draft.which is not None
    text = _("现在是“{words}”。改成什么？")
    return Ask(text.format(words=esc(_words(await _definition(talk, draft), draft.which))))


def _words(definition: Definition, which: str) -> str:
    name, _slash, choice = which.partition("/")
    question = definition.named(name)
    labels = {each.name: each.label for each in question.choices}
    return labels[choice] if choice else question.label


@words.taken
async def corrected(talk: Talk, draft: Correcting, said: str) -> Reply:
    assert draft.which is not None
    definition = await _definition(talk, draft)
    name, _slash, chosen = draft.which.partition("/")
    question = definition.named(name)
    if chosen:
        choices = tuple(
            replace(each, label=said) if each.name == chosen else each for each in question.choices
        )
        question = replace(question, choices=choices)
    else:
        question = replace(question, label=said)
    changed = put(definition, question)
    await steering.correct(talk.session, draft.survey_id, talk.member, changed, now=talk.now)
    Correcting.discard(talk)
    return await menu.home(
        talk, _("改好了。还没发到的人直接看到新的，已经收到的人打开时看到新的。")
    )
