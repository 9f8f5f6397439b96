"""A project in the office's group: its card, and what the office does with it."""

from dataclasses import dataclass
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from handlers.common.cards import Card, Said
from handlers.common.i18n import _, mark
from handlers.common.members import InGroupFor
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.needs.words import day_name, how_many, project_state
from services.needs import projects
from services.needs.lists import GOES_ON
from storage.tables import NeedProject, ProjectState, Purpose


class Action(StrEnum):
    START = "start"
    DONE = "done"
    POSTPONE = "postpone"
    OWNER = "owner"
    DROP = "drop"


class OnProject(CallbackData, prefix="project"):
    """Somebody of the office does something about a project."""

    action: Action
    project: RowId


@dataclass(frozen=True, slots=True)
class Planned:
    """A project with what its card says beside."""

    project: NeedProject
    need: str
    """What the need is called."""
    people: int
    resource: str
    """Unit and what it offers; empty for none."""
    contact: str

    @property
    def id(self) -> int:
        return self.project.id


card = Card[Planned](OnProject, InGroupFor(Purpose.STAFF), refusals=in_words)


def look(planned: Planned) -> str:
    """HTML."""
    project = planned.project
    lines = [
        _("🛠 项目 · {state}").format(state=project_state(project.state)),
        _("<b>{need}</b> · {people}").format(
            need=esc(planned.need), people=how_many(planned.people)
        ),
    ]
    if planned.resource:
        lines.append(_("🤝 {resource}").format(resource=esc(planned.resource)))
    if planned.contact and project.state in GOES_ON:
        lines.append(_("☎️ {contact}").format(contact=esc(planned.contact)))
    owner = esc(project.owner_name) or _("（没有人）")
    lines.append(_("🙋 {name}负责").format(name=owner))
    late = project.state in GOES_ON and project.act_at is None
    text = _("📅 {day}以前，过了") if late else _("📅 {day}以前")
    lines.append(text.format(day=day_name(project.due_on)))
    if project.said:
        lines.append(f"“{esc(project.said)}”")
    return "\n".join(lines)


def _goes_on(planned: Planned) -> bool:
    return planned.project.state in GOES_ON


@card.button(
    Action.START,
    label=mark("开始做了"),
    when=lambda planned: planned.project.state is ProjectState.PLANNED,
)
async def start(talk: Talk, project_id: int) -> Reply:
    await projects.start(talk.session, project_id, talk.member)
    return talk.toast(_("记下了：进行中。"))


async def _check(talk: Talk, project_id: int) -> object:
    return await projects.for_staff(talk.session, project_id, talk.member, *GOES_ON)


def _what_came_of_it() -> str:
    return _("请回复这条消息，写办成了什么。要的人会原样收到。")


@card.words(
    Action.DONE,
    label=mark("办成了"),
    when=_goes_on,
    check=_check,
    ask=_what_came_of_it,
    about="project done",
)
async def finish(talk: Talk, project_id: int, said: Said) -> str:
    await projects.finish(talk.session, project_id, talk.member, said.text, now=talk.now)
    return _("记下了，要的人都会知道。")


def _until_when() -> str:
    return _("请回复这条消息，写新的日子，比如“下周五”“12月10日”。")


@card.words(
    Action.POSTPONE,
    label=mark("换个日子"),
    when=_goes_on,
    check=_check,
    ask=_until_when,
    about="project postpone",
)
async def postpone(talk: Talk, project_id: int, said: Said) -> str:
    zone = talk.config.zone
    moved = await projects.postpone(
        talk.session, project_id, talk.member, said.text, now=talk.now, zone=zone
    )
    return _("好的，{day}以前。").format(day=day_name(moved.due_on))


def _who() -> str:
    return _("请回复这条消息，写换谁负责。")


@card.words(
    Action.OWNER,
    label=mark("换人负责"),
    when=_goes_on,
    check=_check,
    ask=_who,
    about="project owner",
)
async def hand_over(talk: Talk, project_id: int, said: Said) -> str:
    project = await projects.hand_over(talk.session, project_id, talk.member, said.text)
    return _("好的，{name}负责。").format(name=esc(project.owner_name))


def _why_not() -> str:
    return _("请回复这条消息，写下为什么不办了。要的人会原样收到，需求还留在清单上。")


@card.words(
    Action.DROP,
    label=mark("不办了"),
    when=_goes_on,
    check=_check,
    ask=_why_not,
    about="project drop",
)
async def drop(talk: Talk, project_id: int, said: Said) -> str:
    await projects.drop(talk.session, project_id, talk.member, said.text, now=talk.now)
    return _("记下了，原因转给要的人了；需求还在清单上。")
