"""All conversations, in the order in which an update meets them."""

from aiogram import Dispatcher
from aiogram.enums import ChatType

from bot.context import TalkMiddleware
from bot.dispatch import Switchboard
from handlers import (
    complaint,
    fallback,
    free_text,
    guide,
    lost,
    meals,
    my_data,
    nearby,
    settings,
    start,
)
from handlers.checkup import routes as checkup
from handlers.common.config import Config
from handlers.helps import card as help_card
from handlers.helps import mine as my_helps
from handlers.helps import routes as helps
from handlers.my_requests import routes as my_requests
from handlers.rating import routes as rating
from handlers.staff import binding, edited, listing, members, replies, taking_over, work
from handlers.staff.meals import kitchen_routes as canteen_kitchen
from handlers.staff.meals import menu_routes as canteen_menus
from handlers.staff.meals import people as canteen_people
from handlers.staff.places import routes as staff_places
from handlers.staff.volunteers import (
    calling_off,
    passing_on,
    task_routes,
)
from handlers.staff.volunteers import people as staff_volunteers
from handlers.volunteers import arriving, claiming, doing, holding
from handlers.volunteers import people as volunteers
from handlers.wishes import card as wish_card
from handlers.wishes import routes as wishes

PRIVATE = (
    fallback.first,
    lost.router,
    arriving.router,
    *doing.PRIVATE,
    *volunteers.ROUTERS,
    start.router,
    guide.router,
    settings.router,
    my_data.router,
    my_requests.router,
    rating.router,
    nearby.router,
    meals.router,
    *canteen_kitchen.IN_PRIVATE,
    helps.router,
    my_helps.router,
    wishes.router,
    holding.router,
    complaint.router,
    free_text.router,
    fallback.last,
)
GROUPS = (
    lost.router,
    members.router,
    listing.router,
    binding.router,
    checkup.router,
    staff_places.router,
    *canteen_menus.ROUTERS,
    *canteen_kitchen.IN_GROUPS,
    canteen_people.router,
    claiming.router,
    *staff_volunteers.ROUTERS,
    *doing.GROUPS,
    help_card.card,
    wish_card.card,
    task_routes.router,
    calling_off.router,
    passing_on.router,
    edited.router,
    taking_over.router,
    work.router,
    replies.router,
    listing.last,
)


def make_dispatcher(config: Config) -> Dispatcher:
    """A dispatcher over all conversations; its caller hands each update a `unit`."""
    dispatcher = Dispatcher(disable_fsm=True)
    private = Switchboard("private", [ChatType.PRIVATE], PRIVATE)
    groups = Switchboard("groups", [ChatType.GROUP, ChatType.SUPERGROUP], GROUPS)
    dispatcher.update.outer_middleware(
        TalkMiddleware(config, known_states=private.states() | groups.states())
    )
    dispatcher.include_routers(private, groups)
    return dispatcher
