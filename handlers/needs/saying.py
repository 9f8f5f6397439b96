"""/need: residents say what they need, in a few questions; `reading` shows what others want."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram.filters import Command
from aiogram.types import Message

from handlers.common import menu
from handlers.common.consent import ask_consent
from handlers.common.forms import Form
from handlers.common.i18n import _, current_language
from handlers.common.idle import Idle, Turn
from handlers.common.kept import Kept
from handlers.common.place_step import place_step
from handlers.common.places import below
from handlers.common.questions import Ask, Option
from handlers.common.readers import some_words
from handlers.common.said import recall, remember, set_aside, take_up, together
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc, unmarked
from handlers.needs.words import called, for_whom, how_many
from services import areas, needs
from services.needs import categories, lists
from services.needs.saying import TEXT_LIMIT, NewNeed, check_may_say
from storage.tables import ForWhom

SAY, READ, MINE, SEND, COMPLAINT, NONE = "say", "read", "mine", "send", "complaint", "none"
SECOND = "second:"
"""Before the id of a neighbour's need."""
LABEL = 34
"""Characters of a need on a button."""
SUGGESTED = 3
SAID = "said as a need"
"""Key of what was written, in case it is a complaint after all."""


@dataclass(slots=True)
class Draft(Kept):
    """What somebody is about to say; each part is None until it was answered."""

    KEY: ClassVar = "need"

    begun: bool | None = None
    text: str | None = None
    category: str | None = None
    for_whom: ForWhom | None = None
    place_id: int | None = None
    compared: bool | None = None
    """They have seen what neighbours said, or nothing alike was there."""
    page: int = 0
    """Of what neighbours want."""
    sought: str = ""
    """Words that are looked for in it."""
    need_id: int | None = None
    """The one that is looked at."""


saying = Form(Draft, "Need")
saying.refused(menu.refused)
idle = Idle(saying.state("what"), saying.state("one"), turn=Turn.LIKE_WORDS)
"""`unasked` says what of free text is a need."""


async def offered(talk: Talk) -> str:
    """How it is called below the other things that the community does."""
    return _("🙋 提需求，看大家要什么")


@saying.message(Command("need"))
async def command(message: Message, talk: Talk) -> Reply:
    return await begin(talk)


async def begin(talk: Talk) -> Reply:
    """What they said before they agreed is what they need."""
    if talk.person.consented_at is None:
        return await ask_consent(talk, then="need")
    words, _files = together(recall(talk))
    if words:
        return await begin_with_words(talk, words)
    return await saying.ask(talk, Draft(), "what")


async def begin_with_words(talk: Talk, words: str) -> Reply:
    """Go on with what was written; too much of it is asked for in short."""
    talk.data[SAID] = [[words, []]]
    draft = Draft(begun=True)
    text = unmarked(words)
    if len(text) > TEXT_LIMIT:
        too_long = _("您写了 {count} 个字，最多 {limit} 个。请用几句话再说一遍。")
        before = too_long.format(count=len(text), limit=TEXT_LIMIT)
        return await saying.ask(talk, draft, "text", before)
    await _take(talk, draft, text)
    return await saying.go_on(talk, draft)


async def _take(talk: Talk, draft: Draft, text: str) -> None:
    """What it is about is guessed, and where they live is where it is needed."""
    draft.text = text
    pointed_to = await categories.pointed_to(talk.session, text)
    draft.category = draft.category or (pointed_to.key if pointed_to else None)
    home = await areas.home_of(talk.session, talk.person)
    if draft.place_id is None and home is not None:
        draft.place_id = home.id


@saying.step(some_words(TEXT_LIMIT), part="begun")
async def what(talk: Talk, draft: Draft) -> Ask:
    options = [Option(SAY, _("✍️ 提一个需求")), Option(READ, _("📋 看大家要什么"))]
    if await lists.wanted_by(talk.session, talk.user_id, limit=1):
        options.append(Option(MINE, _("🗂 我要的这些")))
    text = _(
        "🙋 <b>问需于民</b>\n您希望社区办点什么？比如开个书法班、多几把椅子。\n"
        "东西坏了、有人扰民，请直接写下来，我们按报修投诉办，更快。"
    )
    return Ask(text, options)


@what.choice(SAY)
async def says(talk: Talk, draft: Draft, choice: str) -> Reply:
    await check_may_say(talk.session, talk.user_id, now=talk.now)
    draft.begun = True
    return None


@what.choice(READ)
async def reads(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.page, draft.sought = 0, ""
    return await saying.ask(talk, draft, "listing")


@what.choice(MINE)
async def looks_at_own(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await saying.ask(talk, draft, "mine")


@what.taken
async def said_at_once(talk: Talk, draft: Draft, said: str) -> Reply:
    draft.begun = True
    return await said_so(talk, draft, said)


@saying.left
async def left(talk: Talk, draft: Draft) -> Reply:
    Draft.discard(talk)
    talk.data.pop(SAID, None)
    return await menu.home(talk, _("好的。想好了再来，发 /need 就行。"))


@saying.step(some_words(TEXT_LIMIT))
async def text(talk: Talk, draft: Draft) -> Ask:
    words = _("您希望社区办点什么？写下来发给我，最多 {limit} 个字。请不要写别人的姓名和电话。")
    return Ask(words.format(limit=TEXT_LIMIT))


@text.taken
async def said_so(talk: Talk, draft: Draft, said: str) -> Reply:
    remember(talk)
    talk.data.pop(SAID, None)
    set_aside(talk, SAID)
    await _take(talk, draft, said)
    return None


@saying.step()
async def category(talk: Talk, draft: Draft) -> Ask:
    language = current_language()
    options = [
        Option(each.key, each.name(language)) for each in await categories.every(talk.session)
    ]
    return Ask(_("这是哪一类的事？"), options, columns=2)


@saying.step(part="for_whom")
async def whom(talk: Talk, draft: Draft) -> Ask:
    options = [Option(each, for_whom(each)) for each in ForWhom]
    return Ask(_("主要是给谁的？"), options, columns=2)


@place_step(saying, part="place_id")
async def where(talk: Talk, draft: Draft) -> Ask:
    return await below(talk, None)


@saying.step(part="compared")
async def alike(talk: Talk, draft: Draft) -> Ask | None:
    """What neighbours said already, so that it is counted together."""
    assert draft.text is not None
    community = await areas.community_of(talk.session, draft.place_id or 0)
    if community is None:
        return None
    found = (await lists.alike(talk.session, draft.text, community))[:SUGGESTED]
    if not found:
        return None
    kinds = await categories.by_key(talk.session)
    options = [
        Option(
            f"{SECOND}{each.id}",
            f"{called(each, kinds.get(each.category), LABEL)} · {how_many(each.people)}",
        )
        for each in found
    ]
    options.append(Option(NONE, _("都不是，另提一件")))
    return Ask(_("邻居也提过差不多的。是这一件吗？点一下，就算上您。"), options)


@alike.choice(NONE)
async def none_of_them(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.compared = True
    return None


@alike.choice()
async def joins(talk: Talk, draft: Draft, choice: str) -> Reply:
    need_id = int(choice.removeprefix(SECOND))
    need = await needs.second(talk.session, need_id, talk.user_id, now=talk.now)
    Draft.discard(talk)
    talk.data.pop(SAID, None)
    return await menu.home(talk, counted(need.people))


def counted(people: int) -> str:
    text = _("✅ 算上您了，现在有 {count} 个人要。有进展，在这里告诉您。")
    return text.format(count=people)


@saying.step(part="sent")
async def review(talk: Talk, draft: Draft) -> Ask:
    assert draft.for_whom is not None
    kind = await categories.get(talk.session, draft.category or "")
    lines = [
        _("请看一下对不对："),
        f"“{esc(draft.text)}”",
        _("{category} · 给{whom} · {place}").format(
            category=esc(kind.name(current_language())),
            whom=for_whom(draft.for_whom),
            place=esc(cut(await areas.title_of(talk.session, draft.place_id), LABEL)),
        ),
        _("社区看过就列到需求清单上，不写您的名字，邻居可以点“我也要”。"),
    ]
    options = [
        Option(SEND, _("✅ 就这样，交给社区")),
        Option("text", _("改文字")),
        Option("category", _("改类别")),
        Option("whom", _("改给谁")),
        Option("where", _("改地方")),
        Option(COMPLAINT, _("其实是报修、投诉")),
    ]
    return Ask("\n".join(lines), options)


@review.choice()
async def changes(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.compared = draft.compared if choice in ("category", "whom") else None
    return await saying.change(talk, draft, choice)


@review.choice(SEND)
async def send(talk: Talk, draft: Draft, choice: str) -> Reply:
    if not draft.text or draft.for_whom is None or draft.place_id is None:
        return await begin(talk)
    new = NewNeed(
        person_id=talk.user_id,
        person_name=talk.person.name,
        place_id=draft.place_id,
        category=draft.category or categories.OTHER,
        for_whom=draft.for_whom,
        text=draft.text,
    )
    await needs.say(talk.session, new, now=talk.now)
    Draft.discard(talk)
    talk.data.pop(SAID, None)
    return await menu.home(talk, _("✅ 交给社区了。列上清单、有人来办，都在这里告诉您。"))


@review.choice(COMPLAINT)
async def is_complaint(talk: Talk, draft: Draft, choice: str) -> Reply:
    """What they wrote goes on as a request."""
    Draft.discard(talk)
    take_up(talk, SAID)
    return await idle.pass_on(talk)
