"""The three lists as one workbook: 需求清单, 资源清单, 项目清单, for the office alone."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

from handlers.common.i18n import SOURCE, _
from handlers.common.saying import Document, File
from handlers.common.talk import Talk
from handlers.needs.staff.overview import served
from handlers.needs.words import (
    called,
    for_whom,
    need_state,
    project_state,
    resource_state,
    source_name,
)
from services import areas
from services.needs import categories, lists, resources
from services.needs.saying import get
from storage.excel import Cell, Column, Look, Page, book
from storage.tables import (
    Need,
    NeedCategory,
    NeedProject,
    Resource,
    ResourceState,
)

SINCE = timedelta(days=366)
"""What ended longer ago is left out."""
WORDS, NAME, DAY = 40, 24, 12
"""Widths of columns, in characters."""
LONGEST = 200
Kinds = Mapping[str, NeedCategory]
Titles = Mapping[int, str]


async def of(talk: Talk) -> Document:
    """What the office answers for; cells that a sheet would take for a formula are text."""
    area = await served(talk)
    needs, projects = await lists.everything(talk.session, area, since=talk.now - SINCE)
    offered: dict[int, Resource] = {}
    for state in (ResourceState.CONFIRMED, ResourceState.OFFERED):
        found = await resources.of_area(talk.session, area, state=state)
        offered |= {each.id: each for each in found}
    for project in projects:
        if project.resource_id is not None and project.resource_id not in offered:
            offered[project.resource_id] = await resources.get(talk.session, project.resource_id)
    kinds = await categories.by_key(talk.session)
    places = {each.place_id for each in needs} | {each.area_id for each in offered.values()}
    titles = await areas.titles(talk.session, places | {each.area_id for each in projects})
    of_projects = {each.need_id for each in projects}
    known = {each.id: each for each in needs}
    for need_id in of_projects - known.keys():
        known[need_id] = await get(talk.session, need_id)
    pages = [
        _needs(needs, kinds, titles, talk),
        _resources(list(offered.values()), kinds, titles),
        _projects(projects, known, offered, kinds, titles),
    ]
    content = await asyncio.to_thread(book, pages, _("问需于民"))
    return Document(File(_("问需于民 {day}.xlsx").format(day=talk.today.isoformat()), content))


def _needs(needs: Sequence[Need], kinds: Kinds, titles: Titles, talk: Talk) -> Page:
    columns = [
        Column(_("编号"), Look.COUNT, 8),
        Column(_("需求"), Look.TEXT, WORDS),
        Column(_("类别"), Look.TEXT, NAME),
        Column(_("多少人要"), Look.COUNT, 10),
        Column(_("给谁"), Look.TEXT, 10),
        Column(_("地点"), Look.TEXT, NAME),
        Column(_("提的时候"), Look.MOMENT, 16),
        Column(_("状态"), Look.TEXT, DAY),
        Column(_("原因"), Look.TEXT, NAME),
    ]
    zone = talk.config.zone
    rows: list[list[Cell]] = [
        [
            each.id,
            called(each, kinds.get(each.category), LONGEST),
            _kind(kinds, each.category),
            each.people,
            for_whom(each.for_whom),
            titles.get(each.place_id, ""),
            each.said_at.astimezone(zone).replace(tzinfo=None),
            need_state(each.state),
            each.reason or "",
        ]
        for each in needs
    ]
    return Page(_("需求清单"), _("需求清单，要的人多的在前面"), columns, rows)


def _resources(offered: Sequence[Resource], kinds: Kinds, titles: Titles) -> Page:
    columns = [
        Column(_("单位"), Look.TEXT, NAME),
        Column(_("性质"), Look.TEXT, NAME),
        Column(_("类别"), Look.TEXT, NAME),
        Column(_("内容"), Look.TEXT, WORDS),
        Column(_("每月次数"), Look.COUNT, 10),
        Column(_("给哪里"), Look.TEXT, NAME),
        Column(_("截止"), Look.TEXT, DAY),
        Column(_("联系方式"), Look.TEXT, NAME),
        Column(_("状态"), Look.TEXT, DAY),
    ]
    rows: list[list[Cell]] = [
        [
            each.unit,
            source_name(each.source),
            _kind(kinds, each.category),
            each.what,
            each.a_month,
            titles.get(each.area_id, ""),
            each.until.isoformat() if each.until else "",
            each.contact or "",
            resource_state(each.state),
        ]
        for each in offered
    ]
    return Page(_("资源清单"), _("资源清单；联系方式只给社区用"), columns, rows)


def _projects(
    projects: Sequence[NeedProject],
    needs: Mapping[int, Need],
    offered: Mapping[int, Resource],
    kinds: Kinds,
    titles: Titles,
) -> Page:
    columns = [
        Column(_("需求编号"), Look.COUNT, 8),
        Column(_("项目"), Look.TEXT, WORDS),
        Column(_("社区"), Look.TEXT, NAME),
        Column(_("用的资源"), Look.TEXT, NAME),
        Column(_("负责人"), Look.TEXT, NAME),
        Column(_("期限"), Look.TEXT, DAY),
        Column(_("状态"), Look.TEXT, DAY),
        Column(_("结果或者原因"), Look.TEXT, WORDS),
    ]
    rows: list[list[Cell]] = [
        [
            each.need_id,
            called(needs[each.need_id], kinds.get(needs[each.need_id].category), LONGEST),
            titles[each.area_id],
            offered[each.resource_id].unit if each.resource_id else "",
            each.owner_name or "",
            each.due_on.isoformat(),
            project_state(each.state),
            each.said or "",
        ]
        for each in projects
    ]
    return Page(_("项目清单"), _("项目清单，先到期的在前面"), columns, rows)


def _kind(kinds: Kinds, key: str) -> str:
    return kinds[key].name(SOURCE) if key in kinds else ""
