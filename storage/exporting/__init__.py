"""Exporting what is kept, for Excel and for printing.

What can be imported comes out as it goes in: importing an export changes nothing.
"""

from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from storage.exporting.building_links import building_links
from storage.exporting.needs import export_need_categories, export_resources
from storage.exporting.places import export_place_kinds, export_place_themes, export_places
from storage.exporting.reference import (
    export_areas,
    export_canned_answers,
    export_categories,
    export_hot_spot_rules,
    export_rate_rules,
    export_retention,
)
from storage.exporting.rota import export_rota
from storage.exporting.stewards import export_stewards
from storage.exporting.tickets import export_tickets
from storage.exporting.volunteer_links import volunteer_links
from storage.exporting.wechat_templates import export_wechat_templates
from storage.exporting.working_hours import export_working_hours

EXPORTERS: Mapping[str, Callable[[AsyncSession], Awaitable[bytes]]] = {
    "areas": export_areas,
    "categories": export_categories,
    "canned-answers": export_canned_answers,
    "hot-spot-rules": export_hot_spot_rules,
    "retention": export_retention,
    "rate-rules": export_rate_rules,
    "working-hours": export_working_hours,
    "place-themes": export_place_themes,
    "place-kinds": export_place_kinds,
    "places": export_places,
    "stewards": export_stewards,
    "rota": export_rota,
    "need-categories": export_need_categories,
    "resources": export_resources,
    "wechat-templates": export_wechat_templates,
}
"""What can be imported again, by the words of the command line, as CSV in UTF-8."""

__all__ = [
    "EXPORTERS",
    "building_links",
    "export_areas",
    "export_canned_answers",
    "export_categories",
    "export_hot_spot_rules",
    "export_need_categories",
    "export_place_kinds",
    "export_place_themes",
    "export_places",
    "export_rate_rules",
    "export_resources",
    "export_retention",
    "export_rota",
    "export_stewards",
    "export_tickets",
    "export_wechat_templates",
    "export_working_hours",
    "volunteer_links",
]
