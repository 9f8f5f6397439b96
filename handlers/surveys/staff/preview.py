"""An invitation as a resident will see it, shown in the office's group before it is sent out."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.common.i18n import _
from handlers.common.saying import Say
from handlers.common.words import esc
from handlers.surveys import looks
from services.surveys.editing import Plan
from storage.tables import Group, Survey


def invitation(plan: Plan, survey_id: int, group: Group, ends_at: datetime, zone: ZoneInfo) -> Say:
    """Its buttons in words: nobody of the group answers it."""
    survey = Survey(
        id=survey_id,
        definition=plan.definition.dump(),
        anonymous=bool(plan.anonymous),
        ends_at=ends_at,
    )
    question = looks.invitation(survey, zone=zone, big_print=False)
    buttons = " ".join(f"［{esc(each.label)}］" for each in question.options)
    shown = "\n".join([_("👁 居民会看到："), "", question.text, buttons])
    return Say(shown, chat=group.chat)
