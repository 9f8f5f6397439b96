"""🙋 我符合吗？: what of a person counts for a policy, a question each, and what it comes to."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from aiogram.types import CallbackQuery

from handlers.announcements.refusals import in_words
from handlers.announcements.words import ForMe, household_name
from handlers.common import menu
from handlers.common.forms import Again, Form
from handlers.common.i18n import _
from handlers.common.idle import Idle
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.ticking import marked, ticking, toggled
from handlers.common.words import esc
from services.announcements import outcomes, policies, reading
from services.announcements.policies import Fact, Verdict
from services.errors import NotFound, Refusal
from services.people import profiles
from services.people.profiles import Facts
from services.written import birthdays
from storage.tables import Announcement, Household, Tapped

DONE, KEEP, ONCE, RATHER_NOT = "done", "keep", "once", "rather not"


@dataclass(slots=True)
class Asked(Kept):
    """What somebody tells to learn whether a policy is for them."""

    KEY: ClassVar = "policy"

    announcement_id: int = 0
    birth_year: int | None = None
    ticked: list[Household] = field(default_factory=list)
    told: bool | None = None
    """The households were gone through."""

    def beside(self, known: Facts) -> Facts:
        """What is known with what was told now."""
        told = frozenset(self.ticked) if self.told else known.households
        return Facts(self.birth_year or known.birth_year, told)


asking = Form(Asked, "ForMe")
idle = Idle(asking.state("birth_year"), asking.state("households"), asking.state("remembered"))


@asking.callback_query(ForMe.filter())
async def is_it_for_me(query: CallbackQuery, talk: Talk, callback_data: ForMe) -> Reply:
    announcement_id = callback_data.announcement
    try:
        begun = await _go_on(talk, Asked(announcement_id=announcement_id))
    except NotFound as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    await outcomes.tapped(talk.session, announcement_id, talk.user_id, Tapped.ASKED)
    return begun


async def _go_on(talk: Talk, draft: Asked) -> Reply:
    """Ask for what is missing, or say what it comes to. Raises NotFound once it is recalled."""
    announcement = await reading.told(talk.session, draft.announcement_id, now=talk.now)
    known = await profiles.facts_of(talk.session, talk.user_id)
    judged = _judge(announcement, draft.beside(known), talk.today)
    if judged.verdict is Verdict.CANNOT_SAY:
        step = "birth_year" if judged.missing[0] is Fact.BIRTH_YEAR else "households"
        return await asking.ask(talk, draft, step)
    answer = _answer(announcement, judged.verdict)
    if draft.birth_year is not None or draft.told:
        return await asking.ask(talk, draft, "remembered", answer)
    Asked.discard(talk)
    return await menu.home(talk, answer)


def _judge(announcement: Announcement, facts: Facts, today: date) -> policies.Judged:
    conditions = reading.conditions_of(announcement)
    assert conditions is not None, "only policies have the button"
    return policies.judge(conditions, facts, today)


def a_year(said: str, talk: Talk) -> int:
    """Of birth: 1948, 一九四八年, or a whole birthday."""
    year = birthdays.year(said, talk.today)
    if year is None:
        raise Again(_("请写四位数的年份，比如 1948。"))
    return profiles.check_year(year, talk.today)


@asking.refused
async def refused(talk: Talk, refusal: Refusal) -> Reply:
    if isinstance(refusal, NotFound):
        Asked.discard(talk)
        return await menu.home(talk, _("这条通知已经撤回了。"))
    return await talk.repeat(in_words(refusal, talk.config.zone))


@asking.aside("birth_year", a_year)
async def birth_year(talk: Talk, draft: Asked) -> Ask:
    text = _("这项政策看年龄。您是哪一年出生的？写四位数，比如 1948。")
    return Ask(text, [Option(RATHER_NOT, _("不想说"))], back=False)


@birth_year.taken
async def year_told(talk: Talk, draft: Asked, year: int) -> Reply:
    draft.birth_year = year
    return await _go_on(talk, draft)


@asking.aside("households")
async def households(talk: Talk, draft: Asked) -> Ask:
    """All kinds, not only those of this policy: what is kept answers for others too."""
    options = [
        Option(each.value, marked(household_name(each), each in draft.ticked)) for each in Household
    ]
    options.append(Option(RATHER_NOT, _("不想说")))
    done = Option(DONE, _("选好了") if draft.ticked else _("都没有"))
    text = _("家里有下面的情况吗？有几样点几样，再点最后的“选好了”。")
    return await ticking(talk, asking.state("households"), text, options, done, back=False)


@households.choice(*Household)
async def ticked(talk: Talk, draft: Asked, choice: str) -> Reply:
    draft.ticked = toggled(draft.ticked, Household(choice))
    return await asking.ask(talk, draft, "households")


@households.choice(DONE)
async def all_told(talk: Talk, draft: Asked, choice: str) -> Reply:
    draft.told = True
    return await _go_on(talk, draft)


@birth_year.choice(RATHER_NOT)
@households.choice(RATHER_NOT)
async def rather_not(talk: Talk, draft: Asked, choice: str) -> Reply:
    announcement = await reading.told(talk.session, draft.announcement_id, now=talk.now)
    Asked.discard(talk)
    return await menu.home(talk, _answer(announcement, Verdict.CANNOT_SAY))


@asking.aside("remembered")
async def remembered(talk: Talk, draft: Asked) -> Ask:
    text = _("您刚才说的，要记下来吗？记下来，下次就不用再问；随时发 /notices 就能删掉。")
    return Ask(text, [Option(KEEP, _("记下来")), Option(ONCE, _("不用记"))], columns=2, back=False)


@remembered.choice(KEEP)
async def kept(talk: Talk, draft: Asked, choice: str) -> Reply:
    await profiles.keep(
        talk.session,
        talk.user_id,
        birth_year=draft.birth_year,
        households=draft.ticked if draft.told else None,
        now=talk.now,
    )
    Asked.discard(talk)
    return await menu.home(talk, _("记下了，下次不再问。"))


@remembered.choice(ONCE)
async def not_kept(talk: Talk, draft: Asked, choice: str) -> Reply:
    Asked.discard(talk)
    return await menu.home(talk, _("好的，没有记。"))


def _answer(announcement: Announcement, verdict: Verdict) -> str:
    """HTML."""
    said = {
        Verdict.MAY_QUALIFY: _("✅ 您可能符合。能不能办，以窗口核对的为准。"),
        Verdict.DOES_NOT: _("按您说的，这一项看起来不符合。拿不准的，可以问一问社区。"),
        Verdict.CANNOT_SAY: _("不知道这些，就说不准。可以带上证件，到社区问一问。"),
    }[verdict]
    if announcement.guide and verdict is not Verdict.DOES_NOT:
        guide = _("<b>怎么办、去哪里办</b>\n{guide}").format(guide=esc(announcement.guide))
        return f"{said}\n\n{guide}"
    return said
