"""A draft as it is composed in private: the conversation, and what is kept of each change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from handlers.common import menu
from handlers.common.forms import Form
from handlers.common.i18n import _
from handlers.common.in_private import private_form
from handlers.common.kept import Kept
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.surveys.staff.refusals import in_words
from handlers.surveys.staff.words import changes_in_words
from services.errors import NotFound, Refusal
from services.surveys import composing
from services.surveys.composing_errors import ChangedMeanwhile, NotADraft
from services.surveys.editing import Plan, put
from services.surveys.questions import Definition, Question
from storage.tables import Purpose

SAID_SHOWN = 200
"""Characters of what was written that are repeated where it could not be kept."""


@dataclass(slots=True)
class Composing(Kept):
    """Which draft it is, as it was seen last; what is asked now stands beside it."""

    KEY: ClassVar = "survey composed"

    survey_id: int | None = None
    plan: Plan | None = None
    """As it was seen last; what others change meanwhile is told by comparing with it."""
    name: str = ""
    """Of the question that is looked at or changed; empty while a new one is written."""
    new: Question | None = None
    """The new question as far as it was written."""
    condition_on: str = ""
    """Name of the question by whose answer it is decided whether another one is asked."""
    whole: bool | None = None
    """The questions are as they should be."""
    chosen: bool | None = None
    """The audience is as it should be."""

    @property
    def seen(self) -> Plan:
        assert self.plan is not None
        return self.plan

    @property
    def definition(self) -> Definition:
        return self.seen.definition

    @property
    def anonymous(self) -> bool | None:
        return self.plan.anonymous if self.plan else None

    @property
    def starts(self) -> str | None:
        return self.plan.starts if self.plan else None

    @property
    def lasts_days(self) -> int | None:
        return self.plan.lasts_days if self.plan else None

    @property
    def remind_after(self) -> Sequence[int] | None:
        return self.plan.remind_after if self.plan else None

    @property
    def rhythm(self) -> str | None:
        return self.plan.rhythm if self.plan else None


form: Form[Composing] = private_form(Composing, "Composing", Purpose.STAFF)


@form.left
async def left(talk: Talk, draft: Composing) -> Reply:
    """What was written stays: drafts are rows."""
    began = draft.survey_id is not None
    Composing.discard(talk)
    kept = _("好的，先到这里。草稿留着，发 /surveys 接着写。")
    return await menu.home(talk, kept if began else _("好的，没有动。"))


@form.refused
async def refused(talk: Talk, refusal: Refusal) -> Reply:
    if isinstance(refusal, NotADraft | NotFound):
        Composing.discard(talk)
        return await menu.refused(talk, refusal, in_words)
    return await talk.repeat(in_words(refusal, talk.config.zone))


async def open_draft(talk: Talk, survey_id: int, before: str = "") -> Reply:
    """Go on with a draft where something is missing, after the words `before` (HTML)."""
    plan = await composing.plan_of(talk.session, survey_id, talk.member)
    draft = Composing(survey_id=survey_id, plan=plan)
    return await form.go_on(talk, draft, before)


async def keep(talk: Talk, draft: Composing, step: str, **decided: Any) -> str | Reply:
    """Keep parts of the plan. Words (HTML) on what others changed, to be said before what follows.

    Where somebody was faster with the same, the question `step` is put once more, with what they
    did and what was written here.
    """
    return await _keep(talk, draft, step, replace(draft.seen, **decided))


async def rewrite(talk: Talk, draft: Composing, step: str, definition: Definition) -> str | Reply:
    """The same of the questions, or of what stands around them."""
    return await _keep(talk, draft, step, replace(draft.seen, definition=definition))


async def put_question(talk: Talk, draft: Composing, step: str, question: Question) -> str | Reply:
    """The same of one question, a new one behind the others."""
    return await rewrite(talk, draft, step, put(draft.definition, question))


async def _keep(talk: Talk, draft: Composing, step: str, wanted: Plan) -> str | Reply:
    assert draft.survey_id is not None
    seen = draft.seen
    try:
        edited = await composing.edit(
            talk.session, draft.survey_id, talk.member, seen, wanted, now=talk.now
        )
    except ChangedMeanwhile as refusal:
        draft.plan = refusal.plan
        told = [faster(refusal, seen)]
        if said := esc(cut(talk.text, SAID_SHOWN)):
            told.append(_("您写的是：“{said}”。要用您的，请再发一次。").format(said=said))
        return await form.ask(talk, draft, step, "\n".join(told))
    draft.plan = edited.plan
    if not edited.others:
        return ""
    what = changes_in_words(edited.others, edited.plan, seen)
    return _("ℹ️ {name}也在改这份问卷：{what}。").format(name=_name(edited.by_name), what=what)


def faster(refusal: ChangedMeanwhile, seen: Plan) -> str:
    """HTML."""
    what = changes_in_words(refusal.changes, refusal.plan, seen)
    text = _("✋ {name}刚刚{what}，先给您看看现在的样子。")
    return text.format(name=_name(refusal.by_name), what=what)


def _name(by_name: str | None) -> str:
    return esc(by_name) or _("同事")
