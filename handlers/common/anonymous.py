"""Messages that do not say who wrote them: of anonymous administrators and of channels.

Telegram puts an account there that all of them share, see `sender_chat` in
https://core.telegram.org/bots/api#message. Nothing can be done for such an account: the next
message of it comes from somebody else. Taps always name the person.
"""

from aiogram.types import Message

from handlers.common.i18n import _
from handlers.common.saying import Say

SHARED_ACCOUNTS = frozenset({1087968824, 136817688, 777000})
"""Anonymous administrators of any group; anybody writing as a channel; posts of linked channels."""


def is_anonymous(message: Message) -> bool:
    """Whether somebody wrote it whom nobody can tell; what the messenger notes itself is not."""
    shared = message.from_user is not None and message.from_user.id in SHARED_ACCOUNTS
    return (shared or message.sender_chat is not None) and not _is_a_note(message)


def is_for_us(message: Message, *, replies_to_us: bool) -> bool:
    """Whether an answer is waited for: a command or a reply, and no post of the linked channel."""
    is_command = (message.text or "").startswith("/")
    return not message.is_automatic_forward and (replies_to_us or is_command)


def who_are_you(message: Message) -> Say:
    """Kindly: what to switch off. The one before is replaced, so a talk does not fill with it."""
    as_group = message.sender_chat is None or message.sender_chat.id == message.chat.id
    if as_group:
        text = _(
            "您开着“匿名管理员”，我认不出您是谁，这一条没有收下。"
            "请在群的管理员设置里把自己的“匿名”关掉，再发一次。"
        )
    else:
        text = _(
            "您在用频道的名义说话，我认不出您是谁，这一条没有收下。"
            "请点输入框旁边的头像，换成您自己，再发一次。"
        )
    return Say(text, card="anonymous", to_the_end=True)


def _is_a_note(message: Message) -> bool:
    """What an administrator did to the group is noted in their name, anonymous or not."""
    return bool(
        message.new_chat_members
        or message.left_chat_member
        or message.new_chat_title
        or message.migrate_to_chat_id
        or message.forum_topic_reopened
    )
