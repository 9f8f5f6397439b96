"""A day promised in what staff write: 周五前修好, 三天内给您答复, 预计11月30日完工.

Not every date is a promise. It is one where the work comes after it, or 预计, 保证 and the like
before it; not where it tells of the past (上周五报修的, 11月20日已修好), asks (明天在家吗), says
what the resident has to do (请您周五前来), what always holds (每周五, 自…之日起, 规定), what will
not be (月底前修不好) or what depends (如果周五前没修好).
"""

import re
from datetime import datetime
from typing import NamedTuple

from services.written.by_when import ByWhen, Today, found_in, plain


def promise(words: str, today: Today) -> datetime | None:
    """By when, in UTC, what is promised in `words` will be; None where nothing is.

    Of several the one by which the work is done, rather than by which somebody comes; of several
    such the last. It may lie too far ahead, but not in the past: a date that is over is a report.
    """
    text = plain(words)
    promised = [
        (_rank(sentence, by), by.by)
        for sentence in _sentences(text)
        for by in found_in(sentence.text, today)
        if by.by > today.now and not _dates_it(sentence, by, today) and _rank(sentence, by)
    ]
    if not promised:
        return None
    best = max(rank for rank, _by in promised)
    return [by for rank, by in promised if rank == best][-1]


class _Sentence(NamedTuple):
    text: str
    asks: bool


def _sentences(text: str) -> list[_Sentence]:
    found = _SENTENCE.finditer(text)
    return [_Sentence(each[1], each[2].startswith("?")) for each in found if each[1]]


def _dates_it(sentence: _Sentence, by: ByWhen, today: Today) -> bool:
    """Whether it is the date of the letter: 2026年11月26日."""
    written = sentence.text[by.start : by.end]
    return not by.marked and by.by == today.over and "月" in written


_NO, _COMES, _DONE = 0, 1, 2


def _rank(sentence: _Sentence, by: ByWhen) -> int:
    """How much of a promise `by` is in its sentence."""
    before = sentence.text[: by.start].rpartition(",")[2][-BEFORE:]
    part, _comma, following = sentence.text[by.end :].partition(",")
    if _TAKES_AWAY_BEFORE.search(_THEIRS.sub("", before)) or _asks(sentence, part, following):
        return _NO
    after = f"{part},{following}" if by.marked else part
    if (done := _ahead(_IS_DONE, after)) is not None:
        return _DONE if done else _NO
    if (comes := _ahead(_COME, after)) is not None:
        return _COMES if comes else _NO
    announced = _ANNOUNCES.search(before)
    return _DONE if announced and not _NEVER.search(part) and (by.marked or not part) else _NO


def _ahead(verbs: re.Pattern[str], after: str) -> bool | None:
    """Whether the work that follows in `after` is ahead; None where none follows."""
    verb = verbs.search(after[:AFTER])
    if verb is None:
        return None
    between, rest = after[: verb.start()], after[verb.end() :]
    return not (_NEVER.search(between) or _NOT_AT_ALL.match(rest) or _is_over(between, rest))


def _is_over(between: str, rest: str) -> bool:
    return bool(_OVER.match(rest)) and not _WILL.search(between)


def _asks(sentence: _Sentence, part: str, following: str) -> bool:
    """Whether it is asked, not said: 周五修可以吗, 明天来, 行吗?"""
    of_it = not following or _WOULD_IT_DO.match(following)
    return bool(_ASKS.search(part) or (of_it and (sentence.asks or _WOULD_IT_DO.match(following))))


BEFORE = 16
AFTER = 30
"""How many characters around a date tell what it is about."""
_SENTENCE = re.compile(r"([^。!?;\n]+)([。!?;\n]*)")
_IS_DONE = re.compile(
    "修好|修复|修完|修缮|修补|维修|换好|更换|换新|换上|装好|安装|加装|办好|办完|办结|处理|解决|完成|完工|竣工"
    "|恢复|到位|清理|清运|清走|清除|清完|清干净|拆除|拆掉|拆完|疏通|整改|改正|整治|改造|改好|搞定|弄好|做好|做完"
    "|接通|通水|通电|来水|来电|供水|供电|开通|开放|补好|补上|补种|落实|答复|回复|回话|回音|反馈|给.{0,4}(?:结果|说法)"
    "|出结果|出方案|建成|完毕|出台|退还|填埋|搬走|运走|拉走|修剪|投入使用|投用|交付|动工|开工|施工|进场|粉刷|铺好|铺设|实施|修|换|装(?!修)"
)
_COME = re.compile(
    "上门|到场|到现场|来看|去看|过来|派人|派师傅|安排(?:人|师傅|工人|电工|专人|维修|物业)|联系(?:您|你)"
    "|打电话|回电|检查|检测|测量"
)
_ANNOUNCES = re.compile(
    "预计|计划|承诺|保证|争取|力争|确保|最晚|最迟|答应|限期|(?:完工|竣工|修复|恢复|完成|办结|开通|更换)\\D{0,6}$"
)
_THEIRS = re.compile("[您你]们?(?:所|家|那|的|楼|反映|提|说|报|好)")
_TAKES_AWAY_BEFORE = re.compile(
    "[您你]们?(?:最好|可以?|要|需要?|得|先|在|于|把|带|拿|到|就|请)*$|请(?:于|在)?$"
    "|请(?:[您你大各]|业主|居民|住户)|建议|麻烦|烦请|业主|申请|申报|如果|如有|若|要是|万一|除非"
    "|每|逾期|自\\S*$|[后起日]的?$|从\\S*$|截至|截止|截止到|已|曾|原定|原计划|上次|(?<!答)应当?|须|不得|规定|有效期|报名|根据|按照《|反映"
    "|不(?:能|会|可能)|近$|过去$|最近$|工作时间|上班时间|值班时间|年满|未满"
)
_NEVER = re.compile(
    "已|曾|没|未|无法|难以|不(?:能|会|了|可能|予)|反映|报修|投诉|来电(?!话)|来访|收到|接到|提出|之日"
    "|起(?!动|重|来)|至今|以来|请您|请你|您(?:可|要|需|到|来|去|把|带)|逾期|不得|规定|应当|申请|出生|签订"
)
_NOT_AT_ALL = re.compile("不(?:了|好|完|成|掉)")
_OVER = re.compile(r".{0,4}?(?<!就)[了过](?!解|来|去|渡|滤|后|程)")
_WILL = re.compile("就|会|能|将|可以|要|一定|再")
_ASKS = re.compile("吗|么(?!样)|呢|是否|可否|能否|行不行|好不好|可不可以|方不方便")
_WOULD_IT_DO = re.compile(
    r"(?:您看|这样|这个时间)*(?:可以|行|好|方便|成|合适|同意)\S{0,2}(?:吗|么|不)"
)
