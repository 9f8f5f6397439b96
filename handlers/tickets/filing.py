"""Filing a request (诉求), from "路灯坏了" to a number: how it begins, its kind, what is wrong.

The steps after these stand in `filing_place` and `filing_review`, in the order of their imports;
what is said where something else is asked, in `filing_besides`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from aiogram.filters import Command
from aiogram.types import Message

from handlers.common import menu
from handlers.common.consent import ask_consent
from handlers.common.filters import Words
from handlers.common.forms import Form
from handlers.common.i18n import _, current_language
from handlers.common.leaving import leave
from handlers.common.questions import Ask, Option
from handlers.common.said import recall
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.tickets import filing_words as words
from handlers.tickets.draft import FOR_OTHERS, Draft
from services.tickets import categories
from services.tickets.understanding import understand
from storage.media import Attachment
from storage.tables import Category

SUGGESTED = 3

DRAFT = "draft"
"""The way of those who have begun to file."""
filing = Form(Draft, "Filing")


@filing.message(Command("complaint"))
@filing.message(Words(menu.COMPLAINT))
async def begin(message: Message, talk: Talk) -> Reply:
    if Draft.of(talk).has_content:
        return await ask_unfinished(talk)
    return await begin_with(talk, Draft())


async def begin_with(talk: Talk, draft: Draft) -> Reply:
    """Go on with `draft` and whatever was said before it was known what that belongs to."""
    for text, attachments in recall(talk):
        draft.put_in(text, attachments)
    draft.keep(talk)
    if talk.person.consented_at is None:
        return await ask_consent(talk, then=DRAFT)
    return await go_on(talk)


async def go_on(talk: Talk) -> Reply:
    """Ask for the first part of the draft that is missing, or that is out of use by now."""
    draft = Draft.of(talk)
    if draft.category_id not in await categories.active(talk.session):
        draft.category_id = None
    if draft.has_content:
        await take_in(talk, draft)
    return await filing.go_on(talk, draft)


async def take_in(talk: Talk, draft: Draft) -> None:
    """What came is enough to go on with; what it says already need not be asked."""
    draft.told = True
    if not draft.is_whole:
        guess = await understand(
            talk.session, draft.text, talk.person, talk.config.clear, now=talk.now
        )
        if draft.on_behalf and guess.place is not None and not guess.place.is_named:
            guess = replace(guess, place=None)
        await draft.fill_in(talk, guess)


@filing.left
async def left(talk: Talk, draft: Draft) -> Reply:
    return await leave(talk)


async def keep_for_later(talk: Talk, before: str) -> Reply:
    """Something was said while something else is asked: keep it, and ask again after `before`."""
    draft = Draft.of(talk)
    refused = words.refused(draft.put_in(talk.words, talk.attachments))
    return await ask_again(talk, draft, refused or before)


async def ask_again(talk: Talk, draft: Draft, before: str) -> Reply:
    draft.keep(talk)
    return talk.as_one(await talk.repeat(before))


async def ask_unfinished(talk: Talk) -> Reply:
    return await filing.ask(talk, Draft.of(talk), "unfinished")


@filing.aside("category")
async def unfinished(talk: Talk, draft: Draft) -> Ask:
    options = [Option("go_on", _("接着写")), Option("anew", _("重新写一件"))]
    return Ask(words.unfinished(draft), options, back=False)


@unfinished.choice("go_on")
async def same(talk: Talk, draft: Draft, choice: str) -> Reply:
    talk.data.pop(FOR_OTHERS, None)
    return await begin_with(talk, draft)


@unfinished.choice("anew")
async def anew(talk: Talk, draft: Draft, choice: str) -> Reply:
    if FOR_OTHERS in talk.data:
        new = Draft(on_behalf=True, for_group=talk.data.pop(FOR_OTHERS))
        return await filing.ask(talk, new, "for_name")
    return await begin_with(talk, Draft())


@filing.step(part="category_id")
async def category(talk: Talk, draft: Draft) -> Ask:
    """Three guesses where something was written already, else the whole list."""
    known = await categories.active(talk.session)
    likely = talk.config.suggest(draft.text, SUGGESTED)
    guesses = [known[each] for each in likely if each in known]
    if not draft.text or not guesses or draft.is_whole:
        return _whole_list(known.values())
    return Ask(
        _("收到了。您说的是哪一类事？"),
        [*_named(guesses), Option("other", _("都不是，看所有类别"))],
    )


@category.choice("other")
async def other_category(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await filing.ask(talk, draft, "all_categories")


@filing.aside("category")
async def all_categories(talk: Talk, draft: Draft) -> Ask:
    return _whole_list((await categories.active(talk.session)).values())


def _whole_list(known: Iterable[Category]) -> Ask:
    return Ask(_("您要反映的是哪一类事？"), _named(known), columns=2)


def _named(known: Iterable[Category]) -> list[Option]:
    return [Option(str(each.id), each.name(current_language())) for each in known]


@category.choice()
@all_categories.choice()
async def chosen(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.choose(int(choice))
    return None


def as_written(said: str, talk: Talk) -> str:
    """In as many lines as people like, and marked where it was forwarded."""
    return talk.words


@filing.step(as_written, part="told")
async def what(talk: Talk, draft: Draft) -> Ask:
    return Ask(words.what(draft), [])


@what.taken
async def written(talk: Talk, draft: Draft, said: str) -> Reply:
    """Where something was written before, this takes its place."""
    draft.texts = []
    return await _told(talk, draft, [])


@what.brought
async def shown(talk: Talk, draft: Draft, files: Sequence[Attachment]) -> Reply:
    return await _told(talk, draft, files)


async def _told(talk: Talk, draft: Draft, files: Sequence[Attachment]) -> Reply:
    refused = words.refused(draft.put_in(talk.words, files))
    await take_in(talk, draft)
    return await filing.go_on(talk, draft, refused)


async def category_of(talk: Talk, draft: Draft) -> Category:
    return (await categories.every(talk.session))[draft.category_id or 0]
