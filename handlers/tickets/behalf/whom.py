"""/behalf: for whom it is filed; all that follows is asked as of everybody."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.consent import ask_consent
from handlers.common.filters import Words
from handlers.common.forms import Again
from handlers.common.i18n import _, mark
from handlers.common.idle import Idle, words_so_far
from handlers.common.in_private import begins
from handlers.common.questions import BACK, Ask, Option
from handlers.common.said import recall
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import comparable
from handlers.tickets.draft import FOR_OTHERS, Draft
from handlers.tickets.filing import ask_unfinished, filing
from handlers.tickets.refusals import in_words
from services.errors import NotATelephone, WordsNeeded
from services.groups import authority
from services.tickets import on_behalf
from services.tickets.on_behalf import NAME_LIMIT, PHONE_LIMIT, Filer, MayNotFileForOthers
from services.written.people import name_and_telephone
from services.written.telephones import telephone
from storage.tables import Purpose

NO_PHONE = "no phone"
CALLED = Words(mark("代办"), mark("替人反映"), mark("替邻居反映"), mark("帮邻居反映"))

router = Router(name="filing for others")
"""The command; the steps are of the form in which everybody files."""
idle = Idle()


@idle.takes
async def called(talk: Talk) -> Reply:
    """Of those who may; to others the words mean something else."""
    if comparable(words_so_far(talk)) not in CALLED.words:
        return None
    filer = Filer(talk.user_id, await _group_of(talk))
    if not await on_behalf.may_file_for_others(talk.session, filer, today=talk.today):
        return None
    recall(talk)
    return await arrive(talk)


async def arrive(talk: Talk) -> Reply:
    """In private: for the staff group in which they were seen last, else by their role."""
    return await _begin(talk, await _group_of(talk))


@begins(router, "behalf", Purpose.STAFF, otherwise=arrive)
async def begin(talk: Talk, words: str) -> Reply:
    return await _begin(talk, talk.group.id)


async def _group_of(talk: Talk) -> int | None:
    group = await authority.last_seen_in(talk.session, talk.user_id, (Purpose.STAFF,))
    return group.id if group else None


async def _begin(talk: Talk, group_id: int | None) -> Reply:
    if talk.person.consented_at is None:
        return await ask_consent(talk, then="behalf")
    filer = Filer(talk.user_id, group_id)
    if not await on_behalf.may_file_for_others(talk.session, filer, today=talk.today):
        return await menu.refused(talk, MayNotFileForOthers(), in_words)
    if Draft.of(talk).has_content:
        talk.data[FOR_OTHERS] = group_id
        return await ask_unfinished(talk)
    return await filing.ask(talk, Draft(on_behalf=True, for_group=group_id), "for_name")


def a_person(said: str, talk: Talk) -> tuple[str, str | None]:
    """Raises Again where nobody is named, NotATelephone, TooLong."""
    try:
        return name_and_telephone(said, name_limit=NAME_LIMIT, phone_limit=PHONE_LIMIT)
    except NotATelephone:
        raise
    except WordsNeeded:
        raise Again(_("请把称呼也写上，比如“林阿姨 13800001111”。")) from None


@filing.aside("unfinished", a_person)
async def for_name(talk: Talk, draft: Draft) -> Ask:
    text = _("替谁反映？写本人的称呼和电话，比如“林阿姨 13800001111”。")
    return Ask(text)


@for_name.taken
async def named(talk: Talk, draft: Draft, said: tuple[str, str | None]) -> Reply:
    draft.for_name, phone = said
    if phone is None:
        return await filing.ask(talk, draft, "for_phone")
    return await _go_on_with(talk, draft, phone)


@on_choice(filing, filing.state("for_name"), BACK)
async def never_mind(event: Message | CallbackQuery, talk: Talk) -> Reply:
    """Out, or to the review where only this was to be changed."""
    draft = Draft.of(talk)
    if draft.is_whole:
        return await filing.go_on(talk, draft)
    Draft.discard(talk)
    return await menu.home(talk, _("好的，没有记下。"))


def a_telephone(said: str, talk: Talk) -> str:
    """Raises NotATelephone, TooLong."""
    return telephone(said, limit=PHONE_LIMIT)


@filing.aside("for_name", a_telephone)
async def for_phone(talk: Talk, draft: Draft) -> Ask:
    text = _("本人的电话是多少？办事的人打电话核实用，不写在卡片上。")
    return Ask(text, [Option(NO_PHONE, _("没有电话"))])


@for_phone.choice(NO_PHONE)
async def no_phone(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await _go_on_with(talk, draft, "")


@for_phone.taken
async def reached_at(talk: Talk, draft: Draft, number: str) -> Reply:
    return await _go_on_with(talk, draft, number)


async def _go_on_with(talk: Talk, draft: Draft, phone: str) -> Reply:
    """What is the matter comes first: of which kind it is can mostly be read from it."""
    draft.for_phone = phone
    return await (
        filing.ask(talk, draft, "what") if draft.told is None else filing.go_on(talk, draft)
    )
