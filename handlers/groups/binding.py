"""/bind: an admin says which community this group serves, and for what."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram.filters import Command
from aiogram.types import Message

from handlers.common.forms import Form
from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.labels import purpose_name, what_next
from handlers.common.places import HERE
from handlers.common.questions import Ask, Option
from handlers.common.saying import Commands
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from services import areas
from services.groups import binding as groups
from services.people import named_chats
from storage.tables import Channel, Chat, Level, Purpose


@dataclass(slots=True)
class Bound(Kept):
    """What the group is being bound to."""

    KEY: ClassVar = "binding"

    street_id: int | None = None
    """The street whose communities are offered; None offers the streets."""
    area_id: int | None = None
    purpose: Purpose | None = None


binding = Form(Bound, "Binding")


@binding.message(Command("bind"))
async def bind(message: Message, talk: Talk) -> Reply:
    if not await talk.config.is_admin(talk.session, talk.address):
        return await _not_an_admin(talk)
    if message.chat.username:
        return talk.say(
            _(
                "这是公开群，谁都能进来看，居民的事不能发到这里。"
                "请在群设置里把“群组类型”改成私密，再发 /bind。"
            )
        )
    return await binding.go_on(talk, Bound())


async def _not_an_admin(talk: Talk) -> Reply:
    called, setting = talk.address.external_id, "ADMIN_IDS"
    if talk.channel.messenger == Channel.WECOM.messenger:
        named = await named_chats.name_of(talk.session, Chat(talk.channel, int(called)))
        called, setting = named or called, "WECOM_ADMINS"
    text = _("只有管理员能绑定。您的号码是 <code>{id}</code>，请让管理员把它加进 {setting}。")
    return talk.say(text.format(id=esc(called), setting=setting))


@binding.step(part="area_id")
async def area(talk: Talk, bound: Bound) -> Ask:
    above = await areas.get(talk.session, bound.street_id) if bound.street_id else None
    below = await areas.choices_below(talk.session, above)
    options = [Option(str(area.id), area.name) for area in below]
    if above is None:
        return Ask(_("本群为哪里服务？请选街道："), options, columns=2)
    options.append(Option(f"{HERE}{above.id}", _("整个{name}").format(name=above.name)))
    text = _("{street}的哪个社区？").format(street=esc(above.name))
    return Ask(text, options, columns=2)


@area.choice()
async def serves(talk: Talk, bound: Bound, choice: str) -> Reply:
    chosen = await areas.get(talk.session, int(choice.removeprefix(HERE)))
    if chosen is None or (chosen.level is Level.STREET and not choice.startswith(HERE)):
        bound.street_id = chosen.id if chosen else None
    else:
        bound.street_id, bound.area_id = None, chosen.id
    return None


@binding.step()
async def purpose(talk: Talk, bound: Bound) -> Ask:
    area = await areas.get(talk.session, bound.area_id or 0)
    assert area is not None
    options = [Option(purpose.value, purpose_name(purpose)) for purpose in Purpose]
    return Ask(_("{area}的什么群？").format(area=esc(area.name)), options)


@purpose.choice()
async def is_for(talk: Talk, bound: Bound, choice: str) -> Reply:
    area = await areas.get(talk.session, bound.area_id or 0)
    if area is None:
        return await binding.go_on(talk, Bound())
    chosen = Purpose(choice)
    await groups.bind(
        talk.session,
        chat=talk.chat,
        topic_id=talk.topic_id,
        title=talk.chat_title or f"{area.name}{purpose_name(chosen)}",
        area_id=area.id,
        purpose=chosen,
        by=talk.user_id,
        now=talk.now,
    )
    Bound.discard(talk)
    await talk.leave()
    done = _("✅ 绑定好了：{area} · {purpose}。{what_next}").format(
        area=esc(area.name), purpose=purpose_name(chosen), what_next=what_next(chosen)
    )
    offered = [(name, _(does)) for name, does in talk.config.group_commands(chosen)]
    return [talk.say(done), Commands(offered)]


@binding.left
async def not_bound(talk: Talk, bound: Bound) -> Reply:
    Bound.discard(talk)
    await talk.leave()
    return talk.say(_("好的，没有绑定。"))
