"""How needs, offers and projects are called, and what is said when a rule says no."""

from datetime import date
from zoneinfo import ZoneInfo

from handlers.common.i18n import _, current_language, mark
from handlers.common.refusals import in_words
from handlers.common.times import day_in, when
from handlers.common.words import cut
from services.needs import errors
from services.needs.saying import A_DAY
from storage.tables import (
    ForWhom,
    Need,
    NeedCategory,
    NeedState,
    ProjectState,
    ResourceSource,
    ResourceState,
)

SHOWN = 60
"""Characters of what somebody said, where it stands for the need."""


def called(need: Need, category: NeedCategory | None, limit: int = SHOWN) -> str:
    """As staff call it, else as it was said; by its category where those words were erased."""
    said = need.title or need.text
    if said or category is None:
        return cut(" ".join(said.split()), limit)
    return _("（{category}）").format(category=category.name(current_language()))


def called_to(
    person_id: int | None, need: Need, category: NeedCategory | None, limit: int = SHOWN
) -> str:
    """The same for somebody who may not have said it.

    What somebody else said is theirs until staff have put it on the list, or called it something.
    """
    if need.title or need.listed_at is not None or need.person_id == person_id or category is None:
        return called(need, category, limit)
    return _("（{category}）").format(category=category.name(current_language()))


def for_whom(whom: ForWhom) -> str:
    match whom:
        case ForWhom.SELF:
            return _("自己")
        case ForWhom.ELDERS:
            return _("老人")
        case ForWhom.CHILDREN:
            return _("孩子")
        case ForWhom.EVERYBODY:
            return _("大家")


def need_state(state: NeedState) -> str:
    match state:
        case NeedState.NEW:
            return _("等社区看")
        case NeedState.LISTED:
            return _("在需求清单上")
        case NeedState.MERGED:
            return _("归到了一起")
        case NeedState.ACCEPTED:
            return _("立项了")
        case NeedState.DONE:
            return _("办成了")
        case NeedState.DECLINED:
            return _("没有列入")
        case NeedState.WITHDRAWN:
            return _("没有人要了")


def source_name(source: ResourceSource) -> str:
    match source:
        case ResourceSource.PUBLIC:
            return _("机关、事业单位")
        case ResourceSource.PARTNER:
            return _("共建单位、企业、社会组织")
        case ResourceSource.OWN:
            return _("志愿者、居民")


def resource_state(state: ResourceState) -> str:
    match state:
        case ResourceState.OFFERED:
            return _("等社区确认")
        case ResourceState.CONFIRMED:
            return _("在资源清单上")
        case ResourceState.DECLINED:
            return _("没有列入")
        case ResourceState.ENDED:
            return _("不再提供")


def project_state(state: ProjectState) -> str:
    match state:
        case ProjectState.PLANNED:
            return _("计划中")
        case ProjectState.IN_PROGRESS:
            return _("进行中")
        case ProjectState.DONE:
            return _("办成了")
        case ProjectState.DROPPED:
            return _("不办了")


def day_name(day: date) -> str:
    """Such as 12月10日周四."""
    return day_in("MMMEd", day, current_language())


def month_name(day: date) -> str:
    return day_in("yMMM", day, current_language())


def how_many(people: int) -> str:
    return _("{count} 人要").format(count=people)


in_words.say(
    {
        errors.NotTogether: mark("这两件归不到一起：要是同一个社区的两件。"),
        errors.NotForThere: mark("这份资源不是给这个社区的，请换一份。"),
    }
)


@in_words.says(errors.NeedPast)
def need_past(refusal: errors.NeedPast, zone: ZoneInfo) -> str:
    return _("这个需求现在是“{state}”，这一步做不了。").format(state=need_state(refusal.state))


@in_words.says(errors.ResourcePast)
def resource_past(refusal: errors.ResourcePast, zone: ZoneInfo) -> str:
    text = _("这份资源现在是“{state}”，这一步做不了。")
    return text.format(state=resource_state(refusal.state))


@in_words.says(errors.ProjectPast)
def project_past(refusal: errors.ProjectPast, zone: ZoneInfo) -> str:
    text = _("这个项目现在是“{state}”，这一步做不了。")
    return text.format(state=project_state(refusal.state))


@in_words.says(errors.TooManyNeeds)
def too_many_needs(refusal: errors.TooManyNeeds, zone: ZoneInfo) -> str:
    text = _("一天最多提 {count} 个需求。{until} 以后可以再提。")
    return text.format(count=A_DAY, until=when(refusal.until, zone))


@in_words.says(errors.TooManyOffers)
def too_many_offers(refusal: errors.TooManyOffers, zone: ZoneInfo) -> str:
    text = _("您有 {count} 份在等社区确认，确认以后再报。")
    return text.format(count=refusal.limit)


@in_words.says(errors.OverByThen)
def over_by_then(refusal: errors.OverByThen, zone: ZoneInfo) -> str:
    text = _("这份资源只到{day}，请换一份，或者把日子提前。")
    return text.format(day=day_name(refusal.until))


@in_words.says(errors.NothingLeft)
def nothing_left(refusal: errors.NothingLeft, zone: ZoneInfo) -> str:
    text = _("这份资源{month}已经排满了，请换一份，或者换个月。")
    return text.format(month=month_name(refusal.month))


@in_words.says(errors.NotSoOften)
def not_so_often(refusal: errors.NotSoOften, zone: ZoneInfo) -> str:
    return _("次数请写 1 到 {most} 的整数。").format(most=refusal.most)
