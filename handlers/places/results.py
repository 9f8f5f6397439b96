"""What was found: the picture, the list, and one place with everything about it."""

import asyncio
from collections.abc import Sequence
from math import cos, radians
from typing import Any

from aiogram.methods import SendMessage, SendPhoto, SendVenue, TelegramMethod
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.common import maps
from handlers.common.i18n import _
from handlers.common.questions import Option
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.places import nearby_card, words
from handlers.places.dialogue import LABEL, Seeking, ask_theme
from handlers.places.quest import Quest
from services import places
from services.areas import METRES_PER_DEGREE
from services.places import Found
from storage.tables import Place

SHOWN = 5
STOPS = 2
"""Stops of one place that are shown when it was asked for by name."""
VENUE = 60
"""Characters of a venue's name and address: more is cut by phones."""
OPEN_ONLY, ALL, OTHER_KIND, OTHER_WHERE, WRONG = "open only", "all", "kind", "where", "wrong"


async def show(talk: Talk, quest: Quest) -> Reply:
    """The nearest places as a picture and as a list to choose from."""
    if not quest.kinds:
        return await ask_theme(talk)
    near = await search(talk, quest)
    if not near.found:
        return await nothing(talk, quest)
    card = await asyncio.to_thread(
        nearby_card.draw,
        quest.what,
        _("离{where}近的在前").format(where=quest.where),
        pins(talk, quest, near.found),
        metres_a_minute=places.reach_m(1, elder=talk.person.big_print),
    )
    photo = SendPhoto(chat_id=talk.chat_id, photo=BufferedInputFile(card, "nearby.jpg"))
    return [photo, await ask_which_one(talk, quest, near)]


async def list_again(talk: Talk, quest: Quest) -> Reply:
    """The list without the picture, which is still in sight."""
    near = await search(talk, quest)
    return await (ask_which_one(talk, quest, near) if near.found else nothing(talk, quest))


async def search(talk: Talk, quest: Quest) -> places.Nearby:
    latitude, longitude = quest.position
    return await places.near(
        talk.session,
        kinds=quest.kinds,
        latitude=latitude,
        longitude=longitude,
        now=talk.now,
        zone=talk.config.zone,
        elder=talk.person.big_print,
        open_only=quest.open_only,
        limit=SHOWN,
    )


async def nothing(talk: Talk, quest: Quest) -> Reply:
    """A category with nothing in it, or nothing open."""
    if quest.open_only:
        quest.open_only = False
        quest.keep(talk)
        note = talk.say(_("现在没有开着的，下面是全部："))
        return [note, *every(await show(talk, quest))]
    text = _("还没有登记“{what}”。可以问社区：发 /phone 看电话。").format(what=esc(quest.what))
    quest.look_for([], "")
    quest.keep(talk)
    return await ask_theme(talk, text)


async def ask_which_one(talk: Talk, quest: Quest, near: places.Nearby) -> SendMessage:
    zone = talk.config.zone
    head = _("<b>{what}</b>，离{where}近的在前：").format(
        what=esc(quest.what), where=esc(quest.where)
    )
    if near.widened_to_m:
        head += "\n" + _("⚠️ 走得到的范围里没有，这些远一些。")
    entries = [
        words.entry(number, found, talk.now, zone)
        for number, found in enumerate(near.found, start=1)
    ]
    options = [
        Option(f"{found.place.id}:{found.spot.id}", label(found, number, talk))
        for number, found in enumerate(near.found, start=1)
    ]
    if quest.open_only:
        options.append(Option(ALL, _("关着的也看")))
    elif quest.kinds and not all(found.open.now for found in near.found):
        options.append(Option(OPEN_ONLY, _("只看开着的")))
    options += [Option(OTHER_KIND, _("找别的")), Option(OTHER_WHERE, _("换个地方"))]
    ask = _("点一个，看怎么去、电话、要带什么。")
    return await talk.ask(Seeking.results, "\n\n".join([head, *entries, ask]), options)


def label(found: Found, number: int, talk: Talk) -> str:
    """On a button, with the number that is on the picture; big print has numbers anyway."""
    name = cut(words.name(found), LABEL)
    return name if talk.person.big_print else f"{number}. {name}"


def pins(talk: Talk, quest: Quest, found: Sequence[Found]) -> list[nearby_card.Pin]:
    latitude, longitude = quest.position
    across = METRES_PER_DEGREE * cos(radians(latitude))
    return [
        nearby_card.Pin(
            name=words.name(each),
            line=words.line(each, talk.now, talk.config.zone),
            is_open=each.open.now,
            east_m=(each.longitude - longitude) * across,
            north_m=(each.latitude - latitude) * METRES_PER_DEGREE,
        )
        for each in found
    ]


async def look_at(talk: Talk, quest: Quest, place_id: int, spot_id: int) -> Reply:
    """One place: its pin for the map on the phone, everything about it, what to do next."""
    seen = await seen_from(talk, quest, place_id)
    found = next((found for found in seen if found.spot.id == spot_id), None)
    if found is None or found.place.closed_at is not None:
        return await show(talk, quest)
    quest.place_id, quest.spot_id = place_id, spot_id
    quest.keep(talk)
    kind = await places.kind_of(talk.session, found.place)
    text = words.details(found, kind, talk.now, talk.config.zone)
    options = [Option(OTHER_KIND, _("找别的")), Option(WRONG, _("✏️ 这里写得不对"))]
    return [venue(talk.chat_id, found), await talk.ask(Seeking.place, text, options)]


async def look_again(talk: Talk, quest: Quest) -> Reply:
    """At the place that was being looked at."""
    assert quest.place_id is not None
    assert quest.spot_id is not None
    return await look_at(talk, quest, quest.place_id, quest.spot_id)


async def show_named(talk: Talk, quest: Quest, named: Sequence[Place]) -> Reply:
    """Places that were asked for by name, wherever they are."""
    seen = [found for place in named for found in (await seen_from(talk, quest, place.id))[:STOPS]]
    if len(seen) == 1:
        return await look_at(talk, quest, seen[0].place.id, seen[0].spot.id)
    quest.look_for([], _("叫这个名字的"))
    quest.keep(talk)
    return await ask_which_one(talk, quest, places.Nearby(seen[:SHOWN], None))


async def seen_from(talk: Talk, quest: Quest, place_id: int) -> Sequence[Found]:
    latitude, longitude = quest.position
    return await places.seen_from(
        talk.session,
        place_id,
        latitude=latitude,
        longitude=longitude,
        now=talk.now,
        zone=talk.config.zone,
        elder=talk.person.big_print,
    )


def venue(chat_id: int, found: Found) -> TelegramMethod[Any]:
    place = found.place
    links = {
        _("腾讯地图"): maps.tencent(found.latitude, found.longitude, place.name),
        _("高德地图"): maps.amap(found.latitude, found.longitude, place.name),
    }
    buttons = [InlineKeyboardButton(text=name, url=url) for name, url in links.items()]
    return SendVenue(
        chat_id=chat_id,
        latitude=found.latitude,
        longitude=found.longitude,
        title=cut(words.name(found), VENUE),
        address=cut(place.address or "", VENUE),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[buttons]),
    )
