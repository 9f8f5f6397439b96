"""The main menu: always one tap away, the same things as the commands."""

from handlers.common.i18n import _, mark, speaking
from handlers.common.refusals import Refusals, in_words
from handlers.common.saying import Key, Keys, Say, columns
from handlers.common.talk import Talk
from services.errors import Refusal

COMPLAINT = mark("📮 我要反映")
MY_REQUESTS = mark("📋 我的诉求")
NEARBY = mark("📍 附近服务")
MEALS = mark("🍚 订餐")
HELPS = mark("🛎 社区帮忙")
VOLUNTEER = mark("🤝 志愿者")
PHONE = mark("☎️ 社区电话")
SETTINGS = mark("⚙️ 设置")
HELP = mark("❓ 怎么用")
LABELS = (COMPLAINT, MEALS, NEARBY, HELPS, MY_REQUESTS, VOLUNTEER, PHONE, SETTINGS, HELP)

COMMANDS = (
    ("complaint", mark("反映问题，比如路灯坏了")),
    ("my", mark("我的诉求，办到哪一步了")),
    ("meals", mark("长者食堂：菜单、订餐、我的订餐")),
    ("nearby", mark("附近的服务：在哪、开不开、怎么去")),
    ("helps", mark("社区帮忙：理发、买米买油、陪诊……")),
    ("wish", mark("微心愿：许一个，或者看看自己的")),
    ("volunteer", mark("志愿者：报名、资料、休息")),
    ("tasks", mark("志愿任务：我的，还有等人认领的")),
    ("points", mark("志愿时长和积分：明细、换东西、证明")),
    ("phone", mark("社区的电话")),
    ("settings", mark("住处、大字版、语言")),
    ("mydata", mark("您的资料：查看、带走、删除")),
    ("help", mark("怎么用")),
    ("cancel", mark("退出现在这一步")),
    ("start", mark("回到开头")),
)
"""In a private chat."""

GROUP_COMMANDS = (
    ("bind", mark("绑定本群：选社区和用途")),
    ("list", mark("本群还没办完的诉求")),
    ("menu", mark("长者食堂：放菜单、停餐、改份数")),
    ("kitchen", mark("长者食堂：备餐单、余餐、替人改单")),
    ("serve", mark("长者食堂：点取餐码或者姓名")),
    ("month", mark("长者食堂：一个月的账、结账、冲正")),
    ("checkup", mark("15 分钟体检：哪些楼缺哪些服务")),
    ("task", mark("发布志愿任务")),
    ("volunteers", mark("志愿者：谁有空、没人认领的、工时表")),
    ("redeem", mark("志愿积分：凭领取码发东西")),
    ("cancel", mark("退出现在这一步")),
)


def keyboard() -> Keys:
    return Keys(columns([Key(_(label)) for label in LABELS], 2), stay=True)


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
