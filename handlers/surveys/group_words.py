"""The groups by which a survey's results are told, in words (plain)."""

from collections.abc import Mapping

from handlers.common.audience_words import ages_name
from handlers.common.i18n import _
from services.surveys.groups import GroupedBy, oldest
from storage.tables import Area


def kind_of_groups(by: GroupedBy) -> str:
    match by:
        case GroupedBy.GRID:
            return _("网格")
        case GroupedBy.COMPOUND:
            return _("小区")
        case GroupedBy.BUILDING:
            return _("楼栋")
        case GroupedBy.AGE:
            return _("年龄段")


def group_name(by: GroupedBy, group: int, areas: Mapping[int, Area]) -> str:
    """Empty for an area that is gone."""
    if by is GroupedBy.AGE:
        end = oldest(group)
        # Nobody is born before they are asked: the first group has no beginning that is worth it.
        return ages_name(group or None, end)
    area = areas.get(group)
    return area.name if area else ""
