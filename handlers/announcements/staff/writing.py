"""/announce: staff write an announcement, in their private chat with us.

Here: what it says. `sending` asks to whom, when, and sends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar

from handlers.announcements.refusals import in_words
from handlers.announcements.words import household_name, topic_name
from handlers.common import menu
from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.in_private import begins, private_form
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.readers import some_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.ticking import marked, ticking, toggled
from services.announcements import policies
from services.announcements.life import GUIDE_LIMIT, TEXT_LIMIT, address_in
from services.announcements.policies import Conditions
from services.audiences import Audience
from services.errors import Refusal
from services.written.ages import ages
from storage.media import Attachment
from storage.tables import Household, Purpose, Topic

NONE, DONE, ANY_AGE, YES = "none", "done", "any age", "yes"
SENT = "sent"


@dataclass(slots=True)
class Writing(Kept):
    """An announcement that is being written; each part is None until it was answered."""

    KEY: ClassVar = "announcement"

    topic: Topic | None = None
    text: str | None = None
    beside: bool | None = None
    """Whether something goes with it was asked."""
    url: str | None = None
    media_id: str | None = None
    for_some: bool | None = None
    """Of a policy: whether it has conditions."""
    ages: tuple[int | None, int | None] | None = None
    households: list[Household] = field(default_factory=list)
    households_told: bool | None = None
    guide: str | None = None
    """Empty where there is none."""
    audience: dict[str, Any] | None = None
    """See `Audience.dump`."""
    chosen: bool | None = None
    """The audience is as it should be."""
    timed: bool | None = None
    starts_at: datetime | None = None
    """Aware, in UTC; None for at once."""
    urgent: bool = False
    rhythm: str = ""
    """A Rhythm's value; empty where it does not repeat."""

    @property
    def conditions(self) -> Conditions | None:
        """Raises NoCondition."""
        if not self.for_some:
            return None
        youngest, oldest = self.ages or (None, None)
        return policies.check(Conditions(youngest, oldest, frozenset(self.households)))


writing = private_form(Writing, "WritingNotice", Purpose.STAFF)


@begins(writing, "announce", Purpose.STAFF)
async def begin(talk: Talk, words: str) -> Reply:
    return await writing.go_on(talk, Writing())


@writing.left
async def left(talk: Talk, draft: Writing) -> Reply:
    Writing.discard(talk)
    return await menu.home(talk, _("好的，没有发。"))


@writing.refused
async def refused(talk: Talk, refusal: Refusal) -> Reply:
    return await talk.repeat(in_words(refusal, talk.config.zone))


@writing.step()
async def topic(talk: Talk, draft: Writing) -> Ask:
    options = [Option(each.value, topic_name(each)) for each in Topic]
    options.append(Option(SENT, _("📋 发过的通知")))
    return Ask(_("发通知：是哪一类？居民按类选收不收，“安全”人人都收得到。"), options, columns=2)


@topic.choice(*Topic)
async def topic_chosen(talk: Talk, draft: Writing, choice: str) -> Reply:
    """Counted are those who are sent that topic."""
    draft.topic = Topic(choice)
    audience = (
        Audience.load(draft.audience)
        if draft.audience
        else Audience(area_ids=(talk.group.area_id,))
    )
    draft.audience = replace(audience, topic=draft.topic).dump()
    return None


@writing.step(some_words(TEXT_LIMIT))
async def text(talk: Talk, draft: Writing) -> Ask:
    words = _("写下通知的内容，最多 {limit} 个字。时间、地点、找谁，写清楚；句子短一点，老人好读。")
    return Ask(words.format(limit=TEXT_LIMIT))


@writing.step(lambda said, _talk: address_in(said))
async def beside(talk: Talk, draft: Writing) -> Ask:
    words = _("要附上什么吗？发一张图、一个文件，或者一个网址；没有就点“没有”。")
    return Ask(words, [Option(NONE, _("没有"))])


@beside.choice(NONE)
async def nothing_beside(talk: Talk, draft: Writing, choice: str) -> Reply:
    draft.beside, draft.url, draft.media_id = True, None, None
    return None


@beside.taken
async def a_link(talk: Talk, draft: Writing, url: str) -> Reply:
    draft.beside, draft.url, draft.media_id = True, url, None
    return None


@beside.brought
async def a_file(talk: Talk, draft: Writing, files: Sequence[Attachment]) -> Reply:
    if len(files) != 1:
        raise Again(_("只能附一样，请挑最要紧的一张图或者一个文件。"))
    draft.beside, draft.url, draft.media_id = True, None, files[0].media_id
    return None


def _is_policy(talk: Talk, draft: Writing) -> bool:
    return draft.topic is Topic.POLICY


def _has_conditions(talk: Talk, draft: Writing) -> bool:
    return _is_policy(talk, draft) and bool(draft.for_some)


@writing.step(when=_is_policy)
async def for_some(talk: Talk, draft: Writing) -> Ask:
    words = _("这项政策有条件吗（年龄、家庭情况）？写上条件，居民点“我符合吗？”就有答复。")
    return Ask(words, [Option(YES, _("有条件")), Option(NONE, _("人人都可以"))], columns=2)


@for_some.choice()
async def conditions_wanted(talk: Talk, draft: Writing, choice: str) -> Reply:
    draft.for_some = choice == YES
    return None


def some_ages(said: str, talk: Talk) -> tuple[int | None, int | None]:
    found = ages(said)
    if found is None:
        raise Again(_("请写成这样：60岁以上、3岁以下、60到79岁。"))
    return found.low, found.high


@writing.step(some_ages, part="ages", when=_has_conditions)
async def of_age(talk: Talk, draft: Writing) -> Ask:
    words = _("多大年纪的可以办？比如：60岁以上、3岁以下、60到79岁。")
    return Ask(words, [Option(ANY_AGE, _("不看年龄"))])


@of_age.choice(ANY_AGE)
async def any_age(talk: Talk, draft: Writing, choice: str) -> Reply:
    draft.ages = (None, None)
    return None


@writing.step(part="households_told", when=_has_conditions)
async def households(talk: Talk, draft: Writing) -> Ask:
    options = [
        Option(each.value, marked(household_name(each), each in draft.households))
        for each in Household
    ]
    done = Option(DONE, _("选好了") if draft.households else _("不看家庭情况"))
    text = _("家里是什么情况的可以办？符合其中一样就算；选完点“选好了”。")
    return await ticking(talk, writing.state("households"), text, options, done)


@households.choice(*Household)
async def ticked(talk: Talk, draft: Writing, choice: str) -> Reply:
    draft.households = toggled(draft.households, Household(choice))
    return await writing.ask(talk, draft, "households")


@households.choice(DONE)
async def households_chosen(talk: Talk, draft: Writing, choice: str) -> Reply:
    draft.households_told = True
    if draft.conditions is None:
        raise AssertionError("it is asked for with conditions alone")
    return None


@writing.step(some_words(GUIDE_LIMIT), when=_is_policy)
async def guide(talk: Talk, draft: Writing) -> Ask:
    words = _("怎么办：带什么材料，到哪里，找谁？最多 {limit} 个字；没有就点“没有”。")
    return Ask(words.format(limit=GUIDE_LIMIT), [Option(NONE, _("没有"))])


@guide.choice(NONE)
async def no_guide(talk: Talk, draft: Writing, choice: str) -> Reply:
    draft.guide = ""
    return None
