"""Presses of inline buttons, and what they are answered with."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Toast:
    """What a tap was answered with: a fleeting line, or an alert that must be dismissed."""

    text: str
    alert: bool = False
    url: str | None = None


@dataclass
class Tap:
    """A press of an inline button. answer: None until the bot gives one."""

    user_id: int
    chat_id: int
    at: datetime
    answer: Toast | None = None
