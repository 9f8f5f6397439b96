"""Filing a request: where it is, and whether neighbours have filed the same."""

from handlers.common import menu
from handlers.common.i18n import _
from handlers.common.place_step import LIST, LOCATION, Found, at_home, place_step
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.tickets import filing_words as words
from handlers.tickets.draft import Draft
from handlers.tickets.filing import category_of, filing
from handlers.tickets.refusals import in_words
from services import areas, tickets
from services.errors import Refusal
from services.tickets import PLACE_LIMIT
from services.tickets.similar import similar as similar_to

__all__ = ["filing"]

JOIN = "join:"


@place_step(filing, part="place", described=True)
async def where(talk: Talk, draft: Draft) -> Ask:
    options = [
        Option(LOCATION, _("📍 发送我的位置"), asks_location=True),
        *([] if draft.on_behalf else await at_home(talk, _("🏠 就在我家：{place}"))),
        Option(LIST, _("🗂 从名单里选")),
    ]
    text = _("在哪里？点一个，或者直接打字写地方，比如“军门新村3号楼门口”。")
    return Ask(text, options, typed=True)


@where.taken
async def found(talk: Talk, draft: Draft, found: Found) -> Reply:
    place = cut(found.name, PLACE_LIMIT)
    draft.put_at(found.area.id, place, found.latitude, found.longitude)
    noted = _("地点记下了：<b>{place}</b>").format(place=esc(draft.place))
    return [talk.say(noted, menu.keyboard()), *every(await filing.go_on(talk, draft))]


@filing.step(part="compared", when=lambda _talk, draft: not (draft.compared or draft.on_behalf))
async def similar(talk: Talk, draft: Draft) -> Ask | None:
    """Nearby requests that may be the same; nothing where there are none."""
    area = await areas.get(talk.session, draft.area_id or 0)
    alike = area and await similar_to(
        talk.session,
        category_id=draft.category_id or 0,
        area=area,
        latitude=draft.latitude,
        longitude=draft.longitude,
        person_id=talk.user_id,
    )
    if not alike:
        draft.compared = True
        return None
    label = _("我也遇到") if len(alike) == 1 else _("第 {at} 件，我也遇到")
    options = [
        Option(f"{JOIN}{each.id}", label.format(at=at)) for at, each in enumerate(alike, start=1)
    ]
    text = words.similar(alike, await category_of(talk, draft))
    return Ask(text, [*options, Option("different", _("不是一回事，我单独反映"))])


@similar.choice("different")
async def different(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.compared = True
    return None


@similar.choice()
async def me_too(talk: Talk, draft: Draft, choice: str) -> Reply:
    joined = int(choice.removeprefix(JOIN))
    said = (draft.text, draft.attachments)
    try:
        ticket = await tickets.join(talk.session, joined, talk.user_id, *said, now=talk.now)
    except Refusal as refusal:
        draft.compared = True
        sorry = talk.say(in_words(refusal, talk.config.zone))
        return [sorry, *every(await filing.go_on(talk, draft))]
    Draft.discard(talk)
    return await menu.home(talk, await words.joined(talk, ticket))
