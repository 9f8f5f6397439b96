"""Consent, asked once in plain words before anything that names a person is kept."""

from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage

from handlers.common.i18n import _
from handlers.common.questions import Option
from handlers.common.talk import Talk

GREETING = "greeting"
DRAFT = "draft"
VOLUNTEER = "volunteer"
MEALS = "meals"


class Asked(StatesGroup):
    consent = State()


async def ask_consent(talk: Talk, *, then: str) -> SendMessage:
    """Say what is kept and why; `then`, one of the words above, is where the talk goes on."""
    talk.data["then"] = then
    text = _(
        "您好，这里是<b>近邻</b>，社区的服务台。路灯坏了、水管堵了、邻里有事，发来就有人管。\n\n"
        "用之前先跟您说清楚：\n"
        "• 我们会记下您的称呼、住处、您发来的文字和照片，只用来办您的事；\n"
        "• 只有负责办事的社区人员看得到，您可以要求不露名字；\n"
        "• 随时发 /mydata 就能查看、带走或者删除。\n\n"
        "您同意吗？"
    )
    options = [Option("yes", _("同意")), Option("no", _("先不用"))]
    return await talk.ask(Asked.consent, text, options, columns=2, back=False)
