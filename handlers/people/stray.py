"""Stray words: a number, "谢谢", a name. They begin nothing, and no draft of days ago either."""

from handlers.common import menu
from handlers.common.consent import ask_consent
from handlers.common.i18n import _
from handlers.common.idle import Idle, Turn, words_so_far
from handlers.common.leaving import what_stays
from handlers.common.said import recall
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from services.tickets.stray import is_pleasantry, says_something

idle = Idle(turn=Turn.SAYS_NOTHING)


@idle.takes
async def nothing_to_see_to(talk: Talk) -> Reply:
    words = words_so_far(talk)
    if not words or says_something(words, talk.config.clear):
        return None
    recall(talk)
    if talk.question is not None:
        return talk.as_one(await talk.repeat(_("没听懂。请点下面的选项，或者回它的号码。")))
    if talk.person.consented_at is None:
        return await ask_consent(talk)
    text = _("没听懂。有事请写一句话，比如“楼下路灯不亮了”；也可以点下面的菜单。")
    if is_pleasantry(words):
        text = _("我一直在。有什么事，直接写下来就行，比如“楼下路灯不亮了”；也可以点下面的菜单。")
        return await menu.home(talk, text)
    return await menu.home(talk, "\n\n".join(filter(None, [text, what_stays(talk)])))
