"""The questions of a filing, in the order in which they are asked."""

from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage

from handlers.common.i18n import _, current_language
from handlers.common.leaving import leave
from handlers.common.questions import Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.people.consent import after_consent
from handlers.tickets.filing.draft import Draft
from services import areas
from services.tickets import categories
from services.tickets.similar import similar
from storage.tables import Area, Category, Ticket

WAY = "draft"
"""What somebody came for who agrees to what is kept first; see `after_consent`."""
JOIN = "join:"
SUGGESTED = 3
EXCERPT = 120
SHOWN_TEXT = 1500
"""Characters of the text in the review, so that the whole stays far below a message's 4096."""


class Filing(StatesGroup):
    unfinished = State()
    category = State()
    all_categories = State()
    question = State()
    what = State()
    where = State()
    pick = State()
    privacy = State()
    similar = State()
    review = State()


@after_consent(WAY)
async def go_on(talk: Talk) -> Reply:
    """Ask for the first part that is still missing; with nothing missing, show the review."""
    draft = Draft.of(talk)
    category = await category_of(talk, draft)
    if category is None:
        return await ask_category(talk, draft)
    if draft.answer is None and category.question(current_language()):
        return await ask_question(talk, category)
    if not draft.told:
        return await ask_what(talk, draft)
    if draft.place is None:
        return await ask_where(talk)
    if draft.private is None:
        return await ask_privacy(talk)
    if not draft.compared:
        if alike := await find_similar(talk, draft):
            return await ask_similar(talk, alike)
        draft.compared = True
        draft.keep(talk)
    return await ask_review(talk, draft, category)


async def step_back(talk: Talk, state: str) -> Reply:
    """Ask again for the part before the one asked for in `state`; nothing answered is lost.

    Who changes one part of a whole request comes back to its review.
    """
    draft = Draft.of(talk)
    category = await category_of(talk, draft)
    if draft.is_whole and state not in (Filing.review.state, Filing.pick.state):
        return await go_on(talk)
    match state.rpartition(":")[2]:
        case "category":
            return await leave(talk)
        case "all_categories":
            return await ask_category(talk, draft) if draft.text else await leave(talk)
        case "what" if category is not None and category.question(current_language()):
            return await ask_question(talk, category)
        case "question" | "what":
            return await ask_category(talk, draft)
        case "where":
            return await ask_what(talk, draft)
        case "privacy" | "pick":
            return await ask_where(talk)
        case _:
            return await ask_privacy(talk)


async def ask_unfinished(talk: Talk) -> Reply:
    text = _("您上次有一件没写完的，要接着写吗？\n“{text}”").format(
        text=esc(cut(Draft.of(talk).text, EXCERPT)) or _("（没有文字）")
    )
    options = [Option("go_on", _("接着写")), Option("anew", _("重新写一件"))]
    return await talk.ask(Filing.unfinished, text, options, back=False)


async def category_of(talk: Talk, draft: Draft) -> Category | None:
    return (await categories.active(talk.session)).get(draft.category_id or 0)


async def ask_category(talk: Talk, draft: Draft) -> Reply:
    """Three guesses where something was written already, else the whole list."""
    known = await categories.active(talk.session)
    guesses = [
        known[guess] for guess in talk.config.suggest(draft.text, SUGGESTED) if guess in known
    ]
    if not draft.text or not guesses:
        return await ask_all_categories(talk)
    language = current_language()
    options = [Option(str(category.id), category.name(language)) for category in guesses]
    options.append(Option("other", _("其他")))
    text = _("收到了。您说的是哪一类事？")
    return await talk.ask(Filing.category, text, options)


async def ask_all_categories(talk: Talk) -> Reply:
    language = current_language()
    every = (await categories.active(talk.session)).values()
    options = [Option(str(category.id), category.name(language)) for category in every]
    return await talk.ask(Filing.all_categories, _("您要反映的是哪一类事？"), options, columns=2)


async def ask_question(talk: Talk, category: Category) -> Reply:
    text = esc(category.question(current_language()))
    return await talk.ask(Filing.question, text, [Option("skip", _("不清楚"))], in_words=True)


async def ask_what(talk: Talk, draft: Draft) -> Reply:
    if draft.has_content:
        return await acknowledge(talk, draft)
    text = _("请说说是怎么回事。打字、拍照、发语音、发视频都行，可以分几次发。")
    return await talk.ask(Filing.what, text, [Option("done", _("写好了"))], in_words=True)


async def acknowledge(talk: Talk, draft: Draft, before: str = "") -> Reply:
    """What has come so far."""
    text = _("收到了：文字 {characters} 个字，照片、语音等 {files} 个。").format(
        characters=len(draft.text), files=len(draft.files)
    )
    text = f"{before}\n\n{text}" if before else text
    ask = _("还有要说的请接着发；说完了请点“写好了”。")
    asked = await talk.ask(
        Filing.what, f"{text}\n{ask}", [Option("done", _("写好了"))], in_words=True
    )
    return talk.as_one(asked)


async def ask_where(talk: Talk, before: str = "") -> Reply:
    options = [Option("location", _("📍 发送我的位置"), asks_location=True)]
    home = await talk.session.get(Area, talk.person.home_id) if talk.person.home_id else None
    if home is not None:
        place = cut(await areas.title(talk.session, home), 40)
        options.append(Option("home", _("🏠 就在我家：{place}").format(place=place)))
    options.append(Option("list", _("🗂 从名单里选")))
    text = _("在哪里？点一个，或者直接打字写地方，比如“军门新村3号楼门口”。")
    return await talk.ask(
        Filing.where, f"{before}\n\n{text}" if before else text, options, typed=True, in_words=True
    )


async def ask_privacy(talk: Talk) -> Reply:
    text = _("邻居能看到这件事吗？公开的话，遇到同样问题的邻居可以一起反映。")
    options = [
        Option("open:named", _("公开，可以叫我的称呼")),
        Option("open:unnamed", _("公开，不留名")),
        Option("private:named", _("不公开，可以叫我的称呼")),
        Option("private:unnamed", _("不公开，不留名")),
    ]
    return await talk.ask(Filing.privacy, text, options)


async def find_similar(talk: Talk, draft: Draft) -> list[Ticket]:
    area = await talk.session.get(Area, draft.area_id)
    if area is None or draft.category_id is None:
        return []
    return await similar(
        talk.session,
        category_id=draft.category_id,
        area=area,
        latitude=draft.latitude,
        longitude=draft.longitude,
        person_id=talk.user_id,
    )


async def ask_similar(talk: Talk, alike: list[Ticket]) -> Reply:
    lines = [
        _("编号 <b>{number}</b> · {place}\n“{text}”\n已有 {affected} 人遇到").format(
            number=ticket.number,
            place=esc(cut(ticket.place, EXCERPT)),
            text=esc(cut(ticket.text, EXCERPT)),
            affected=ticket.affected,
        )
        for ticket in alike
    ]
    text = _("附近已经有人反映过差不多的事：") + "\n\n" + "\n\n".join(lines)
    if len(alike) == 1:
        options = [Option(f"{JOIN}{alike[0].id}", _("我也遇到"))]
    else:
        options = [
            Option(f"{JOIN}{ticket.id}", _("我也遇到（{number}）").format(number=ticket.number))
            for ticket in alike
        ]
    options.append(Option("different", _("不是一回事，我单独反映")))
    return await talk.ask(Filing.similar, text, options)


async def ask_review(talk: Talk, draft: Draft, category: Category, before: str = "") -> SendMessage:
    options = [
        Option("file", _("提交")),
        Option("category", _("改类别")),
        Option("what", _("改内容")),
        Option("where", _("改地点")),
        Option("privacy", _("改公开方式")),
    ]
    text = review(draft, category)
    return await talk.ask(
        Filing.review, f"{before}\n\n{text}" if before else text, options, columns=2
    )


def review(draft: Draft, category: Category) -> str:
    """HTML: everything as it will be filed."""
    language = current_language()
    lines = [
        _("请看一遍，对的话点“提交”："),
        _("<b>类别</b>：{category}").format(category=esc(category.name(language))),
        _("<b>地点</b>：{place}").format(place=esc(draft.place)),
        _("<b>内容</b>：{text}").format(text=esc(cut(draft.text, SHOWN_TEXT)) or _("（没有文字）")),
        _("<b>照片、语音等</b>：{files} 个").format(files=len(draft.files)),
        _("<b>公开</b>：{public}；<b>称呼</b>：{named}").format(
            public=_("否") if draft.private else _("是"),
            named=_("可以叫") if draft.named else _("不留名"),
        ),
    ]
    if draft.answer:
        question = esc(category.question(language))
        lines.insert(2, f"<b>{question}</b> {esc(cut(draft.answer, EXCERPT))}")
    return "\n".join(lines)
