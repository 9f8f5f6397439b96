"""Access tokens: `stable_token`, and the old `token` that is apart from it.

https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
"""

import secrets
from datetime import date, datetime, timedelta

from bot.sandbox.wechat.errors import refusal
from bot.sandbox.wechat.times import Clock, day

_LIFE = timedelta(hours=2)
_RENEWED_BEFORE = timedelta(minutes=5)
_FORCED_APART = timedelta(seconds=30)
_FORCED_A_DAY = 20
_LENGTH = 512
"""As long as a token may be, so that nobody keeps room for less."""

Token = tuple[str, int]
"""A token, and its whole seconds left."""


class Tokens:
    """Every token there was, and until when it is taken."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, datetime] = {}
        self._stables: set[str] = set()
        self._replaced: set[str] = set()
        self._stable = self._plain = ""
        self._forced_at: datetime | None = None
        self._forced: list[date] = []

    def stable(self, *, force: bool) -> Token:
        """The present token, or a new one in its last five minutes, when both are taken.

        force: a new one, and the others end at once; within 30 seconds of the last force the
        present one. Assumed: ApiError 45009 from the 21st of a day on.
        """
        now = self._clock()
        too_soon = self._forced_at is not None and now - self._forced_at < _FORCED_APART
        if force and not too_soon:
            self._force(now)
        elif self._until.get(self._stable, now) - now <= _RENEWED_BEFORE:
            self._renew(now)
        return self._stable, int((self._until[self._stable] - now).total_seconds())

    def plain(self) -> Token:
        """A new token each time; the one before it is taken for five minutes more."""
        now = self._clock()
        if self._plain:
            self._until[self._plain] = min(self._until[self._plain], now + _RENEWED_BEFORE)
        self._plain = self._new(now)
        return self._plain, int(_LIFE.total_seconds())

    def check(self, token: str) -> None:
        """Raises ApiError: 41001 missing, 40014 no token at all, 42001 ended, 40001 otherwise."""
        if not token:
            raise refusal(41001)
        if len(token) != _LENGTH:
            raise refusal(40014)
        if token in self._replaced or token not in self._until:
            raise refusal(40001)
        if self._clock() >= self._until[token]:
            raise refusal(42001)

    def revoke(self) -> None:
        """All tokens end, as when somebody else forces new ones."""
        self._replaced.update(self._until)
        self._stable = self._plain = ""

    def _force(self, now: datetime) -> None:
        if self._forced.count(day(now)) >= _FORCED_A_DAY:
            raise refusal(45009)
        self._forced.append(day(now))
        self._forced_at = now
        self._replaced.update(self._stables)
        self._renew(now)

    def _renew(self, now: datetime) -> None:
        self._stable = self._new(now)
        self._stables.add(self._stable)

    def _new(self, now: datetime) -> str:
        token = "80_" + secrets.token_urlsafe(_LENGTH)[: _LENGTH - 3]
        self._until[token] = now + _LIFE
        return token
