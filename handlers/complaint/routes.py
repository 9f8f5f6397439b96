"""The answers of a filing, from top to bottom as the dialogue goes."""

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.filters import Choice, HasLocation, HasMedia, HasText, Words
from handlers.common.i18n import _
from handlers.common.places import ask_below, ask_found, chosen, how_to_locate, spot
from handlers.common.questions import BACK, Option
from handlers.common.said import recall, remember
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.complaint.dialogue import (
    JOIN,
    Filing,
    acknowledge,
    as_one,
    ask_all_categories,
    ask_privacy,
    ask_review,
    ask_unfinished,
    ask_what,
    ask_where,
    category_of,
    go_on,
    step_back,
)
from handlers.complaint.draft import Draft
from handlers.complaint.ending import file_draft, join_instead
from handlers.consent import DRAFT, ask_consent
from services import areas
from services.tickets import ATTACHMENT_LIMIT, PLACE_LIMIT, TEXT_LIMIT
from services.timeline import Attachment
from storage.tables import Area, Level

router = Router(name="complaint")

AS_WRITTEN = "as written"
PLACE_WORDS = "place words"
PLACE_WORDS_LIMIT = 100
ONLY_TAPPED = (
    Filing.category,
    Filing.all_categories,
    Filing.privacy,
    Filing.similar,
    Filing.review,
)
"""Steps whose answer is an option."""


@router.message(Command("complaint"))
@router.message(Words(menu.COMPLAINT))
async def begin(message: Message, talk: Talk) -> Reply:
    if Draft.of(talk).has_content:
        return await ask_unfinished(talk)
    return await begin_with(talk, Draft())


async def begin_with(talk: Talk, draft: Draft) -> Reply:
    """Go on with `draft` and whatever was said before it was known what that belongs to."""
    for text, attachment in recall(talk):
        put_in(draft, text, attachment)
    draft.keep(talk)
    if talk.person.consented_at is None:
        return await ask_consent(talk, then=DRAFT)
    return await go_on(talk)


def put_in(draft: Draft, text: str, attachment: Attachment | None) -> str:
    """Add what came to the draft; what there was no room for is said in the words returned."""
    words = ""
    if attachment and not draft.add_file(attachment):
        words = _("照片、语音等最多收 {limit} 个，这一个没有收下。").format(limit=ATTACHMENT_LIMIT)
    if text.strip() and not draft.add_text(text):
        words = _("最多 {limit} 个字，刚才这一段没有收下。").format(limit=TEXT_LIMIT)
    return words


async def keep_for_later(talk: Talk, before: str, attachment: Attachment | None = None) -> Reply:
    """Something was said while something else is asked: keep it, and ask again after `before`."""
    draft = Draft.of(talk)
    refused = put_in(draft, talk.text, attachment)
    draft.keep(talk)
    return as_one(talk, await talk.repeat(refused or before))


@router.message(Filing.unfinished, Choice("go_on"))
@router.callback_query(Filing.unfinished, Choice("go_on"))
async def unfinished(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await begin_with(talk, Draft.of(talk))


@router.message(Filing.unfinished, Choice("anew"))
@router.callback_query(Filing.unfinished, Choice("anew"))
async def anew(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await begin_with(talk, Draft())


@router.message(Filing.unfinished, HasMedia())
@router.message(Filing.unfinished, HasText())
async def more(message: Message, talk: Talk, attachment: Attachment | None = None) -> Reply:
    remember(talk, attachment)
    return as_one(talk, await talk.repeat(_("收到了，先记着。")))


@router.message(StateFilter(Filing), Choice(BACK))
@router.callback_query(StateFilter(Filing), Choice(BACK))
async def back(event: Message | CallbackQuery, talk: Talk, raw_state: str) -> Reply:
    return await step_back(talk, raw_state)


@router.message(Filing.category, Choice("other"))
@router.callback_query(Filing.category, Choice("other"))
async def other_category(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_all_categories(talk)


@router.message(StateFilter(Filing.category, Filing.all_categories), Choice())
@router.callback_query(StateFilter(Filing.category, Filing.all_categories), Choice())
async def category(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    draft = Draft.of(talk)
    draft.choose(int(choice))
    draft.keep(talk)
    return await go_on(talk)


@router.message(Filing.question, Choice("skip"))
@router.callback_query(Filing.question, Choice("skip"))
async def no_answer(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await answered(talk, "")


@router.message(Filing.question, HasText())
async def answer(message: Message, talk: Talk) -> Reply:
    return await answered(talk, talk.text)


async def answered(talk: Talk, text: str) -> Reply:
    draft = Draft.of(talk)
    draft.answer = text
    draft.keep(talk)
    return await go_on(talk)


@router.message(Filing.what, Choice("done"))
@router.callback_query(Filing.what, Choice("done"))
async def told(event: Message | CallbackQuery, talk: Talk) -> Reply:
    draft = Draft.of(talk)
    if not draft.has_content:
        return await talk.repeat(_("请至少写一句话，或者发一张照片。"))
    draft.told = True
    draft.keep(talk)
    return await go_on(talk)


@router.message(StateFilter(Filing), HasMedia())
async def file_came(message: Message, talk: Talk, raw_state: str, attachment: Attachment) -> Reply:
    return await taken_in(talk, raw_state, attachment)


@router.message(Filing.what, HasText())
async def words_came(message: Message, talk: Talk, raw_state: str) -> Reply:
    return await taken_in(talk, raw_state)


async def taken_in(talk: Talk, raw_state: str, attachment: Attachment | None = None) -> Reply:
    draft = Draft.of(talk)
    if raw_state == Filing.review.state:
        refused = put_in(draft, talk.text, attachment)
        draft.keep(talk)
        category = await category_of(talk, draft)
        return as_one(talk, await ask_review(talk, draft, category, refused)) if category else None
    if raw_state != Filing.what.state:
        return await keep_for_later(talk, _("收下了，加到内容里了。"), attachment)
    refused = put_in(draft, talk.text, attachment)
    draft.keep(talk)
    return await acknowledge(talk, draft, refused)


@router.message(StateFilter(Filing), HasLocation())
async def located(
    message: Message, talk: Talk, raw_state: str, latitude: float, longitude: float
) -> Reply:
    found = await spot(talk, latitude, longitude)
    if found is None:
        return await talk.repeat(
            _("这个位置不在我们服务的社区里，没有记下。请从名单里选，或者打字写地方。")
        )
    title = await areas.title(talk.session, found.area)
    draft = Draft.of(talk)
    draft.put_at(found.area.id, _("{place}（地图位置）").format(place=title), latitude, longitude)
    draft.keep(talk)
    if raw_state in (Filing.where.state, Filing.pick.state):
        return await placed(talk, draft)
    return await talk.repeat(_("位置记下了：{place}").format(place=esc(draft.place)))


async def placed(talk: Talk, draft: Draft) -> Reply:
    noted = _("地点记下了：<b>{place}</b>").format(place=esc(draft.place))
    following = await go_on(talk)
    return [talk.say(noted, menu.keyboard()), *every(following)]


@router.message(Filing.where, Choice("home"))
@router.callback_query(Filing.where, Choice("home"))
async def at_home(event: Message | CallbackQuery, talk: Talk) -> Reply:
    home = await talk.session.get(Area, talk.person.home_id) if talk.person.home_id else None
    return await at(talk, home) if home else await ask_where(talk)


@router.message(Filing.where, Choice("location"))
async def how_to_send_a_location(message: Message, talk: Talk) -> Reply:
    """A number or a label cannot bring the location along."""
    return await talk.repeat(how_to_locate())


@router.message(Filing.where, Choice("list"))
@router.callback_query(Filing.where, Choice("list"))
async def from_the_list(event: Message | CallbackQuery, talk: Talk) -> Reply:
    talk.data.pop(PLACE_WORDS, None)
    return await ask_below(talk, Filing.pick, None)


@router.message(Filing.pick, Choice(AS_WRITTEN))
@router.callback_query(Filing.pick, Choice(AS_WRITTEN))
async def as_written(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await at_these_words(talk)


@router.message(Filing.pick, Choice())
@router.callback_query(Filing.pick, Choice())
async def picked(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    found = await chosen(talk, choice)
    if found is None:
        return await ask_where(talk)
    area, final = found
    return await at(talk, area) if final else await ask_below(talk, Filing.pick, area)


@router.message(StateFilter(Filing.where, Filing.pick), HasText())
async def in_words(message: Message, talk: Talk) -> Reply:
    if len(talk.text) > PLACE_WORDS_LIMIT:
        return await talk.repeat(
            _("地点请写短一点，最多 {limit} 个字。").format(limit=PLACE_WORDS_LIMIT)
        )
    talk.data[PLACE_WORDS] = talk.text.strip()
    neither = Option(AS_WRITTEN, _("都不是，就按我写的"))
    return await ask_found(talk, Filing.pick, talk.text, neither) or await at_these_words(talk)


async def at_these_words(talk: Talk) -> Reply:
    """A place that is only described lies in the community where the person lives, or they say."""
    home = await talk.session.get(Area, talk.person.home_id) if talk.person.home_id else None
    community = await areas.of_level(talk.session, home, Level.COMMUNITY) if home else None
    return await at(talk, community) if community else await ask_below(talk, Filing.pick, None)


async def at(talk: Talk, area: Area) -> Reply:
    place = title = await areas.title(talk.session, area)
    if words := talk.data.pop(PLACE_WORDS, ""):
        place = _("{place}（{words}）").format(place=title, words=words)
    draft = Draft.of(talk)
    draft.put_at(area.id, cut(place, PLACE_LIMIT), area.latitude, area.longitude)
    draft.keep(talk)
    return await placed(talk, draft)


@router.message(Filing.privacy, Choice())
@router.callback_query(Filing.privacy, Choice())
async def privacy(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    draft = Draft.of(talk)
    draft.private = choice.startswith("private")
    draft.named = choice.endswith(":named")
    draft.keep(talk)
    return await go_on(talk)


@router.message(Filing.similar, Choice("different"))
@router.callback_query(Filing.similar, Choice("different"))
async def different(event: Message | CallbackQuery, talk: Talk) -> Reply:
    draft = Draft.of(talk)
    draft.compared = True
    draft.keep(talk)
    return await go_on(talk)


@router.message(Filing.similar, Choice())
@router.callback_query(Filing.similar, Choice())
async def me_too(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    return await join_instead(talk, int(choice.removeprefix(JOIN)))


@router.message(Filing.review, Choice("file"))
@router.callback_query(Filing.review, Choice("file"))
async def file(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await file_draft(talk)


@router.message(Filing.review, Choice())
@router.callback_query(Filing.review, Choice())
async def change(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    draft = Draft.of(talk)
    match choice:
        case "category":
            return await ask_all_categories(talk)
        case "what":
            return await ask_what(talk, draft)
        case "where":
            return await ask_where(talk)
        case _:
            return await ask_privacy(talk)


@router.message(StateFilter(*ONLY_TAPPED), HasText())
async def said_besides(message: Message, talk: Talk, raw_state: str) -> Reply:
    """Words where a tap was awaited: people say what they forgot."""
    return await taken_in(talk, raw_state)
