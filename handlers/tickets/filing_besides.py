"""Filing a request: what people say and send while something else is asked."""

from collections.abc import Sequence

from aiogram.filters import StateFilter
from aiogram.types import Message

from handlers.common.filters import HasLocation
from handlers.common.i18n import _
from handlers.common.places import name_of
from handlers.common.said import remember
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.tickets import filing_words as words
from handlers.tickets.draft import Draft
from handlers.tickets.filing import ask_again, keep_for_later, take_in
from handlers.tickets.filing_review import filing
from services import areas
from storage.media import Attachment

__all__ = ["filing"]


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
            return await ask_again(talk, draft, refused or added)
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
