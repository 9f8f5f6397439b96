"""Filing a request (诉求): from "路灯坏了" to a number."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from aiogram.filters import Command, StateFilter
from aiogram.types import Message

from handlers.common import menu
from handlers.common.consent import SAID_FIRST, ask_consent
from handlers.common.filters import HasLocation, Words
from handlers.common.forms import Form
from handlers.common.i18n import _, current_language
from handlers.common.leaving import leave
from handlers.common.place_step import LIST, LOCATION, Found, at_home, place_step
from handlers.common.places import name_of
from handlers.common.questions import Ask, Option
from handlers.common.said import recall, remember
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.tickets import filing_words as words
from handlers.tickets.draft import FOR_OTHERS, Draft
from handlers.tickets.refusals import in_words
from services import areas, tickets
from services.errors import NotFound, Refusal
from services.tickets import PLACE_LIMIT, categories, on_behalf
from services.tickets.similar import similar as similar_to
from services.tickets.understanding import understand
from storage.media import Attachment
from storage.tables import Category, Ticket

JOIN = "join:"
HURRY = "hurry"
SUGGESTED = 3
QUESTION = 24
"""Characters of a category's question on a button."""

filing = Form(Draft, "Filing")


@filing.message(Command("complaint"))
@filing.message(Words(menu.COMPLAINT))
async def begin(message: Message, talk: Talk) -> Reply:
    if Draft.of(talk).has_content:
        return await ask_unfinished(talk)
    return await begin_with(talk, Draft())


async def begin_with(talk: Talk, draft: Draft) -> Reply:
    """Go on with `draft` and whatever was said before it was known what that belongs to."""
    for text, attachments in recall(talk):
        draft.put_in(text, attachments)
    draft.keep(talk)
    if talk.person.consented_at is None:
        return await ask_consent(talk, then=SAID_FIRST)
    return await go_on(talk)


async def go_on(talk: Talk) -> Reply:
    """Ask for the first part of the draft that is missing, or that is out of use by now."""
    draft = Draft.of(talk)
    if draft.category_id not in await categories.active(talk.session):
        draft.category_id = None
    if draft.has_content:
        await take_in(talk, draft)
    return await filing.go_on(talk, draft)


async def take_in(talk: Talk, draft: Draft) -> None:
    """What came is enough to go on with; what it says already need not be asked."""
    draft.told = True
    if not draft.is_whole:
        guess = await understand(
            talk.session, draft.text, talk.person, talk.config.clear, now=talk.now
        )
        if draft.on_behalf and guess.place is not None and not guess.place.is_named:
            guess = replace(guess, place=None)
        await draft.fill_in(talk, guess)


@filing.left
async def left(talk: Talk, draft: Draft) -> Reply:
    return await leave(talk)


async def keep_for_later(talk: Talk, before: str) -> Reply:
    """Something was said while something else is asked: keep it, and ask again after `before`."""
    draft = Draft.of(talk)
    refused = words.refused(draft.put_in(talk.words, talk.attachments))
    return await _ask_again(talk, draft, refused or before)


async def _ask_again(talk: Talk, draft: Draft, before: str) -> Reply:
    draft.keep(talk)
    return talk.as_one(await talk.repeat(before))


async def ask_unfinished(talk: Talk) -> Reply:
    return await filing.ask(talk, Draft.of(talk), "unfinished")


@filing.aside("category")
async def unfinished(talk: Talk, draft: Draft) -> Ask:
    options = [Option("go_on", _("接着写")), Option("anew", _("重新写一件"))]
    return Ask(words.unfinished(draft), options, back=False)


@unfinished.choice("go_on")
async def same(talk: Talk, draft: Draft, choice: str) -> Reply:
    talk.data.pop(FOR_OTHERS, None)
    return await begin_with(talk, draft)


@unfinished.choice("anew")
async def anew(talk: Talk, draft: Draft, choice: str) -> Reply:
    if FOR_OTHERS in talk.data:
        new = Draft(on_behalf=True, for_group=talk.data.pop(FOR_OTHERS))
        return await filing.ask(talk, new, "for_name")
    return await begin_with(talk, Draft())


@filing.step(part="category_id")
async def category(talk: Talk, draft: Draft) -> Ask:
    """Three guesses where something was written already, else the whole list."""
    known = await categories.active(talk.session)
    likely = talk.config.suggest(draft.text, SUGGESTED)
    guesses = [known[each] for each in likely if each in known]
    if not draft.text or not guesses or draft.is_whole:
        return _whole_list(known.values())
    return Ask(_("收到了。您说的是哪一类事？"), [*_named(guesses), Option("other", _("其他"))])


@category.choice("other")
async def other_category(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await filing.ask(talk, draft, "all_categories")


@filing.aside("category")
async def all_categories(talk: Talk, draft: Draft) -> Ask:
    return _whole_list((await categories.active(talk.session)).values())


def _whole_list(known: Iterable[Category]) -> Ask:
    return Ask(_("您要反映的是哪一类事？"), _named(known), columns=2)


def _named(known: Iterable[Category]) -> list[Option]:
    return [Option(str(each.id), each.name(current_language())) for each in known]


@category.choice()
@all_categories.choice()
async def chosen(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.choose(int(choice))
    return None


def as_written(said: str, talk: Talk) -> str:
    """In as many lines as people like, and marked where it was forwarded."""
    return talk.words


@filing.step(as_written, part="told")
async def what(talk: Talk, draft: Draft) -> Ask:
    return Ask(words.what(draft), [])


@what.taken
async def written(talk: Talk, draft: Draft, said: str) -> Reply:
    """Where something was written before, this takes its place."""
    draft.texts = []
    return await _told(talk, draft, [])


@what.brought
async def shown(talk: Talk, draft: Draft, files: Sequence[Attachment]) -> Reply:
    return await _told(talk, draft, files)


async def _told(talk: Talk, draft: Draft, files: Sequence[Attachment]) -> Reply:
    refused = words.refused(draft.put_in(talk.words, files))
    await take_in(talk, draft)
    return await filing.go_on(talk, draft, refused)


@place_step(filing, part="place", described=True)
async def where(talk: Talk, draft: Draft) -> Ask:
    options = [
        Option(LOCATION, _("📍 发送我的位置"), asks_location=True),
        *([] if draft.on_behalf else await at_home(talk, _("🏠 就在我家：{place}"))),
        Option(LIST, _("🗂 从名单里选")),
    ]
    text = _("在哪里？点一个，或者直接打字写地方，比如“军门新村3号楼门口”。")
    return Ask(text, options, typed=True)


@where.taken
async def found(talk: Talk, draft: Draft, found: Found) -> Reply:
    place = cut(found.name, PLACE_LIMIT)
    draft.put_at(found.area.id, place, found.latitude, found.longitude)
    noted = _("地点记下了：<b>{place}</b>").format(place=esc(draft.place))
    return [talk.say(noted, menu.keyboard()), *every(await filing.go_on(talk, draft))]


@filing.step(part="compared", when=lambda _talk, draft: not (draft.compared or draft.on_behalf))
async def similar(talk: Talk, draft: Draft) -> Ask | None:
    """Nearby requests that may be the same; nothing where there are none."""
    area = await areas.get(talk.session, draft.area_id or 0)
    alike = area and await similar_to(
        talk.session,
        category_id=draft.category_id or 0,
        area=area,
        latitude=draft.latitude,
        longitude=draft.longitude,
        person_id=talk.user_id,
    )
    if not alike:
        draft.compared = True
        return None
    label = _("我也遇到") if len(alike) == 1 else _("第 {at} 件，我也遇到")
    options = [
        Option(f"{JOIN}{each.id}", label.format(at=at)) for at, each in enumerate(alike, start=1)
    ]
    text = words.similar(alike, await _category_of(talk, draft))
    return Ask(text, [*options, Option("different", _("不是一回事，我单独反映"))])


@similar.choice("different")
async def different(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.compared = True
    return None


@similar.choice()
async def me_too(talk: Talk, draft: Draft, choice: str) -> Reply:
    joined = int(choice.removeprefix(JOIN))
    said = (draft.text, draft.attachments)
    try:
        ticket = await tickets.join(talk.session, joined, talk.user_id, *said, now=talk.now)
    except Refusal as refusal:
        draft.compared = True
        sorry = talk.say(in_words(refusal, talk.config.zone))
        return [sorry, *every(await filing.go_on(talk, draft))]
    Draft.discard(talk)
    return await menu.home(talk, await words.joined(talk, ticket))


@filing.step()
async def review(talk: Talk, draft: Draft) -> Ask:
    """Everything as it will be filed, guesses marked; each part is one tap away.

    It stands once in the chat: an earlier one does not keep its buttons.
    """
    category = await _category_of(talk, draft)
    options = [
        Option("file", _("提交")),
        Option("category", _("改类别")),
        Option("where", _("改地点")),
        Option("what", _("改内容")),
        Option("privacy", _("改公开方式")),
    ]
    if draft.on_behalf:
        options.append(Option("for_name", _("改替谁反映")))
    if draft.sounds_urgent and not category.urgent:
        options.append(Option(HURRY, _("是急事") if draft.calm else _("不是急事")))
    if (asked := category.question(current_language())) and draft.answer is None:
        options.append(Option("question", cut(asked, QUESTION)))
    return Ask(words.review(draft, category), options, columns=2, as_one=True)


async def _category_of(talk: Talk, draft: Draft) -> Category:
    return (await categories.every(talk.session))[draft.category_id or 0]


@review.choice()
async def change(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await filing.change(talk, draft, choice)


@filing.aside("review", as_written)
async def question(talk: Talk, draft: Draft) -> Ask:
    """The category's own: who comes is better prepared for knowing it."""
    return Ask(esc((await _category_of(talk, draft)).question(current_language()) or ""), [])


@question.taken
async def answered(talk: Talk, draft: Draft, said: str) -> Reply:
    draft.answer = said
    return None


@filing.aside("review")
async def privacy(talk: Talk, draft: Draft) -> Ask:
    text = _("邻居能看到这件事吗？公开的话，遇到同样问题的邻居可以一起反映。")
    options = [
        Option("open:named", _("公开，可以叫我的称呼")),
        Option("open:unnamed", _("公开，不留名")),
        Option("private:named", _("不公开，可以叫我的称呼")),
        Option("private:unnamed", _("不公开，不留名")),
    ]
    return Ask(text, options)


@privacy.choice()
async def shown_to(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.private = choice.startswith("private")
    draft.named = choice.endswith(":named")
    return None


@review.choice(HURRY)
async def hurry(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.calm = not draft.calm
    return None


@review.choice("file")
async def submit(talk: Talk, draft: Draft, choice: str) -> Reply:
    try:
        ticket = await _filed(talk, draft)
    except on_behalf.MayNotFileForOthers as refusal:
        draft.make_their_own()
        return await filing.ask(talk, draft, "review", in_words(refusal, talk.config.zone))
    except NotFound:
        draft.category_id = draft.area_id = draft.place = None
        gone = _("您选的类别或者地点刚刚停用了，请重新选一下。您写的都还在。")
        return [talk.say(gone), *every(await filing.go_on(talk, draft))]
    Draft.discard(talk)
    return await menu.home(talk, await words.receipt(talk, ticket))


async def _filed(talk: Talk, draft: Draft) -> Ticket:
    """Raises as `tickets.file` and `on_behalf.file_for`."""
    new = draft.as_filed_by(talk.person)
    if not draft.on_behalf:
        return await tickets.file(talk.session, new, now=talk.now, zone=talk.config.zone)
    whom = on_behalf.Whom(draft.for_name or "", draft.for_phone or None)
    filer = on_behalf.Filer(talk.user_id, draft.for_group)
    return await on_behalf.file_for(
        talk.session, new, whom, filer, now=talk.now, zone=talk.config.zone
    )


@filing.besides
async def said_besides(talk: Talk, draft: Draft, files: Sequence[Attachment]) -> Reply:
    """Words or pictures where a tap was awaited: people say what they forgot."""
    added = _("收下了，加到内容里了。")
    match await talk.state.get_state():
        case "Filing:unfinished":
            remember(talk)
            return talk.as_one(await talk.repeat(_("收到了，先记着。")))
        case "Filing:review":
            refused = words.refused(draft.put_in(talk.words, files))
            return await filing.ask(talk, draft, "review", refused)
        case "Filing:category" | "Filing:all_categories" if draft.category_id is None:
            refused = words.refused(draft.put_in(talk.words, files))
            await take_in(talk, draft)
            if draft.category_id is not None:
                return await filing.go_on(talk, draft, refused)
            return await _ask_again(talk, draft, refused or added)
        case _:
            return await keep_for_later(talk, added)


_ELSEWHERE = (
    "unfinished",
    "category",
    "all_categories",
    "what",
    "similar",
    "review",
    "question",
    "privacy",
)


@filing.message(StateFilter(*map(filing.state, _ELSEWHERE)), HasLocation())
async def located(message: Message, talk: Talk, latitude: float, longitude: float) -> Reply:
    """A place while something else is asked."""
    area = await areas.at(talk.session, latitude, longitude)
    if area is None:
        return await talk.repeat(
            _("这个位置不在我们服务的社区里，没有记下。请从名单里选，或者打字写地方。")
        )
    draft = Draft.of(talk)
    draft.put_at(area.id, await name_of(talk, area), latitude, longitude)
    noted = _("位置记下了：{place}").format(place=esc(draft.place))
    if draft.is_told:
        return await filing.go_on(talk, draft, noted)
    draft.keep(talk)
    return await talk.repeat(noted)
