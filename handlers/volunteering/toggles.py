"""Questions of which several choices hold at once: posts, and times of the week."""

import re
from collections.abc import Sequence

from aiogram.fsm.state import State

from handlers.common.i18n import _, current_language
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.volunteering.words import group_name
from services.volunteering import preferences, volunteers

DONE, ALL = "done", "all"
_NUMBERS = re.compile(r"\d{1,2}(?:\D{1,3}\d{1,2})+")
"""Several numbers of options in one answer."""


async def ask_posts(talk: Talk, state: State, chosen: Sequence[str], before: str = "") -> Reply:
    options = [
        Option(post.key, _marked(post.name(current_language()), post.key in chosen))
        for post in await volunteers.posts(talk.session)
    ]
    text = _("您愿意做哪些事？可以选好几样，选完点“选好了”。回号码也行，比如“2 4 5”。")
    return await _ask(talk, state, text, options, before)


async def ask_times(talk: Talk, state: State, groups: Sequence[str], before: str = "") -> Reply:
    """`groups` as in `preferences.times_of`."""
    options = [
        Option(group, _marked(group_name(group), group in groups)) for group in preferences.GROUPS
    ]
    options.append(Option(ALL, _("什么时候都行")))
    text = _("您一般什么时候有空？可以选好几样，选完点“选好了”。回号码也行，比如“2 5”。")
    return await _ask(talk, state, text, options, before)


def turned(chosen: Sequence[str], choice: str) -> list[str]:
    """`chosen` with `choice` put in, or taken out if it was there."""
    if choice in chosen:
        return [value for value in chosen if value != choice]
    return [*chosen, choice]


def several(talk: Talk) -> list[str]:
    """What the numbers in an answer such as "2 4 5" mean; nothing if it is no such answer."""
    question = talk.question
    if question is None or not _NUMBERS.fullmatch(talk.line):
        return []
    numbers = [int(number) for number in re.findall(r"\d+", talk.text)]
    if not all(1 <= number < len(question.options) for number in numbers):
        return []
    values = [question.options[number - 1].value for number in numbers]
    return [] if {DONE, ALL, BACK}.intersection(values) else values


def not_a_choice() -> str:
    return _("这个我看不懂。请点下面的选项，或者回复它的号码；/cancel 退出。")


async def _ask(talk: Talk, state: State, text: str, options: list[Option], before: str) -> Reply:
    """The question takes the place of the one before it: ten taps leave one, not ten."""
    done = Option(DONE, _("选好了"))
    # In big print the choices come page by page: the way on stands on the first.
    every = [done, *options] if talk.person.big_print else [*options, done]
    words = f"{before}\n\n{text}" if before else text
    page = (
        talk.question.page if talk.question and await talk.state.get_state() == state.state else 0
    )
    asked = await talk.ask(state, words, every, columns=2)
    if page and (question := talk.question):
        question.page = page
        talk.data["question"] = question.dump()
        asked = await talk.repeat()
    return talk.as_one(asked)


def _marked(label: str, on: bool) -> str:
    return f"✅ {label}" if on else f"⬜️ {label}"
