"""What is said when a rule about hours, points or rewards says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _, mark
from handlers.common.refusals import in_words as of_everyone
from handlers.common.times import when
from services.errors import AlreadySaid, NotFound, NotYourGroup, NotYours
from services.volunteering import errors, hours_errors
from storage.tables import RedemptionState, TaskState

KILOMETRE = 1000
in_words = of_everyone.but()

in_words.say(
    {
        NotYours: mark("这不是您的，只有本人能做这一步。"),
        NotYourGroup: mark("这件事归别的社区工作群办。"),
        AlreadySaid: mark("您已经说过了，我们记下了。"),
        NotFound: mark("没有找到。请核对一下再试。"),
    }
)
of_everyone.say(
    {
        hours_errors.PlaceNotHeld: mark("这个名额现在不用签到签退：已经记好了，或者已经退出了。"),
        hours_errors.NotIn: mark("还没有签到，请先点“签到”。"),
        hours_errors.NoPosition: mark(
            "这个任务没有地图位置。请看组织的人手机上的签到码，或者请他帮您签。"
        ),
        hours_errors.WrongCode: mark(
            "签到码不对，或者过期了（一两分钟换一次）。请看组织的人手机上现在的六位数字。"
        ),
        hours_errors.TooManyWrongCodes: mark(
            "签到码错了太多次，不能再试了。请找组织的人，他点一下就能帮您签。"
        ),
        hours_errors.NotOrganiser: mark("这一步由组织的人或者社区工作人员来做。"),
        hours_errors.OwnMinutes: mark("这是您自己的，请别的同事来确认。"),
        hours_errors.AlreadyJudged: mark("这一条已经有结果了，请看卡片上的最新情况。"),
        hours_errors.UnderComplaint: mark("有人反映了问题，等社区核实完再确认。"),
        hours_errors.OutOfStock: mark("刚刚被别人换走了，现在没有了。您的积分没有动，请看看别的。"),
        hours_errors.NoHours: mark(
            "这段时间还没有确认过的服务时长。做完任务、组织的人确认以后就有了。"
        ),
    }
)


@of_everyone.says(hours_errors.TooEarly)
def too_early(refusal: hours_errors.TooEarly, zone: ZoneInfo) -> str:
    return _("还没到时候，{at} 以后就可以了。").format(at=when(refusal.opens_at, zone))


@of_everyone.says(hours_errors.AlreadyIn)
def already_in(refusal: hours_errors.AlreadyIn, zone: ZoneInfo) -> str:
    return _("{at} 已经签到了。做完了请点“签退”。").format(at=when(refusal.at, zone))


@of_everyone.says(hours_errors.TooFar)
def too_far(refusal: hours_errors.TooFar, zone: ZoneInfo) -> str:
    return _("您离任务的地方还有大约 {far}，到了再签。").format(far=distance(refusal.metres))


@of_everyone.says(hours_errors.MinutesOutOfRange)
def minutes_out_of_range(refusal: hours_errors.MinutesOutOfRange, zone: ZoneInfo) -> str:
    return _("请写 1 到 {most} 之间的分钟数，比如 90。").format(most=refusal.most)


@of_everyone.says(hours_errors.TooFewPoints)
def too_few_points(refusal: hours_errors.TooFewPoints, zone: ZoneInfo) -> str:
    return _("要 {needed} 分，您现在能用的是 {points} 分，还差 {missing} 分。").format(
        needed=refusal.needed, points=refusal.points, missing=refusal.needed - refusal.points
    )


@of_everyone.says(hours_errors.RedemptionOver)
def redemption_over(refusal: hours_errors.RedemptionOver, zone: ZoneInfo) -> str:
    match refusal:
        case hours_errors.RedemptionOver(state=RedemptionState.HANDED_OUT):
            return _("这一份已经领走了。")
        case hours_errors.RedemptionOver():
            return _("这一份已经退回了，积分也还了。")


@in_words.says(errors.TaskOver)
def task_over(refusal: errors.TaskOver, zone: ZoneInfo) -> str:
    if refusal.state is TaskState.OPEN:
        return _("任务的时间已经过了，不能再签到。请跟组织的人说，他可以帮您补上。")
    return of_everyone(refusal, zone)


def distance(metres: int) -> str:
    """As people say it: 400 米, 3 公里, 220 公里."""
    if metres < KILOMETRE:
        return _("{n} 米").format(n=round(metres, -1))
    return _("{n} 公里").format(n=round(metres / KILOMETRE))
