"""What nothing else understood: say so kindly, and what to do instead."""

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ContentType as Kind
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.consent import ask_consent
from handlers.common.filters import Choice, IsCommand, Words
from handlers.common.i18n import _, mark
from handlers.common.labels import what_next
from handlers.common.leaving import leave, what_stays
from handlers.common.members import group_acted_in
from handlers.common.questions import MORE, is_asked_once
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import CommandGiven, cut, esc
from handlers.subjects import COMMANDS, GROUP_COMMANDS, commands_for
from services import tickets
from storage.tables import EventKind

_KEPT = (EventKind.FILED, EventKind.ADDED, EventKind.ANSWERED, EventKind.REOPENED)
"""What residents say becomes these lines of a timeline."""

first = Router(name="everywhere, before the conversations")
last = Router(name="everywhere, after the conversations")
first_in_groups = Router(name="groups, before the conversations")
last_in_groups = Router(name="groups, after the conversations")

LEAVE = (mark("退出"), mark("不办了"), mark("算了"))
"""What stops whatever is asked, unless it is one of its answers."""

SHOWN_COMMAND = 32
"""Characters: no command is longer (Bot API)."""
NOTED = frozenset(
    {
        Kind.NEW_CHAT_MEMBERS,
        Kind.LEFT_CHAT_MEMBER,
        Kind.CHAT_OWNER_LEFT,
        Kind.CHAT_OWNER_CHANGED,
        Kind.NEW_CHAT_TITLE,
        Kind.NEW_CHAT_PHOTO,
        Kind.DELETE_CHAT_PHOTO,
        Kind.GROUP_CHAT_CREATED,
        Kind.SUPERGROUP_CHAT_CREATED,
        Kind.CHANNEL_CHAT_CREATED,
        Kind.MESSAGE_AUTO_DELETE_TIMER_CHANGED,
        Kind.MIGRATE_TO_CHAT_ID,
        Kind.MIGRATE_FROM_CHAT_ID,
        Kind.PINNED_MESSAGE,
        Kind.SUCCESSFUL_PAYMENT,
        Kind.REFUNDED_PAYMENT,
        Kind.USERS_SHARED,
        Kind.CHAT_SHARED,
        Kind.GIFT,
        Kind.UNIQUE_GIFT,
        Kind.GIFT_UPGRADE_SENT,
        Kind.CONNECTED_WEBSITE,
        Kind.WRITE_ACCESS_ALLOWED,
        Kind.PASSPORT_DATA,
        Kind.PROXIMITY_ALERT_TRIGGERED,
        Kind.BOOST_ADDED,
        Kind.CHAT_BACKGROUND_SET,
        Kind.CHECKLIST_TASKS_DONE,
        Kind.CHECKLIST_TASKS_ADDED,
        Kind.DIRECT_MESSAGE_PRICE_CHANGED,
        Kind.FORUM_TOPIC_CREATED,
        Kind.FORUM_TOPIC_EDITED,
        Kind.FORUM_TOPIC_CLOSED,
        Kind.FORUM_TOPIC_REOPENED,
        Kind.GENERAL_FORUM_TOPIC_HIDDEN,
        Kind.GENERAL_FORUM_TOPIC_UNHIDDEN,
        Kind.GIVEAWAY_CREATED,
        Kind.GIVEAWAY_WINNERS,
        Kind.GIVEAWAY_COMPLETED,
        Kind.MANAGED_BOT_CREATED,
        Kind.PAID_MESSAGE_PRICE_CHANGED,
        Kind.POLL_OPTION_ADDED,
        Kind.POLL_OPTION_DELETED,
        Kind.SUGGESTED_POST_APPROVED,
        Kind.SUGGESTED_POST_APPROVAL_FAILED,
        Kind.SUGGESTED_POST_DECLINED,
        Kind.SUGGESTED_POST_PAID,
        Kind.SUGGESTED_POST_REFUNDED,
        Kind.VIDEO_CHAT_SCHEDULED,
        Kind.VIDEO_CHAT_STARTED,
        Kind.VIDEO_CHAT_ENDED,
        Kind.VIDEO_CHAT_PARTICIPANTS_INVITED,
        Kind.WEB_APP_DATA,
        Kind.COMMUNITY_CHAT_ADDED,
        Kind.COMMUNITY_CHAT_REMOVED,
        Kind.COMMUNITY_CHAT_JOINED,
        Kind.USER_SHARED,
    }
)
"""What the messenger notes in the chat: pinned, a timer set, a gift, a boost. Nobody waits."""


@first.message(F.content_type.in_(NOTED))
async def noted_by_the_messenger(message: Message) -> Reply:
    """Nobody said anything."""
    return None


@first.message(Command("cancel"))
async def cancel(message: Message, talk: Talk) -> Reply:
    return await leave(talk)


@first.message(Words(*LEAVE))
async def cancel_in_words(message: Message, talk: Talk) -> Reply:
    if talk.question is not None and talk.question.said(talk.text) is not None:
        raise SkipHandler
    return await leave(talk)


@first.message(Choice(MORE))
@first.callback_query(Choice(MORE))
async def more(event: Message | CallbackQuery, talk: Talk) -> Reply:
    turned = await talk.repeat(next_page=True)
    return talk.in_place(turned) if isinstance(event, CallbackQuery) else turned


@last.callback_query()
async def old_button(query: CallbackQuery, talk: Talk) -> Reply:
    """A button of a question that was answered, left or replaced, or of an older version."""
    data = query.data or ""
    if (chosen := talk.past.answer(data)) is not None:
        return talk.toast(_already(talk, chosen))
    if talk.question is not None:
        toast = talk.toast(_("这一步已经过去了，请看最下面的问题。"))
        return [toast, await talk.repeat()]
    if not talk.past.knows(data):
        return talk.toast(_and_else(talk, _("这是以前的按钮，不能用了。")))
    again = _("刚才这件事您退出来了。还要办的话，点下面的菜单重新开始，或者直接写下来。")
    stays = what_stays(talk)
    return [talk.say("\n".join(filter(None, [again, stays])), menu.keyboard())]


def _already(talk: Talk, chosen: str) -> str:
    """HTML: what was answered here, and where to look now."""
    if talk.question is not None:
        text = _("这里您已经选过“{chosen}”了，请看最下面的问题。")
        return text.format(chosen=esc(chosen))
    return _and_else(talk, _("这里您已经选过“{chosen}”了。").format(chosen=esc(chosen)))


def _and_else(talk: Talk, text: str) -> str:
    """With what can be done anywhere: below a toast there need not be a menu."""
    if talk.chat.is_group:
        return text
    return _("{text}要做别的，直接写下来就行。").format(text=text)


@last.message(IsCommand())
async def unknown_command(message: Message, talk: Talk, given: CommandGiven) -> Reply:
    if talk.question is not None:
        return talk.as_one(await talk.repeat(_no_such(given) + "\n" + _("发 /help 看有哪些。")))
    if talk.person.consented_at is None:
        return await ask_consent(talk)
    listed = [f"/{name} {_(words)}" for name, words in COMMANDS]
    head = _("有事直接写下来就行，也可以点下面的菜单，或者发这些：")
    return await menu.home(talk, "\n".join([_no_such(given), head, "", *listed]))


def _no_such(given: CommandGiven) -> str:
    """HTML: what is said of a command that means nothing here."""
    if given.name in dict(GROUP_COMMANDS):
        return _("/{name} 要在工作群里发。").format(name=given.name)
    if not given.name:
        return _("只发“/”，我不知道您要做什么。")
    return _("没有 /{name} 这个命令。").format(name=esc(cut(given.name, SHOWN_COMMAND)))


@last.message()
async def not_understood(message: Message, talk: Talk, raw_state: str | None) -> Reply:
    if talk.question is not None and raw_state is not None:
        again = _("这个我看不懂。请点下面的选项，或者回复它的号码；/cancel 退出。")
        return talk.as_one(await talk.repeat(again))
    if talk.person.consented_at is None:
        return await ask_consent(talk)
    instead = _("这种消息我处理不了。请写字、拍照或者发语音；也可以点下面的菜单。")
    if talk.locations:
        instead = _("这种消息我处理不了。请写字、拍照、发语音或者发位置；也可以点下面的菜单。")
    return await menu.home(talk, instead)


@last.edited_message(F.location)
async def moved_on(message: Message) -> Reply:
    """A live location tells where the phone is now, every few seconds."""
    return None


@last.edited_message()
async def edited(message: Message, talk: Talk) -> Reply:
    kept = await tickets.line_from(talk.session, talk.user_id, message.date, _KEPT)
    if kept is not None:
        text = _("改过的话我看不到，记下的是您原来写的。要更正，请发 /my 找到那一件，点“补充”。")
        return talk.say(text, card=f"edited:{message.message_id}")
    return talk.say(_("改过的话我看不到。请把改好的重新发一遍。"))


@first_in_groups.message(Command("cancel"))
async def cancel_in_group(message: Message, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的，退出来了。"))


@first_in_groups.message(Command("start", "help"))
async def greeting(message: Message, talk: Talk) -> Reply:
    """What happens in a group of that purpose, and what can be sent there."""
    group = await group_acted_in(message, talk)
    if group is None:
        return talk.say(_("请管理员在这里发 /bind，选好社区和用途，我就开始干活。"))
    listed = _listed(commands_for(group.purpose))
    return talk.say("\n".join([what_next(group.purpose), "", *listed]))


@last_in_groups.message(IsCommand())
async def unknown_in_group(message: Message, talk: Talk, given: CommandGiven) -> Reply:
    """Without the bot's name it may be meant for another bot of the group, if that hears it too."""
    if given.to is None and not talk.replied_to_us:
        return None
    group = await group_acted_in(message, talk)
    listed = _listed(commands_for(group.purpose) if group else GROUP_COMMANDS)
    return talk.say("\n".join([_("没有这个命令。群里可以发："), "", *listed]))


@last_in_groups.message()
async def not_understood_in_group(message: Message, talk: Talk) -> Reply:
    """Where only what is said to us arrives, it is not met with silence."""
    if not talk.replied_to_us:
        return None
    group = await group_acted_in(message, talk)
    if group is None:
        return talk.as_one(talk.say(_("本群还没有绑定，请管理员发 /bind。")))
    text = _(
        "这句话我没看懂。要办事，请点卡片上的按钮；发 /list 看没办完的，发 /help 看还能做什么。"
    )
    return talk.as_one(talk.say(text))


def _listed(commands: Sequence[tuple[str, str]]) -> list[str]:
    return [f"/{name} {_(does)}" for name, does in commands]


@last_in_groups.callback_query()
async def not_yours(query: CallbackQuery, talk: Talk) -> Reply:
    data = query.data or ""
    if (chosen := talk.past.answer(data)) is not None:
        return talk.toast(_("这里您已经选过“{chosen}”了。").format(chosen=esc(chosen)))
    if talk.past.knows(data):
        return talk.toast(_("刚才这件事您退出来了。还要办，请重新开始。"))
    if is_asked_once(data):
        return talk.toast(_("这个按钮不是给您的：问的是别人，或者早就过去了。"))
    return talk.toast(_("这个按钮不是给您的，或者这个群里不能用。"))
