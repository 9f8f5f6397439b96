"""How a survey is sent: by name or not, to whom, when, for how long, with how many reminders."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from handlers.common.audience_step import audience_step
from handlers.common.forms import Again
from handlers.common.i18n import _, current_language
from handlers.common.labels import rhythm_name
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import day_in
from handlers.common.when_step import when_step
from handlers.surveys.staff import importing
from handlers.surveys.staff.draft import Composing, form, keep
from services.audiences import Audience
from services.rhythms import Rhythm
from services.surveys import composing
from services.surveys.composing import LONGEST
from services.written.counts import count

__all__ = ["importing"]

ANONYMOUS, NAMED = "anonymous", "named"
NONE, TWICE, ONCE = "none", "2 5", "3"
NOT_AGAIN = "once"
RHYTHMS = (Rhythm.WEEKLY, Rhythm.FORTNIGHTLY, Rhythm.MONTHLY)
MOST_REMINDERS = 2
LAST_REMINDER = 30
"""Days after the invitation."""


@form.step(part="anonymous")
async def anonymity(talk: Talk, draft: Composing) -> Ask:
    text = _(
        "记不记名？\n\n"
        "🔒 不记名：只知道谁答过，不知道谁答了什么，社区也查不出来。评价、提意见用这个。\n\n"
        "👤 记名：看得到谁答了什么，好上门去办。居民答之前就会看到“这份问卷记名”。"
    )
    return Ask(text, [Option(ANONYMOUS, _("🔒 不记名")), Option(NAMED, _("👤 记名"))])


@anonymity.choice(ANONYMOUS)
async def anonymously(talk: Talk, draft: Composing, choice: str) -> Reply:
    composing.check_anonymous(draft.definition)
    return await decide(talk, draft, "anonymity", anonymous=True)


@anonymity.choice(NAMED)
async def by_name(talk: Talk, draft: Composing, choice: str) -> Reply:
    return await decide(talk, draft, "anonymity", anonymous=False)


who = audience_step(form, part="chosen", asks=True)


@who.audience
def audience_of(draft: Composing) -> Mapping[str, Any] | None:
    return draft.seen.audience


@who.kept
async def to_them(talk: Talk, draft: Composing, audience: Audience) -> str | Reply:
    return await keep(talk, draft, "who", audience=audience.dump())


when = when_step(form, part="starts")


@when.kept
async def starts(talk: Talk, draft: Composing, starts_at: datetime | None) -> str | Reply:
    said = starts_at.astimezone(UTC).isoformat() if starts_at else ""
    return await keep(talk, draft, "when", starts=said)


def some_days(said: str, talk: Talk) -> int:
    found = count(said)
    if found is None or not 1 <= found <= LONGEST:
        raise Again(_("请写一个数，1 到 {days} 天。").format(days=LONGEST))
    return found


@form.step(some_days)
async def lasts_days(talk: Talk, draft: Composing) -> Ask:
    first_day = (draft.seen.starts_at or talk.now).astimezone(talk.config.zone).date()
    language = current_language()
    options = [
        Option(
            str(days),
            _("{days} 天，到{day}").format(
                days=days, day=day_in("MMMEd", first_day + timedelta(days=days), language)
            ),
        )
        for days in (3, 5, 7, 14)
    ]
    return Ask(_("给大家几天时间答？也可以写，比如“10天”。最后一天晚上八点截止。"), options)


@lasts_days.choice()
async def so_many_days(talk: Talk, draft: Composing, choice: str) -> Reply:
    return await for_days(talk, draft, some_days(choice, talk))


@lasts_days.taken
async def for_days(talk: Talk, draft: Composing, days: int) -> Reply:
    return await decide(talk, draft, "lasts_days", lasts_days=days)


def some_reminders(said: str, talk: Talk) -> list[int]:
    """Days after the invitation, such as 2 and 5."""
    days = sorted({int(each) for each in re.findall(r"\d{1,3}", said)})
    if not days or days[0] < 1 or days[-1] > LAST_REMINDER:
        raise Again(_("请写第几天提醒，比如“2 5”。"))
    if len(days) > MOST_REMINDERS:
        raise Again(_("最多提醒 {count} 次，多了大家会烦。").format(count=MOST_REMINDERS))
    return days


@form.step(some_reminders, part="remind_after")
async def reminders(talk: Talk, draft: Composing) -> Ask:
    options = [
        Option(TWICE, _("第 2 天和第 5 天")),
        Option(ONCE, _("只在第 3 天")),
        Option(NONE, _("不提醒")),
    ]
    text = _("没答的人，什么时候提醒？夜里不提醒；点了“不再问我”的不提醒。")
    return Ask(text, options)


@reminders.choice(NONE)
async def not_reminded(talk: Talk, draft: Composing, choice: str) -> Reply:
    return await reminded(talk, draft, [])


@reminders.choice()
async def usually_reminded(talk: Talk, draft: Composing, choice: str) -> Reply:
    return await reminded(talk, draft, some_reminders(choice, talk))


@reminders.taken
async def reminded(talk: Talk, draft: Composing, days: list[int]) -> Reply:
    return await decide(talk, draft, "reminders", remind_after=days)


@form.step()
async def rhythm(talk: Talk, draft: Composing) -> Ask:
    first_day = (draft.seen.starts_at or talk.now).astimezone(talk.config.zone).date()
    options = [Option(NOT_AGAIN, _("只发这一次"))]
    options += [Option(each.value, rhythm_name(each, first_day)) for each in RHYTHMS]
    text = _("以后还自动发吗？碰上放假就推到上班那天。每次的结果可以和上一次比。")
    return Ask(text, options, columns=2)


@rhythm.choice()
async def repeats(talk: Talk, draft: Composing, choice: str) -> Reply:
    return await decide(talk, draft, "rhythm", rhythm="" if choice == NOT_AGAIN else choice)


async def decide(talk: Talk, draft: Composing, step: str, **decided: Any) -> Reply:
    """Keep parts of the plan, and go on; `step` is asked again where somebody was faster."""
    told = await keep(talk, draft, step, **decided)
    return await form.go_on(talk, draft, told) if isinstance(told, str) else told
