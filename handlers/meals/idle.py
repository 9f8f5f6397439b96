"""What the canteen makes of words nothing waited for: “明天午饭”."""

from handlers.common.idle import Idle, words_so_far
from handlers.common.said import recall
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.meals import LOOKING
from handlers.meals.beginning import begin_with_wish, wish_in

idle = Idle(*LOOKING)


@idle.takes
async def a_meal(talk: Talk) -> Reply:
    wish = wish_in(talk, words_so_far(talk))
    if wish is None:
        return None
    recall(talk)
    return await begin_with_wish(talk, wish)
