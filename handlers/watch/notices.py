"""What the administrators hear of the desk itself: what is stuck, what to do, and when it is over.

A living message for each trouble, posted again below when it is over.
"""

from collections.abc import Callable

from handlers.common.i18n import mark
from handlers.common.saying import Say
from handlers.common.telling import Tell, Telling, filled
from handlers.common.times import when
from services.watch.news import (
    MessagesStuck,
    NothingArrives,
    TroubleOver,
    UpdatesFail,
    WorkBehind,
)
from storage.outbox import Urgency
from storage.tables import Trouble

telling = Telling()

_OVER = {
    Trouble.MESSAGES: mark("✅ 好了，消息又能正常发出去了。"),
    Trouble.WORK: mark("✅ 好了，到时间的事都办了。"),
    Trouble.SILENCE: mark("✅ 好了，又收到大家的消息了。"),
    Trouble.FAILURES: mark("✅ 好了，最近一小时没有再出错。"),
}


@telling.hears(MessagesStuck)
async def messages_stuck(tell: Tell, news: MessagesStuck) -> None:
    text = mark(
        "⚠️ 消息发不出去：有 {count} 条在等，最早的 {time} 就该发了。"
        "不用重发，通了会自己接着发。请看看服务器的网络，或者告诉维护的人。"
    )
    time = when(news.since, tell.config.zone)
    await _say(tell, Trouble.MESSAGES, filled(text, count=news.count, time=time), Urgency.URGENT)


@telling.hears(WorkBehind)
async def work_behind(tell: Tell, news: WorkBehind) -> None:
    text = mark(
        "⚠️ 有 {count} 件到时间的事（提醒、回访这些）没有办成，会一直再试。"
        "请告诉维护的人，看日志里的 ERROR。"
    )
    await _say(tell, Trouble.WORK, filled(text, count=news.count))


@telling.hears(NothingArrives)
async def nothing_arrives(tell: Tell, news: NothingArrives) -> None:
    text = mark(
        "⚠️ 从 {time} 起没有收到任何人的消息，平时不会这么久。"
        "请给我发一句话试试；没有回音，请告诉维护的人。"
    )
    await _say(tell, Trouble.SILENCE, filled(text, time=when(news.since, tell.config.zone)))


@telling.hears(UpdatesFail)
async def updates_fail(tell: Tell, news: UpdatesFail) -> None:
    text = mark(
        "⚠️ 最近一小时出错 {count} 次，对方看到了道歉和代码，最近的一个是 {code}。"
        "请把代码告诉维护的人。"
    )
    await _say(tell, Trouble.FAILURES, filled(text, count=news.count, code=news.code))


@telling.hears(TroubleOver)
async def trouble_over(tell: Tell, news: TroubleOver) -> None:
    await _say(tell, news.trouble, filled(_OVER[news.trouble]))


async def _say(
    tell: Tell, trouble: Trouble, words: Callable[[], str], urgency: Urgency = Urgency.NOTICE
) -> None:
    card = f"trouble:{trouble:d}"
    await tell.admins(lambda: Say(words(), card=card, to_the_end=True), urgency)
