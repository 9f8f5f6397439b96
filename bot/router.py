"""All conversations, in the order in which an update meets them."""

from aiogram import Dispatcher
from aiogram.enums import ChatType

from bot.context import TalkMiddleware
from bot.dispatch import Switchboard
from handlers import fallback, free_text, lost
from handlers.common.config import Config
from handlers.groups import binding, members
from handlers.helps import card as help_card
from handlers.helps import mine as my_helps
from handlers.helps.ordering import ordering as ordering_help
from handlers.meals import routes as meals
from handlers.people import guide, my_data, settings, start
from handlers.places.seeking import seeking
from handlers.places.staff import check_card, checkup, report_card
from handlers.tickets import adding as more_on_requests
from handlers.tickets import filing as complaint
from handlers.tickets import mine as my_requests
from handlers.tickets import rating
from handlers.tickets.staff import card as ticket_card
from handlers.tickets.staff import edited, listing, replies, taking_over
from handlers.volunteering import arriving, claiming, doing, holding
from handlers.volunteering import people as volunteers
from handlers.volunteering.staff import calling_off, passing_on
from handlers.volunteering.staff import people as staff_volunteers
from handlers.volunteering.staff.publishing import publishing
from handlers.wishes import card as wish_card
from handlers.wishes import wishing

PRIVATE = (
    fallback.first,
    lost.router,
    arriving.router,
    *doing.PRIVATE,
    *volunteers.ROUTERS,
    start.moving,
    guide.router,
    settings.router,
    my_data.router,
    my_requests.mine,
    more_on_requests.router,
    rating.router,
    seeking,
    *meals.PRIVATE,
    ordering_help,
    my_helps.mine,
    wishing.wishing,
    holding.router,
    complaint.filing,
    free_text.router,
    fallback.last,
)
GROUPS = (
    lost.router,
    members.router,
    listing.router,
    fallback.first_in_groups,
    binding.binding,
    checkup.router,
    report_card.card,
    check_card.card,
    *meals.GROUPS,
    claiming.router,
    *staff_volunteers.ROUTERS,
    *doing.GROUPS,
    help_card.card,
    wish_card.card,
    publishing,
    calling_off.router,
    passing_on.router,
    edited.router,
    taking_over.router,
    ticket_card.card,
    replies.router,
    fallback.last_in_groups,
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
