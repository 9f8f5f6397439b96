"""The end of an order: a look at all of it, a part changed by one tap, words added."""

from handlers.common import menu
from handlers.common.i18n import _, current_language
from handlers.common.questions import Ask, Option
from handlers.common.readers import some_words
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.helps.ordering import Draft, ordering, theme, wanted, where
from handlers.helps.words import what_was_said
from services import areas, helps
from services.errors import Refusal, TooLong
from services.helps import Written
from services.helps.orders import WORDS_LIMIT

__all__ = ["ordering"]

ORDER = "order"


async def more(said: str, talk: Talk) -> Written:
    some_words(WORDS_LIMIT)(said, talk)
    home = await areas.home_of(talk.session, talk.person)
    return await helps.read(talk.session, talk.words, home)


@ordering.step(more)
async def summary(talk: Talk, draft: Draft) -> Ask:
    kind = await helps.kind(talk.session, draft.kind or "")
    place = f"{draft.place} ❔" if draft.is_place_guessed else draft.place
    lines = [
        _("请看一下对不对："),
        f"🛎 <b>{esc(kind.name(current_language()))}</b>",
        *what_was_said(draft.wanted, place, draft.words),
    ]
    if kind.partner:
        lines.append("ℹ️ " + esc(kind.partner))
    lines += ["", _("门牌、电话、要买什么，直接写给我，就加上去。")]
    if draft.is_place_guessed:
        lines.append(_("❔ 是您登记的住处。不在家里，就点“改地点”。"))
    lines.append(_("这些只有社区和来帮忙的人看得到。"))
    options = [
        Option(ORDER, _("✅ 就这样，告诉社区")),
        Option(wanted.name, _("改时间")),
        Option(where.name, _("改地点")),
        Option(theme.name, _("换一种")),
    ]
    return Ask("\n".join(lines), options)


@summary.choice()
async def change(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await ordering.change(talk, draft, choice)


@summary.taken
async def added(talk: Talk, draft: Draft, said: Written) -> Reply:
    """When or where, said alone, takes the place of what was said before; the rest is added."""
    names_place = not said.is_place_guessed and said.area is not None
    if said.words or not (said.wanted or names_place):
        words = "\n".join(filter(None, [draft.words, talk.words]))
        if len(words) > WORDS_LIMIT:
            raise TooLong(WORDS_LIMIT)
        draft.words = words
        return None
    if said.wanted:
        draft.wanted = said.wanted
    if names_place and said.area is not None:
        draft.area_id, draft.place, draft.is_place_guessed = said.area.id, said.place, False
    return None


@summary.choice(ORDER)
async def order(talk: Talk, draft: Draft, choice: str) -> Reply:
    if draft.area_id is None:
        return None
    new = helps.NewOrder(
        kind=draft.kind or "",
        person_id=talk.user_id,
        person_name=talk.person.name,
        area_id=draft.area_id,
        place=draft.place or "",
        wanted=draft.wanted or "",
        words=draft.words,
    )
    try:
        await helps.order(talk.session, new, now=talk.now)
    except Refusal as refusal:
        return await ordering.ask(talk, draft, "theme", in_words(refusal, talk.config.zone))
    Draft.discard(talk)
    return await menu.home(
        talk,
        _("✅ 告诉社区了。安排好了，在这里告诉您谁来、什么时候来。\n要看办到哪一步，发 /helps。"),
    )
