"""What becomes of a question on the screen: answered, it shows what was chosen and has no buttons.

One edit rides along with the answer, however that came: by a tap, a number or words. Where the
message is not known, the question stays as it is.
"""

from collections.abc import Iterable

from aiogram.types import CallbackQuery, Message

from handlers.common.i18n import _
from handlers.common.questions import Question, is_asked_once
from handlers.common.saying import Answered, Edit, NoButtons
from handlers.common.sending import Item
from handlers.common.talk import Talk
from handlers.common.words import esc
from storage import links


async def settled(talk: Talk, stood: Question | None, said: Iterable[Item]) -> Item | None:
    """What tidies up the question that `stood` when the event came, after `said` was answered."""
    is_tap = isinstance(talk.event, CallbackQuery)
    return _tapped(talk, stood, said) if is_tap else await _said(talk, stood)


def _tapped(talk: Talk, stood: Question | None, said: Iterable[Item]) -> Item | None:
    """Nothing where the buttons are gone already, or the message is too old to be seen."""
    message, data = talk.tap.message, talk.tap.data or ""
    if not isinstance(message, Message) or message.reply_markup is None:
        return None
    if not is_asked_once(data):
        return None
    spent = NoButtons(message.message_id)
    if stood is None or not stood.has_button(data):
        return spent if not talk.chat.is_group or talk.past.knows(data) else None
    if talk.stands(stood):
        is_edited = any(isinstance(each, Edit) for each in said)
        return spent if talk.asked and not is_edited else None
    if not stood.loses_buttons and not (stood.stays and talk.question is None):
        return None
    chosen = talk.answer_to(stood)
    return _answered(stood, message.message_id, chosen) if chosen else spent


async def _said(talk: Talk, stood: Question | None) -> Item | None:
    if stood is None or talk.stands(stood) or not stood.loses_buttons:
        return None
    chosen = talk.answer_to(stood)
    if chosen is None:
        return None
    message_id = await links.latest_about(talk.session, talk.chat, stood.about)
    return _answered(stood, message_id, chosen) if message_id else None


def _answered(stood: Question, message_id: int, chosen: str) -> Answered:
    is_short = "\n" not in stood.text
    form = _("{question} ✔ {chosen}") if is_short else _("{question}\n✔ {chosen}")
    text = form.format(question=stood.text, chosen=esc(chosen))
    return Answered(message_id, text, secret=stood.secret)


def in_short(talk: Talk, stood: Question) -> str:
    """HTML: what was answered to a question with keys, which cannot show it itself."""
    if isinstance(talk.event, Message) and talk.event.location is not None:
        return _("✔ 位置收到了。")
    chosen = talk.answer_to(stood)
    return _("✔ {chosen}").format(chosen=esc(chosen)) if chosen else _("好的，先放下刚才的问题。")
