"""Polling: what the log says about another process with the same token."""

import logging

import pytest
from aiogram.exceptions import TelegramConflictError

from bot.channels.telegram import Failures, GetRawUpdates

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot is running"
HOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"


@pytest.mark.parametrize(
    ("told", "said"), [(OTHER, "another process is polling with this token"), (HOOK, "a webhook")]
)
def test_another_process_is_named_once_and_not_at_every_refusal(
    caplog: pytest.LogCaptureFixture, told: str, said: str
) -> None:
    failures = Failures()
    with caplog.at_level(logging.WARNING):
        for _refusal in range(3):
            failures.note(TelegramConflictError(GetRawUpdates(), told), again_in=1.0)
    (line,) = caplog.messages
    assert said in line
