"""What volunteers are told when a rule says no."""

from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from handlers.common import refusals
from handlers.common.i18n import _, current_language
from handlers.common.times import when
from handlers.common.words import esc
from handlers.helps.words import state_name as help_state
from handlers.wishes.words import state_name as wish_state
from services.errors import Refusal
from services.helps import HelpPast
from services.volunteering import errors
from services.volunteering.written_places import PlacesUnreadable
from services.volunteering.written_times import TimesPast, TimesTooFar, TimesUnreadable
from services.wishes import AlreadyWished, WishPast
from storage.tables import ClaimState, TaskState


def in_words(refusal: Refusal, zone: ZoneInfo) -> str:  # noqa: C901 - a list, not logic
    """HTML, also fit for a toast: it says what happened and what can be done."""
    match refusal:
        case errors.NotAVolunteer():
            return _("您还没有登记成志愿者。私聊我发 /volunteer，一两分钟就好。")
        case errors.NotAdmitted():
            return _("您的登记社区正在看，同意了就能认领，会马上告诉您。")
        case errors.VolunteerPaused(until=None):
            return _("您现在是“休息中”。想回来，私聊我发 /volunteer，点“恢复接任务”。")
        case errors.VolunteerPaused(until=until):
            day = format_skeleton("MMMd", until, locale=current_language())
            return _("您休息到 {day}。想提前回来，私聊我发 /volunteer，点“恢复接任务”。").format(
                day=day
            )
        case errors.VolunteerBlocked(reason=reason):
            return _("社区暂停了您的认领：{reason}。有疑问请联系社区。").format(reason=esc(reason))
        case errors.AlreadyVolunteer():
            return _("您已经是志愿者了。改资料、休息、退出，私聊我发 /volunteer。")
        case errors.NotWaiting():
            return _("已经有同事处理过了，请看卡片上的最新情况。")
        case errors.DayPassed():
            return _("这一天已经过了，请写今天以后的日子。")
        case errors.TaskOver(state=TaskState.CANCELLED):
            return _("这个任务取消了。")
        case errors.TaskOver():
            return _("这个任务已经结束了。谢谢您的热心。")
        case errors.ClaimsClosed(at=at):
            return _("认领在 {at} 截止了。发 /tasks 看看别的任务。").format(at=when(at, zone))
        case errors.OwnTask():
            return _("这是您自己组织的，或者是为您做的，请让别人来认领。")
        case errors.OfAnotherCommunity():
            return _("这是别的社区的任务，由那里的志愿者认领。发 /tasks 看看您社区的任务。")
        case errors.NotTheirPost(names=names):
            return _(
                "这个任务要上门，只请做“{post}”的志愿者。您也愿意做，私聊我发 /volunteer，"
                "在“改我的资料”里选上，再来认领。"
            ).format(post=esc(names[current_language()]))
        case errors.AlreadyClaimed(state=ClaimState.WAITING):
            return _("您已经在候补了，轮到您马上告诉您。不想等了，发 /tasks。")
        case errors.AlreadyClaimed(state=ClaimState.HELD):
            return _("您已经认领了。地址和退出都在我们的私聊里，发 /tasks 也看得到。")
        case errors.AlreadyClaimed():
            return _("您已经参加过这个任务了。")
        case errors.Overlaps(title=title, starts_at=at):
            return _("那个时间您有别的任务：{title}（{at}）。要换，请先退出那一个。").format(
                title=esc(title), at=when(at, zone)
            )
        case errors.NotClaimed():
            return _("您没有认领这个任务，或者已经退出了。")
        case errors.AlreadyThere():
            return _("已经签到了，不能再退出或者转交。有事请跟组织的人说。")
        case errors.NotOffered():
            return _("这个名额已经不用您接手了，谢谢您。")
        case errors.BadTimes():
            return _("时间不对：要先开始后结束，而且不能已经过去。")
        case errors.BadPlaces(most=most):
            return _("名额要在 1 到 {most} 个之间。").format(most=most)
        case errors.TooManyRoles(most=most):
            return _("分工最多 {most} 种。请合并一些，或者分成几个任务。").format(most=most)
        case errors.AlreadyATask():
            return _("这件事已经是志愿任务了。")
        case errors.UnreadableRule():
            return _("这个重复的规律我看不懂，请换一种。")
        case HelpPast(state=state):
            return _("这件帮忙现在是“{state}”，这一步做不了。").format(state=help_state(state))
        case WishPast(state=state):
            return _("这个心愿现在是“{state}”，这一步做不了。").format(state=wish_state(state))
        case AlreadyWished():
            return _("您还有一个心愿没圆，圆了再许下一个。")
        case TimesUnreadable():
            return _("这个时间我看不懂。请写成这样：11月28日 9:00-11:00，或者：周六下午2点到4点。")
        case PlacesUnreadable():
            return _("人数我看不懂。请写一个数，比如 12；分工的写成：2 搬运，1 拍照。")
        case TimesPast():
            return _("这个时间已经过了，请写以后的时间。")
        case TimesTooFar():
            return _("这个时间太远了，请写一年以内的。")
        case _:
            return refusals.in_words(refusal, zone)
