"""The tables, a file a subject. Importing this package makes the metadata complete."""

from storage.tables.areas import Area, Level
from storage.tables.base import Base
from storage.tables.calendar import CalendarDay
from storage.tables.categories import Category, CategoryPhrase
from storage.tables.conversations import Conversation
from storage.tables.follow_ups import FollowUp, Satisfaction
from storage.tables.groups import Group, GroupMember, Purpose
from storage.tables.messages import Card, MessageLink, OutboxMessage, OutboxState
from storage.tables.people import Person
from storage.tables.place_checks import PlaceCheck
from storage.tables.places import (
    Place,
    PlaceClosure,
    PlaceKind,
    PlaceReport,
    PlaceSpot,
    PlaceTheme,
    ReportKind,
    Verdict,
)
from storage.tables.tickets import (
    EventKind,
    MediaKind,
    Ticket,
    TicketEvent,
    TicketFollower,
    TicketMedia,
    TicketState,
)
from storage.tables.updates import FailedUpdate, SeenUpdate

__all__ = [
    "Area",
    "Base",
    "CalendarDay",
    "Card",
    "Category",
    "CategoryPhrase",
    "Conversation",
    "EventKind",
    "FailedUpdate",
    "FollowUp",
    "Group",
    "GroupMember",
    "Level",
    "MediaKind",
    "MessageLink",
    "OutboxMessage",
    "OutboxState",
    "Person",
    "Place",
    "PlaceCheck",
    "PlaceClosure",
    "PlaceKind",
    "PlaceReport",
    "PlaceSpot",
    "PlaceTheme",
    "Purpose",
    "ReportKind",
    "Satisfaction",
    "SeenUpdate",
    "Ticket",
    "TicketEvent",
    "TicketFollower",
    "TicketMedia",
    "TicketState",
    "Verdict",
]
