"""What residents are told when a rule says no to them: how it stands, and what can be done."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _, mark
from handlers.common.refusals import in_words as for_everybody
from handlers.common.words import esc
from services import errors
from services.tickets import errors as joint
from services.tickets.on_behalf import MayNotFileForOthers
from services.tickets.rated_by_phone import ColleagueAsks
from services.tickets.read_back import AlreadyHeard
from storage.tables import TicketState

for_everybody.say(
    {
        joint.OfficesOnly: mark("只有社区、街道的工作群可以吹哨。"),
        joint.AlreadyCalled: mark("这几家都已经请来了。"),
        joint.Led: mark(
            "这件事几家一起办，由本群牵头，不能转派、退回，也不能合并到别的：首接的负责到底。"
            "做不了的部分，请社区再吹哨，多请几家。"
        ),
    }
)


@for_everybody.says(joint.AlreadyReported)
def already_reported(refusal: joint.AlreadyReported, zone: ZoneInfo) -> str:
    if not refusal.by_name:
        return _("本群已经报到了。要补充，请回复卡片。")
    return _("{name} 已经报到了。要补充，请回复卡片。").format(name=esc(refusal.by_name))


in_words = for_everybody.but()
for_everybody.say(
    {
        MayNotFileForOthers: mark(
            "替别人反映，要是这个社区的网格员、楼栋长，或者社区的工作人员。您自己的事，直接写下来就行。"
        ),
        ColleagueAsks: mark("经手的人、代办的人不打这个电话，请别的同事来问。"),
    }
)
in_words.say(
    {
        errors.NotYours: mark("这件事是邻居反映的，只有反映的人能做这一步。"),
        errors.NothingAsked: mark("您已经回答过了，社区看得到。"),
    }
)


@for_everybody.says(AlreadyHeard)
def already_heard(refusal: AlreadyHeard, zone: ZoneInfo) -> str:
    if refusal.by_name is None:
        return _("已经确认过了。")
    return _("{name} 已经打过电话了。").format(name=esc(refusal.by_name))


@in_words.says(errors.WrongState)
def wrong_state(refusal: errors.WrongState, zone: ZoneInfo) -> str:
    match refusal.state:
        case TicketState.OPEN | TicketState.TAKEN:
            return _("这件事正在办，现在做不了这一步。")
        case TicketState.RESOLVED:
            return _("社区说这件事办好了。还没好，请直接写下来，比如“还是不亮”。")
        case TicketState.CLOSED:
            return _("这件事已经办完了。又有问题，请直接写下来。")
        case TicketState.DECLINED:
            return _("这件事社区办不了，原因已经告诉过您。有不清楚的，请打社区电话。")
        case TicketState.WITHDRAWN:
            return _("这件事已经撤回了。还要办，请重新写下来。")
        case TicketState.MERGED:
            return _("这件事和别人反映的同一件事一起办，请在那一件上接着来。")
