"""Leaving a conversation: each says what of it stays for later, and lets go of what is too old."""

from collections.abc import Callable

from handlers.common import menu
from handlers.common.i18n import _
from handlers.common.sending import Reply
from handlers.common.talk import Talk

Staying = Callable[[Talk], str]
"""A sentence (HTML) about what stays, in the language that is spoken; empty if nothing does."""

_staying: dict[str | None, Staying] = {}


def on_leaving(*conversations: str | None) -> Callable[[Staying], Staying]:
    """Have a function say what stays of these conversations.

    A conversation is called as before its states: "Filing" of "Filing:what"; None is a chat in
    which nothing is going on. What no function was registered for ends without a trace.
    """

    def register(staying: Staying) -> Staying:
        _staying.update(dict.fromkeys(conversations, staying))
        return staying

    return register


def what_stays(talk: Talk, conversation: str | None = None) -> str:
    """HTML: a sentence about what stays of it, or nothing."""
    staying = _staying.get(conversation)
    return staying(talk) if staying else ""


Expiring = Callable[[Talk], str]
"""Lets go of what was kept too long; a sentence (HTML) that says so, empty where nothing was."""

_expiring: dict[str, Expiring] = {}


def on_expiry(conversation: str) -> Callable[[Expiring], Expiring]:
    """Have a function look over what this conversation keeps, before each update is handled."""

    def register(expiring: Expiring) -> Expiring:
        _expiring[conversation] = expiring
        return expiring

    return register


async def expire(talk: Talk) -> str:
    """Let go of what is too old, with the question about it. HTML: what is said of it, or nothing.

    What comes then is something new.
    """
    said = {conversation: expiring(talk) for conversation, expiring in _expiring.items()}
    if any(said.values()):
        state = await talk.state.get_state()
        if said.get((state or "").partition(":")[0]):
            # What came is no answer to it.
            talk.data.pop("question", None)
            await talk.leave()
        else:
            await talk.keep()
    return "\n".join(filter(None, said.values()))


async def leave(talk: Talk) -> Reply:
    """End what is going on, to the main menu."""
    state = await talk.state.get_state()
    stays = what_stays(talk, state.partition(":")[0] if state else None)
    return await menu.home(talk, "\n".join(filter(None, [_("好的，退出来了。"), stays])))
