"""The only door out: works off the outbox and calls the Bot API."""

from bot.sender.hooks import Hooks
from bot.sender.late import give_up_late
from bot.sender.sender import Sender

__all__ = ["Hooks", "Sender", "give_up_late"]
