"""What was found: the picture, the list, one place with everything about it, and 这里写得不对."""

import asyncio
from collections.abc import Sequence

from handlers.common.i18n import _
from handlers.common.lists import Listing
from handlers.common.questions import Ask, Option
from handlers.common.saying import File, Picture
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.places import words
from handlers.places.quest import Quest, seeking
from services import places
from services.errors import NotFound
from services.places import Found, Nearby
from storage.tables import Place, ReportKind

SHOWN = 5
STOPS = 2
"""Stops of one place that are shown when it was asked for by name."""
LABEL = 30
"""Characters of a place's name on a button."""
OPEN_ONLY, ALL, OTHER_KIND, OTHER_WHERE, WRONG = "open only", "all", "kind", "where", "wrong"

AT_ALL, AT_ONE, AT_WRONG = map(seeking.state, ("results", "place", "wrong"))
results = Listing("nearby", AT_ALL, AT_ONE, AT_WRONG, key="nearby spot")


async def show(talk: Talk, quest: Quest) -> Reply:
    """The nearest places as a picture and as a list to choose from."""
    from handlers.places import nearby_card

    quest.keep(talk)
    if not quest.kinds:
        return await seeking.ask(talk, quest, "theme")
    near = await search(talk, quest)
    if not near.found:
        return await nothing(talk, quest)
    card = await asyncio.to_thread(
        nearby_card.draw,
        quest.what,
        _("离{where}近的在前").format(where=quest.where),
        nearby_card.pins(near.found, quest.view(talk)),
        metres_a_minute=places.reach_m(1, elder=talk.person.big_print),
    )
    photo = Picture(File("nearby.jpg", card))
    return [photo, await talk.put(AT_ALL, which_one(talk, quest, near))]


@results.rows
async def found(talk: Talk, before: str) -> Ask | Reply:
    """The list without the picture, which is still in sight."""
    quest = Quest.of(talk)
    if not quest.kinds:
        return await seeking.ask(talk, quest, "theme")
    near = await search(talk, quest)
    return which_one(talk, quest, near) if near.found else await nothing(talk, quest)


async def search(talk: Talk, quest: Quest) -> Nearby:
    return await places.near(
        talk.session,
        quest.view(talk),
        kinds=quest.kinds,
        open_only=quest.open_only,
        limit=SHOWN,
    )


async def nothing(talk: Talk, quest: Quest) -> Reply:
    """A category with nothing in it, or nothing open."""
    if quest.open_only:
        quest.open_only = False
        note = talk.say(_("现在没有开着的，下面是全部："))
        return [note, *every(await show(talk, quest))]
    text = _("还没有登记“{what}”。可以问社区：发 /phone 看电话。").format(what=esc(quest.what))
    quest.look_for([], "")
    return await seeking.ask(talk, quest, "theme", text)


def which_one(talk: Talk, quest: Quest, near: Nearby) -> Ask:
    head = _("<b>{what}</b>，离{where}近的在前：").format(
        what=esc(quest.what), where=esc(quest.where)
    )
    if near.widened_to_m:
        head += "\n" + _("⚠️ 走得到的范围里没有，这些远一些。")
    numbered = list(enumerate(near.found, start=1))
    entries = [words.entry(number, found, talk.now, talk.config.zone) for number, found in numbered]
    options = [Option(str(found.spot.id), label(found, number, talk)) for number, found in numbered]
    if quest.open_only:
        options.append(Option(ALL, _("关着的也看")))
    elif quest.kinds and not all(found.open.now for found in near.found):
        options.append(Option(OPEN_ONLY, _("只看开着的")))
    options += [Option(OTHER_KIND, _("找别的")), Option(OTHER_WHERE, _("换个地方"))]
    ask = _("点一个，看怎么去、电话、要带什么。")
    return Ask("\n\n".join([head, *entries, ask]), options, stays=True)


def label(found: Found, number: int, talk: Talk) -> str:
    """On a button, with the number that is on the picture; big print has numbers anyway."""
    name = cut(words.name(found), LABEL)
    return name if talk.person.big_print else f"{number}. {name}"


@results.beside(OPEN_ONLY)
async def only_open(talk: Talk) -> Reply:
    quest = Quest.of(talk)
    quest.open_only = True
    return await show(talk, quest)


@results.beside(ALL)
async def open_or_not(talk: Talk) -> Reply:
    quest = Quest.of(talk)
    quest.open_only = False
    return await show(talk, quest)


@results.beside(OTHER_KIND)
async def something_else(talk: Talk) -> Reply:
    quest = Quest.of(talk)
    quest.look_for([], "")
    return await seeking.ask(talk, quest, "theme")


@results.beside(OTHER_WHERE)
async def somewhere_else(talk: Talk) -> Reply:
    return await seeking.ask(talk, Quest.of(talk), "where")


@results.left
async def back_to_themes(talk: Talk) -> Reply:
    return await seeking.ask(talk, Quest.of(talk), "theme")


@results.look
async def one_place(talk: Talk, spot_id: int) -> Reply:
    """Its pin for the map on the phone, everything about it, what to do next."""
    quest = Quest.of(talk)
    found = await places.spot_seen(talk.session, spot_id, quest.view(talk))
    if found is None or found.place.closed_at is not None:
        return await show(talk, quest)
    kind = await places.kind_of(talk.session, found.place)
    text = words.details(found, kind, talk.now, talk.config.zone)
    options = [Option(OTHER_KIND, _("找别的")), Option(WRONG, _("✏️ 这里写得不对"))]
    return [words.venue(found), await talk.put(AT_ONE, Ask(text, options))]


async def show_named(talk: Talk, quest: Quest, named: Sequence[Place]) -> Reply:
    """Places that were asked for by name, wherever they are."""
    view = quest.view(talk)
    seen = [
        found
        for place in named
        for found in (await places.spots_seen(talk.session, place.id, view))[:STOPS]
    ]
    if len(seen) == 1:
        return await results.show(talk, seen[0].spot.id)
    quest.look_for([], _("叫这个名字的"))
    quest.keep(talk)
    return await talk.put(AT_ALL, which_one(talk, quest, Nearby(seen[:SHOWN], None)))


@results.choice(OTHER_KIND)
async def another_kind(talk: Talk, spot_id: int) -> Reply:
    return await something_else(talk)


@results.choice(WRONG)
async def what_is_wrong(talk: Talk, spot_id: int) -> Reply:
    options = [
        Option(ReportKind.MOVED.value, _("已经搬走或者关门了")),
        Option(ReportKind.HOURS.value, _("时间不对")),
    ]
    return await talk.put(AT_WRONG, Ask(_("哪里不对？点一个，或者写下来。"), options))


def what(said: str, talk: Talk) -> tuple[ReportKind, str | None]:
    """An option, or words in as many lines as people like."""
    if said in (ReportKind.MOVED, ReportKind.HOURS):
        return ReportKind(said), None
    return ReportKind.OTHER, said


@results.answer(AT_WRONG, what)
async def report(talk: Talk, spot_id: int, said: tuple[ReportKind, str | None]) -> Reply:
    """It becomes a small task for staff."""
    found = await places.spot_seen(talk.session, spot_id, Quest.of(talk).view(talk))
    if found is None:
        raise NotFound
    await places.report(talk.session, found.place.id, talk.user_id, *said, now=talk.now)
    thanks = talk.say(_("谢谢您！已经转给社区核实，核实好了告诉您。"))
    return [thanks, *every(await results.show(talk, spot_id))]


@results.refused
async def refused(talk: Talk, why: str) -> Reply:
    return await talk.repeat(why)
