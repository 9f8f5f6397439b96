"""What is said when a rule about hours, points or rewards says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _
from handlers.common.times import when
from handlers.volunteers import refusals
from services.errors import AlreadySaid, NotFound, NotYourGroup, NotYours, Refusal
from services.volunteering import errors, hours_errors
from storage.tables import RedemptionState, TaskState

KILOMETRE = 1000


def in_words(refusal: Refusal, zone: ZoneInfo) -> str:  # noqa: C901 - a list, not logic
    """HTML, also fit for a toast: it says what happened and what can be done."""
    match refusal:
        case hours_errors.TooEarly(opens_at=at):
            return _("还没到时候，{at} 以后就可以了。").format(at=when(at, zone))
        case hours_errors.PlaceNotHeld():
            return _("这个名额现在不用签到签退：已经记好了，或者已经退出了。")
        case hours_errors.AlreadyIn(at=at):
            return _("{at} 已经签到了。做完了请点“签退”。").format(at=when(at, zone))
        case hours_errors.NotIn():
            return _("还没有签到，请先点“签到”。")
        case hours_errors.TooFar(metres=metres):
            return _("您离任务的地方还有大约 {far}，到了再签。").format(far=distance(metres))
        case hours_errors.NoPosition():
            return _("这个任务没有地图位置。请看组织的人手机上的签到码，或者请他帮您签。")
        case hours_errors.WrongCode():
            return _("签到码不对，或者过期了（一两分钟换一次）。请看组织的人手机上现在的六位数字。")
        case hours_errors.TooManyWrongCodes():
            return _("签到码错了太多次，不能再试了。请找组织的人，他点一下就能帮您签。")
        case hours_errors.NotOrganiser():
            return _("这一步由组织的人或者社区工作人员来做。")
        case hours_errors.OwnMinutes():
            return _("这是您自己的，请别的同事来确认。")
        case hours_errors.AlreadyJudged():
            return _("这一条已经有结果了，请看卡片上的最新情况。")
        case hours_errors.UnderComplaint():
            return _("有人反映了问题，等社区核实完再确认。")
        case hours_errors.MinutesOutOfRange(most=most):
            return _("请写 1 到 {most} 之间的分钟数，比如 90。").format(most=most)
        case hours_errors.OutOfStock():
            return _("刚刚被别人换走了，现在没有了。您的积分没有动，请看看别的。")
        case hours_errors.TooFewPoints(points=points, needed=needed):
            return _("要 {needed} 分，您现在能用的是 {points} 分，还差 {missing} 分。").format(
                needed=needed, points=points, missing=needed - points
            )
        case hours_errors.RedemptionOver(state=RedemptionState.HANDED_OUT):
            return _("这一份已经领走了。")
        case hours_errors.RedemptionOver():
            return _("这一份已经退回了，积分也还了。")
        case hours_errors.NoHours():
            return _("这段时间还没有确认过的服务时长。做完任务、组织的人确认以后就有了。")
        case _:
            return _of_others(refusal, zone)


def _of_others(refusal: Refusal, zone: ZoneInfo) -> str:
    """Refusals that other services know too, said of hours."""
    match refusal:
        case errors.TaskOver(state=TaskState.OPEN):
            return _("任务的时间已经过了，不能再签到。请跟组织的人说，他可以帮您补上。")
        case NotYours():
            return _("这不是您的，只有本人能做这一步。")
        case NotYourGroup():
            return _("这件事归别的社区工作群办。")
        case AlreadySaid():
            return _("您已经说过了，我们记下了。")
        case NotFound():
            return _("没有找到。请核对一下再试。")
        case _:
            return refusals.in_words(refusal, zone)


def distance(metres: int) -> str:
    """As people say it: 400 米, 3 公里, 220 公里."""
    if metres < KILOMETRE:
        return _("{n} 米").format(n=round(metres, -1))
    return _("{n} 公里").format(n=round(metres / KILOMETRE))
