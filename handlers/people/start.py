"""/start: a greeting, consent once, where the person lives, the menu."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from aiogram import F
from aiogram.enums import ChatMemberStatus
from aiogram.filters import CommandObject, CommandStart, StateFilter
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.consent import (
    BIG_PRINT,
    Asked,
    Home,
    ask_consent,
    keep_for_later,
    way_on,
    wording,
)
from handlers.common.filters import HasLocation, HasMedia, HasText
from handlers.common.forms import Form
from handlers.common.i18n import _
from handlers.common.leaving import what_stays
from handlers.common.place_step import LIST, LOCATION, Found, place_step
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import NAMELESS, esc, name_of
from services import areas
from services.people import people, reach
from storage.media import Attachment
from storage.tables import Area, Chat

BUILDING_LINK = "b_"
"""Before a building's code in the deep link that its QR code carries."""
CALLED = 20
"""Characters of how somebody is called."""


moving = Form(Home, "Start")


@moving.message(CommandStart())
async def start(message: Message, command: CommandObject, talk: Talk) -> Reply:
    payload = command.args or ""
    scanned = payload.startswith(BUILDING_LINK)
    if scanned:
        Home(scanned=payload.removeprefix(BUILDING_LINK)).keep(talk)
    if talk.person.consented_at is None:
        return await ask_consent(talk)
    return await ask_home(talk) if scanned or talk.person.home_id is None else await welcome(talk)


@on_choice(moving, Asked.consent, "yes")
async def agreed(event: Message | CallbackQuery, talk: Talk) -> Reply:
    user = talk.event.from_user
    is_named = user is not None and name_of(user) != NAMELESS
    await people.consent(talk.session, talk.person, talk.name if is_named else None, now=talk.now)
    return await ask_home(talk) if is_named else await moving.ask(talk, Home.of(talk), "called")


@on_choice(moving, Asked.consent, BIG_PRINT)
async def in_big_print(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await people.set_big_print(talk.session, talk.person, True)
    return await talk.put(Asked.consent, replace(wording(talk), as_one=True), big_print_is_on())


def big_print_is_on() -> str:
    return _("大字版打开了：每次最多五个选项，回号码就行。字还小的话，请在手机设置里把字调大。")


@on_choice(moving, Asked.consent, "no")
async def declined(event: Message | CallbackQuery, talk: Talk) -> Reply:
    talk.data.clear()
    return await menu.home(
        talk,
        _("好的，什么都没有记下。想用的时候再发 /start；急事请直接打社区电话：发 /phone 查看。"),
    )


@moving.my_chat_member(F.new_chat_member.status == ChatMemberStatus.KICKED)
async def stopped(
    event: ChatMemberUpdated, chat: Chat, session: AsyncSession, now: datetime
) -> Reply:
    """They blocked the bot; nothing is sent until they write again."""
    await reach.stopped(session, chat, now=now)
    return None


@moving.message(StateFilter(Asked), HasMedia())
@moving.message(StateFilter(Asked), HasText())
async def said_first(message: Message, talk: Talk) -> Reply:
    """They say what is the matter instead of answering: it waits for their consent."""
    return await keep_for_later(talk, _("收到了。点了“同意”，我们就接着办。"))


async def ask_home(talk: Talk) -> Reply:
    home = Home.of(talk)
    building = await areas.by_code(talk.session, home.scanned)
    if building is None:
        return await ask_where_home_is(talk)
    return await moving.ask(talk, Home(home.scanned, building.id), "at_this_building")


async def ask_where_home_is(talk: Talk) -> Reply:
    return await moving.ask(talk, Home(), "home")


@moving.aside("home", a_line(CALLED))
async def called(talk: Talk, home: Home) -> Ask:
    """WeChat tells nobody's name, and staff want to know whom they answer."""
    text = _("怎么称呼您？写下来发给我就行，比如“林阿姨”。")
    return Ask(text, [Option("unsaid", _("先不说"))], back=False)


@called.taken
async def said_how(talk: Talk, home: Home, said: str) -> Reply:
    await people.set_name(talk.session, talk.person, said)
    return await ask_home(talk)


@called.choice("unsaid")
async def stays_nameless(talk: Talk, home: Home, choice: str) -> Reply:
    return await ask_home(talk)


@place_step(moving)
async def home(talk: Talk, home: Home) -> Ask:
    text = _("您住在哪里？知道了住处，您反映的事就能直接送到管这一片的人手里。")
    options = [
        Option(LOCATION, _("📍 发送我的位置"), asks_location=True),
        Option(LIST, _("🗂 从名单里选")),
        Option("later", _("以后再说")),
    ]
    return Ask(text, options, back=False, typed=True, counted=True)


@home.choice("later")
async def later(talk: Talk, home: Home, choice: str) -> Reply:
    return await settled(talk, _("好的，随时可以在“设置”里补上。"))


@home.taken
async def found(talk: Talk, home: Home, found: Found) -> Reply:
    return await moved_in(talk, found.area)


@moving.message(
    StateFilter(*map(moving.state, ("home", "pick", "at_this_building"))), HasLocation()
)
async def located(message: Message, talk: Talk, latitude: float, longitude: float) -> Reply:
    """The nearest building is a guess, so it is asked whether they live there."""
    area = await areas.at(talk.session, latitude, longitude)
    if area is None:
        return await talk.repeat(
            _("这个位置不在我们服务的社区里。您可以从名单里选，或者打字告诉我。")
        )
    return await moving.ask(talk, Home(area_id=area.id), "at_this_building")


@moving.aside("home")
async def at_this_building(talk: Talk, home: Home) -> Ask:
    text = _("您住在<b>{place}</b>吗？")
    if home.scanned:
        text = _("您扫的是<b>{place}</b>的码。您住在这里吗？")
    text = text.format(place=esc(await areas.title_of(talk.session, home.area_id)))
    options = [Option("yes", _("是，我住这里")), Option("no", _("不是"))]
    if home.scanned:
        options.append(Option("who", _("🏘 看看谁管这栋楼")))
    return Ask(text, options, columns=2, back=False)


@at_this_building.choice("yes")
async def lives_here(talk: Talk, home: Home, choice: str) -> Reply:
    area = await areas.get(talk.session, home.area_id or 0)
    return await moved_in(talk, area) if area else await ask_where_home_is(talk)


@at_this_building.choice("who")
async def who_answers(talk: Talk, home: Home, choice: str) -> Reply:
    """A visitor may want no more than that; where they live is asked another time."""
    return await talk.config.ways["who"].go_on(talk)


@at_this_building.choice("no")
async def lives_elsewhere(talk: Talk, home: Home, choice: str) -> Reply:
    return await ask_where_home_is(talk)


@moving.besides
async def besides(talk: Talk, draft: Home, files: Sequence[Attachment]) -> Reply:
    """Words instead of "yes" name another place; pictures wait until the home is settled."""
    if not files:
        return await home.in_words(talk, draft, talk.text)
    return await keep_for_later(talk, _("收到了，先记着。选好住处，我们接着办。"))


async def moved_in(talk: Talk, area: Area) -> Reply:
    await people.move_home(talk.session, talk.person, area.id)
    place = esc(await areas.title(talk.session, area))
    return await settled(talk, _("记下了：您住在<b>{place}</b>。").format(place=place))


async def settled(talk: Talk, words: str) -> Reply:
    """After the home is settled: back to what the person came for."""
    Home.discard(talk)
    way = way_on(talk)
    if way is None:
        return await welcome(talk, words)
    # What they said before is no answer to where they live.
    await talk.leave()
    return [talk.say(words, menu.keyboard()), *every(await way.go_on(talk))]


async def welcome(talk: Talk, before: str = "") -> Reply:
    text = _("有什么事，直接写下来或者拍张照片发来就行，比如“楼下路灯不亮了”。也可以点下面的菜单。")
    return await menu.home(talk, "\n\n".join(filter(None, [before, text, what_stays(talk)])))
