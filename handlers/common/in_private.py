"""Staff's conversations: begun in their group, held in their own private chat with us.

    publishing = private_form(TaskDraft, "Tasking", Purpose.STAFF, Purpose.VOLUNTEERS)

    @begins(publishing, "task", Purpose.STAFF, Purpose.VOLUNTEERS)
    async def begin(talk: Talk, words: str) -> Reply:
        return await publishing.go_on(talk, TaskDraft())

Colleagues see the result alone. The subject hands such a form in twice, among its `groups` and its
`private` routers. In the private chat, too, `Talk.member` and `Talk.group` say who acts for what.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject, CommandStart, Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.forms import AnyStep, Form
from handlers.common.i18n import _, speaking
from handlers.common.kept import Kept
from handlers.common.labels import purpose_name
from handlers.common.members import InGroupFor
from handlers.common.saying import Button, Buttons, Post
from handlers.common.sending import Item, Reply, every
from handlers.common.talk import Acting, Talk
from handlers.common.words import listed, mention
from services.groups import authority
from services.people import reach
from services.tickets import Member
from storage.deep_links import to_bot
from storage.tables import Chat, Group, Purpose

D = TypeVar("D", bound=Kept)

_GROUP = "for group"
"""Of a private conversation's data: the id of the group for which somebody acts there."""

Begin = Callable[[Talk], Awaitable[Reply]]
BeginWithWords = Callable[[Talk, str], Awaitable[Reply]]
"""Of the private talk, and what was written behind the command."""


class ForGroup(Filter):
    """In their private chat, somebody acts for the group in which they began.

    Only while the group has one of these purposes and they are a member of it.
    """

    def __init__(self, *purposes: Purpose) -> None:
        self.purposes = purposes

    async def __call__(self, event: Message | CallbackQuery, talk: Talk) -> bool:
        group_id = talk.data.get(_GROUP)
        if talk.chat.is_group or group_id is None:
            return False
        group = await authority.acting_for(talk.session, group_id, talk.user_id, self.purposes)
        if group is None:
            return False
        _act_for(talk, group)
        return True


class OpensWith(CommandStart):
    """/start by the link that leads from a group to the private chat, for one conversation."""

    def __init__(self, payload: str) -> None:
        super().__init__(deep_link=True, magic=F.args == payload)
        self.payload = payload


def private_form(draft: type[D], name: str, *purposes: Purpose) -> Form[D]:
    """A form that members of groups for `purposes` fill in, each in their private chat."""
    form = Form(draft, name, ForGroup(*purposes))
    over = form.include_router(Router(name=f"{name}: over"))
    at_any_step = AnyStep(form)

    async def no_longer(event: Message | CallbackQuery, talk: Talk) -> Reply:
        if await ForGroup(*purposes)(event, talk):
            raise SkipHandler
        draft.discard(talk)
        return await menu.home(talk, _("您已经不在那个群里了，这一步做不了。"))

    over.message(at_any_step)(no_longer)
    over.callback_query(at_any_step)(no_longer)
    return form


def begins(
    router: Router, name: str, *purposes: Purpose, otherwise: Begin | None = None
) -> Callable[[BeginWithWords], BeginWithWords]:
    """Have a conversation begun by the command `name`: in a group for `purposes`, or in private.

    In private it is for the group of theirs in which they were seen last; who is in none is
    answered by `otherwise`, or hears where it can be done.
    """

    def register(begin: BeginWithWords) -> BeginWithWords:
        async def in_group(message: Message, command: CommandObject, talk: Talk, bot: Bot) -> Reply:
            words = (command.args or "").strip()
            found = await in_private(talk, lambda private: begin(private, words))
            return found or await _how_to_open(talk, bot, name)

        async def alone(message: Message, command: CommandObject, talk: Talk) -> Reply:
            words = "" if command.command == "start" else (command.args or "").strip()
            is_for = not talk.chat.is_group and await acts_for_last(talk, *purposes)
            if not is_for and otherwise is not None and not talk.chat.is_group:
                return await otherwise(talk)
            if not is_for:
                return talk.say(_only_in(name, purposes))
            return await begin(talk, words)

        router.message(Command(name), InGroupFor(*purposes))(in_group)
        router.message(Command(name))(alone)
        router.message(OpensWith(name))(alone)
        return begin

    return register


async def acts_for_last(talk: Talk, *purposes: Purpose) -> bool:
    """Whether, in private, they act from now on for the group of theirs they were last seen in."""
    group = await authority.last_seen_in(talk.session, talk.user_id, purposes)
    if group is not None:
        _act_for(talk, group)
    return group is not None


async def in_private(talk: Talk, begin: Begin) -> Reply:
    """Go on in the private chat of the person who wrote or pressed in the group.

    The group sees a line.

    None where they never wrote to us there, so that we cannot write to them.
    """
    found = await reach.reachable(talk.session, talk.user_id, talk.channel)
    if found is None:
        return None
    key = replace(talk.state.key, chat_id=found.chat.id)
    state = FSMContext(storage=talk.state.storage, key=key)
    private = replace(
        talk,
        chat_id=found.chat.id,
        chat_title="",
        person=found.person,
        state=state,
        topic_id=None,
        data=await state.get_data(),
    )
    _act_for(private, talk.group)
    with speaking(found.person.language):
        said = [_sent_to(found.chat, each) for each in every(await begin(private))]
    return [*said, _look_there(talk)]


async def to_private(talk: Talk, begin: Begin) -> Reply:
    """End what was chosen from in the group, and `begin` in private.

    For who never wrote to us there it stays, so that they can choose once more.
    """
    begun = await in_private(talk, begin)
    if begun is None:
        return first_open_it(talk)
    await talk.leave()
    return begun


def _sent_to(chat: Chat, item: Item) -> Item:
    return replace(item, chat=chat) if isinstance(item, Post) else item


def _look_there(talk: Talk) -> Item:
    if isinstance(talk.event, CallbackQuery):
        return talk.toast(_("发到您的私聊里了，请在那里接着写。"))
    return talk.as_one(talk.say(_("{name}，发到您的私聊里了。").format(name=_named(talk))))


async def _how_to_open(talk: Talk, bot: Bot, command: str) -> Reply:
    """Once the chat is open, the conversation of `command` begins there."""
    username = (await bot.me()).username
    if username is None:
        text = _("{name}，这件事我们在私聊里办，免得打扰大家。请打开和我的私聊，发 /{command}。")
        return talk.as_one(talk.say(text.format(name=_named(talk), command=command)))
    text = _("{name}，这件事我们在私聊里办，免得打扰大家。请点下面的按钮，再点“开始”。")
    link = to_bot(username, command)
    opens = Buttons([[Button(_("打开私聊"), url=link)]])
    return talk.as_one(talk.say(text.format(name=_named(talk)), opens))


def first_open_it(talk: Talk) -> Item:
    """Said to those who pressed a button, or named it, and never wrote to us, or cannot."""
    text = (
        _("请先打开和我的私聊，给我发 /start，再回到这里点一次。")
        if talk.meet_alone
        else _("这一步要和机器人私聊着办，本群没有机器人，办不了。请告诉社区的管理员。")
    )
    if isinstance(talk.event, CallbackQuery):
        return talk.toast(text, alert=True)
    return talk.as_one(talk.say(text))


def _named(talk: Talk) -> str:
    return mention(talk.address.external_id, talk.name)


def _only_in(command: str, purposes: tuple[Purpose, ...]) -> str:
    where = listed(purpose_name(each) for each in purposes)
    return _("/{command} 要在{where}里发。").format(command=command, where=where)


def _act_for(talk: Talk, group: Group) -> None:
    talk.data[_GROUP] = group.id
    talk.acting = Acting(Member(talk.user_id, talk.name, group.id), group)
