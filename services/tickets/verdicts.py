"""What people write instead of tapping, when they are asked whether it helped."""

import re
from typing import NamedTuple

from services.tickets.recurring import reads_as_again
from storage.tables import Satisfaction

SHORT = 20
"""Characters: 好了 in a long text is seldom the whole answer."""

_NOT = re.compile(
    r"没(?:有)?(?:好|用|亮|通|来|人|修|办|弄|解决|搞定|动静)|不行|不好|没$|没有$|没呢|白修|还在|还不|还没"
)
_BUT = re.compile(r"可是|但|不过|就是|只是|还有|除了")
_DONE = re.compile(
    r"好了|好啦|好的|解决了|亮了|通了|不漏|不响|不吵|不臭|干净|可以了|搞定|谢谢|多谢|满意"
)
_UNSATISFIED = re.compile(r"不(?:太|大|怎么)?满意|太差|很差|失望|生气")
_FAIR = re.compile(r"基本满意|还行|还可以|还好|一般|凑合|马马虎虎|过得去|差不多")
_SATISFIED = re.compile(r"满意|很好|真好|太好|挺好|不错|表扬")


class Verdict(NamedTuple):
    """Each part None where the words leave it open."""

    solved: bool | None
    satisfaction: Satisfaction | None


def verdict(words: str) -> Verdict:
    """What `words` say about something that was reported as done; careful where they hesitate."""
    content = _satisfaction(words)
    if reads_as_again(words) or _NOT.search(words):
        return Verdict(False, None)
    if content is Satisfaction.UNSATISFIED:
        return Verdict(None, content)
    sure = len(words) <= SHORT and not _BUT.search(words)
    return Verdict(True if sure and (content or _DONE.search(words)) else None, content)


def _satisfaction(words: str) -> Satisfaction | None:
    if _UNSATISFIED.search(words):
        return Satisfaction.UNSATISFIED
    if _BUT.search(words) or len(words) > SHORT:
        return None
    if _FAIR.search(words):
        return Satisfaction.FAIR
    return Satisfaction.SATISFIED if _SATISFIED.search(words) else None
