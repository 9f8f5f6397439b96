"""What the requests hand in."""

from handlers.common.consent import SAID_FIRST
from handlers.common.i18n import mark
from handlers.common.subject import GroupCommand, Subject, Way
from handlers.tickets import adding, filing, idle, just_filed, rating, seen, urging
from handlers.tickets.mine import mine
from handlers.tickets.notices import TELLINGS
from handlers.tickets.staff import (
    edited,
    listing,
    merging,
    passing,
    promised,
    promising,
    returning,
    splitting,
    taking_over,
)
from services.groups import routing
from storage.tables import FollowUp, Ticket

SUBJECT = Subject(
    commands=(
        ("complaint", mark("反映问题，比如路灯坏了")),
        ("my", mark("我的诉求，办到哪一步了")),
    ),
    group_commands=(GroupCommand("list", mark("本群还没办完的诉求"), routing.DESKS),),
    ways=(Way(SAID_FIRST, filing.go_on, keep=filing.keep_for_later),),
    private=(
        mine,
        adding.router,
        rating.router,
        filing.filing,
        just_filed.router,
        seen.router,
        idle.router,
    ),
    groups=(
        listing.router,
        edited.router,
        taking_over.router,
        passing.passing,
        returning.giving_back,
        promised.router,
        merging.router,
        splitting.splitting,
        promising.CARD,
    ),
    idle=(
        idle.answers,
        urging.idle,
        idle.broken_again,
        just_filed.more,
        seen.idle,
        idle.something_new,
    ),
    tellings=TELLINGS,
    rows={"follow_up": FollowUp, "ticket": Ticket},
)
