"""The parts of a task that its sentence left open, or that are to be changed; `reviewing` ends it.

Written for everybody to read: names, doors and telephones belong into what only those who claim
it are told.
"""

from handlers.common.forms import Again
from handlers.common.i18n import _, current_language
from handlers.common.labels import rhythm_name
from handlers.common.place_step import LIST, Found, place_step
from handlers.common.places import HERE
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line, some_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import day_in
from handlers.common.words import cut, esc
from handlers.volunteering.staff.task_draft import TaskDraft
from handlers.volunteering.staff.task_sentence import publishing
from services import areas
from services.rhythms import Rhythm
from services.volunteering import volunteers
from services.volunteering.new_task import PLACE_LIMIT, TEXT_LIMIT, TITLE_LIMIT
from services.volunteering.written_places import roles_of
from services.written.errors import TimesUnreadable
from services.written.spans import Span, span
from storage.tables import HolidayPolicy

NONE, ONCE = "none", "once"
MANY = (1, 2, 3, 4, 5)


@publishing.step()
async def post(talk: Talk, draft: TaskDraft) -> Ask:
    options = [
        Option(post.key, post.name(current_language()))
        for post in await volunteers.posts(talk.session)
    ]
    return Ask(_("是哪一类？"), options, columns=2)


@publishing.step(a_line(TITLE_LIMIT))
async def title(talk: Talk, draft: TaskDraft) -> Ask:
    return Ask(_("要做什么？写几个字，大家看得到，比如：重阳节包饺子。"))


@publishing.step(some_words(TEXT_LIMIT))
async def details(talk: Talk, draft: TaskDraft) -> Ask:
    text = _("还有什么要说明？大家看得到，不要写姓名、门牌、电话。没有就点“没有”。")
    return Ask(text, [Option(NONE, _("没有"))])


@details.choice(NONE)
async def no_details(talk: Talk, draft: TaskDraft, choice: str) -> Reply:
    draft.details = ""
    return None


@publishing.step(some_words(TEXT_LIMIT))
async def private(talk: Talk, draft: TaskDraft) -> Ask:
    text = _("🔒 有只告诉认领人的吗？比如姓名、门牌、电话。写下来，没有就点“没有”。")
    return Ask(text, [Option(NONE, _("没有"))])


@private.choice(NONE)
async def nothing_private(talk: Talk, draft: TaskDraft, choice: str) -> Reply:
    draft.private = ""
    return None


@place_step(publishing, part="place")
async def place(talk: Talk, draft: TaskDraft) -> Ask:
    options = [Option(LIST, _("从名单里选"))]
    if (community := await areas.community_of(talk.session, talk.group.area_id)) is not None:
        options.insert(0, Option(f"{HERE}{community.id}", community.name))
    text = _("在哪里？点一个，或者写地方。大家都看得到，不要写门牌。")
    if talk.locations:
        text = _("在哪里？点一个，或者写地方、发位置。大家都看得到，不要写门牌。")
    return Ask(text, options)


@place.choice(LIST)
async def from_the_list(talk: Talk, draft: TaskDraft, choice: str) -> Reply:
    return await place.put_below(talk, draft, await areas.of_group(talk.session, talk.group))


@place.written
async def in_the_community(talk: Talk, draft: TaskDraft, words: str) -> Reply:
    """Called as it is written; on the map it is where it was found."""
    community = await areas.community_of(talk.session, talk.group.area_id)
    if community is None:
        raise Again(_("本群管好几个社区，请先从名单里选。"))
    words = cut(words, PLACE_LIMIT)
    found = await areas.search(talk.session, words)
    area = next((area for area in found if area.path.startswith(community.path)), community)
    draft.put_at(area.id, words, area.latitude, area.longitude)
    return None


@place.taken
async def placed(talk: Talk, draft: TaskDraft, found: Found) -> Reply:
    draft.put_at(found.area.id, found.name, found.latitude, found.longitude)
    return None


def a_span(said: str, talk: Talk) -> Span:
    """Of the day that was said before, where only hours are said now."""
    day = TaskDraft.of(talk).day
    try:
        return span(said, now=talk.now, zone=talk.config.zone)
    except TimesUnreadable:
        if day is None:
            raise
        return span(f"{day:%Y-%m-%d} {said}", now=talk.now, zone=talk.config.zone)


@publishing.step(a_span, part="starts_at")
async def times(talk: Talk, draft: TaskDraft) -> Ask:
    text = _(
        "什么时候？写日子和几点到几点，比如：\n"
        "11月28日 9:00-11:00\n明天下午2点到4点\n周六 14:00-16:00"
    )
    if draft.day is not None:
        day = day_in("MMMEd", draft.day, current_language())
        text = _("{day}几点到几点？比如：9:00-11:00。").format(day=day)
    if draft.hint:
        text = _("居民想要的时间：{wanted}").format(wanted=esc(draft.hint)) + "\n" + text
    return Ask(text)


@times.taken
async def timed(talk: Talk, draft: TaskDraft, span: Span) -> Reply:
    draft.happen_in(span)
    return None


@publishing.step(lambda said, _talk: roles_of(said))
async def roles(talk: Talk, draft: TaskDraft) -> Ask:
    options = [Option(str(count), _("{count} 人").format(count=count)) for count in MANY]
    text = _("要几个人？点一个；更多的、分工的，写下来，比如：12，或者：2 搬运，1 拍照。")
    return Ask(text, options, columns=3)


def _may_repeat(talk: Talk, draft: TaskDraft) -> bool:
    """What comes from something else happens once."""
    return not draft.is_passed_on


@publishing.step(when=_may_repeat)
async def rhythm(talk: Talk, draft: TaskDraft) -> Ask:
    assert draft.starts_at is not None
    day = draft.starts_at.astimezone(talk.config.zone).date()
    options = [Option(ONCE, _("不重复"))]
    options += [Option(rhythm.value, rhythm_name(rhythm, day)) for rhythm in Rhythm]
    return Ask(_("重复吗？"), options, columns=2)


@rhythm.choice()
async def repeated(talk: Talk, draft: TaskDraft, choice: str) -> Reply:
    draft.rhythm = "" if choice == ONCE else choice
    draft.holidays = HolidayPolicy.WORKING_DAYS if choice == Rhythm.DAILY else None
    return None


def _meets_holidays(talk: Talk, draft: TaskDraft) -> bool:
    return bool(draft.rhythm) and draft.rhythm != Rhythm.DAILY


@publishing.step(when=_meets_holidays)
async def holidays(talk: Talk, draft: TaskDraft) -> Ask:
    options = [
        Option(HolidayPolicy.SKIP_HOLIDAYS, _("放假那天停一次")),
        Option(HolidayPolicy.WORKING_DAYS, _("只在上班的日子（调休也算）")),
        Option(HolidayPolicy.ALWAYS, _("放假照常")),
    ]
    return Ask(_("碰到放假怎么办？"), options)


@holidays.choice()
async def on_holidays(talk: Talk, draft: TaskDraft, choice: str) -> Reply:
    draft.holidays = HolidayPolicy(choice)
    return None
