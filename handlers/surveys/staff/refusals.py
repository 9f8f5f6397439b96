"""What is said when a rule of surveys says no."""

from zoneinfo import ZoneInfo

from handlers.common.audience_words import why_left_out
from handlers.common.i18n import _, mark
from handlers.common.refusals import in_words
from handlers.common.words import esc
from handlers.surveys.staff import problems
from handlers.surveys.staff.words import state_name
from services.surveys import composing_errors as errors

__all__ = ["in_words"]

in_words.say(
    {
        errors.Undecided: mark("还有没定的：发给谁、答几天、记不记名。请都选一下。"),
        errors.RunsIntoItself: mark("还没答完，下一次又该发了。请少答几天，或者隔久一点再发。"),
        errors.ToldToday: mark("今天已经发过了，天天发大家会烦。明天再提醒。"),
        errors.NewVersionNeeded: mark(
            "已经有人答了，题目只能改字，不能增减题目和选项。要改题目，请点“改成新的一版”。"
        ),
    }
)


@in_words.says(errors.NotADraft, errors.NotRunning)
def past(refusal: errors.NotADraft | errors.NotRunning, zone: ZoneInfo) -> str:
    text = _("这份问卷现在是“{state}”，这一步做不了。")
    return text.format(state=state_name(refusal.state))


@in_words.says(errors.NightNow)
def night_now(refusal: errors.NightNow, zone: ZoneInfo) -> str:
    text = _("现在是夜里，不提醒大家。{time} 以后再点。")
    return text.format(time=f"{refusal.until.astimezone(zone):%H:%M}")


@in_words.says(errors.ChangedMeanwhile)
def changed_meanwhile(refusal: errors.ChangedMeanwhile, zone: ZoneInfo) -> str:
    name = esc(refusal.by_name) or _("同事")
    return _("{name}刚刚改了这份问卷，请再看一遍。").format(name=name)


@in_words.says(errors.Flawed)
def flawed(refusal: errors.Flawed, zone: ZoneInfo) -> str:
    return problems.in_words(refusal.problems)


@in_words.says(errors.ShowsWhoAnswered)
def shows_who_answered(refusal: errors.ShowsWhoAnswered, zone: ZoneInfo) -> str:
    text = _("第 {number} 题要发照片或者地点，一看就知道是谁，不能不记名。请改那一题，或者记名。")
    return text.format(number=refusal.number)


@in_words.says(errors.NobodyToAsk)
def nobody_to_ask(refusal: errors.NobodyToAsk, zone: ZoneInfo) -> str:
    why = why_left_out(refusal.left_out) or _("那里没有人登记过。")
    return _("一个人也发不到：{why}。请改一下发给谁。").format(why=why)


@in_words.says(errors.NotOurArea)
def not_our_area(refusal: errors.NotOurArea, zone: ZoneInfo) -> str:
    text = _("{place}不归这个群管，请由那边的工作群来发。")
    return text.format(place=esc(refusal.name))
