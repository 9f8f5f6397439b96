"""Exporting what is kept, for Excel and for printing.

Areas, categories and places come out as they go in: importing an export changes nothing.
"""

from storage.exporting.building_links import export_building_links
from storage.exporting.places import export_place_kinds, export_place_themes, export_places
from storage.exporting.reference import export_areas, export_categories
from storage.exporting.tickets import export_tickets
from storage.exporting.volunteer_links import export_volunteer_links

__all__ = [
    "export_areas",
    "export_building_links",
    "export_categories",
    "export_place_kinds",
    "export_place_themes",
    "export_places",
    "export_tickets",
    "export_volunteer_links",
]
