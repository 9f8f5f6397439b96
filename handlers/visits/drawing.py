"""/visits: staff draw a list of visits or of an inspection, in their private chat with us.

Here: what kind it is, what it is called and where to go. `drawing_up` asks the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from aiogram import F
from aiogram.filters import StateFilter
from aiogram.types import Message

from handlers.common import menu
from handlers.common.forms import Again
from handlers.common.i18n import _, current_language
from handlers.common.in_private import ForGroup, begins, private_form
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import day_in
from handlers.common.words import cut, esc
from handlers.visits import forgetting
from handlers.visits import walking as walks
from handlers.visits.refusals import in_words
from handlers.visits.words import kind_name, sign
from services import areas
from services.errors import Refusal
from services.news import draw
from services.visits import doors, holding, lists
from services.visits.doors import Read
from services.visits.errors import TooManyDoors
from services.visits.news import RoundCard
from services.visits.rounds import MOST_DOORS, TITLE_LIMIT, Door
from storage.importing import ImportRefused
from storage.media import Attachment
from storage.reading import LARGEST_SENT, Book, is_sheet
from storage.tables import Area, Purpose, VisitKind

GO, LISTS, FORGET, ENOUGH, CLEAR = "go", "lists", "forget", "enough", "clear"
GRID = "grid"
TOLD = 5
"""Lines that are quoted because they were not understood."""
LABEL = 30
"""Characters of a title on a button, and of a quoted line."""


@dataclass(slots=True)
class Drawing(Kept):
    """A list that is being drawn; each part is None until it was answered."""

    KEY: ClassVar = "visits drawn"

    kind: VisitKind | None = None
    title: str | None = None
    doors: list[Door] = field(default_factory=list)
    whole: bool | None = None
    """Nothing more is to be added to the doors."""
    goers: list[int] = field(default_factory=list)
    chosen: bool | None = None
    due_at: datetime | None = None
    """Aware, in UTC."""
    questions: list[str] | None = None
    rhythm: str | None = None
    """A Rhythm's value; empty where it does not repeat."""


drawing = private_form(Drawing, "DrawingVisits", Purpose.STAFF)
SHEETS_AT = drawing.state("where")
"""Where a file of doors is read."""


@begins(drawing, "visits", Purpose.STAFF)
async def begin(talk: Talk, words: str) -> Reply:
    return await drawing.go_on(talk, Drawing())


@drawing.left
async def left(talk: Talk, draft: Drawing) -> Reply:
    Drawing.discard(talk)
    return await menu.home(talk, _("好的，没有动。"))


@drawing.refused
async def refused(talk: Talk, refusal: Refusal) -> Reply:
    return await talk.repeat(in_words(refusal, talk.config.zone))


@drawing.step(part="kind")
async def what(talk: Talk, draft: Drawing) -> Ask:
    """New ones, those that they go to, and the cards of all that go on."""
    options = [
        Option(
            f"{GO}:{each.id}",
            _("{sign} 接着走：{title}").format(sign=sign(each.kind), title=cut(each.title, LABEL)),
        )
        for each in await holding.lists_of(talk.session, talk.user_id)
    ]
    options += [
        Option(VisitKind.VISIT, _("✍️ 新的走访名单")),
        Option(VisitKind.INSPECTION, _("✍️ 新的巡查名单")),
    ]
    if await lists.open_in(talk.session, talk.group.area_id):
        options.append(Option(LISTS, _("🗂 看看都走到哪里了")))
    options.append(Option(FORGET, _("🗑 删掉一家的记录")))
    return Ask(_("走访和巡查：要做什么？"), options)


@what.choice()
async def goes(talk: Talk, draft: Drawing, choice: str) -> Reply:
    kind, _colon, number = choice.partition(":")
    if kind != GO:
        draft.kind = VisitKind(choice)
        return None
    Drawing.discard(talk)
    return await walks.begin_with(talk, int(number))


@what.choice(LISTS)
async def shows_lists(talk: Talk, draft: Drawing, choice: str) -> Reply:
    open_lists = await lists.open_in(talk.session, talk.group.area_id)
    for each in open_lists:
        draw(talk.session, RoundCard(each.id, to_the_end=True))
    Drawing.discard(talk)
    return await menu.home(
        talk, _("卡片都在“{group}”里，最下面就是。").format(group=esc(talk.group.title))
    )


@what.choice(FORGET)
async def forgets(talk: Talk, draft: Drawing, choice: str) -> Reply:
    Drawing.discard(talk)
    return await forgetting.begin(talk)


@drawing.step(a_line(TITLE_LIMIT))
async def title(talk: Talk, draft: Drawing) -> Ask:
    assert draft.kind is not None
    month = day_in("MMM", talk.today, current_language())
    usual = f"{month}{kind_name(draft.kind)}"
    return Ask(_("这次叫什么？写几个字，比如“重阳节走访”。"), [Option(usual, usual)])


@drawing.step(lambda said, _talk: doors.lines_of(said), part="whole")
async def where(talk: Talk, draft: Drawing) -> Ask:
    if draft.kind is VisitKind.VISIT:
        text = _(
            "走访哪些人家？一行一家，比如：\n3栋 301 林阿姨\n军门新村5号楼 2单元402 陈伯\n"
            "也可以把 Excel 或者 CSV 表发给我。姓名不会出现在群里。"
        )
    else:
        text = _(
            "巡查哪些地方？一行一处，比如：\n3栋 消防通道\n配电房\n"
            "也可以把 Excel 或者 CSV 表发给我。"
        )
    return Ask(text, await _ways(talk, draft))


async def _ways(talk: Talk, draft: Drawing) -> list[Option]:
    options = []
    if draft.doors:
        options = [
            Option(ENOUGH, _("就这些，{count} 处").format(count=len(draft.doors))),
            Option(CLEAR, _("都不要，重新写")),
        ]
    around = await areas.of_group(talk.session, talk.group)
    options += [
        Option(f"{GRID}:{grid.id}", _("{grid}的每一栋楼").format(grid=grid.name))
        for grid in await doors.grids_of(talk.session, around)
    ]
    return options


@where.choice(ENOUGH)
async def enough(talk: Talk, draft: Drawing, choice: str) -> Reply:
    draft.whole = True
    return None


@where.choice(CLEAR)
async def cleared(talk: Talk, draft: Drawing, choice: str) -> Reply:
    draft.doors, draft.whole = [], None
    return await drawing.ask(talk, draft, "where")


@where.choice()
async def all_of_grid(talk: Talk, draft: Drawing, choice: str) -> Reply:
    area = await areas.one(talk.session, int(choice.partition(":")[2]))
    there = {(each.area_id, each.door) for each in draft.doors}
    more = [
        each
        for each in await doors.buildings_of(talk.session, area)
        if (each.area_id, each.door) not in there
    ]
    return await _add(talk, draft, Read(more, (), (), repeated=0))


@where.taken
async def written(talk: Talk, draft: Drawing, said: list[str]) -> Reply:
    """Long lists come in several messages, one after the other; each adds to what is there."""
    return await _read(talk, draft, said)


@where.brought
async def no_lines(talk: Talk, draft: Drawing, files: Sequence[Attachment]) -> Reply:
    raise Again(_("这里要的是文字，一行一处；或者 Excel（.xlsx）、CSV 表。"))


@drawing.message(StateFilter(SHEETS_AT), F.document, ForGroup(Purpose.STAFF))
async def sheet(message: Message, talk: Talk, fetched: Book | ImportRefused | None) -> Reply:
    document = message.document
    assert document is not None
    if not is_sheet(document.file_name) or (document.file_size or 0) > LARGEST_SENT:
        return await talk.repeat(_("这个文件我读不了。请发 Excel（.xlsx）或者 CSV 表，不要太大。"))
    if fetched is None:
        return await talk.repeat(_("表格没有下载下来，多半是网络不好。请再发一次。"))
    if isinstance(fetched, ImportRefused):
        return await talk.repeat(esc(str(fetched.problems[0])))
    draft = Drawing.of(talk)
    try:
        return await _read(talk, draft, doors.lines_in(fetched))
    except TooManyDoors as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))


async def _read(talk: Talk, draft: Drawing, said: Sequence[str]) -> Reply:
    assert draft.kind is not None
    around = await _around(talk)
    found = await doors.read(talk.session, said, around, draft.kind, draft.doors)
    return await _add(talk, draft, found)


async def _around(talk: Talk) -> Area:
    return await areas.of_group(talk.session, talk.group)


async def _add(talk: Talk, draft: Drawing, found: Read) -> Reply:
    if len(draft.doors) + len(found.doors) > MOST_DOORS:
        raise TooManyDoors(MOST_DOORS)
    draft.doors = [*draft.doors, *found.doors]
    return await drawing.ask(talk, draft, "where", _so_far(draft, found))


def _so_far(draft: Drawing, found: Read) -> str:
    told = [_("✅ 名单上有 {count} 处。").format(count=len(draft.doors))]
    if found.repeated:
        told.append(_("重复的 {count} 行没有再放。").format(count=found.repeated))
    if found.unread:
        text = _("这些没有写几号楼，没有放进去，请补上楼栋再发：{lines}")
        told.append(text.format(lines=_quoted(found.unread)))
    if found.unknown:
        text = _("这些楼我认不准（名册里没有，或者几个小区都有），照样放进去了：{lines}")
        told.append(text.format(lines=_quoted(found.unknown)))
    return "\n".join(told)


def _quoted(said: Sequence[str]) -> str:
    quoted = [f"“{esc(cut(each, LABEL))}”" for each in said[:TOLD]]
    return "".join(quoted) + ("…" if len(said) > TOLD else "")
