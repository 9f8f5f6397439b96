"""WeCom's codes.

The first group was seen on this gateway by others; the second is from WeCom's list of general codes
(https://developer.work.weixin.qq.com/document/path/90313) and our guess at what this gateway says:
a robot must not depend on them.
"""

BAD_REQ_ID = 846605
STREAM_EXPIRED = 846608
NOT_SUBSCRIBED = 846609
BAD_CREDENTIALS = 853000
BAD_KIND = 40008

BAD_MEDIA_KIND = 40004
BAD_FILE_SIZE = 40006
BAD_MEDIA_ID = 40007
BAD_PARAMETER = 40058
TOO_OFTEN = 45009
NO_SUCH_CHAT = 86003
BAD_WEBHOOK = 93000


class WecomError(Exception):
    """A refusal, with WeCom's `errcode` and `errmsg`."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{code}: {words}")
        self.code = code
        self.words = words


def bad_parameter(words: str) -> WecomError:
    return WecomError(BAD_PARAMETER, f"{words}. invalid Request Parameter")
