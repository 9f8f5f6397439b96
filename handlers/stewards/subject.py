"""What the stewards hand in."""

from handlers.common.i18n import mark
from handlers.common.subject import GroupCommand, Subject, Way
from handlers.stewards import asking, joining
from handlers.stewards.staff.one import office_tree
from services.stewards.office import PURPOSE

SUBJECT = Subject(
    commands=(("who", mark("谁管我这栋楼：网格员、楼栋长、物业的电话")),),
    group_commands=(GroupCommand("stewards", mark("网格员、楼栋长：加人、改电话"), (PURPOSE,)),),
    ways=(Way("who", asking.begin), Way("steward", joining.arrive)),
    private=(asking.asking, joining.joining, office_tree),
    groups=(office_tree,),
    idle=(asking.idle,),
)
