"""/wish: one wish at a time, in two questions; then what becomes of it."""

from aiogram.fsm.state import State, StatesGroup

from handlers.common.i18n import _
from handlers.common.places import ask_below
from handlers.common.questions import Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.people.consent import after_consent, ask_consent
from handlers.wishes.buttons import AboutWish, Deed
from handlers.wishes.words import state_name
from services import areas, wishes
from services.wishes.life import TEXT_LIMIT
from storage.tables import Area, Wish, WishState

TEXT, AREA = "wish text", "wish area"
POST, AGAIN = "post", "again"


class Wishing(StatesGroup):
    text = State()
    where = State()
    sure = State()
    mine = State()
    withdrawing = State()


@after_consent("wish")
async def begin(talk: Talk) -> Reply:
    if talk.person.consented_at is None:
        return await ask_consent(talk, then="wish")
    wished = await wishes.living(talk.session, talk.user_id)
    return await show(talk, wished) if wished else await ask_text(talk)


async def ask_text(talk: Talk, before: str = "") -> Reply:
    text = _(
        "🌟 <b>微心愿</b>\n您有什么小心愿？写下来发给我，最多 {limit} 个字。\n"
        "比如：想要一个放大镜看报纸；想有人陪我去看一次闽剧。"
    ).format(limit=TEXT_LIMIT)
    return await talk.ask(Wishing.text, f"{before}\n\n{text}" if before else text)


async def ask_where(talk: Talk, area: Area | None = None) -> Reply:
    return await ask_below(talk, Wishing.where, area)


async def ask_whether(talk: Talk, area: Area) -> Reply:
    talk.data[AREA] = area.id
    text = _(
        "您的心愿：\n“{text}”\n\n社区看过就上心愿墙，墙上不写您的名字。"
        "来圆梦的志愿者会知道您的称呼和住处：{place}。"
    ).format(text=esc(talk.data.get(TEXT)), place=esc(await areas.title(talk.session, area)))
    options = [Option(POST, _("✅ 就这样，许愿")), Option(AGAIN, _("改一改"))]
    return await talk.ask(Wishing.sure, text, options)


async def show(talk: Talk, wish: Wish) -> Reply:
    """The wisher's own, with what can be done now."""
    granter = await wishes.granter(talk.session, wish.id)
    lines = [_("🌟 您的心愿：“{text}”").format(text=esc(wish.text)), state_name(wish.state)]
    if granter is not None:
        lines.append(_("有志愿者来圆梦了，会跟您联系。圆了就点“已圆梦”。"))
    elif wish.state is WishState.APPROVED:
        lines.append(_("还在等有心人。没有人认领的，下一轮排在最前面。"))
    deeds = [(Deed.GRANTED, _("🌟 已圆梦"))] if wish.state is WishState.APPROVED else []
    deeds.append((Deed.WITHDRAW, _("收回心愿")))
    talk.data["wish"] = wish.id
    options = [
        Option(deed.value, label, data=AboutWish(deed=deed, wish=wish.id).pack())
        for deed, label in deeds
    ]
    return await talk.ask(Wishing.mine, "\n".join(lines), options)
