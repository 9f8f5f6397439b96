"""What residents, partners and the office hear of needs, offers and projects; how cards look."""

from collections.abc import Callable, Sequence

from handlers.common.i18n import _, mark
from handlers.common.saying import Say
from handlers.common.telling import Tell, Telling, filled
from handlers.common.words import esc
from handlers.needs.staff import need_card, project_card, resource_card
from handlers.needs.staff.need_card import Voiced
from handlers.needs.staff.project_card import Planned
from handlers.needs.staff.resource_card import Offered
from handlers.needs.words import called, called_to, day_name, project_state
from services import areas
from services.needs import categories, groups, projects, resources
from services.needs.news import (
    NeedCard,
    NeedDeclined,
    NeedGrouped,
    NeedListed,
    ProjectAccepted,
    ProjectCard,
    ProjectDone,
    ProjectDropped,
    ProjectLate,
    ResourceCard,
    ResourceConfirmed,
    ResourceDeclined,
    ResourceUsed,
    ResourceWithdrawn,
)
from services.needs.saying import get
from storage.outbox import Urgency
from storage.tables import Need, NeedProject, ProjectState, Resource

telling = Telling()


@telling.draws(NeedCard)
async def need_drawn(tell: Tell, subject: NeedCard) -> None:
    need = await get(tell.session, subject.need_id)
    head = await get(tell.session, need.merged_into_id) if need.merged_into_id else None
    voiced = Voiced(
        need=need,
        category=await categories.get(tell.session, need.category),
        place=await areas.title_of(tell.session, need.place_id),
        others=await groups.members(tell.session, need.id),
        head=head,
    )
    card, zone = need_card.card, tell.config.zone
    await tell.office(
        need.area_id,
        lambda: Say(
            need_card.look(voiced, zone),
            card.keyboard(voiced),
            card=card.key(need.id),
            to_the_end=subject.to_the_end,
        ),
    )


@telling.draws(ResourceCard)
async def resource_drawn(tell: Tell, subject: ResourceCard) -> None:
    resource = await resources.get(tell.session, subject.resource_id)
    offered = Offered(
        resource=resource,
        category=await categories.get(tell.session, resource.category),
        place=await areas.title_of(tell.session, resource.area_id),
        promised=await resources.latest_months(tell.session, resource.id),
    )
    card = resource_card.card
    await tell.office(
        resource.area_id,
        lambda: Say(
            resource_card.look(offered),
            card.keyboard(offered),
            card=card.key(resource.id),
            to_the_end=subject.to_the_end,
        ),
    )


@telling.draws(ProjectCard)
async def project_drawn(tell: Tell, subject: ProjectCard) -> None:
    project = await projects.get(tell.session, subject.project_id)
    need = await get(tell.session, project.need_id)
    used = await _used(tell, project)
    planned = Planned(
        project=project,
        need=await _called(tell, need),
        people=need.people,
        resource=f"{used.unit}：{used.what}" if used else "",
        contact=(used.contact or "") if used else "",
    )
    card = project_card.card
    await tell.office(
        project.area_id,
        lambda: Say(
            project_card.look(planned),
            card.keyboard(planned),
            card=card.key(project.id),
            to_the_end=subject.to_the_end,
        ),
    )


@telling.hears(NeedListed)
async def listed(tell: Tell, news: NeedListed) -> None:
    need = await get(tell.session, news.need_id)
    text = mark("🙋 您提的“{need}”列到需求清单上了，邻居可以点“我也要”。有进展，在这里告诉您。")
    await tell.person(need.person_id, filled(text, need=esc(await _called(tell, need))))


@telling.hears(NeedGrouped)
async def grouped(tell: Tell, news: NeedGrouped) -> None:
    """Whose words went under another's."""
    need = await get(tell.session, news.need_id)
    head = await get(tell.session, need.merged_into_id or need.id)
    kind = await categories.get(tell.session, head.category)
    text = mark(
        "🙋 您提的“{need}”，邻居也提过，归到了“{head}”一起算，现在 {count} 个人要。您的话都留着。"
    )
    words = filled(
        text,
        need=esc(await _called(tell, need)),
        head=esc(called_to(need.person_id, head, kind)),
        count=head.people,
    )
    await tell.person(need.person_id, words)


@telling.hears(NeedDeclined)
async def declined(tell: Tell, news: NeedDeclined) -> None:
    need = await get(tell.session, news.need_id)
    text = mark("🙋 您要的“{need}”这次没有列入。社区说：\n\n“{reason}”")
    words = filled(text, need=esc(await _called(tell, need)), reason=esc(need.reason))
    await _to_many(tell, news.person_ids, f"need-declined:{need.id}", words)


@telling.hears(ProjectAccepted)
async def accepted(tell: Tell, news: ProjectAccepted) -> None:
    project = await projects.get(tell.session, news.project_id)
    need = esc(await _called(tell, await get(tell.session, project.need_id)))
    used = await _used(tell, project)

    def words() -> str:
        text = _("🛠 您要的“{need}”立项了，打算{day}以前办好。")
        if used is not None:
            text = _("🛠 您要的“{need}”立项了，由{unit}来帮忙，打算{day}以前办好。")
        unit = esc(used.unit) if used else ""
        return text.format(need=need, unit=unit, day=day_name(project.due_on))

    await _to_many(tell, news.person_ids, f"project-accepted:{project.id}", words)


@telling.hears(ProjectDone)
async def done(tell: Tell, news: ProjectDone) -> None:
    words = await _how_it_ended(
        tell, news.project_id, mark("✅ 您要的“{need}”办成了：\n\n“{said}”")
    )
    await _to_many(tell, news.person_ids, f"project-done:{news.project_id}", words)


@telling.hears(ProjectDropped)
async def dropped(tell: Tell, news: ProjectDropped) -> None:
    text = mark("🙋 您要的“{need}”这次没办成，还留在需求清单上。社区说：\n\n“{said}”")
    words = await _how_it_ended(tell, news.project_id, text)
    await _to_many(tell, news.person_ids, f"project-dropped:{news.project_id}", words)


@telling.hears(ResourceUsed)
async def resource_used(tell: Tell, news: ResourceUsed) -> None:
    project = await projects.get(tell.session, news.project_id)
    used = await _used(tell, project)
    if used is None:
        return
    match project.state:
        case ProjectState.DONE:
            text = mark("✅ 用您提供的资源，“{need}”办成了，谢谢您：\n\n“{said}”")
            words = await _how_it_ended(tell, project.id, text)
        case ProjectState.DROPPED:
            text = mark("🤝 “{need}”不办了，您的资源先不用了。社区说：\n\n“{said}”")
            words = await _how_it_ended(tell, project.id, text)
        case ProjectState.PLANNED | ProjectState.IN_PROGRESS:
            need = esc(await _called(tell, await get(tell.session, project.need_id)))

            def words() -> str:
                text = _("🤝 您提供的“{what}”用上了：“{need}”，打算{day}以前办好。社区会跟您联系。")
                return text.format(what=esc(used.what), need=need, day=day_name(project.due_on))

    await tell.person(used.offered_by, words)


async def _to_many(
    tell: Tell, person_ids: Sequence[int], card: str, words: Callable[[], str]
) -> None:
    for person_id in person_ids:
        await tell.person(person_id, lambda: Say(words(), card=card), Urgency.BROADCAST)


async def _how_it_ended(tell: Tell, project_id: int, text: str) -> Callable[[], str]:
    project = await projects.get(tell.session, project_id)
    need = await get(tell.session, project.need_id)
    return filled(text, need=esc(await _called(tell, need)), said=esc(project.said))


@telling.hears(ProjectLate)
async def late(tell: Tell, news: ProjectLate) -> None:
    """Below its card."""
    project = await projects.get(tell.session, news.project_id)
    name = esc(project.owner_name)

    def words() -> Say:
        text = _(
            "⏰ {name}负责的这个项目，日子过了，现在是“{state}”。"
            "办成了点“办成了”，要再等点“换个日子”，不办了点“不办了”。"
        ).format(name=name or _("没有人"), state=project_state(project.state))
        return Say(text, under_card=project_card.card.key(project.id))

    await tell.office(project.area_id, words)


@telling.hears(ResourceConfirmed)
async def confirmed(tell: Tell, news: ResourceConfirmed) -> None:
    text = mark("🤝 您报的“{what}”列到资源清单上了，谢谢！跟需求配上了就告诉您。")
    await _to_who_offered(tell, news.resource_id, lambda it: filled(text, what=esc(it.what)))


@telling.hears(ResourceDeclined)
async def turned_down(tell: Tell, news: ResourceDeclined) -> None:
    text = mark("🤝 您报的“{what}”这次用不上，谢谢您。社区说：\n\n“{reason}”")
    await _to_who_offered(
        tell,
        news.resource_id,
        lambda it: filled(text, what=esc(it.what), reason=esc(it.reason)),
    )


@telling.hears(ResourceWithdrawn)
async def withdrawn(tell: Tell, news: ResourceWithdrawn) -> None:
    """Below its card."""
    resource = await resources.get(tell.session, news.resource_id)
    text = mark("🤝 {unit}说这份资源不再提供了。已经用上它的项目，请跟对方核实一下。")
    words = filled(text, unit=esc(resource.unit))
    await tell.office(
        resource.area_id,
        lambda: Say(words(), under_card=resource_card.card.key(resource.id)),
    )


async def _to_who_offered(
    tell: Tell, resource_id: int, words: Callable[[Resource], Callable[[], str]]
) -> None:
    resource = await resources.get(tell.session, resource_id)
    await tell.person(resource.offered_by, words(resource))


async def _used(tell: Tell, project: NeedProject) -> Resource | None:
    if project.resource_id is None:
        return None
    return await resources.get(tell.session, project.resource_id)


async def _called(tell: Tell, need: Need) -> str:
    return called(need, await categories.get(tell.session, need.category))
