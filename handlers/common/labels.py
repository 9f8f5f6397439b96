"""How states and kinds are called."""

from datetime import date

from babel.dates import get_day_names

from handlers.common.i18n import _, current_language
from services.rhythms import Rhythm, week_of_month
from storage.tables import Meal, Purpose, Role, Satisfaction, Still, TicketState


def state_name(state: TicketState) -> str:
    match state:
        case TicketState.OPEN:
            return _("待接单")
        case TicketState.TAKEN:
            return _("处理中")
        case TicketState.RESOLVED:
            return _("已办结")
        case TicketState.CLOSED:
            return _("已结束")
        case TicketState.DECLINED:
            return _("不予受理")
        case TicketState.WITHDRAWN:
            return _("已撤回")
        case TicketState.MERGED:
            return _("已合并")


def where_it_stands(state: TicketState) -> str:
    """The same in the words of residents."""
    match state:
        case TicketState.OPEN:
            return _("等人来办")
        case TicketState.TAKEN:
            return _("有人在办")
        case TicketState.RESOLVED:
            return _("社区说办好了")
        case TicketState.CLOSED:
            return _("办完了")
        case TicketState.DECLINED:
            return _("社区办不了")
        case TicketState.WITHDRAWN:
            return _("撤回了")
        case TicketState.MERGED:
            return _("和邻居反映的同一件事一起办")


def satisfaction_name(satisfaction: Satisfaction | None) -> str:
    match satisfaction:
        case Satisfaction.SATISFIED:
            return _("满意")
        case Satisfaction.FAIR:
            return _("基本满意")
        case Satisfaction.UNSATISFIED:
            return _("不满意")
        case None:
            return _("没有评价")


def still_name(still: Still) -> str:
    """What authors answer weeks later."""
    match still:
        case Still.GOOD:
            return _("好好的")
        case Still.AGAIN:
            return _("又坏了")
        case Still.UNKNOWN:
            return _("不知道")
        case Still.STOP:
            return _("以后别再问我了")


def purpose_name(purpose: Purpose) -> str:
    match purpose:
        case Purpose.STAFF:
            return _("工作群")
        case Purpose.PROPERTY:
            return _("物业维修群")
        case Purpose.PATROL:
            return _("城管巡查群")
        case Purpose.CANTEEN:
            return _("长者食堂群")
        case Purpose.VOLUNTEERS:
            return _("志愿者群")


def what_next(purpose: Purpose) -> str:
    """What happens in a group of that purpose, and how it begins."""
    match purpose:
        case Purpose.CANTEEN:
            return _(
                "发 /menu 放菜单，/kitchen 看备餐单，/serve 点取餐；订餐截止后，备餐单会发到本群。"
            )
        case Purpose.VOLUNTEERS:
            return _("志愿任务会发到本群，点“认领”就是您的；发 /task 发布任务。")
        case _:
            return _("归这里办的诉求会发到本群，点“接单”开始办；发 /list 看还没办完的。")


def meal_name(meal: Meal) -> str:
    match meal:
        case Meal.BREAKFAST:
            return _("早餐")
        case Meal.LUNCH:
            return _("午餐")
        case Meal.SUPPER:
            return _("晚餐")


def role_name(role: Role) -> str:
    match role:
        case Role.BUILDING_HEAD:
            return _("楼栋长")
        case Role.CENTRE_HOUSEHOLD:
            return _("中心户")
        case Role.MICRO_GRID_WORKER:
            return _("微网格员")
        case Role.GRID_WORKER:
            return _("网格员")
        case Role.LANE_HEAD:
            return _("街巷长")
        case Role.PROPERTY_MANAGER:
            return _("物业")


def rhythm_name(rhythm: Rhythm, day: date) -> str:
    """Of a series that begins on `day`."""
    names = get_day_names("abbreviated", locale=current_language())
    weekday = names[day.weekday()]
    match rhythm:
        case Rhythm.WEEKLY:
            return _("每{weekday}").format(weekday=weekday)
        case Rhythm.FORTNIGHTLY:
            return _("隔周的{weekday}").format(weekday=weekday)
        case Rhythm.MONTHLY if week_of_month(day) == 5:
            return _("每月最后一个{weekday}").format(weekday=weekday)
        case Rhythm.MONTHLY:
            return _("每月第 {nth} 个{weekday}").format(nth=week_of_month(day), weekday=weekday)
        case Rhythm.DAILY:
            return _("每个上班的日子")
