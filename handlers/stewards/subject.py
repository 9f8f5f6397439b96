"""What the stewards hand in."""

from collections.abc import Mapping

from handlers.common.i18n import mark
from handlers.common.subject import GroupCommand, Subject, Way
from handlers.stewards import asking, joining
from handlers.stewards.staff.one import CODE, office_tree
from services.stewards.office import PURPOSE


def _drawn(words: Mapping[str, str], url: str) -> bytes:
    # Imported when the first is drawn: pictures and fonts take a while to load.
    from handlers.stewards.staff import link_picture

    return link_picture.draw(words, url)


SUBJECT = Subject(
    commands=(("who", mark("谁管我这栋楼：网格员、楼栋长、物业的电话")),),
    group_commands=(GroupCommand("stewards", mark("网格员、楼栋长：加人、改电话"), (PURPOSE,)),),
    ways=(Way("who", asking.begin), Way("steward", joining.arrive)),
    private=(asking.asking, joining.joining, office_tree),
    groups=(office_tree,),
    idle=(asking.idle,),
    codes={CODE: _drawn},
)
