"""What helps make of words nothing waited for (“我想理发”), or that came before they agreed."""

from handlers.common.idle import Idle, words_so_far
from handlers.common.said import recall
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.helps.mine import LOOKING
from handlers.helps.ordering import Draft, begin_with_words, narrow, not_found, ordering
from services import areas, helps

idle = Idle(*LOOKING)


@idle.takes
async def a_help(talk: Talk) -> Reply:
    words = words_so_far(talk)
    if not words or not talk.person.consented_at:
        return None
    home = await areas.home_of(talk.session, talk.person)
    ordered = await helps.ordered_in(talk.session, words, home)
    if ordered is None:
        return None
    recall(talk)
    return await narrow(talk, ordered)


async def go_on(talk: Talk) -> Reply:
    """What they said meanwhile answers the first question."""
    words = words_so_far(talk)
    recall(talk)
    if not words:
        return await ordering.go_on(talk, Draft())
    begun = await begin_with_words(talk, words)
    return begun or await ordering.go_on(talk, Draft(), not_found(words))
