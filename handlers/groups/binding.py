"""/bind: an admin says which community this group serves, and for what."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice
from handlers.common.i18n import _
from handlers.common.labels import purpose_name
from handlers.common.places import HERE
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from services import areas
from services.groups import binding as groups
from storage.tables import Area, Level, Purpose

router = Router(name="binding")


class Binding(StatesGroup):
    area = State()
    purpose = State()


@router.message(Command("bind"))
async def bind(message: Message, talk: Talk) -> Reply:
    if talk.user_id not in talk.config.admin_ids:
        return talk.say(
            _(
                "只有管理员能绑定。您的号码是 <code>{id}</code>，请让管理员把它加进 ADMIN_IDS。"
            ).format(id=talk.user_id)
        )
    return await ask_area(talk, None)


async def ask_area(talk: Talk, above: Area | None) -> Reply:
    below = await areas.choices_below(talk.session, above)
    options = [Option(str(area.id), area.name) for area in below]
    if above is None:
        return await talk.ask(Binding.area, _("本群为哪里服务？请选街道："), options, columns=2)
    options.append(Option(f"{HERE}{above.id}", _("整个{name}").format(name=above.name)))
    text = _("{street}的哪个社区？").format(street=esc(above.name))
    return await talk.ask(Binding.area, text, options, columns=2)


@router.message(Binding.area, Choice())
@router.callback_query(Binding.area, Choice())
async def area(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    chosen = await talk.session.get(Area, int(choice.removeprefix(HERE)))
    if chosen is None or (chosen.level is Level.STREET and not choice.startswith(HERE)):
        return await ask_area(talk, chosen)
    talk.data["area"] = chosen.id
    options = [Option(purpose.value, purpose_name(purpose)) for purpose in Purpose]
    text = _("{area}的什么群？").format(area=esc(chosen.name))
    return await talk.ask(Binding.purpose, text, options)


@router.message(Binding.purpose, Choice())
@router.callback_query(Binding.purpose, Choice())
async def purpose(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    chosen = Purpose(choice)
    area = await talk.session.get_one(Area, talk.data["area"])
    await groups.bind(
        talk.session,
        chat_id=talk.chat_id,
        topic_id=talk.topic_id,
        title=talk.chat_title,
        area_id=area.id,
        purpose=chosen,
        by=talk.user_id,
        now=talk.now,
    )
    await talk.leave()
    return talk.say(
        _("✅ 绑定好了：{area} · {purpose}。{what_next}").format(
            area=esc(area.name), purpose=purpose_name(chosen), what_next=what_next(chosen)
        )
    )


def what_next(purpose: Purpose) -> str:
    """What happens in a group of that purpose, and how it begins."""
    match purpose:
        case Purpose.CANTEEN:
            return _("发 /menu 放菜单，/kitchen 看备餐单，/serve 点取餐；截单后备餐单会发到本群。")
        case Purpose.VOLUNTEERS:
            return _("志愿任务会发到本群，点“认领”就是您的；发 /task 发布任务。")
        case _:
            return _("归这里办的诉求会发到本群，点“接单”开始办；发 /list 看还没办完的。")


@router.message(Binding.purpose, Choice(BACK))
@router.callback_query(Binding.purpose, Choice(BACK))
async def another_area(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_area(talk, None)


@router.message(Binding.area, Choice(BACK))
@router.callback_query(Binding.area, Choice(BACK))
async def not_bound(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的，没有绑定。"))
