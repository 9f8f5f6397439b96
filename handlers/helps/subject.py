"""What the switchboard of helps hands in."""

from handlers.common.consent import keep_as_said
from handlers.common.i18n import mark
from handlers.common.subject import Subject, Way
from handlers.helps import card, idle, notices
from handlers.helps.mine import mine
from handlers.helps.reviewing import ordering
from storage.tables import HelpOrder

SUBJECT = Subject(
    commands=(("helps", mark("社区帮忙：理发、买米买油、陪诊……")),),
    ways=(Way("helps", idle.go_on, keep=keep_as_said),),
    private=(ordering, mine),
    groups=(card.card,),
    idle=(idle.idle,),
    tellings=(notices.telling,),
    rows={"order": HelpOrder},
)
