"""Cards that were just pressed: each may be changed once, as the answer to that."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.tables import Chat

ANSWER_WITHIN = timedelta(seconds=4.5)
"""WeCom takes it for five seconds."""
_APART = "-"


@dataclass(frozen=True, slots=True)
class Tap:
    """req_id: what is answered. userid: whose tap it was."""

    chat: Chat
    message_id: int
    req_id: str
    task_id: str
    userid: str
    at: datetime


class Taps:
    """Of one robot; kept in memory, since a tap is of no use to another connection."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._by_card: dict[tuple[Chat, int], Tap] = {}
        self._by_query: dict[str, Tap] = {}

    def note(self, query_id: str, tap: Tap) -> None:
        """query_id: what the update calls the tap."""
        oldest = self._clock() - timedelta(minutes=1)
        self._by_card = {key: each for key, each in self._by_card.items() if each.at > oldest}
        self._by_query = {key: each for key, each in self._by_query.items() if each.at > oldest}
        self._by_card[tap.chat, tap.message_id] = self._by_query[query_id] = tap

    def asked_by(self, query_id: str) -> Tap | None:
        """Of the last minute."""
        return self._by_query.get(query_id)

    def use(self, chat: Chat, message_id: int) -> Tap | None:
        """The latest tap on that message, if it may still be answered; then it no longer may."""
        tap = self._by_card.pop((chat, message_id), None)
        return tap if tap is not None and self._clock() < tap.at + ANSWER_WITHIN else None

    def can_be_changed(self, chat: Chat, message_id: int) -> bool:
        tap = self._by_card.get((chat, message_id))
        return tap is not None and self._clock() < tap.at + ANSWER_WITHIN


def new_task_id(message_id: int) -> str:
    """For a card of that message, of which there may be several. Random, too: after a backup was
    restored numbers come again, and WeCom takes none twice."""
    return f"{message_id}{_APART}{secrets.token_hex(8)}"


def message_of(task_id: str) -> int:
    """0 where it is none of ours."""
    number = task_id.partition(_APART)[0]
    return int(number) if number.isdecimal() and len(number) < 19 else 0
