"""催办 in words: “怎么还没修” urges on what is in work."""

from handlers.common.i18n import _
from handlers.common.idle import Idle, Turn, words_so_far
from handlers.common.questions import Option
from handlers.common.said import recall
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import comparable
from handlers.tickets.mine import AboutMine, Looking, Wish, mine
from handlers.tickets.wording import own_words
from services.tickets.urging import in_work_of, urges, without_urging

NAMES_SOMETHING = 2
"""Characters: fewer are particles, such as 啊."""

idle = Idle(turn=Turn.DONE_BEFORE)


@idle.takes
async def urge(talk: Talk) -> Reply:
    """One that is open is urged on at once; of several, they say which."""
    words = words_so_far(talk)
    if not urges(words):
        return None
    about = without_urging(words)
    kind = talk.config.clear(about) if len(comparable(about)) >= NAMES_SOMETHING else None
    meant = await in_work_of(talk.session, talk.user_id, kind)
    if not meant:
        return None
    recall(talk)
    if len(meant) == 1:
        await talk.leave()
        return await mine.do(talk, Wish.NUDGE, meant[0].id)
    options = [
        Option(
            str(each.id),
            own_words(each),
            data=AboutMine(wish=Wish.NUDGE, ticket=each.id).pack(),
        )
        for each in meant
    ]
    return await talk.ask(Looking.urging, _("要催哪一件？"), options)
