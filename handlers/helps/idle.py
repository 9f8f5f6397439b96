"""What helps make of words nothing waited for: “我想理发”."""

from handlers.common.idle import Idle, words_so_far
from handlers.common.said import recall
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.helps.mine import LOOKING
from handlers.helps.ordering import begin_with_words
from services import helps

idle = Idle(*LOOKING)


@idle.takes
async def a_help(talk: Talk) -> Reply:
    words = words_so_far(talk)
    if not words or not talk.person.consented_at:
        return None
    if not await helps.wanted_in(talk.session, words):
        return None
    recall(talk)
    return await begin_with_words(talk, words)
