"""Results as a text in the office's group, and as a summary for everybody."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

from handlers.common.i18n import _
from handlers.common.words import cut, esc
from handlers.surveys.group_words import group_name, kind_of_groups
from handlers.surveys.results import shown
from services.surveys import comparing
from services.surveys.comparing import Change, Trend
from services.surveys.groups import GroupedBy
from services.surveys.progress import SurveyProgress
from services.surveys.publishing import Published
from services.surveys.questions import Question
from services.surveys.results import Results, Row, Table
from services.surveys.words import asking
from storage.tables import Survey

LABEL_SHOWN, NAME_SHOWN, QUOTED = 60, 24, 200
"""Characters of a question, of an answer, of somebody's words."""
LINES = 6
"""Of a question; pictures and Excel have more."""
GROUPS, TOGETHER = 12, 3
"""Lines of groups, Excel has them all; and names of groups that are counted together."""
LONGEST = 3600
"""Characters of a message: 4096 with what stands around."""


def not_yet(survey: Survey, done: SurveyProgress) -> str:
    """While it runs: only how many, in steps."""
    head = _("📊 <b>{title}</b>").format(title=esc(survey.definition["title"]))
    why = _("结果等问卷结束了再看：边答边看，会让人看出刚才是谁答的。")
    return "\n".join([head, so_far(done), why])


def so_far(done: SurveyProgress) -> str:
    """How many, in steps of five; in lines."""
    if done.answered:
        text = _("问了 {asked} 人，已经有 {count} 人以上答了。")
        lines = [text.format(asked=done.asked, count=done.answered)]
    else:
        lines = [_("问了 {asked} 人，答的还不到 5 人。").format(asked=done.asked)]
    if done.begun:
        lines.append(_("答了一半的有 {count} 人以上。").format(count=done.begun))
    return "\n".join(lines)


def results(found: Published, before: Published | None, zone: ZoneInfo) -> list[str]:
    """HTML, in as few messages as hold it."""
    kind = _("不记名") if found.survey.anonymous else _("记名")
    head = _("📊 <b>{title}</b>（{kind}）").format(title=esc(found.definition.title), kind=kind)
    parts = ["\n".join([head, _who_answered(found), *_how_many_by_group(found)])]
    for number, (question, table) in _asked(found):
        told = [_title(question, number)]
        if table.lines:
            told += _lines(question, table)
            told += _by_group(found, question, table)
            told += _compared(found, question, table, before, zone)
        else:
            told.append(shown.few())
        parts.append("\n".join(told))
    return _packed(parts)


def summary(found: Published, chosen: Mapping[str, Sequence[str]], outcome: str) -> list[str]:
    """For everybody: no groups, and no words but those that staff chose."""
    head = _("📣 <b>{title}：大家怎么说</b>").format(title=esc(found.definition.title))
    parts = [f"{head}\n{_who_answered(found)}"]
    for number, (question, table) in _asked(found):
        if table.lines:
            parts.append("\n".join([_title(question, number), *_lines(question, table)]))
    for name, question in asking(found.definition):
        if name in chosen:
            parts.append(f"💬 {esc(cut(question.label, LABEL_SHOWN))}")
        parts += [f"“{esc(cut(each, QUOTED))}”" for each in chosen.get(name, ())]
    if outcome:
        parts.append(_("✅ 我们做了什么：{outcome}").format(outcome=esc(outcome)))
    return _packed(parts)


def _packed(parts: Sequence[str]) -> list[str]:
    """Parts one below another, as many in a message as fit."""
    messages: list[str] = []
    for part in parts:
        if messages and len(messages[-1]) + len(part) < LONGEST:
            messages[-1] += f"\n\n{part}"
        else:
            messages.append(part)
    return messages


def answered(results: Results) -> str:
    """How many answered of those who were asked (plain)."""
    if not results.people and not results.partial:
        return _("答完的不到 5 人。为了不让人看出是谁答的，不显示结果。")
    if not results.people:
        text = _("答完的不到 5 人，{count} 人答了前面几题，答了的都算。")
        return text.format(count=results.partial)
    if results.asked is None:
        return _("{people} 人答完了，问到的人差不多都答了。").format(people=results.people)
    share = round(100 * results.people / results.asked)
    text = _("问了 {asked} 人，{people} 人答完了，占 {percent}%。")
    return text.format(asked=results.asked, people=results.people, percent=share)


def _who_answered(found: Published) -> str:
    """The same, and who stopped on the way, in lines."""
    results = found.results
    lines = [answered(results)]
    if results.people and results.partial:
        text = _("另有 {count} 人只答了前面几题，答了的也算。")
        lines.append(text.format(count=results.partial))
    return "\n".join(lines)


def _asked(found: Published) -> Iterator[tuple[int, tuple[Question, Table]]]:
    """With their numbers."""
    tables = ((found.definition.named(each.question), each) for each in found.results.tables)
    return enumerate(tables, start=1)


def _title(question: Question, number: int) -> str:
    return f"<b>{number}. {esc(cut(question.label, LABEL_SHOWN))}</b>"


def _lines(question: Question, table: Table) -> Iterator[str]:
    yield _("{count} 人答了这题").format(count=table.answered)
    found = shown.lines(question, table)
    for each in found[:LINES]:
        mark = "*" if each.also else ""
        percent = f" · <b>{each.percent}%</b>" if each.percent is not None else ""
        yield f"▫️ {esc(cut(each.name, NAME_SHOWN))}{mark} {shown.people(each.people)}{percent}"
    if found[LINES:]:
        yield _("……还有 {count} 项，见图和表格。").format(count=len(found) - LINES)
    if also := [cut(name, NAME_SHOWN) for each in found[:LINES] for name in each.also]:
        text = _("* 不到 5 个人给的答案（或者没有人给）并在前一项里：{names}")
        yield text.format(names=esc("、".join(also)))
    if averages := shown.averages(question, table):
        yield averages
    if (interval := shown.top_interval(table)) is not None:
        text = _("要是问所有人，答“{name}”的多半（95%）在 {interval} 之间。")
        name = esc(cut(shown.top_name(question, table), NAME_SHOWN))
        yield text.format(name=name, interval=shown.interval(interval))


def groups_of(found: Published) -> GroupedBy:
    return GroupedBy(found.survey.grouped_by)


def row_name(found: Published, row: Row) -> str:
    """The groups that are counted together (plain): the first few of them."""
    by = groups_of(found)
    named = (group_name(by, each, found.areas) for each in row.groups if each is not None)
    names = list(filter(None, named))
    if None in row.groups:
        names.append(_("其余的人"))
    first = "、".join(names[:TOGETHER])
    return first if len(names) <= TOGETHER else _("{names}等").format(names=first)


def _how_many_by_group(found: Published) -> Iterator[str]:
    """How many of those who were asked answered to the end, in each."""
    rows = [each for each in found.results.rows if each.asked is not None]
    if not rows:
        return
    kind = kind_of_groups(groups_of(found))
    yield _("各{groups}答完的：").format(groups=kind)
    for row in rows[:GROUPS]:
        assert row.asked is not None
        yield _("· {group}：问了 {asked} 人，{count} 人答完，占 {percent}%").format(
            group=esc(cut(row_name(found, row), NAME_SHOWN)),
            asked=row.asked,
            count=row.people,
            percent=round(100 * row.people / row.asked),
        )
    if rows[GROUPS:]:
        yield _("……还有 {count} 项，见表格。").format(count=len(rows) - GROUPS)
    if found.survey.anonymous:
        text = _("不记名的，每个{groups}最先答的几个人算在“其余的人”里，实际答的比这里多几个。")
        yield text.format(groups=kind)


def _by_group(found: Published, question: Question, table: Table) -> Iterator[str]:
    if not table.by_row:
        return
    top = esc(cut(shown.top_name(question, table), NAME_SHOWN))
    text = _("各{groups}答“{answer}”的，大约：")
    yield text.format(groups=kind_of_groups(groups_of(found)), answer=top)
    for row, span in islice(zip(found.results.rows, table.by_row, strict=True), GROUPS):
        yield _("· {group}：{share}（{count} 人答）").format(
            group=esc(cut(row_name(found, row), NAME_SHOWN)),
            share=shown.share(span, row.people),
            count=row.people,
        )
    if table.by_row[GROUPS:]:
        yield _("……还有 {count} 项，见表格。").format(count=len(table.by_row) - GROUPS)


def _compared(
    found: Published,
    question: Question,
    table: Table,
    before: Published | None,
    zone: ZoneInfo,
) -> Iterator[str]:
    change = compared(found, question, before)
    if change is None or before is None:
        return
    yield _("和上次（{day}）比，“{answer}”现在 {now}%，上次 {was}%：{trend}。").format(
        day=day_of(before, zone).isoformat(),
        answer=esc(cut(shown.top_name(question, table), NAME_SHOWN)),
        now=round(change.now * 100),
        was=round(change.before * 100),
        trend=trend_name(change.trend),
    )


def compared(found: Published, question: Question, before: Published | None) -> Change | None:
    if before is None:
        return None
    earlier = (each for each in before.definition.questions if each.name == question.name)
    return comparing.compare(question, found.results, next(earlier, None), before.results)


def day_of(found: Published, zone: ZoneInfo) -> date:
    """When it ended."""
    at = found.survey.ended_at or found.survey.ends_at or found.survey.created_at
    return at.astimezone(zone).date()


def trend_name(trend: Trend) -> str:
    match trend:
        case Trend.HIGHER:
            return _("高了")
        case Trend.LOWER:
            return _("低了")
        case Trend.MAYBE_CHANCE:
            return _("差别可能是碰巧，看不出变化")
