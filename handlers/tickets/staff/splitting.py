"""拆分: what tells of two things becomes two requests: the words for the second, then its kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from handlers.common.cards import Said
from handlers.common.i18n import SOURCE, _, mark
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.tickets.staff.asking import group_form, over
from handlers.tickets.staff.card import Action, card, is_in_work, may
from handlers.tickets.staff.noting import noted
from services.tickets import categories
from services.tickets import splitting as rules
from storage.tables import Category

SPLIT = "split"
"""What the prompt is about, before the ticket's id."""
SUGGESTED = 3
SHOWN_TEXT = 60
OTHER = "other"


@dataclass
class Splitting(Kept):
    KEY: ClassVar[str] = "splitting"

    ticket: int = 0
    text: str = ""
    category: int | None = None


splitting = group_form(Splitting, "Splitting", mark("好的，没有拆分。"))


@card.words(
    Action.SPLIT,
    label=mark("拆分"),
    when=is_in_work,
    check=partial(may, taker_only=False),
    ask=lambda: _("请回复这条消息，写下要另外办的那一部分，居民也看得到。"),
    about=SPLIT,
    further=True,
)
async def split(talk: Talk, ticket_id: int, said: Said) -> Reply:
    await rules.check(talk.session, ticket_id, talk.member, said.text)
    return await splitting.go_on(talk, Splitting(ticket_id, said.text))


@splitting.step()
async def category(talk: Talk, draft: Splitting) -> Ask:
    known = await categories.active(talk.session)
    likely = [known[each] for each in talk.config.suggest(draft.text, SUGGESTED) if each in known]
    if not likely:
        return _asked(talk, draft, known.values())
    return _asked(talk, draft, likely, Option(OTHER, _("其他")))


@category.choice(OTHER)
async def other(talk: Talk, draft: Splitting, choice: str) -> Reply:
    return await splitting.ask(talk, draft, "all_categories")


@splitting.aside("category")
async def all_categories(talk: Talk, draft: Splitting) -> Ask:
    return _asked(talk, draft, (await categories.active(talk.session)).values())


def _asked(talk: Talk, draft: Splitting, shown: Iterable[Category], *others: Option) -> Ask:
    text = _("{name}，“{text}”是哪一类事？点了就分成两件来办。").format(
        name=esc(talk.name), text=esc(cut(draft.text, SHOWN_TEXT))
    )
    options = [Option(str(each.id), each.name(SOURCE)) for each in shown]
    return Ask(text, [*options, *others], columns=2, as_one=True)


@category.choice()
@all_categories.choice()
async def split_so(talk: Talk, draft: Splitting, choice: str) -> Reply:
    await over(talk, Splitting)
    _first, second = await rules.split(
        talk.session,
        draft.ticket,
        talk.member,
        draft.text,
        int(choice),
        now=talk.now,
        zone=talk.config.zone,
    )
    text = _("分成两件了，新的一件编号 {number}，居民已经收到。").format(number=second.number)
    return noted(talk, text, under_card=card.key(draft.ticket))
