"""/wish: one wish at a time, in two questions; then what becomes of it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar

from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.button_data import RowId
from handlers.common.choices import on_choice
from handlers.common.consent import ask_consent
from handlers.common.filters import Choice
from handlers.common.forms import Again, Form
from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.place_step import place_step
from handlers.common.places import below
from handlers.common.questions import BACK, Ask, Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.wishes.words import state_name
from services import areas, wishes
from services.errors import Refusal
from services.volunteering import granting
from services.wishes.life import TEXT_LIMIT
from storage.tables import Wish, WishState

POST, AGAIN = "post", "again"
_WISH = "wish"
"""The id of the wish that is looked at, in the conversation's data."""


@dataclass(slots=True)
class Draft(Kept):
    """What somebody is about to wish; each part is None until it was answered."""

    KEY: ClassVar = "wish draft"

    text: str | None = None
    area_id: int | None = None


class Action(StrEnum):
    GRANTED = "granted"
    WITHDRAW = "withdraw"


class AboutWish(CallbackData, prefix="mywish"):
    """What the wisher, or the person who grants the wish, does with it."""

    action: Action
    wish: RowId


wishing = Form(Draft, "Wishing")
wishing.refused(menu.refused)
LOOKING = wishing.state("mine")
WITHDRAWING = wishing.state("withdrawing")


@wishing.message(Command("wish"))
async def wish(message: Message, talk: Talk) -> Reply:
    return await begin(talk)


async def begin(talk: Talk) -> Reply:
    if talk.person.consented_at is None:
        return await ask_consent(talk, then="wish")
    wished = await wishes.living(talk.session, talk.user_id)
    return await show(talk, wished) if wished else await wishing.go_on(talk, Draft())


async def offered(talk: Talk) -> str:
    """How it is called below the other things that the community does."""
    wished = await wishes.living(talk.session, talk.user_id)
    return _("🌟 我的心愿") if wished else _("🌟 许个微心愿")


def a_wish(said: str, talk: Talk) -> str:
    count = len(talk.line)
    if count > TEXT_LIMIT:
        text = _("您写了 {count} 个字，最多 {limit} 个。请短一点再发。")
        raise Again(text.format(count=count, limit=TEXT_LIMIT))
    return talk.line


@wishing.step(a_wish)
async def text(talk: Talk, draft: Draft) -> Ask:
    words = _(
        "🌟 <b>微心愿</b>\n您有什么小心愿？写下来发给我，最多 {limit} 个字。\n"
        "比如：想要一个放大镜看报纸；想有人陪我去看一次闽剧。"
    )
    return Ask(words.format(limit=TEXT_LIMIT))


@text.taken
async def wished(talk: Talk, draft: Draft, said: str) -> Reply:
    """It lies where they live; who has not said where that is, is asked."""
    draft.text = said
    if (home := await areas.home_of(talk.session, talk.person)) is not None:
        draft.area_id = home.id
    return None


@wishing.left
async def left(talk: Talk, draft: Draft) -> Reply:
    return await seen_enough(talk.event, talk)


@place_step(wishing)
async def where(talk: Talk, draft: Draft) -> Ask | None:
    if await areas.home_of(talk.session, talk.person) is not None:
        return None
    return replace(await below(talk, None), counted=True)


@wishing.step()
async def sure(talk: Talk, draft: Draft) -> Ask:
    place = await areas.title_of(talk.session, draft.area_id)
    words = _(
        "您的心愿：\n“{text}”\n\n社区看过就上心愿墙，墙上不写您的名字。"
        "来圆梦的志愿者会知道您的称呼和住处：{place}。"
    ).format(text=esc(draft.text), place=esc(place))
    return Ask(words, [Option(POST, _("✅ 就这样，许愿")), Option(AGAIN, _("改一改"))])


@sure.choice(AGAIN)
async def again(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await wishing.ask(talk, draft, "text")


@sure.choice(POST)
async def post(talk: Talk, draft: Draft, choice: str) -> Reply:
    if draft.text is None or draft.area_id is None:
        return None
    who = talk.user_id, talk.person.name
    await wishes.post(talk.session, *who, draft.area_id, draft.text, now=talk.now)
    Draft.discard(talk)
    text = _("🌟 收到您的心愿了。社区看过就上墙，有人来圆梦马上告诉您。看进展发 /wish。")
    return await menu.home(talk, text)


async def show(talk: Talk, wish: Wish) -> Reply:
    """The wisher's own, with what can be done now."""
    granter = await wishes.granter(talk.session, wish.id)
    lines = [_("🌟 您的心愿：“{text}”").format(text=esc(wish.text)), state_name(wish.state)]
    if granter is not None:
        lines.append(_("有志愿者来圆梦了，会跟您联系。圆了就点“已圆梦”。"))
    elif wish.state is WishState.APPROVED:
        lines.append(_("还在等有心人。没有人认领的，下一轮排在最前面。"))
    actions = [(Action.GRANTED, _("🌟 已圆梦"))] if wish.state is WishState.APPROVED else []
    actions.append((Action.WITHDRAW, _("收回心愿")))
    talk.data[_WISH] = wish.id
    options = [
        Option(action.value, label, data=AboutWish(action=action, wish=wish.id).pack())
        for action, label in actions
    ]
    return await talk.put(LOOKING, Ask("\n".join(lines), options))


@on_choice(wishing, LOOKING, BACK)
async def seen_enough(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的。想好了再来，发 /wish 就行。"))


@wishing.message(LOOKING, Choice())
async def wanted(message: Message, talk: Talk, choice: str) -> Reply:
    return await do(talk, Action(choice), talk.data.get(_WISH, 0))


@wishing.callback_query(AboutWish.filter())
async def pressed(query: CallbackQuery, talk: Talk, callback_data: AboutWish) -> Reply:
    return await do(talk, callback_data.action, callback_data.wish)


async def do(talk: Talk, action: Action, wish_id: int) -> Reply:
    """The wisher or the granter say that it came true, or the wisher takes it back."""
    try:
        if action is Action.WITHDRAW:
            await wishes.living_of(talk.session, wish_id, talk.user_id)
            talk.data[_WISH] = wish_id
            options = [Option("yes", _("收回")), Option("no", _("不收回"))]
            ask = Ask(_("真的要收回这个心愿吗？"), options, columns=2, back=False)
            return await talk.put(WITHDRAWING, ask)
        await granting.grant_wish(talk.session, wish_id, talk.user_id, now=talk.now)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return await menu.home(talk, _("🌟 太好了，心愿圆了！谢谢大家。"))


@on_choice(wishing, WITHDRAWING)
async def withdraw(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == "no":
        return await menu.home(talk, _("好的，心愿还在。"))
    wish_id, reason = talk.data.get(_WISH, 0), _("许愿的人收回了心愿，谢谢您的好意。")
    try:
        await granting.withdraw_wish(talk.session, wish_id, talk.user_id, reason, now=talk.now)
    except Refusal as refusal:
        return await menu.refused(talk, refusal)
    return await menu.home(talk, _("好的，收回了。"))
