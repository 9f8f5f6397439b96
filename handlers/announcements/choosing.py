"""/notices: what was announced lately where somebody lives, and which topics they are sent."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram.filters import Command
from aiogram.types import Message

from handlers.announcements.words import buttons, look, topic_name
from handlers.common import menu
from handlers.common.filters import Words
from handlers.common.forms import Form
from handlers.common.i18n import _, current_language, mark
from handlers.common.idle import Idle, words_so_far
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.said import recall
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.ticking import marked, ticking
from handlers.common.times import day_in
from handlers.common.words import comparable, cut, listed
from services import areas
from services.announcements import outcomes, reading
from services.errors import NotFound
from services.people import profiles, subscriptions
from storage.tables import Area, Tapped, Topic

CHOOSE, FORGET, DONE = "choose", "forget", "done"
CALLED = Words(mark("通知"), mark("社区通知"), mark("订阅通知"), mark("通知设置"))
LABEL = 24
"""Characters of an announcement on a button."""


@dataclass(slots=True)
class Looking(Kept):
    KEY: ClassVar = "notices"


notices = Form(Looking, "Notices")
idle = Idle(notices.state("what"), notices.state("topics"))


@notices.message(Command("notices"))
async def command(message: Message, talk: Talk) -> Reply:
    return await begin(talk)


@idle.takes
async def called(talk: Talk) -> Reply:
    if comparable(words_so_far(talk)) not in CALLED.words:
        return None
    recall(talk)
    return await begin(talk)


async def offered(talk: Talk) -> str:
    """How it is called below the other things that the community does."""
    return _("📢 社区通知")


async def begin(talk: Talk) -> Reply:
    return await notices.ask(talk, Looking(), "what")


@notices.left
async def left(talk: Talk, draft: Looking) -> Reply:
    return await menu.home(talk, _("好的。想看的时候发 /notices 就行。"))


@notices.step(part="looked")
async def what(talk: Talk, draft: Looking) -> Ask:
    chosen = await subscriptions.chosen_by(talk.session, talk.user_id)
    wanted = [topic_name(topic) for topic, wanted in chosen.items() if wanted]
    lines = [
        _("📢 <b>社区通知</b>"),
        _("您收的有：{topics}").format(topics=listed(wanted) if wanted else _("都不收")),
    ]
    others = [topic_name(topic) for topic, wants in chosen.items() if not wants]
    if others:
        text = _("还可以收：{topics}。想收，点“选要收哪些”。")
        lines.append(text.format(topics=listed(others)))
    home = await areas.home_of(talk.session, talk.person)
    options = await _lately(talk, home) if home else []
    if home is None:
        lines.append(_("告诉我您住在哪里，才知道该发哪里的：发 /settings 选住处。"))
    elif options:
        lines.append(_("最近的通知，点一条看全文："))
    else:
        lines.append(_("最近没有通知。"))
    options.append(Option(CHOOSE, _("⚙️ 选要收哪些")))
    if await profiles.are_kept(talk.session, talk.user_id):
        options.append(Option(FORGET, _("🙈 删掉我说过的年龄和家庭情况")))
    return Ask("\n".join(lines), options, stays=True)


async def _lately(talk: Talk, home: Area) -> list[Option]:
    language = current_language()
    return [
        Option(
            str(each.id),
            _("{day} {words}").format(
                day=day_in("MMMd", each.starts_at.astimezone(talk.config.zone).date(), language),
                words=cut(each.text.replace("\n", " "), LABEL),
            ),
        )
        for each in await reading.latest(talk.session, home, now=talk.now)
    ]


@what.choice()
async def read(talk: Talk, draft: Looking, choice: str) -> Reply:
    try:
        found = await reading.told(talk.session, int(choice), now=talk.now)
    except NotFound:
        return await notices.ask(talk, draft, "what", _("这条通知已经撤回了。"))
    await outcomes.tapped(talk.session, found.id, talk.user_id, Tapped.READ)
    return talk.say(look(found, await areas.name_of(talk.session, found.area_id)), buttons(found))


@what.choice(CHOOSE)
async def choose(talk: Talk, draft: Looking, choice: str) -> Reply:
    return await notices.ask(talk, draft, "topics")


@what.choice(FORGET)
async def forget(talk: Talk, draft: Looking, choice: str) -> Reply:
    await profiles.forget(talk.session, talk.user_id)
    return await menu.home(talk, _("删掉了。下次问“我符合吗？”，再说一遍就行。"))


@notices.aside("what")
async def topics(talk: Talk, draft: Looking) -> Ask:
    chosen = await subscriptions.chosen_by(talk.session, talk.user_id)
    options = [
        Option(topic.value, marked(topic_name(topic), wanted)) for topic, wanted in chosen.items()
    ]
    text = _(
        "要收哪些通知？点一下就打开，再点一下就关掉。\n"
        "“安全”一直开着，遇到台风、停气这样的急事才找得到您；不想收也可以关。"
    )
    done = Option(DONE, _("选好了"))
    return await ticking(talk, notices.state("topics"), text, options, done)


@topics.choice(*Topic)
async def switched(talk: Talk, draft: Looking, choice: str) -> Reply:
    topic = Topic(choice)
    chosen = await subscriptions.chosen_by(talk.session, talk.user_id)
    await subscriptions.choose(talk.session, talk.user_id, topic, wanted=not chosen[topic])
    return await notices.ask(talk, draft, "topics")


@topics.choice(DONE)
async def done(talk: Talk, draft: Looking, choice: str) -> Reply:
    chosen = await subscriptions.chosen_by(talk.session, talk.user_id)
    wanted = [topic_name(topic) for topic, wanted in chosen.items() if wanted]
    if not wanted:
        return await menu.home(talk, _("好的，以后一样都不发。"))
    text = _("好的，以后发给您的有：{topics}")
    return await menu.home(talk, text.format(topics=listed(wanted)))
