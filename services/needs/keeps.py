"""What needs, resources and projects hand in: whose they are, and what falls due by itself."""

from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.keeps import AtNight, Job, Keeps
from services.needs import hearing, one_person, projects
from services.needs.erasing import erase
from services.needs.figures import figures
from storage.tables import Need, NeedProject, NeedSupporter, Resource


async def about(session: AsyncSession, person_id: int) -> dict[str, Any]:
    """Below "needs": what they said, seconded and offered, and what they saw to as staff."""
    said = await session.scalars(select(Need).where(Need.person_id == person_id).order_by(Need.id))
    seconded = await session.execute(
        select(NeedSupporter.since, Need)
        .join(Need, Need.id == NeedSupporter.need_id)
        .where(NeedSupporter.person_id == person_id, Need.person_id.is_distinct_from(person_id))
        .order_by(Need.id)
    )
    offered = await session.scalars(
        select(Resource).where(Resource.offered_by == person_id).order_by(Resource.id)
    )
    projects_of = await session.scalars(
        select(NeedProject)
        .where(or_(NeedProject.owner_id == person_id, NeedProject.created_by == person_id))
        .order_by(NeedProject.id)
    )
    return {
        "needs": {
            "said": [_need(each) for each in said],
            "seconded": [
                {"title": need.title, "since": since.isoformat(), "state": need.state.value}
                for since, need in seconded
            ],
            "offered": [_offer(each) for each in offered],
            "projects": [_project(each) for each in projects_of],
        }
    }


def _need(need: Need) -> dict[str, Any]:
    return {
        "text": need.text,
        "name": need.person_name,
        "for_whom": need.for_whom.value,
        "category": need.category,
        "said_at": need.said_at.isoformat(),
        "state": need.state.value,
        "reason": need.reason,
    }


def _offer(resource: Resource) -> dict[str, Any]:
    return {
        "unit": resource.unit,
        "what": resource.what,
        "a_month": resource.a_month,
        "until": resource.until.isoformat() if resource.until else None,
        "contact": resource.contact,
        "state": resource.state.value,
        "reason": resource.reason,
    }


def _project(project: NeedProject) -> dict[str, Any]:
    return {
        "due_on": project.due_on.isoformat(),
        "state": project.state.value,
        "owner": project.owner_name,
        "created_at": project.created_at.isoformat(),
    }


KEEPS = Keeps(
    erase=erase,
    about=about,
    join=one_person.join,
    figures=figures,
    broadcasts=hearing.BROADCASTS,
    jobs=(
        Job(
            name="late projects",
            due=projects.due,
            act=projects.act,
            every=timedelta(minutes=10),
            when="the day of a project for a need has passed, when people begin to work again",
            to="the community's staff",
            at_night=AtNight.PUT_OFF,
            late="as long as the project goes on",
            judges_silence=True,
            at_once=20,
        ),
    ),
)
