"""What is said when a rule of results says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _, mark
from handlers.common.refusals import in_words
from handlers.common.times import when
from services.surveys import publishing_errors as errors

__all__ = ["in_words"]

in_words.say(
    {
        errors.OutcomeTold: mark("已经发给答过的人了，不能再改。"),
        errors.NoOutcome: mark("还没有写。请先点“写答复”。"),
        errors.NoSuchWords: mark("这一条已经没有了：写的人删除了资料。"),
    }
)


@in_words.says(errors.NotEnded)
def not_ended(refusal: errors.NotEnded, zone: ZoneInfo) -> str:
    if refusal.ends_at is None:
        return _("问卷还没有结束，结束了才能看。")
    return _("问卷 {when} 结束，结束了才能看。").format(when=when(refusal.ends_at, zone))
