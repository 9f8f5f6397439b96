"""/link: somebody whom two channels know as two people says that they are one."""

from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from aiogram.filters import Command
from aiogram.types import Message

from handlers.common import menu
from handlers.common.forms import Again, Form
from handlers.common.i18n import _, mark
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from services import areas
from services.people import joining
from services.people.joining import DIGITS, VALID, NoSuchCode, SamePerson, TwiceRegistered
from services.subjects import REGISTERS

GIVE, TAKE, YES = "give", "take", "yes"
_MINUTES = int(VALID.total_seconds() / 60)

in_words.say(
    {
        SamePerson: mark("这个号码是在这里给您的，请到另一边去写。"),
        TwiceRegistered: mark(
            "两边都登记了用餐，或者都登记了志愿者，没法自动合起来。请给社区打个电话，"
            "请他们先注销一边。"
        ),
    }
)


@in_words.says(NoSuchCode)
def no_such_code(_refusal: NoSuchCode, _zone: ZoneInfo) -> str:
    text = _("这个号码不对，或者过期了。请在另一边再发 /link 要一个新的，{minutes} 分钟之内用。")
    return text.format(minutes=_MINUTES)


@dataclass(slots=True)
class Linking(Kept):
    KEY: ClassVar = "linking"

    side: str | None = None
    code: str | None = None


linking = Form(Linking, "Linking")


@linking.message(Command("link"))
async def command(message: Message, talk: Talk) -> Reply:
    return await begin(talk)


async def begin(talk: Talk) -> Reply:
    return await linking.go_on(talk, Linking())


@linking.step()
async def side(talk: Talk, draft: Linking) -> Ask:
    text = _("您在微信和别的平台都用近邻？可以合成一个人：反映的事、订的餐，两边都看得到。")
    options = [
        Option(GIVE, _("给我号码，去另一边写")),
        Option(TAKE, _("我有另一边的号码")),
    ]
    return Ask(text, options)


@side.choice(GIVE)
async def give(talk: Talk, draft: Linking, choice: str) -> Reply:
    code = await joining.code_for(talk.session, talk.user_id, now=talk.now)
    half = DIGITS // 2
    text = _(
        "您的号码：<b>{code}</b>\n请到另一边打开近邻，发 /link，写上它。{minutes} 分钟内有效。"
    )
    Linking.discard(talk)
    return await menu.home(talk, text.format(code=f"{code[:half]} {code[half:]}", minutes=_MINUTES))


@side.choice(TAKE)
async def take(talk: Talk, draft: Linking, choice: str) -> Reply:
    draft.side = choice
    return None


def a_code(said: str, talk: Talk) -> str:
    digits = "".join(said.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise Again(_("号码是 {count} 位数字，比如 1234 5678。").format(count=DIGITS))
    return digits


@linking.step(a_code)
async def code(talk: Talk, draft: Linking) -> Ask:
    return Ask(_("请写另一边给您的号码（{count} 位数字）：").format(count=DIGITS))


@linking.step(part="sure")
async def sure(talk: Talk, draft: Linking) -> Ask:
    there = await joining.whose(
        talk.session, draft.code or "", talk.user_id, REGISTERS, now=talk.now
    )
    home = await areas.home_of(talk.session, there)
    text = _("另一边的您：{name}，住处：{home}。合成一个人以后，以另一边的称呼和住处为准。合吗？")
    return Ask(
        text.format(
            name=esc(there.name) or _("没有写称呼"),
            home=esc(await areas.title(talk.session, home)) if home else _("还没有选"),
        ),
        [Option(YES, _("合成一个人"))],
    )


@sure.choice(YES)
async def agrees(talk: Talk, draft: Linking, choice: str) -> Reply:
    await joining.join(talk.session, draft.code or "", talk.user_id, REGISTERS, now=talk.now)
    Linking.discard(talk)
    return await menu.home(talk, _("好的，正在合，很快就好。好了告诉您。"))


@linking.left
async def left(talk: Talk, draft: Linking) -> Reply:
    Linking.discard(talk)
    return await menu.home(talk, _("好的，没有合。"))
