"""Broadcasts (群发): one message to many, a few at a time, so that nobody waits behind it.

A broadcast draws its recipients in slices, and promises a few seconds' worth of messages at a
time: the outbox never holds more of it than that. So it can be paused, stopped and changed at once,
others get through between, and a crash leaves nobody out: who was promised a message has it in the
outbox by the same commit.
"""

from services.broadcasts.life import (
    NewBroadcast,
    changed,
    get,
    go_on,
    pause,
    start,
    stop,
)
from services.broadcasts.progress import Progress, counted, progress

__all__ = [
    "NewBroadcast",
    "Progress",
    "changed",
    "counted",
    "get",
    "go_on",
    "pause",
    "progress",
    "start",
    "stop",
]
