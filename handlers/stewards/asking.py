"""谁管我这栋楼: who answers for a place, and what stewards say of themselves."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.consent import Home
from handlers.common.filters import Words
from handlers.common.forms import Form
from handlers.common.i18n import _
from handlers.common.idle import Idle, words_so_far
from handlers.common.kept import Kept
from handlers.common.labels import role_name
from handlers.common.place_step import LIST, LOCATION, Found, place_step
from handlers.common.questions import BACK, Ask, Option
from handlers.common.said import recall
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.stewards.words import described, is_shown, who_answers
from services import areas
from services.areas_in_words import place_in
from services.stewards import asked, reading, themselves
from storage.tables import Area

ELSEWHERE, MINE, BEHALF = "elsewhere", "mine", "behalf"
SHOW, HIDE = "show:", "hide:"
"""Before the id of a steward."""


@dataclass(slots=True)
class Asking(Kept):
    KEY: ClassVar = "who answers"

    area_id: int | None = None


asking = Form(Asking, "WhoAnswers")
idle = Idle(asking.state("here"), asking.state("mine"))


@asking.message(Command("who"))
@asking.message(Words(menu.WHO))
async def who(message: Message, talk: Talk) -> Reply:
    return await begin(talk)


@idle.takes
async def in_words(talk: Talk) -> Reply:
    """网格员是谁; a place that they name goes before their home."""
    words = words_so_far(talk)
    if not asked.asks(words):
        return None
    recall(talk)
    named = await place_in(talk.session, words, await areas.home_of(talk.session, talk.person))
    return await _about(talk, named.area if named else None)


async def begin(talk: Talk) -> Reply:
    """The building whose code they scanned, else where they live, else where they have a role."""
    scanned = await areas.by_code(talk.session, Home.of(talk).scanned)
    Home.discard(talk)
    home = scanned or await areas.home_of(talk.session, talk.person)
    if home is None and (theirs := await reading.posts_of(talk.session, talk.user_id, talk.today)):
        home = await areas.get(talk.session, theirs[0].area_id)
    return await _about(talk, home)


async def _about(talk: Talk, area: Area | None) -> Reply:
    return await asking.ask(
        talk, Asking(area.id if area else None), "here" if area is not None else "where"
    )


@place_step(asking)
async def where(talk: Talk, draft: Asking) -> Ask:
    options = [
        Option(LOCATION, _("📍 发送我的位置"), asks_location=True),
        Option(LIST, _("🗂 从名单里选")),
    ]
    text = _("想看哪里归谁管？写小区和楼号，比如“军门新村3号楼”，或者点一个。")
    return Ask(text, options, typed=True)


@where.taken
async def found(talk: Talk, draft: Asking, found: Found) -> Reply:
    return await _about(talk, found.area)


@asking.left
async def left(talk: Talk, draft: Asking) -> Reply:
    Asking.discard(talk)
    return await menu.home(talk, _("好的。有事直接写下来。"))


@asking.aside("where")
async def here(talk: Talk, draft: Asking) -> Ask | Reply:
    area = await areas.get(talk.session, draft.area_id or 0)
    if area is None:
        gone = _("这个地方已经不在名单里了。")
        return await asking.ask(talk, Asking(), "where", gone)
    posts = await reading.answering_for(talk.session, area, talk.today)
    options = [Option(ELSEWHERE, _("看别的地方"))]
    if await reading.posts_of(talk.session, talk.user_id, talk.today):
        options.append(Option(MINE, _("我的电话给不给居民看")))
    if await reading.communities_of(talk.session, talk.user_id, talk.today):
        options.append(Option(BEHALF, _("替邻居反映（代办）")))
    return Ask(await who_answers(talk.session, area, posts), options)


@here.choice(ELSEWHERE)
async def elsewhere(talk: Talk, draft: Asking, choice: str) -> Reply:
    return await asking.ask(talk, Asking(), "where")


@here.choice(MINE)
async def own(talk: Talk, draft: Asking, choice: str) -> Reply:
    return await asking.ask(talk, draft, "mine")


@here.choice(BEHALF)
async def behalf(talk: Talk, draft: Asking, choice: str) -> Reply:
    await talk.leave()
    return await talk.config.ways["behalf"].go_on(talk)


@on_choice(asking, asking.state("here"), BACK)
async def seen(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await left(talk, Asking.of(talk))


@asking.aside("here")
async def mine(talk: Talk, draft: Asking) -> Ask | Reply:
    """Their roles, and a tap that shows the telephone or hides it."""
    theirs = await reading.posts_of(talk.session, talk.user_id, talk.today)
    if not theirs:
        Asking.discard(talk)
        return await menu.home(talk, _("您现在没有在任的角色。登记错了，请找社区改。"))
    lines = [await described(talk.session, each) for each in theirs]
    options = [
        Option(HIDE + str(each.id), _("{role}：电话不给居民看").format(role=role_name(each.role)))
        if is_shown(each)
        else Option(
            SHOW + str(each.id), _("{role}：电话给居民看").format(role=role_name(each.role))
        )
        for each in theirs
        if each.phone
    ]
    text = _("您在社区登记的是：\n\n{roles}\n\n登记错了，请找社区改。")
    return Ask(text.format(roles="\n\n".join(lines)), options)


@mine.choice()
async def switched(talk: Talk, draft: Asking, choice: str) -> Reply:
    how, _colon, steward_id = choice.partition(":")
    shown = how == SHOW.rstrip(":")
    await themselves.show_phone(
        talk.session, int(steward_id), talk.user_id, shown=shown, today=talk.today
    )
    before = _("好的，居民看得到您的电话了。") if shown else _("好的，居民看不到您的电话了。")
    return await asking.ask(talk, draft, "mine", before)
