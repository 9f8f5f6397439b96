"""What is kept only for a while, and how long: the usual times, and others that an import set.

Everything else is kept, or goes when somebody has themselves erased: docs/retention.md names every
table. The Personal Information Protection Law (个人信息保护法, article 19) allows keeping for the
shortest time that the purpose needs; each rule says what that is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Text, delete, exists, inspect, select, tuple_
from sqlalchemy import cast as as_type
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from storage.tables import (
    ActionLink,
    Announcement,
    BroadcastRecipient,
    Conversation,
    FailedUpdate,
    GroupMember,
    Media,
    MessageLink,
    Need,
    OnBehalf,
    OutboxMessage,
    PersonJoin,
    Resource,
    Retention,
    SeenUpdate,
    SharedFile,
    Survey,
    SurveyPlan,
    Ticket,
    Untold,
    VisitMedia,
    VisitRound,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows that are forgotten so many days after the moment in one of their columns."""

    name: str
    since: InstrumentedAttribute[Any]
    days: int
    """The usual time."""
    least: int
    """A shorter time would break a promise."""
    why: str
    also: tuple[ColumnElement[bool], ...] = ()
    """What else has to hold."""
    whole: type[Any] | None = None
    """The rows of this table that have the same key are deleted, and these with them."""

    @property
    def table(self) -> type[Any]:
        return cast("type[Any]", self.since.class_)

    def is_over(self, before: datetime) -> ColumnElement[bool]:
        """Of rows whose time began before that moment."""
        over: ColumnElement[bool] = self.since < before
        for condition in self.also:
            over &= condition
        return over


def _is_shown_behind_a_link() -> ColumnElement[bool]:
    """What a page shows, and is sent once more when a link to it is over: a card's latest look."""
    later = aliased(OutboxMessage)
    led_to = exists().where(
        ActionLink.channel == OutboxMessage.channel,
        ActionLink.chat_id == OutboxMessage.chat_id,
    )
    has_later = exists().where(
        later.channel == OutboxMessage.channel,
        later.chat_id == OutboxMessage.chat_id,
        later.card == OutboxMessage.card,
        later.id > OutboxMessage.id,
    )
    is_card = led_to.where(ActionLink.card == OutboxMessage.card) & ~has_later
    return is_card | led_to.where(
        ActionLink.card.is_(None), ActionLink.message_id == OutboxMessage.id
    )


ENDED = Rule(
    "ended-conversations",
    Conversation.updated_at,
    days=1,
    least=1,
    why="nothing is going on: it says no more than that somebody wrote",
    also=(Conversation.state.is_(None), as_type(Conversation.data, Text) == "{}"),
)
LEFT = Rule(
    "left-conversations",
    Conversation.updated_at,
    days=180,
    least=7,
    why="who was interrupted finds what they wrote, and buttons below it, for as long as that",
)
UNUSED_FILES = Rule(
    "unused-files",
    Media.created_at,
    days=7,
    least=1,
    why="a file that was sent and given up; what is to be sent, or stands in a draft, is used",
)
VISIT_PHOTOS = Rule(
    "visit-photos",
    VisitMedia.sent_at,
    days=180,
    least=30,
    why="a photo of a door, until what it shows is put right; requests keep their own",
)
RULES = (
    Rule(
        "outbox",
        OutboxMessage.finished_at,
        days=7,
        least=2,
        why="what was sent, to find out what went wrong, and by which message a copy is known; "
        "a day is counted in the night after it",
        also=(~_is_shown_behind_a_link(),),
    ),
    Rule(
        "seen-updates",
        SeenUpdate.seen_at,
        days=7,
        least=2,
        why="a messenger sends an update again for a day at most: nothing is done twice",
    ),
    Rule(
        "message-links",
        MessageLink.sent_at,
        days=180,
        least=30,
        why="a reply to a message of ours finds what it is about: longer than anything is in work",
    ),
    Rule(
        "failed-updates",
        FailedUpdate.failed_at,
        days=184,
        least=184,
        why="what went wrong is kept for six months (网络安全法); it holds nobody's words",
    ),
    Rule(
        "person-joins",
        PersonJoin.made_at,
        days=1,
        least=1,
        why="a code by which two people become one is good for ten minutes",
    ),
    Rule(
        "on-behalf",
        OnBehalf.told_at,
        days=180,
        least=60,
        why="whom somebody filed for, and their telephone, for as long as they may be rung",
        also=(exists().where(Ticket.id == OnBehalf.ticket_id, Ticket.closed_at.is_not(None)),),
    ),
    Rule(
        "former-members",
        GroupMember.left_at,
        days=180,
        least=1,
        why="the name of who left a group, while what they had in hand is passed on",
    ),
    Rule(
        "shared-files",
        SharedFile.until,
        days=1,
        least=1,
        why="a link to a file, which was good for a week; what was made for it is an unused file",
    ),
    Rule(
        "action-links",
        ActionLink.until,
        days=60,
        least=1,
        why="a link to the buttons of a card: one that is over says so, and who used it, and has "
        "the card sent again, which stays in the outbox for that",
    ),
    VISIT_PHOTOS,
    Rule(
        "visits",
        VisitRound.ended_at,
        days=400,
        least=31,
        why="who was visited, and what they said: a year's coverage is counted from it",
    ),
    Rule(
        "surveys",
        Survey.ended_at,
        days=800,
        least=400,
        why="who was asked, and what was answered: it is compared with the next year's",
    ),
    Rule(
        "survey-drafts",
        SurveyPlan.edited_at,
        days=180,
        least=30,
        why="a survey that was never sent out, for as long as somebody may go on with it",
        whole=Survey,
    ),
    Rule(
        "broadcast-recipients",
        BroadcastRecipient.drawn_at,
        days=400,
        least=180,
        why="who was sent a survey or an announcement: nobody is asked too often, or twice",
    ),
    Rule(
        "untold",
        Untold.ended_at,
        days=180,
        least=30,
        why="what staff told somebody by telephone or at the door, and when",
    ),
    Rule(
        "needs",
        Need.ended_at,
        days=730,
        least=366,
        why="what was wanted and came of it, for two years' reports; its project goes with it",
    ),
    Rule(
        "resources",
        Resource.ended_at,
        days=730,
        least=366,
        why="who offered what, as long as the projects that it served",
    ),
    Rule(
        "announcements",
        Announcement.starts_at,
        days=730,
        least=366,
        why="what was told and who read it, for two years' reports; what repeats stays",
        also=(Announcement.repeat_at.is_(None), Announcement.act_at.is_(None)),
    ),
)
"""Those that an index finds. Conversations change with every update, which an index would make
dearer; they are walked through instead (`storage.left_conversations`)."""
BY_NAME = {rule.name: rule for rule in (*RULES, ENDED, LEFT, UNUSED_FILES)}


async def times(session: AsyncSession) -> Mapping[str, timedelta]:
    """How long each is kept, by the rule's name."""
    days = {rule.name: rule.days for rule in BY_NAME.values()}
    for name, other in await session.execute(select(Retention.name, Retention.days)):
        if name in days:
            days[name] = other
    return {name: timedelta(days=number) for name, number in days.items()}


async def forget_slice(session: AsyncSession, rule: Rule, before: datetime, limit: int) -> int:
    """Delete up to `limit` rows whose time began before that moment; how many they were."""
    over = select(*inspect(rule.table).primary_key).where(rule.is_over(before)).limit(limit)
    table = rule.whole or rule.table
    gone: Any = await session.execute(
        delete(table)
        .where(tuple_(*inspect(table).primary_key).in_(over))
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)
