"""/board: a word to the secretary in four questions, and what everybody says, page by page."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram.filters import Command
from aiogram.types import Message

from handlers.common import menu
from handlers.common.consent import ask_consent
from handlers.common.filters import Words
from handlers.common.forms import Form
from handlers.common.i18n import _, mark
from handlers.common.idle import Idle, words_so_far
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.readers import some_words
from handlers.common.said import recall
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import comparable, cut, esc
from services import areas
from services.board import messages
from services.board.messages import TEXT_LIMIT, NewMessage
from storage.tables import Area, BoardMessage

WRITE, READ, TAKE_BACK, OLDER, SEND = "write", "read", "take back", "older", "send"
YES, NO = "yes", "no"
CALLED = Words(mark("留言"), mark("书记"), mark("留言板"))
"""What means the board where nothing else was asked."""
SHOWN = 300
"""Characters of a message and of its answer, five of which stand in one message."""


@dataclass(slots=True)
class Draft(Kept):
    """What somebody is about to tell the secretary; each part is None until it was answered."""

    KEY: ClassVar = "board"

    begun: bool | None = None
    text: str | None = None
    signed: bool | None = None
    may_show: bool | None = None
    page: int = 0
    """Of what everybody says."""


board = Form(Draft, "Board")
idle = Idle(board.state("what"), board.state("reading"))


async def offered(talk: Talk) -> str:
    """How it is called below the other things that the community does."""
    return _("📮 留言板")


@board.message(Command("board"))
async def command(message: Message, talk: Talk) -> Reply:
    return await begin(talk)


@idle.takes
async def called(talk: Talk) -> Reply:
    if comparable(words_so_far(talk)) not in CALLED.words:
        return None
    recall(talk)
    return await begin(talk)


async def begin(talk: Talk) -> Reply:
    if talk.person.consented_at is None:
        return await ask_consent(talk, then="board")
    if await _community(talk) is None:
        return talk.say(_("先告诉我您住在哪里：发 /settings 选住处。"))
    return await board.ask(talk, Draft(), "what")


@board.step(part="begun")
async def what(talk: Talk, draft: Draft) -> Ask:
    options = [Option(WRITE, _("✍️ 给书记留言")), Option(READ, _("💬 大家说的话"))]
    if await messages.shows_any(talk.session, talk.user_id):
        options.append(Option(TAKE_BACK, _("🙈 别给大家看我的话")))
    text = _("📮 <b>书记直通车</b>\n有什么想对社区书记说的？建议、意见、感谢，都可以写。")
    return Ask(text, options)


@what.choice(WRITE)
async def write(talk: Talk, draft: Draft, choice: str) -> Reply:
    await messages.check_may_write(talk.session, talk.user_id, now=talk.now)
    draft.begun = True
    return None


@what.choice(READ)
async def read(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.page = 0
    return await board.ask(talk, draft, "reading")


@what.choice(TAKE_BACK)
async def take_back(talk: Talk, draft: Draft, choice: str) -> Reply:
    await messages.take_back(talk.session, talk.user_id)
    return await menu.home(talk, _("好的，您的话不再给大家看。社区照样会回复您。"))


@board.left
async def left(talk: Talk, draft: Draft) -> Reply:
    Draft.discard(talk)
    return await menu.home(talk, _("好的。想好了再来，发 /board 就行。"))


def what_they_say(said: str, talk: Talk) -> str:
    """Marked where it was forwarded."""
    some_words(TEXT_LIMIT)(said, talk)
    return talk.words


@board.step(what_they_say)
async def text(talk: Talk, draft: Draft) -> Ask:
    words = _("想对书记说什么？写下来发给我，最多 {limit} 个字。")
    return Ask(words.format(limit=TEXT_LIMIT))


@board.step()
async def signed(talk: Talk, draft: Draft) -> Ask:
    name = esc(talk.person.name) or _("居民")
    options = [Option(YES, _("写上称呼")), Option(NO, _("不写名字"))]
    text = _("要写上您的称呼吗？写上，社区看到的是“{name}”；不写，社区只知道是一位居民。")
    return Ask(text.format(name=name), options, columns=2)


@signed.choice()
async def signs(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.signed = choice == YES
    return None


@board.step()
async def may_show(talk: Talk, draft: Draft) -> Ask:
    options = [Option(YES, _("可以")), Option(NO, _("不要"))]
    text = _("书记回复以后，您的话可以放到“大家说的话”里，给邻居看看吗？不写名字。")
    return Ask(text, options, columns=2)


@may_show.choice()
async def agrees(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.may_show = choice == YES
    return None


@board.step(part="sent")
async def sure(talk: Talk, draft: Draft) -> Ask:
    lines = [
        _("请看一下对不对："),
        f"“{esc(draft.text)}”",
        _("写上称呼。") if draft.signed else _("不写名字。"),
        _("回复以后给大家看，不写名字。") if draft.may_show else _("只有社区看得到。"),
    ]
    return Ask("\n".join(lines), [Option(SEND, _("✅ 就这样，交给书记"))])


@sure.choice(SEND)
async def send(talk: Talk, draft: Draft, choice: str) -> Reply:
    community = await _community(talk)
    if community is None or not draft.text:
        return await begin(talk)
    new = NewMessage(
        person_id=talk.user_id,
        signed_as=talk.person.name if draft.signed else None,
        community_id=community.id,
        text=draft.text,
        may_show=bool(draft.may_show),
    )
    await messages.write(talk.session, new, now=talk.now)
    Draft.discard(talk)
    return await menu.home(talk, _("✅ 交给书记了。回复了，在这里告诉您。"))


@board.aside("what")
async def reading(talk: Talk, draft: Draft) -> Ask:
    community = await _community(talk)
    if community is None:
        return Ask(_("先告诉我您住在哪里：发 /settings 选住处。"))
    said, older = await messages.shown(talk.session, community, page=draft.page)
    if not said:
        return Ask(_("💬 这里还没有话。给书记留言，同意公开的，回复以后就在这里。"))
    text = "\n\n".join([_("💬 <b>大家说的话</b>"), *map(_said, said)])
    return Ask(text, [Option(OLDER, _("更早的"))] if older else [])


@reading.choice(OLDER)
async def older(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.page += 1
    return await board.ask(talk, draft, "reading")


def _said(message: BoardMessage) -> str:
    """HTML, without a name."""
    text = _("“{text}”\n书记回复：{answer}")
    return text.format(
        text=esc(cut(message.text, SHOWN)), answer=esc(cut(message.answer or "", SHOWN))
    )


async def _community(talk: Talk) -> Area | None:
    home = await areas.home_of(talk.session, talk.person)
    return await areas.community_of(talk.session, home.id) if home else None
