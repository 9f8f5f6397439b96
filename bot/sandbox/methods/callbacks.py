"""answerCallbackQuery."""

from typing import TYPE_CHECKING

from bot.sandbox import limits
from bot.sandbox.errors import bad_request
from bot.sandbox.events import Event
from bot.sandbox.params import Params
from bot.sandbox.taps import Toast

if TYPE_CHECKING:
    from bot.sandbox.world import World


def answer_callback_query(world: "World", p: Params) -> bool:
    """Only the first answer reaches the phone."""
    query_id = p.text("callback_query_id")
    tap = world.taps.get(query_id)
    if tap is None or world.clock() - tap.at > limits.CALLBACK_LIFETIME:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    limits.check_callback_answer(p.text("text"))
    if tap.answer is None:
        tap.answer = Toast(p.text("text"), p.flag("show_alert"), p.optional_text("url"))
        world.tell(
            Event(
                type="toast",
                chat_id=tap.chat_id,
                user_id=tap.user_id,
                callback_query_id=query_id,
                text=tap.answer.text,
                alert=tap.answer.alert,
                url=tap.answer.url,
            )
        )
    return True
