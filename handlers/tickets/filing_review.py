"""Filing a request: all of it read back, each part a tap away, and what becomes of it."""

from handlers.common import menu
from handlers.common.i18n import _, current_language
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.tickets import filing_words as words
from handlers.tickets.draft import Draft
from handlers.tickets.filing import as_written, category_of
from handlers.tickets.filing_place import filing
from handlers.tickets.refusals import in_words
from services import tickets
from services.errors import NotFound
from services.tickets import on_behalf
from storage.tables import Ticket

__all__ = ["filing"]

HURRY = "hurry"
QUESTION = 24
"""Characters of a category's question on a button."""


@filing.step()
async def review(talk: Talk, draft: Draft) -> Ask:
    """Everything as it will be filed, guesses marked; each part is one tap away.

    It stands once in the chat: an earlier one does not keep its buttons.
    """
    category = await category_of(talk, draft)
    options = [
        Option("file", _("提交")),
        Option("category", _("改类别")),
        Option("where", _("改地点")),
        Option("what", _("改内容")),
        Option("privacy", _("改公开方式")),
    ]
    if draft.on_behalf:
        options.append(Option("for_name", _("改替谁反映")))
    if draft.sounds_urgent and not category.urgent:
        options.append(Option(HURRY, _("是急事") if draft.calm else _("不是急事")))
    if (asked := category.question(current_language())) and draft.answer is None:
        options.append(Option("question", cut(asked, QUESTION)))
    return Ask(words.review(draft, category), options, columns=2, as_one=True)


@review.choice()
async def change(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await filing.change(talk, draft, choice)


@filing.aside("review", as_written)
async def question(talk: Talk, draft: Draft) -> Ask:
    """The category's own: who comes is better prepared for knowing it."""
    return Ask(esc((await category_of(talk, draft)).question(current_language()) or ""), [])


@question.taken
async def answered(talk: Talk, draft: Draft, said: str) -> Reply:
    draft.answer = said
    return None


@filing.aside("review")
async def privacy(talk: Talk, draft: Draft) -> Ask:
    text = _("邻居能看到这件事吗？公开的话，遇到同样问题的邻居可以一起反映。")
    options = [
        Option("open:named", _("公开，可以叫我的称呼")),
        Option("open:unnamed", _("公开，不留名")),
        Option("private:named", _("不公开，可以叫我的称呼")),
        Option("private:unnamed", _("不公开，不留名")),
    ]
    return Ask(text, options)


@privacy.choice()
async def shown_to(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.private = choice.startswith("private")
    draft.named = choice.endswith(":named")
    return None


@review.choice(HURRY)
async def hurry(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.calm = not draft.calm
    return None


@review.choice("file")
async def submit(talk: Talk, draft: Draft, choice: str) -> Reply:
    try:
        ticket = await _filed(talk, draft)
    except on_behalf.MayNotFileForOthers as refusal:
        draft.make_their_own()
        return await filing.ask(talk, draft, "review", in_words(refusal, talk.config.zone))
    except NotFound:
        draft.category_id = draft.area_id = draft.place = None
        gone = _("您选的类别或者地点刚刚停用了，请重新选一下。您写的都还在。")
        return [talk.say(gone), *every(await filing.go_on(talk, draft))]
    Draft.discard(talk)
    return await menu.home(talk, await words.receipt(talk, ticket))


async def _filed(talk: Talk, draft: Draft) -> Ticket:
    """Raises as `tickets.file` and `on_behalf.file_for`."""
    new = draft.as_filed_by(talk.person)
    if not draft.on_behalf:
        return await tickets.file(talk.session, new, now=talk.now, zone=talk.config.zone)
    whom = on_behalf.Whom(draft.for_name or "", draft.for_phone or None)
    filer = on_behalf.Filer(talk.user_id, draft.for_group)
    return await on_behalf.file_for(
        talk.session, new, whom, filer, now=talk.now, zone=talk.config.zone
    )
