"""What the small wishes hand in."""

from handlers.common.i18n import mark
from handlers.common.idle import Idle
from handlers.common.subject import Subject, Way
from handlers.wishes import card, notices, wishing
from storage.tables import Wish

SUBJECT = Subject(
    commands=(("wish", mark("微心愿：许一个，或者看看自己的")),),
    ways=(Way("wish", wishing.begin, offered=wishing.offered),),
    private=(wishing.wishing,),
    groups=(card.card,),
    idle=(Idle(wishing.LOOKING),),
    tellings=(notices.telling,),
    rows={"wish": Wish},
)
