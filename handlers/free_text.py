"""Words and pictures that come in an idle chat: most likely something to complain about."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import complaint
from handlers.common.filters import Choice, HasLocation, HasMedia, HasText
from handlers.common.i18n import _
from handlers.common.places import spot
from handlers.common.questions import Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.complaint.draft import Draft
from handlers.consent import DRAFT, ask_consent
from services import areas, tickets
from services.errors import Refusal
from services.timeline import Attachment

router = Router(name="free text")

SAID = "said"


class Unclear(StatesGroup):
    answer_or_new = State()


@router.message(StateFilter(None), HasMedia())
@router.message(StateFilter(None), HasText())
async def came(message: Message, talk: Talk, attachment: Attachment | None = None) -> Reply:
    """A question may be waiting for an answer; otherwise a new request begins."""
    asked = await tickets.pending_question(talk.session, talk.user_id)
    if asked is None:
        return await begin(talk, talk.text, attachment)
    talk.data["ticket"] = asked.id
    talk.data[SAID] = [
        talk.text,
        [attachment.kind.value, attachment.file_id] if attachment else None,
    ]
    return await talk.ask(
        Unclear.answer_or_new,
        _("这是回答社区关于编号 <b>{number}</b> 的问题吗？").format(number=asked.number),
        [Option("answer", _("是的，转给社区")), Option("new", _("不是，是新的事"))],
        back=False,
    )


@router.message(Unclear.answer_or_new, Choice())
@router.callback_query(Unclear.answer_or_new, Choice())
async def sorted_out(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    text, file = talk.data.pop(SAID)
    attachment = Attachment(*file) if file else None
    if choice == "new":
        return await begin(talk, text, attachment)
    await talk.leave()
    try:
        await tickets.answer(
            talk.session,
            talk.data["ticket"],
            talk.user_id,
            text,
            [attachment] if attachment else [],
            now=talk.now,
        )
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.say(_("您的回答转过去了，谢谢。"))


async def begin(talk: Talk, text: str, attachment: Attachment | None) -> Reply:
    """Go on with what was drafted and left, or start anew; either way keep what was said."""
    draft = Draft.of(talk)
    if text:
        draft.add_text(text)
    if attachment:
        draft.add_file(attachment)
    draft.keep(talk)
    if talk.person.consented_at is None:
        return await ask_consent(talk, then=DRAFT)
    return await complaint.go_on(talk)


@router.message(StateFilter(None), HasLocation())
async def location(message: Message, talk: Talk, latitude: float, longitude: float) -> Reply:
    """A place before the words: keep it for the request that is likely to follow."""
    found = await spot(talk, latitude, longitude)
    if found is None:
        return talk.say(_("这个位置不在我们服务的社区里。要反映事情，请直接写下来。"))
    title = await areas.title(talk.session, found.area)
    draft = Draft.of(talk)
    draft.put_at(found.area.id, _("{place}（地图位置）").format(place=title), latitude, longitude)
    draft.keep(talk)
    if talk.person.consented_at is None:
        return await ask_consent(talk, then=DRAFT)
    return await complaint.go_on(talk)
