"""What the people themselves hand in; /start is the house's own (`bot.router`)."""

from handlers.common.i18n import mark
from handlers.common.idle import Idle
from handlers.common.subject import Subject
from handlers.people import guide, joining, more, my_data, notices, settings, stray

SUBJECT = Subject(
    commands=(
        ("phone", mark("社区的电话")),
        ("settings", mark("称呼、住处、大字版、语言")),
        ("mydata", mark("您的资料：查看、带走、删除")),
        ("link", mark("微信和别的平台，合成一个人")),
        ("help", mark("怎么用")),
    ),
    private=(guide.router, more.router, settings.router, my_data.router, joining.linking),
    tellings=(notices.telling,),
    idle=(
        stray.idle,
        Idle(more.More, settings.Settings, my_data.MyData.what),
    ),
)
