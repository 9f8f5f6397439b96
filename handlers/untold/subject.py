"""What the list of what nobody was told hands in."""

from handlers.common.i18n import mark
from handlers.common.subject import GroupCommand, Subject
from handlers.untold import card, listing, notices
from storage.tables import Purpose, Untold

SUBJECT = Subject(
    group_commands=(
        GroupCommand("untold", mark("没告诉到的：打电话或上门说一声"), (Purpose.STAFF,)),
    ),
    groups=(listing.router, card.router),
    tellings=(notices.telling,),
    rows={"untold": Untold},
)
