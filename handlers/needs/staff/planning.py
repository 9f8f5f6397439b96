"""A project for a need: with which resource, who sees to it, by when; then it is put up."""

from datetime import date, timedelta

from handlers.common import menu
from handlers.common.i18n import _
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.needs.staff.overview import LABEL, OPTIONS, Draft, deciding, left, why
from handlers.needs.words import called, day_name, how_many
from services.groups import members
from services.needs import categories, matching, projects, resources
from services.needs.projects import OWNER_LIMIT, NewProject
from services.needs.saying import get
from services.written import days
from services.written.errors import TimesPast

__all__ = ["deciding"]

NONE, ACCEPT, DROP = "none", "accept", "drop"
ON_THE_LIST = 20
"""Of a group's members, the latest seen first."""
AHEAD = (14, 30, 90)
"""Days, of the dates that are offered."""


async def begin_for(talk: Talk, need_id: int) -> Reply:
    """A project for this need."""
    return await deciding.go_on(talk, Draft(need_id=need_id))


@deciding.step(part="chosen")
async def resource(talk: Talk, draft: Draft) -> Ask:
    """With which resource, if any fits."""
    need = await get(talk.session, draft.need_id or 0)
    found = (await matching.for_need(talk.session, need, today=talk.today))[:OPTIONS]
    kind = await categories.get(talk.session, need.category)
    lines = [_("给“{need}”立项。").format(need=esc(called(need, kind)))]
    if found:
        lines.append(_("用哪份资源？"))
        lines += [
            f"{at}. {esc(each.resource.unit)}：{esc(cut(each.resource.what, LABEL))}\n{why(each)}"
            for at, each in enumerate(found, start=1)
        ]
    else:
        lines.append(_("资源清单上没有合适的，可以社区自己办。"))
    options = [Option(str(each.resource.id), cut(f"{each.resource.unit}", LABEL)) for each in found]
    return Ask("\n".join(lines), [*options, Option(NONE, _("不用资源，自己办"))])


@resource.choice(NONE)
async def without(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.resource_id, draft.chosen = None, True
    return None


@resource.choice()
async def with_one(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.resource_id, draft.chosen = int(choice), True
    return None


@deciding.step(a_line(OWNER_LIMIT))
async def owner(talk: Talk, draft: Draft) -> Ask:
    there = list((await members.of_office(talk.session, talk.group.area_id)).items())[:ON_THE_LIST]
    options = [Option(str(person_id), cut(name, LABEL)) for person_id, name in there]
    return Ask(_("谁负责？点一位同事，或者写名字、单位。"), options, columns=2)


@owner.choice()
async def a_colleague(talk: Talk, draft: Draft, choice: str) -> Reply:
    there = await members.of_office(talk.session, talk.group.area_id)
    draft.owner_id = int(choice) if int(choice) in there else None
    draft.owner = there.get(int(choice), talk.name)
    return None


@owner.taken
async def in_words_of_theirs(talk: Talk, draft: Draft, said: str) -> Reply:
    draft.owner_id, draft.owner = None, said
    return None


def a_day(said: str, talk: Talk) -> date:
    day = days.day(said, talk.today)
    if day < talk.today:
        raise TimesPast
    return day


@deciding.step(a_day)
async def due_on(talk: Talk, draft: Draft) -> Ask:
    ahead = [talk.today + timedelta(days=count) for count in AHEAD]
    options = [Option(day.isoformat(), day_name(day)) for day in ahead]
    return Ask(_("哪天以前办好？点一个，或者写日子，比如“12月10日”“月底”。"), options)


@due_on.choice()
async def by_day(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.due_on = date.fromisoformat(choice)
    return None


@deciding.step(part="sure")
async def review(talk: Talk, draft: Draft) -> Ask:
    assert draft.due_on is not None
    need = await get(talk.session, draft.need_id or 0)
    kind = await categories.get(talk.session, need.category)
    lines = [
        _("请看一下对不对："),
        _("<b>{need}</b> · {people}").format(
            need=esc(called(need, kind)), people=how_many(need.people)
        ),
        _("🙋 {name}负责").format(name=esc(draft.owner)),
        _("📅 {day}以前").format(day=day_name(draft.due_on)),
    ]
    if draft.resource_id is not None:
        used = await resources.get(talk.session, draft.resource_id)
        lines.insert(2, _("🤝 {resource}").format(resource=esc(f"{used.unit}：{used.what}")))
    lines.append(_("立项以后，要的人都会收到消息。"))
    options = [
        Option(ACCEPT, _("✅ 立项")),
        Option("resource", _("换资源")),
        Option("owner", _("换人")),
        Option("due_on", _("换个日子")),
        Option(DROP, _("不立了")),
    ]
    return Ask("\n".join(lines), options, columns=2, back=False)


@review.choice()
async def changes(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await deciding.change(talk, draft, choice)


@review.choice(DROP)
async def drops(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await left(talk, draft)


@review.choice(ACCEPT)
async def accept(talk: Talk, draft: Draft, choice: str) -> Reply:
    assert draft.need_id is not None
    assert draft.due_on is not None
    new = NewProject(
        need_id=draft.need_id,
        resource_id=draft.resource_id,
        owner_id=draft.owner_id,
        owner_name=draft.owner or "",
        due_on=draft.due_on,
    )
    await projects.accept(talk.session, new, talk.member, now=talk.now, zone=talk.config.zone)
    Draft.discard(talk)
    text = _("✅ 立项了，要的人都会收到消息。卡片在“{group}”里。")
    return await menu.home(talk, text.format(group=esc(talk.group.title)))
