"""What volunteers say of themselves, asked alike when they join and when they change it."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from aiogram.dispatcher.event.bases import SkipHandler

from handlers.common.forms import Again, Form, Step
from handlers.common.i18n import _, current_language
from handlers.common.kept import Kept
from handlers.common.questions import BACK, Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.ticking import marked, ticking, toggled
from handlers.volunteering.words import group_name, reach_in_words
from services.volunteering import preferences, teams, volunteers
from storage.tables import Volunteer

DONE, ALL, NO_TEAM = "done", "all", "none"
_NUMBERS = re.compile(r"\d{1,2}(?:\D{1,3}\d{1,2})+")
"""Several numbers of options in one answer."""


@dataclass(slots=True)
class Draft(Kept):
    """An application that is being written; of a profile, the part that is being changed."""

    KEY: ClassVar = "volunteering"

    code: str = ""
    """Of the QR code that brought them: a team's, or an area's."""
    area_id: int | None = None
    """The community."""
    team_id: int | None = None
    name: str | None = None
    posts: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    """Of times, see `preferences.times_of`."""
    reach: int | None = None
    """Which of `preferences.REACHES`."""

    @classmethod
    def of_volunteer(cls, volunteer: Volunteer) -> "Draft":
        """All but how far they go, which is asked again."""
        return cls(
            area_id=volunteer.area_id,
            team_id=volunteer.team_id,
            name=volunteer.name,
            posts=volunteer.posts,
            groups=preferences.groups_of(volunteer.times),
        )


class Answers(NamedTuple):
    """Where the answers stand, where they go, and what comes after a step."""

    said: Callable[[Talk, Draft], Awaitable[Draft]]
    """All that was said so far."""
    keep: Callable[[Talk, Draft, str], Awaitable[Reply]]
    """Keep what the draft now says at this step. A reply means that it cannot be kept."""
    done: Callable[[Talk, Draft, str], Awaitable[Reply]]
    """Go on from this step."""


def add_steps(form: Form[Draft], answers: Answers, *, back_to: str | None = None) -> None:
    """Add the steps `posts`, `times` and `reach`; see `Step.back_to`."""

    async def reach(talk: Talk, draft: Draft) -> Ask:
        options = [
            Option(str(index), reach_in_words(metres))
            for index, metres in enumerate(preferences.REACHES)
        ]
        return Ask(_("离家多远的任务您愿意去？"), options)

    async def chosen(talk: Talk, draft: Draft, choice: str) -> Reply:
        draft.reach = int(choice)
        return await answers.keep(talk, draft, "reach") or await answers.done(talk, draft, "reach")

    form.add(_Several(form, "posts", "posts", _which_posts, answers, back_to))
    form.add(_Several(form, "times", "groups", _which_times, answers, back_to))
    form.add(Step(reach, None, "reach", back_to=back_to)).choice()(chosen)


async def team_options(talk: Talk, area_id: int) -> list[Option]:
    """The teams of a community, and none of them last."""
    known = await teams.of_community(talk.session, area_id)
    options = [Option(str(team.id), team.name) for team in known]
    return [*options, Option(NO_TEAM, _("不参加队伍"))]


async def _which_posts(talk: Talk, chosen: Sequence[str]) -> Ask:
    options = [
        Option(post.key, marked(post.name(current_language()), post.key in chosen))
        for post in await volunteers.posts(talk.session)
    ]
    text = _("您愿意做哪些事？可以选好几样，选完点“选好了”。回号码也行，比如“2 4 5”。")
    return Ask(text, options)


async def _which_times(talk: Talk, chosen: Sequence[str]) -> Ask:
    options = [
        Option(group, marked(group_name(group), group in chosen)) for group in preferences.GROUPS
    ]
    options.append(Option(ALL, _("什么时候都行")))
    text = _("您一般什么时候有空？可以选好几样，选完点“选好了”。回号码也行，比如“2 5”。")
    return Ask(text, options)


class _Several(Step[Draft]):
    """Several options hold at once: each tap turns one on or off, until "选好了"."""

    def __init__(
        self,
        form: Form[Draft],
        name: str,
        part: str,
        which: Callable[[Talk, Sequence[str]], Awaitable[Ask]],
        answers: Answers,
        back_to: str | None,
    ) -> None:
        super().__init__(self._question, None, part, back_to=back_to)
        self.name = name
        self._form = form
        self._which = which
        self._answers = answers

    async def _question(self, talk: Talk, draft: Draft) -> Ask:
        ask = await self._which(talk, await self._chosen_so_far(talk, draft))
        state, done = self._form.state(self.name), Option(DONE, _("选好了"))
        return await ticking(talk, state, ask.text, ask.options, done, columns=2)

    async def choose(self, talk: Talk, draft: Draft, choice: str) -> Reply:
        if choice == DONE:
            return await self._answers.done(talk, draft, self.name)
        if choice == ALL:
            draft.groups = list(preferences.GROUPS)
            kept = await self._answers.keep(talk, draft, self.name)
            return kept or await self._answers.done(talk, draft, self.name)
        chosen = toggled(await self._chosen_so_far(talk, draft), choice)
        return await self._now(talk, draft, chosen)

    async def hear(self, talk: Talk, draft: Draft) -> Reply:
        if not talk.message.text or not talk.line:
            raise SkipHandler
        chosen = _several(talk)
        if not chosen:
            raise Again(_("这个我看不懂。请点下面的选项，或者回复它的号码；/cancel 退出。"))
        return await self._now(talk, draft, chosen)

    async def _chosen_so_far(self, talk: Talk, draft: Draft) -> list[str]:
        so_far: list[str] = getattr(await self._answers.said(talk, draft), self.part)
        return so_far

    async def _now(self, talk: Talk, draft: Draft, chosen: list[str]) -> Reply:
        setattr(draft, self.part, chosen)
        kept = await self._answers.keep(talk, draft, self.name)
        return kept or await self._form.ask(talk, draft, self.name)


def _several(talk: Talk) -> list[str]:
    """What the numbers in an answer such as "2 4 5" mean; nothing if it is no such answer."""
    question = talk.question
    if question is None or not _NUMBERS.fullmatch(talk.line):
        return []
    numbers = [int(number) for number in re.findall(r"\d+", talk.text)]
    if not all(1 <= number < len(question.options) for number in numbers):
        return []
    values = [question.options[number - 1].value for number in numbers]
    return [] if {DONE, ALL, BACK}.intersection(values) else values
