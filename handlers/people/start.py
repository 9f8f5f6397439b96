"""/start: a greeting, consent once, where the person lives, the menu."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.filters import CommandObject, CommandStart, StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.consent import Asked, ask_consent, come_for, way_on
from handlers.common.filters import Choice, HasLocation, HasMedia, HasText
from handlers.common.i18n import _
from handlers.common.leaving import what_stays
from handlers.common.places import ask_below, ask_found, chosen, how_to_locate, spot
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.tickets import filing as complaint
from services import areas
from services.people import people
from storage.tables import Area

router = Router(name="start")

BUILDING_LINK = "b_"
"""Before a building's code in the deep link that its QR code carries."""


class Start(StatesGroup):
    at_this_building = State()
    home = State()
    pick = State()


@router.message(CommandStart())
async def start(message: Message, command: CommandObject, talk: Talk) -> Reply:
    payload = command.args or ""
    scanned = payload.startswith(BUILDING_LINK)
    if scanned:
        talk.data["building"] = payload.removeprefix(BUILDING_LINK)
    if talk.person.consented_at is None:
        return await ask_consent(talk)
    return await ask_home(talk) if scanned or talk.person.home_id is None else await welcome(talk)


@on_choice(router, Asked.consent, "yes")
async def agreed(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await people.consent(talk.session, talk.person, talk.name, now=talk.now)
    return await ask_home(talk)


@on_choice(router, Asked.consent, "no")
async def declined(event: Message | CallbackQuery, talk: Talk) -> Reply:
    talk.data.clear()
    return await menu.home(
        talk,
        _("好的，什么都没有记下。想用的时候再发 /start；急事请直接打社区电话：发 /phone 查看。"),
    )


@router.my_chat_member(F.new_chat_member.status == ChatMemberStatus.KICKED)
async def stopped(event: ChatMemberUpdated, session: AsyncSession, now: datetime) -> Reply:
    """They blocked the bot; nothing is sent until they write again."""
    await people.stopped(session, event.from_user.id, now=now)
    return None


@router.message(StateFilter(Asked), HasMedia())
@router.message(StateFilter(Asked), HasText())
async def said_first(message: Message, talk: Talk) -> Reply:
    """They say what is the matter instead of answering: it waits for their consent."""
    come_for(talk, complaint.WAY)
    return await complaint.keep_for_later(talk, _("收到了。点了“同意”，我们就接着办。"))


async def ask_home(talk: Talk) -> Reply:
    building = await areas.by_code(talk.session, talk.data.pop("building", ""))
    if building is None:
        return await ask_home_anew(talk)
    talk.data["found"] = building.id
    text = _("您扫的是<b>{place}</b>的码。您住在这里吗？").format(
        place=esc(await areas.title(talk.session, building))
    )
    options = [Option("yes", _("是，我住这里")), Option("no", _("不是"))]
    return await talk.ask(Start.at_this_building, text, options, columns=2, back=False)


@on_choice(router, Start.at_this_building, "yes")
async def lives_here(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await moved_in(talk, await areas.get(talk.session, talk.data["found"]))


@on_choice(router, Start.at_this_building, "no")
async def lives_elsewhere(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_home_anew(talk)


async def ask_home_anew(talk: Talk) -> Reply:
    text = _("您住在哪里？知道了住处，您反映的事就能直接送到管这一片的人手里。")
    options = [
        Option("location", _("📍 发送我的位置"), asks_location=True),
        Option("list", _("🗂 从名单里选")),
        Option("later", _("以后再说")),
    ]
    return await talk.ask(Start.home, text, options, back=False, typed=True)


@router.message(Start.home, Choice("location"))
async def how_to_send_a_location(message: Message, talk: Talk) -> Reply:
    """A number or a label cannot bring the location along."""
    return await talk.repeat(how_to_locate())


@on_choice(router, Start.home, "list")
async def from_the_list(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_below(talk, Start.pick, None)


@on_choice(router, Start.home, "later")
async def later(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await go_on(talk, _("好的，随时可以在“设置”里补上。"))


@router.message(StateFilter(Start), HasLocation())
async def located(message: Message, talk: Talk, latitude: float, longitude: float) -> Reply:
    found = await spot(talk, latitude, longitude)
    if found is None:
        return await talk.repeat(
            _("这个位置不在我们服务的社区里。您可以从名单里选，或者打字告诉我。")
        )
    talk.data["found"] = found.area.id
    text = _("您住在<b>{place}</b>吗？").format(
        place=esc(await areas.title(talk.session, found.area))
    )
    options = [Option("yes", _("是，我住这里")), Option("no", _("不是"))]
    return await talk.ask(Start.at_this_building, text, options, columns=2, back=False)


@on_choice(router, Start.pick)
async def picked(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    found = await chosen(talk, choice)
    if found is None:
        return await ask_below(talk, Start.pick, None)
    area, final = found
    return await moved_in(talk, area) if final else await ask_below(talk, Start.pick, area)


@on_choice(router, Start.pick, BACK)
async def back(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_home_anew(talk)


@router.message(StateFilter(Start), HasMedia())
async def shown_first(message: Message, talk: Talk) -> Reply:
    come_for(talk, complaint.WAY)
    return await complaint.keep_for_later(talk, _("收到了，先记着。选好住处，我们接着办。"))


@router.message(StateFilter(Start), HasText())
async def in_words(message: Message, talk: Talk) -> Reply:
    asked = await ask_found(talk, Start.pick, talk.text)
    return asked or await talk.repeat(
        _("没有找到这个地方。写小区名或者楼号试试，比如“军门新村3号楼”。")
    )


async def moved_in(talk: Talk, area: Area | None) -> Reply:
    if area is None:
        return await ask_home_anew(talk)
    await people.move_home(talk.session, talk.person, area.id)
    place = esc(await areas.title(talk.session, area))
    return await go_on(talk, _("记下了：您住在<b>{place}</b>。").format(place=place))


async def go_on(talk: Talk, words: str) -> Reply:
    """After the home is settled: back to what the person came for."""
    go_on_with = way_on(talk)
    if go_on_with is None:
        return await welcome(talk, words)
    return [talk.say(words, menu.keyboard()), *every(await go_on_with(talk))]


async def welcome(talk: Talk, before: str = "") -> Reply:
    text = _(
        "有什么事，直接写下来或者拍张照片发来就行，比如“楼下路灯不亮了”。"
        "也可以点下面的菜单。\n\n字太小？发 /settings 换成大字版。"
    )
    return await menu.home(talk, "\n\n".join(filter(None, [before, text, what_stays(talk)])))
