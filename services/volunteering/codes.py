"""The rotating check-in code that an organiser shows: who types or scans it stands beside them.

A time-based one-time password (RFC 6238) of the task's own secret, so that a photograph passed on
to somebody at home is worth nothing a minute or two later.
"""

import base64
import hmac
import re
import unicodedata
from datetime import datetime, timedelta

import pyotp

from storage.tables import Task

STEP = timedelta(seconds=60)
"""How long a code is shown; the one before is still taken, for those who type slowly."""
CODE = re.compile(r"[0-9]{6}")


def code_of(task: Task, now: datetime) -> str:
    """The six digits of this minute."""
    return _codes(task).at(now)


def matches(task: Task, code: str, now: datetime) -> bool:
    """Whether `code`, as it was typed, is that of this minute or the one before."""
    code = unicodedata.normalize("NFKC", code).replace(" ", "")
    if not CODE.fullmatch(code):
        return False
    taken = [_codes(task).at(at) for at in (now, now - STEP)]
    return any(hmac.compare_digest(code, each) for each in taken)


def valid_until(now: datetime) -> datetime:
    """When the code of this minute stops being taken (UTC)."""
    step = int(STEP.total_seconds())
    begun = int(now.timestamp()) // step
    return datetime.fromtimestamp((begun + 2) * step, tz=now.tzinfo)


def _codes(task: Task) -> pyotp.TOTP:
    secret = base64.b32encode(task.secret.encode()).decode()
    return pyotp.TOTP(secret, interval=int(STEP.total_seconds()))
