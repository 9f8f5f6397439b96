"""The main menu: six keys that are always there; what is wanted less often is below the last."""

from functools import cache

from handlers.common.i18n import _, in_every_language, mark, speaking
from handlers.common.refusals import Refusals, in_words
from handlers.common.saying import Key, Keys, Say, columns
from handlers.common.talk import Talk
from handlers.common.words import comparable
from services.errors import Refusal

COMPLAINT = mark("📮 我要反映")
MY_REQUESTS = mark("📋 我的诉求")
NEARBY = mark("📍 附近服务")
MEALS = mark("🍚 订餐")
HELPS = mark("🛎 社区帮忙")
VOLUNTEER = mark("🤝 志愿者")
PHONE = mark("☎️ 社区电话")
WHO = mark("🏘 谁管我这栋楼")
SETTINGS = mark("⚙️ 设置")
HELP = mark("❓ 怎么用")
MORE = mark("➕ 更多服务")
LABELS = (COMPLAINT, MEALS, NEARBY, HELPS, MY_REQUESTS, MORE)
BELOW = (VOLUNTEER, PHONE, WHO, SETTINGS, HELP)
"""What MORE leads to; as words they count like the keys."""


def keyboard() -> Keys:
    return Keys(columns([Key(_(label)) for label in LABELS], 2), stay=True)


def is_key(text: str) -> bool:
    """Whether these words lead where a key of the menu or of MORE leads, in any language."""
    return comparable(text) in _every_label()


@cache
def _every_label() -> frozenset[str]:
    every = (words for label in (*LABELS, *BELOW) for words in in_every_language(label))
    return frozenset(map(comparable, every))


def commands(listed: tuple[tuple[str, str], ...], language: str) -> dict[str, str]:
    """What they are for, by their names."""
    with speaking(language):
        return {name: _(words) for name, words in listed}


async def home(talk: Talk, text: str) -> Say:
    """End what was going on and say `text` (HTML) with the main menu below it."""
    await talk.leave()
    return talk.say(text, keyboard())


async def refused(talk: Talk, refusal: Refusal, words: Refusals = in_words) -> Say:
    """End what was going on, because a rule says no."""
    return await home(talk, words(refusal, talk.config.zone))
