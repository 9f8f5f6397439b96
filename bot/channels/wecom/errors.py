"""What can go wrong between the desk and WeCom.

Only some codes are known: of the robot's own gateway those above 800000, and WeCom's general list
(https://developer.work.weixin.qq.com/document/path/90313). One that is not is trouble that may
pass, not a refusal for good.
"""

BAD_KIND = 40008
BAD_REQ_ID = 846605
"""Answered too late, twice, or by what this event cannot be answered with."""
STREAM_EXPIRED = 846608
NOT_SUBSCRIBED = 846609
"""The gateway has forgotten us: the robot connects again, and what was asked may be asked again."""
BAD_CREDENTIALS = 853000
TOO_OFTEN = (45009, 45033)
NO_WAY_THERE = (40003, 60111, 81013, 86001, 86003, 93006)
"""No such member or group, or none where the robot may write: it was removed, or nobody has written
to it there, or not for long. WeCom does not say which."""
NO_WEBHOOK = (93000, 93004, 93008)
"""A group's webhook is none, was taken out of the group, or was switched off."""
BAD_CONTENT = (40004, 40006, 40007, BAD_KIND, 40009, 40011, 40058)
"""It would be refused again."""


class WecomError(Exception):
    """Something was not done, or nobody knows whether it was."""


class NotConnectedError(WecomError):
    """There is no connection: nothing was sent."""


class NoAnswerError(WecomError):
    """It was sent, and no ack came: it may have been done."""


class RefusedError(WecomError):
    """WeCom's `errcode` and `errmsg`."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{code}: {words}")
        self.code = code
        self.words = words
