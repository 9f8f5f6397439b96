"""What is said when a rule about stewards says no."""

from handlers.common.i18n import mark
from handlers.common.refusals import in_words
from services.stewards import errors

__all__ = ["in_words"]

in_words.say(
    {
        errors.LinkSpent: mark("这个链接已经用过，或者过期了。请找社区再要一个。"),
        errors.RoleEnded: mark("这一任已经结束了。"),
        errors.NoTelephone: mark("还没有登记电话，没法给居民看。"),
        errors.DayInTheFuture: mark("这一天还没有到。请写签字那天的日期。"),
        errors.SameAgain: mark("这里已经有同名同角色的人了。"),
    }
)
