"""What the people themselves hand in; /start is the house's own (`bot.router`)."""

from handlers.common.i18n import mark
from handlers.common.idle import Idle
from handlers.common.subject import Subject
from handlers.people import guide, more, my_data, settings, stray

SUBJECT = Subject(
    commands=(
        ("phone", mark("社区的电话")),
        ("settings", mark("称呼、住处、大字版、语言")),
        ("mydata", mark("您的资料：查看、带走、删除")),
        ("help", mark("怎么用")),
    ),
    private=(guide.router, more.router, settings.router, my_data.router),
    idle=(
        stray.idle,
        Idle(more.More, settings.Settings, my_data.MyData.what),
    ),
)
