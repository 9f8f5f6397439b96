"""What is said when a rule of announcements says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _, mark
from handlers.common.refusals import in_words
from handlers.common.words import esc
from services.announcements import errors, policies
from services.people import profiles

__all__ = ["in_words"]

in_words.say(
    {
        profiles.ImpossibleYear: mark("这个年份不对，请写您出生的那一年，比如 1948。"),
        policies.NoCondition: mark("没有写条件，说不出谁符合。请至少选一样。"),
        policies.AgesReversed: mark("小的年龄写在前面，比如“60到79岁”。"),
        errors.NoAddress: mark(
            "这不是网址。请发像 https://www.fuzhou.gov.cn 这样的；没有就点“没有”。"
        ),
        errors.AlreadyBegun: mark("已经在发，或者已经没有了。要收回来，请点“撤回”。"),
        errors.NotNamed: mark(
            "紧急通知只有指定的人能写、能同意。请管理员在工作群里发 /urgent 指定。"
        ),
        errors.OwnProposal: mark("紧急通知要另一位同事同意，写的人自己不能点。"),
        errors.NothingToRecall: mark("这条通知已经撤回，或者没有发过。"),
        errors.AgreedWords: mark("紧急通知是两个人一起定的，不能改。请先撤回，再写一条。"),
        errors.Unchanged: mark("和原来的一样，没有改。"),
        errors.NotRepeated: mark("这条通知不再重复了。"),
        errors.NotSending: mark("现在没有在发，或者已经发完了。"),
    }
)


@in_words.says(errors.NotProposed)
def not_proposed(refusal: errors.NotProposed, zone: ZoneInfo) -> str:
    if refusal.by_name is None:
        return _("这条通知不用再同意了。")
    return _("{name} 已经同意，在发了。").format(name=esc(refusal.by_name))
