"""Counting what became of calls, see `bot.metrics`."""

from datetime import datetime
from functools import cache

from prometheus_client import Counter

from bot import metrics
from bot.sender.calls import messages_in
from bot.sender.limits import CALLBACK_ANSWER
from bot.sender.outcomes import Outcome, Refused, Sent
from storage.outbox import Urgency
from storage.outbox_rows import OutboxRow


def count(
    row: OutboxRow, outcome: Outcome, settled: Outcome, seconds: float, now: datetime
) -> None:
    """A call for `row` ended with `outcome` after so many seconds; what that comes to is `settled`.

    It is counted by its class in `bot.sender.outcomes`; trouble that was the last is a refusal.
    """
    what = type(settled if isinstance(settled, Refused) else outcome).__name__
    channel, urgency = str(row.channel), Urgency(row.urgency)
    _calls(channel, urgency, what).inc()
    metrics.CALL.observe(seconds)
    if not isinstance(outcome, Sent):
        return
    if row.method != CALLBACK_ANSWER:
        _messages(channel).inc(messages_in(row))
    if urgency is Urgency.ANSWER and row.asked_at is not None:
        metrics.ANSWER.observe(max(0.0, (now - row.asked_at).total_seconds()))


# Kept, because to find a counter by its labels takes longer than to count.
@cache
def _calls(channel: str, urgency: Urgency, what: str) -> Counter:
    return metrics.CALLS.labels(channel, urgency.name.lower(), what)


@cache
def _messages(channel: str) -> Counter:
    return metrics.MESSAGES.labels(channel)
