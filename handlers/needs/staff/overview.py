"""/needs: the three lists, and pairs that may fit, in private; a card is shown in the group.

`planning` asks what a project needs to be.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from handlers.common import menu
from handlers.common.i18n import _, current_language
from handlers.common.in_private import begins, private_form
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import day_in
from handlers.common.words import cut, esc
from handlers.needs.words import called, how_many, project_state
from services import areas
from services.errors import Refusal
from services.needs import categories, lists, matching, resources
from services.needs.lists import GOES_ON
from services.needs.matching import Near, Pair
from services.needs.news import NeedCard, ProjectCard, ResourceCard
from services.news import draw
from storage.tables import Area, Level, Purpose, Resource, ResourceState

NEEDS, PAIRS, PROJECTS, RESOURCES, SHEET = "needs", "pairs", "projects", "resources", "sheet"
PAIR = "pair:"
LABEL = 30
"""Characters of a need or an offer on a button."""
OPTIONS = 8
"""As many as one message holds well."""


@dataclass(slots=True)
class Draft(Kept):
    """A project that is being decided on; each part is None until it was answered."""

    KEY: ClassVar = "need project"

    need_id: int | None = None
    resource_id: int | None = None
    chosen: bool | None = None
    """With that resource, or without."""
    owner: str | None = None
    owner_id: int | None = None
    due_on: date | None = None


deciding = private_form(Draft, "PlanningForNeeds", Purpose.STAFF)


@begins(deciding, "needs", Purpose.STAFF)
async def begin(talk: Talk, words: str) -> Reply:
    return await deciding.go_on(talk, Draft())


@deciding.left
async def left(talk: Talk, draft: Draft) -> Reply:
    Draft.discard(talk)
    return await menu.home(talk, _("好的，没有动。"))


@deciding.refused
async def refused(talk: Talk, refusal: Refusal) -> Reply:
    return await talk.repeat(in_words(refusal, talk.config.zone))


@deciding.step(part="need_id")
async def what(talk: Talk, draft: Draft) -> Ask:
    options = [
        Option(NEEDS, _("📋 需求清单")),
        Option(RESOURCES, _("🤝 资源清单")),
        Option(PAIRS, _("🔗 看看能配上的")),
        Option(PROJECTS, _("🛠 项目清单")),
        Option(SHEET, _("📊 三张清单的表")),
    ]
    return Ask(_("问需于民：看哪一张？"), options)


@what.choice(NEEDS, RESOURCES, PAIRS, PROJECTS)
async def looks_at(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await deciding.ask(talk, draft, f"of_{choice}")


@what.choice(SHEET)
async def wants_sheet(talk: Talk, draft: Draft, choice: str) -> Reply:
    from handlers.needs.staff import sheet

    document = await sheet.of(talk)
    Draft.discard(talk)
    return [document, await menu.home(talk, _("三张清单都在表里。联系方式不要外传。"))]


@deciding.aside("what")
async def of_needs(talk: Talk, draft: Draft) -> Ask:
    """What most people want first, of all that the office answers for."""
    area = await served(talk)
    found = await lists.ranked(talk.session, area, states=lists.OPEN, limit=OPTIONS)
    kinds = await categories.by_key(talk.session)
    options = [
        Option(
            str(each.id),
            f"{called(each, kinds.get(each.category), LABEL)} · {how_many(each.people)}"
            f"{await whose(talk, area, each.area_id)}",
        )
        for each in found
    ]
    text = _("📋 要的人最多的。点一件，卡片就到群里最下面；全部在表里。")
    return Ask(text if options else _("需求清单是空的。"), options)


@of_needs.choice()
async def shows_need(talk: Talk, draft: Draft, choice: str) -> Reply:
    draw(talk.session, NeedCard(int(choice), to_the_end=True))
    return await _in_the_group(talk)


@deciding.aside("what")
async def of_resources(talk: Talk, draft: Draft) -> Ask:
    """What waits for the office first."""
    area = await areas.of_group(talk.session, talk.group)
    found: list[Resource] = []
    for state in (ResourceState.OFFERED, ResourceState.CONFIRMED):
        found += await resources.of_area(talk.session, area, state=state)
    own = [each for each in found if await _answers_for(talk, each)]
    options = [
        Option(str(each.id), cut(f"{each.unit}：{each.what}", LABEL)) for each in own[:OPTIONS]
    ]
    text = _("🤝 单位、志愿者能提供的。点一份，卡片就到群里最下面；新的请对方发 /resource。")
    empty = _("资源清单是空的。请共建单位发 /resource 来报，或者导入一张表。")
    return Ask(text if options else empty, options)


async def _answers_for(talk: Talk, resource: Resource) -> bool:
    """An offer for all of a street is the street's to judge."""
    area = await areas.one(talk.session, resource.area_id)
    return talk.group.area_id in area.lineage


@of_resources.choice()
async def shows_resource(talk: Talk, draft: Draft, choice: str) -> Reply:
    draw(talk.session, ResourceCard(int(choice), to_the_end=True))
    return await _in_the_group(talk)


@deciding.aside("what")
async def of_projects(talk: Talk, draft: Draft) -> Ask:
    area = await served(talk)
    found = await lists.projects(talk.session, area, states=GOES_ON, limit=OPTIONS)
    kinds = await categories.by_key(talk.session)
    options = [
        Option(
            str(project.id),
            _("{need} · {day} · {state}").format(
                need=called(need, kinds.get(need.category), LABEL),
                day=day_in("MMMd", project.due_on, current_language()),
                state=f"{project_state(project.state)}{await whose(talk, area, project.area_id)}",
            ),
        )
        for project, need in found
    ]
    text = _("🛠 在办的，先到期的在前面。点一个，卡片就到群里最下面。")
    return Ask(text if options else _("项目清单是空的。"), options)


@of_projects.choice()
async def shows_project(talk: Talk, draft: Draft, choice: str) -> Reply:
    draw(talk.session, ProjectCard(int(choice), to_the_end=True))
    return await _in_the_group(talk)


async def _in_the_group(talk: Talk) -> Reply:
    Draft.discard(talk)
    text = _("卡片在“{group}”里，最下面就是。")
    return await menu.home(talk, text.format(group=esc(talk.group.title)))


@deciding.aside("what")
async def of_pairs(talk: Talk, draft: Draft) -> Ask:
    """Needs and offers that may fit, each with why."""
    area = await served(talk)
    found = (await matching.pairs(talk.session, area, today=talk.today))[:OPTIONS]
    if not found:
        return Ask(_("现在没有能配上的：要有列入清单的需求，也要有确认过、没排满的资源。"))
    lines = [f"{at}. {await _told(talk, area, pair)}" for at, pair in enumerate(found, start=1)]
    options = [
        Option(
            f"{PAIR}{pair.need.id}:{pair.resource.id}",
            cut(f"{pair.need.title or pair.need.text} × {pair.resource.unit}", LABEL),
        )
        for pair in found
    ]
    head = _("🔗 这些能配上。点一对，接着定谁负责、哪天以前：")
    return Ask("\n\n".join([head, *lines]), options)


@of_pairs.choice()
async def takes_pair(talk: Talk, draft: Draft, choice: str) -> Reply:
    need_id, _colon, resource_id = choice.removeprefix(PAIR).partition(":")
    draft.need_id, draft.resource_id, draft.chosen = int(need_id), int(resource_id), True
    return None


async def _told(talk: Talk, area: Area, pair: Pair) -> str:
    kind = await categories.get(talk.session, pair.need.category)
    name = called(pair.need, kind) + await whose(talk, area, pair.need.area_id)
    return _("<b>{need}</b>（{people}）× {unit}：{what}\n{why}").format(
        need=esc(name),
        people=how_many(pair.need.people),
        unit=esc(pair.resource.unit),
        what=esc(cut(pair.resource.what, LABEL)),
        why=why(pair),
    )


def why(pair: Pair) -> str:
    """The reasons of a pair, in words."""
    reasons = []
    if pair.same_category:
        reasons.append(_("同一类"))
    if pair.words_alike > 0:
        percent = round(pair.words_alike * 100)
        reasons.append(_("说法有 {percent}% 一样").format(percent=percent))
    reasons.append(
        {
            Near.CLOSE: _("就在跟前"),
            Near.COMMUNITY: _("在本社区"),
            Near.WIDER: _("街道、区里的"),
        }[pair.near]
    )
    reasons.append(_("这个月还能排 {count} 次").format(count=pair.left))
    return " · ".join(reasons)


async def served(talk: Talk) -> Area:
    """The community whose office it is, or the street or district with all that lie in it."""
    area = await areas.of_group(talk.session, talk.group)
    return await areas.community_of(talk.session, area.id) or area


async def whose(talk: Talk, area: Area, community_id: int) -> str:
    """Which community it is of, where an office answers for several; to stand behind a name."""
    if area.level is Level.COMMUNITY:
        return ""
    return f" · {await areas.name_of(talk.session, community_id)}"
