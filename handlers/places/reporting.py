"""这里不对: a resident's word that an entry is wrong becomes a small task for staff."""

from handlers.common.i18n import _
from handlers.common.refusals import in_words
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.places.quest import Quest
from handlers.places.results import look_again
from services import places
from services.errors import Refusal
from storage.tables import ReportKind


async def report(talk: Talk, what: ReportKind, words: str | None = None) -> Reply:
    quest = Quest.of(talk)
    assert quest.place_id is not None
    try:
        await places.report(talk.session, quest.place_id, talk.user_id, what, words, now=talk.now)
    except Refusal as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    thanks = talk.say(_("谢谢您！已经转给社区核实，核实好了告诉您。"))
    return [thanks, *every(await look_again(talk, quest))]
