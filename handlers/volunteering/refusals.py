"""What volunteers are told when a rule says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _, current_language, mark
from handlers.common.refusals import in_words
from handlers.common.times import day_in, when
from handlers.common.words import esc
from services.volunteering import errors
from services.volunteering.written_places import PlacesUnreadable
from services.written.errors import (
    NoSuchDay,
    SeveralDays,
    TimesPast,
    TimesTooFar,
    TimesUnreadable,
)
from storage.tables import ClaimState, TaskState

__all__ = ["in_words"]

in_words.say(
    {
        errors.NotAVolunteer: mark("您还没有登记成志愿者。私聊我发 /volunteer，一两分钟就好。"),
        errors.NotAdmitted: mark("您的登记社区正在看，同意了就能认领，会马上告诉您。"),
        errors.AlreadyVolunteer: mark(
            "您已经是志愿者了。改资料、休息、退出，私聊我发 /volunteer。"
        ),
        errors.NotWaiting: mark("已经有同事处理过了，请看卡片上的最新情况。"),
        errors.DayPassed: mark("这一天已经过了，请写今天以后的日子。"),
        errors.OwnTask: mark("这是您自己组织的，或者是为您做的，请让别人来认领。"),
        errors.OfAnotherCommunity: mark(
            "这是别的社区的任务，由那里的志愿者认领。发 /tasks 看看您社区的任务。"
        ),
        errors.NotClaimed: mark("您没有认领这个任务，或者已经退出了。"),
        errors.AlreadyThere: mark("已经签到了，不能再退出或者转交。有事请跟组织的人说。"),
        errors.NotOffered: mark("这个名额已经不用您接手了，谢谢您。"),
        errors.BadTimes: mark("时间不对：要先开始后结束，而且不能已经过去。"),
        errors.AlreadyATask: mark("这件事已经是志愿任务了。"),
        errors.UnreadableRule: mark("这个重复的规律我看不懂，请换一种。"),
        TimesUnreadable: mark(
            "这个时间我看不懂。请写成这样：11月28日 9:00-11:00，或者：周六下午2点到4点。"
        ),
        SeveralDays: mark(
            "一次只写一天，比如：11月30日 9:00-11:00。每周都有的，下一步可以选重复；"
            "别的日子请另发一个任务。"
        ),
        PlacesUnreadable: mark("人数我看不懂。请写一个数，比如 12；分工的写成：2 搬运，1 拍照。"),
        TimesPast: mark("这个时间已经过了，请写以后的时间。"),
        TimesTooFar: mark("这个时间太远了，请写一年以内的。"),
    }
)


@in_words.says(errors.VolunteerPaused)
def volunteer_paused(refusal: errors.VolunteerPaused, zone: ZoneInfo) -> str:
    match refusal:
        case errors.VolunteerPaused(until=None):
            return _("您现在是“休息中”。想回来，私聊我发 /volunteer，点“恢复接任务”。")
        case errors.VolunteerPaused(until=until):
            day = day_in("MMMd", until, current_language())
            return _("您休息到 {day}。想提前回来，私聊我发 /volunteer，点“恢复接任务”。").format(
                day=day
            )


@in_words.says(errors.VolunteerBlocked)
def volunteer_blocked(refusal: errors.VolunteerBlocked, zone: ZoneInfo) -> str:
    return _("社区暂停了您的认领：{reason}。有疑问请联系社区。").format(reason=esc(refusal.reason))


@in_words.says(errors.TaskOver)
def task_over(refusal: errors.TaskOver, zone: ZoneInfo) -> str:
    match refusal:
        case errors.TaskOver(state=TaskState.CANCELLED):
            return _("这个任务取消了。")
        case errors.TaskOver():
            return _("这个任务已经结束了。谢谢您的热心。")


@in_words.says(errors.ClaimsClosed)
def claims_closed(refusal: errors.ClaimsClosed, zone: ZoneInfo) -> str:
    return _("认领在 {at} 截止了。发 /tasks 看看别的任务。").format(at=when(refusal.at, zone))


@in_words.says(errors.NotTheirPost)
def not_their_post(refusal: errors.NotTheirPost, zone: ZoneInfo) -> str:
    return _(
        "这个任务要上门，只请做“{post}”的志愿者。您也愿意做，私聊我发 /volunteer，"
        "在“改我的资料”里选上，再来认领。"
    ).format(post=esc(refusal.names[current_language()]))


@in_words.says(errors.AlreadyClaimed)
def already_claimed(refusal: errors.AlreadyClaimed, zone: ZoneInfo) -> str:
    match refusal:
        case errors.AlreadyClaimed(state=ClaimState.WAITING):
            return _("您已经在排队了，轮到您马上告诉您。不想等了，发 /tasks。")
        case errors.AlreadyClaimed(state=ClaimState.HELD):
            return _("您已经认领了。地址和退出都在我们的私聊里，发 /tasks 也看得到。")
        case errors.AlreadyClaimed():
            return _("您已经参加过这个任务了。")


@in_words.says(errors.Overlaps)
def overlaps(refusal: errors.Overlaps, zone: ZoneInfo) -> str:
    return _("那个时间您有别的任务：{title}（{at}）。要换，请先退出那一个。").format(
        title=esc(refusal.title), at=when(refusal.starts_at, zone)
    )


@in_words.says(errors.BadPlaces)
def bad_places(refusal: errors.BadPlaces, zone: ZoneInfo) -> str:
    return _("名额要在 1 到 {most} 个之间。").format(most=refusal.most)


@in_words.says(errors.TooManyRoles)
def too_many_roles(refusal: errors.TooManyRoles, zone: ZoneInfo) -> str:
    return _("分工最多 {most} 种。请合并一些，或者分成几个任务。").format(most=refusal.most)


@in_words.says(NoSuchDay)
def no_such_day(refusal: NoSuchDay, zone: ZoneInfo) -> str:
    return _("{month}月没有{day}日。请看看日历，再写一次。").format(
        month=refusal.month, day=refusal.day
    )
