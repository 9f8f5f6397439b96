"""Requests (诉求): filing them, what residents do with them, what staff do with them."""

from services.groups.authority import Member
from services.tickets.filing import NewTicket, file
from services.tickets.holding import held
from services.tickets.passing import (
    REASON_LIMIT,
    check_may_return,
    destinations,
    give_back,
    reassign,
)
from services.tickets.reading import (
    asked_lately,
    attachment_count,
    attachments_of,
    followers,
    get,
    group_of,
    in_group,
    in_work_of,
    line_from,
    may_read,
    mine,
    residents_who_hear,
    seen_by,
    timeline,
)
from services.tickets.recurring import meant_by
from services.tickets.residents import (
    add,
    answer,
    join,
    nudge,
    open_to,
    own_asked,
    own_in_work,
    withdraw,
)
from services.tickets.staff import (
    TakenOver,
    ask,
    check_may,
    decline,
    doubt_taker,
    note,
    resolve,
    take,
    take_over,
)
from services.tickets.succession import successor
from services.tickets.theirs import just_told, pending_questions
from services.tickets.words import ATTACHMENT_LIMIT, PLACE_LIMIT, STAFF_TEXT_LIMIT, TEXT_LIMIT

__all__ = [
    "ATTACHMENT_LIMIT",
    "PLACE_LIMIT",
    "REASON_LIMIT",
    "STAFF_TEXT_LIMIT",
    "TEXT_LIMIT",
    "Member",
    "NewTicket",
    "TakenOver",
    "add",
    "answer",
    "ask",
    "asked_lately",
    "attachment_count",
    "attachments_of",
    "check_may",
    "check_may_return",
    "decline",
    "destinations",
    "doubt_taker",
    "file",
    "followers",
    "get",
    "give_back",
    "group_of",
    "held",
    "in_group",
    "in_work_of",
    "join",
    "just_told",
    "line_from",
    "may_read",
    "meant_by",
    "mine",
    "note",
    "nudge",
    "open_to",
    "own_asked",
    "own_in_work",
    "pending_questions",
    "reassign",
    "residents_who_hear",
    "resolve",
    "seen_by",
    "successor",
    "take",
    "take_over",
    "timeline",
    "withdraw",
]
