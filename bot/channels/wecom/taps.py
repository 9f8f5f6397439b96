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
class Asker:
    """Who wrote or pressed. number: of their single chat. name: as a group reads it."""

    chat: Chat
    number: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tap:
    """req_id: what is answered; empty where the button was typed. at: when it was pressed."""

    chat: Chat
    message_id: int
    req_id: str
    task_id: str
    at: datetime


class Taps:
    """Of one robot; kept in memory, since a tap is of no use to another connection."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._by_card: dict[tuple[Chat, int], Tap] = {}
        self._by_update: dict[int, Tap] = {}
        self._askers: dict[int, Asker] = {}

    def note(self, update_id: int, tap: Tap) -> None:
        """update_id: of the tap, which is called so, too."""
        self._forget()
        self._by_update[update_id] = tap
        if tap.req_id:
            self._by_card[tap.chat, tap.message_id] = tap

    def hears(self, update_id: int, asker: Asker) -> None:
        self._forget()
        self._askers[update_id] = asker

    def tap(self, query_id: str) -> Tap | None:
        """Of the last minute."""
        return self._by_update.get(int(query_id)) if query_id.isdecimal() else None

    def asker(self, cause: str | None) -> Asker | None:
        """Of the last minute. cause: as a row of the outbox names it."""
        kind, _colon, update_id = (cause or "").partition(":")
        return self._askers.get(int(update_id)) if kind == "update" else None

    def _forget(self) -> None:
        oldest = self._clock() - timedelta(minutes=1)
        self._by_card = {key: each for key, each in self._by_card.items() if each.at > oldest}
        self._by_update = {key: each for key, each in self._by_update.items() if each.at > oldest}
        self._askers = {key: each for key, each in self._askers.items() if each.at > oldest}

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
