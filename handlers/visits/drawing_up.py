"""The rest of a list: who goes, by when, what is asked, whether it repeats; then it is put up."""

from datetime import date, timedelta

from handlers.common import menu
from handlers.common.forms import Again
from handlers.common.i18n import _, current_language
from handlers.common.labels import rhythm_name
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.ticking import marked, ticking, toggled
from handlers.common.times import day_in
from handlers.common.words import cut, esc, listed
from handlers.visits.drawing import LABEL, Drawing, drawing, left
from handlers.visits.words import kind_name, sign, until
from services import areas
from services.groups import members
from services.rhythms import Rhythm
from services.visits import deadlines, doors, rounds
from services.visits.rounds import MOST_QUESTIONS, QUESTION_LIMIT, NewRound

__all__ = ["drawing"]

DONE, NONE, ONCE = "done", "none", "once"
PUBLISH, DROP = "publish", "drop"
FRIDAY, WEEK = 4, 7
"""As `date.weekday` counts, and in days."""
SHOWN = 8
"""Doors in the review."""
ON_THE_LIST = 40
"""Of a group's members, the latest seen first: more than go to doors anywhere."""


@drawing.step(part="chosen")
async def who(talk: Talk, draft: Drawing) -> Ask:
    """Several may be ticked; it takes the place of itself."""
    there = await members.of_office(talk.session, talk.group.area_id)
    options = [
        Option(str(person_id), marked(name, person_id in draft.goers))
        for person_id, name in list(there.items())[:ON_THE_LIST]
    ]
    text = _("谁去？可以选几个人，选完点“选好了”。没在群里说过话的同事，先请他在群里说一句。")
    state, done = drawing.state("who"), Option(DONE, _("选好了"))
    return await ticking(talk, state, text, options, done, columns=2)


@who.choice()
async def ticked(talk: Talk, draft: Drawing, choice: str) -> Reply:
    draft.goers = toggled(draft.goers, int(choice))
    return await drawing.ask(talk, draft, "who")


@who.choice(DONE)
async def chosen(talk: Talk, draft: Drawing, choice: str) -> Reply:
    if not draft.goers:
        raise Again(_("至少要有一个人去，请点一下名字。"))
    draft.chosen = True
    return None


@drawing.step(lambda said, talk: deadlines.deadline(said, now=talk.now, zone=talk.config.zone))
async def due_at(talk: Talk, draft: Drawing) -> Ask:
    language = current_language()
    options = [
        Option(f"{day:%Y-%m-%d}", day_in("MMMEd", day, language)) for day in _usual_days(talk.today)
    ]
    return Ask(_("哪天以前走完？点一个，或者写日子，比如“12月10日”“月底”。"), options)


def _usual_days(today: date) -> list[date]:
    """This week's and the next week's Friday, and the Friday four weeks ahead."""
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % WEEK or WEEK)
    return [friday, friday + timedelta(days=WEEK), friday + timedelta(days=4 * WEEK)]


def some_questions(said: str, talk: Talk) -> list[str]:
    """A line each."""
    questions = doors.lines_of(said)
    if len(questions) > MOST_QUESTIONS:
        raise Again(_("最多 {count} 样，请留下最要紧的。").format(count=MOST_QUESTIONS))
    if any(len(each) > QUESTION_LIMIT for each in questions):
        raise Again(_("太长了，一行最多 {limit} 个字。").format(limit=QUESTION_LIMIT))
    return questions


@drawing.step(some_questions)
async def questions(talk: Talk, draft: Drawing) -> Ask:
    text = _(
        "每一处要问什么、看什么？一行一样，最多 {count} 样，比如：\n身体好吗\n灭火器过期没有\n"
        "没有就点“没有”。问句里有吗字的，去的人点一下就行。"
    )
    return Ask(text.format(count=MOST_QUESTIONS), [Option(NONE, _("没有"))])


@questions.choice(NONE)
async def no_questions(talk: Talk, draft: Drawing, choice: str) -> Reply:
    draft.questions = []
    return None


@drawing.step()
async def rhythm(talk: Talk, draft: Drawing) -> Ask:
    options = [Option(ONCE, _("不重复"))]
    options += [Option(each.value, rhythm_name(each, talk.today)) for each in Rhythm]
    return Ask(_("重复吗？重复的到日子自己再发一份。"), options, columns=2)


@rhythm.choice()
async def repeats(talk: Talk, draft: Drawing, choice: str) -> Reply:
    draft.rhythm = "" if choice == ONCE else choice
    return None


@drawing.step(part="sure")
async def summary(talk: Talk, draft: Drawing) -> Ask:
    """All of it; each part is changed by one tap."""
    options = [
        Option(PUBLISH, _("✅ 发下去")),
        Option("title", _("改名称")),
        Option("where", _("改地方")),
        Option("who", _("改谁去")),
        Option("due_at", _("改日子")),
        Option("questions", _("改问什么")),
        Option("rhythm", _("改重复")),
        Option(DROP, _("不发了")),
    ]
    return Ask(await _looks(talk, draft), options, columns=2, back=False)


async def _looks(talk: Talk, draft: Drawing) -> str:
    assert draft.kind is not None
    assert draft.due_at is not None
    there = await members.of_office(talk.session, talk.group.area_id)
    names = [there[each] for each in draft.goers if each in there]
    lines = [
        _("请看一下对不对："),
        _("{sign} {kind} · <b>{title}</b>").format(
            sign=sign(draft.kind), kind=kind_name(draft.kind), title=esc(draft.title)
        ),
        _("📍 {count} 处：{places}").format(
            count=len(draft.doors), places=await _places(talk, draft)
        ),
        _("🙋 {names}").format(names=esc(listed(names))),
        _("📅 {day}以前走完").format(day=until(draft.due_at, talk.config.zone)),
    ]
    if draft.questions:
        lines.append(_("❓ {questions}").format(questions=esc("；".join(draft.questions))))
    if draft.rhythm:
        repeated = rhythm_name(Rhythm(draft.rhythm), talk.today)
        lines.append(_("🔁 {rhythm}").format(rhythm=repeated))
    return "\n".join(lines)


async def _places(talk: Talk, draft: Drawing) -> str:
    """The first of them, with who lives there."""
    first = draft.doors[:SHOWN]
    names = await areas.with_ids(talk.session, {each.area_id for each in first})
    told = [
        esc(cut(" ".join(filter(None, [names[each.area_id].name, each.door, each.name])), LABEL))
        for each in first
    ]
    return "、".join(told) + ("…" if len(draft.doors) > SHOWN else "")


@summary.choice()
async def changed(talk: Talk, draft: Drawing, choice: str) -> Reply:
    return await drawing.change(talk, draft, choice)


@summary.choice(PUBLISH)
async def publish(talk: Talk, draft: Drawing, choice: str) -> Reply:
    assert draft.kind is not None
    assert draft.due_at is not None
    new = NewRound(
        area_id=talk.group.area_id,
        kind=draft.kind,
        title=draft.title or "",
        doors=draft.doors,
        goers=draft.goers,
        due_at=draft.due_at,
        questions=draft.questions or [],
        rhythm=Rhythm(draft.rhythm) if draft.rhythm else None,
    )
    await rounds.draw(talk.session, new, talk.member, now=talk.now, zone=talk.config.zone)
    Drawing.discard(talk)
    text = _("✅ 发下去了，去的人都会收到。进度看“{group}”里的卡片。")
    return await menu.home(talk, text.format(group=esc(talk.group.title)))


@summary.choice(DROP)
async def drop(talk: Talk, draft: Drawing, choice: str) -> Reply:
    return await left(talk, draft)
