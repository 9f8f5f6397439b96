"""Importing a community's data from CSV files or Excel workbooks, each wholly or not at all.

Every importer takes a session and what `open_book` read before the transaction, writes within that,
and raises `ImportRefused` with all that is wrong, told by row and column, before it writes
anything. Run again with the same file it changes nothing.
"""

from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.areas import import_areas
from storage.importing.calendar_days import import_calendar_days
from storage.importing.canned_answers import import_canned_answers
from storage.importing.canteens import import_canteens, import_meal_rules
from storage.importing.categories import import_categories
from storage.importing.changes import Changes
from storage.importing.demo import (
    COMMUNITY_CODE,
    DemoGroup,
    bind_demo_group,
    demo_groups,
    import_demo,
)
from storage.importing.files import open_book
from storage.importing.hot_spot_rules import import_hot_spot_rules
from storage.importing.meal_terms import import_delivery_terms, import_subsidies
from storage.importing.needs import import_need_categories, import_resources
from storage.importing.phrases import import_phrases
from storage.importing.place_closures import import_place_closures
from storage.importing.place_kinds import import_place_kinds, import_place_themes
from storage.importing.places import import_places
from storage.importing.points import import_points_rules, import_rewards
from storage.importing.quiet_hours import import_quiet_hours
from storage.importing.rate_rules import import_rate_rules
from storage.importing.retention import import_retention
from storage.importing.rota import import_rota
from storage.importing.rows import ImportRefused, Problem
from storage.importing.stewards import import_stewards
from storage.importing.volunteers import (
    import_help_kinds,
    import_volunteer_posts,
    import_volunteer_teams,
)
from storage.importing.wechat_templates import import_wechat_templates
from storage.importing.working_hours import import_working_hours
from storage.reading import Book

IMPORTERS: Mapping[str, Callable[[AsyncSession, Book], Awaitable[Changes]]] = {
    "areas": import_areas,
    "stewards": import_stewards,
    "categories": import_categories,
    "phrases": import_phrases,
    "canned-answers": import_canned_answers,
    "hot-spot-rules": import_hot_spot_rules,
    "rota": import_rota,
    "calendar": import_calendar_days,
    "quiet-hours": import_quiet_hours,
    "working-hours": import_working_hours,
    "retention": import_retention,
    "place-themes": import_place_themes,
    "place-kinds": import_place_kinds,
    "places": import_places,
    "place-closures": import_place_closures,
    "canteens": import_canteens,
    "meal-rules": import_meal_rules,
    "meal-subsidies": import_subsidies,
    "meal-delivery": import_delivery_terms,
    "volunteer-posts": import_volunteer_posts,
    "volunteer-teams": import_volunteer_teams,
    "points-rules": import_points_rules,
    "rewards": import_rewards,
    "help-kinds": import_help_kinds,
    "rate-rules": import_rate_rules,
    "need-categories": import_need_categories,
    "resources": import_resources,
    "wechat-templates": import_wechat_templates,
}
"""By the word that the command line uses. What others refer to comes first: areas before places,
categories before their phrases, answers and rules, themes before kinds before places, canteens
before their rules, posts before what is done for them, and what needs are about before what is
offered for them."""

__all__ = [
    "COMMUNITY_CODE",
    "IMPORTERS",
    "Changes",
    "DemoGroup",
    "ImportRefused",
    "Problem",
    "bind_demo_group",
    "demo_groups",
    "import_areas",
    "import_calendar_days",
    "import_canned_answers",
    "import_canteens",
    "import_categories",
    "import_delivery_terms",
    "import_demo",
    "import_help_kinds",
    "import_hot_spot_rules",
    "import_meal_rules",
    "import_need_categories",
    "import_phrases",
    "import_place_closures",
    "import_place_kinds",
    "import_place_themes",
    "import_places",
    "import_points_rules",
    "import_quiet_hours",
    "import_rate_rules",
    "import_resources",
    "import_retention",
    "import_rewards",
    "import_rota",
    "import_stewards",
    "import_subsidies",
    "import_volunteer_posts",
    "import_volunteer_teams",
    "import_wechat_templates",
    "import_working_hours",
    "open_book",
]
