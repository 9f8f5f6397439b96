"""What the requests hand in."""

from handlers.common.i18n import mark
from handlers.common.subject import GroupCommand, Subject, Way
from handlers.tickets import (
    adding,
    filing,
    filing_besides,
    idle,
    just_filed,
    later,
    rating,
    seen,
    urging,
)
from handlers.tickets.behalf import ringing, theirs, whom
from handlers.tickets.mine import mine
from handlers.tickets.notices import TELLINGS
from handlers.tickets.staff import (
    called,
    edited,
    hot_spots,
    listing,
    merging,
    passing,
    promised,
    promising,
    returning,
    splitting,
    taking_over,
    whistling,
)
from services.groups import routing
from storage.tables import FollowUp, HotSpot, LaterFollowUp, Purpose, Ticket

SUBJECT = Subject(
    commands=(
        ("complaint", mark("反映问题，比如路灯坏了")),
        ("my", mark("我的诉求，办到哪一步了")),
        ("behalf", mark("代办：网格员、楼栋长替邻居反映")),
    ),
    group_commands=(
        GroupCommand("list", mark("本群还没办完的诉求"), routing.DESKS),
        GroupCommand("agenda", mark("列入议事的事"), routing.DESKS),
        GroupCommand("behalf", mark("代办：替居民反映"), (Purpose.STAFF,)),
    ),
    ways=(
        Way(filing.DRAFT, filing.go_on, keep=filing.keep_for_later),
        Way("behalf", whom.arrive),
    ),
    private=(
        mine,
        adding.router,
        rating.router,
        later.router,
        filing_besides.filing,
        just_filed.router,
        seen.router,
        theirs.router,
        whom.router,
        idle.router,
    ),
    groups=(
        listing.router,
        edited.router,
        hot_spots.router,
        hot_spots.card,
        taking_over.router,
        passing.passing,
        returning.giving_back,
        whistling.whistling,
        called.card,
        promised.router,
        merging.router,
        splitting.splitting,
        promising.CARD,
        ringing.calls,
        ringing.ring_backs,
        whom.router,
    ),
    idle=(
        idle.answers,
        urging.idle,
        idle.broken_again,
        whom.idle,
        just_filed.more,
        seen.idle,
        idle.something_new,
    ),
    tellings=(*TELLINGS, theirs.telling, ringing.telling, hot_spots.telling),
    rows={"follow_up": FollowUp, "hot_spot": HotSpot, "later": LaterFollowUp, "ticket": Ticket},
)
