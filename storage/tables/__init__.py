"""The tables, one file per subject. Importing this package makes the metadata complete."""

from storage.tables.action_links import ActionLink
from storage.tables.alarms import Alarm, Trouble
from storage.tables.announcements import (
    Announcement,
    AnnouncementReader,
    AnnouncementState,
    Subscription,
    Tapped,
    Topic,
    UrgentSender,
)
from storage.tables.areas import Area, Level
from storage.tables.base import Base
from storage.tables.board import BoardMessage
from storage.tables.broadcasts import (
    Broadcast,
    BroadcastRecipient,
    BroadcastState,
    RecipientState,
)
from storage.tables.calendar import CalendarDay
from storage.tables.channels import Channel, Chat, Handle
from storage.tables.conversations import Conversation
from storage.tables.groups import Group, GroupMember, Purpose, SilentLevel
from storage.tables.helps import HelpKind, HelpOrder, HelpState, Wish, WishState
from storage.tables.leases import LeaseRow
from storage.tables.meals.accounts import ChargeKind, MealCharge, MealMonth
from storage.tables.meals.bookings import (
    BookingEvent,
    BookingEventKind,
    BookingState,
    MealBooking,
    Mode,
    StandingOrder,
)
from storage.tables.meals.canteens import (
    Canteen,
    CanteenDay,
    DeliveryTerms,
    Meal,
    MealRule,
    Status,
    Subsidy,
)
from storage.tables.meals.care import CareAlert, CareCause, CareOutcome
from storage.tables.meals.diners import Diner, DinerStatus, MealProxy, ProxyState, Relation
from storage.tables.meals.kitchen import MealRound, MealStop, PrepSheet, RoundState, StopState
from storage.tables.meals.menus import MealSession, MealSet
from storage.tables.media import (
    Media,
    MediaBlob,
    MediaCopy,
    MediaFetch,
    MediaKind,
    SharedFile,
)
from storage.tables.message_counts import MessageCount, MessageWay
from storage.tables.messages import (
    Card,
    Matter,
    MessageLink,
    OutboxMessage,
    OutboxState,
    Way,
)
from storage.tables.named_chats import NamedChat
from storage.tables.needs import (
    ForWhom,
    Need,
    NeedCategory,
    NeedProject,
    NeedState,
    NeedSupporter,
    ProjectState,
    Resource,
    ResourceMonth,
    ResourceSource,
    ResourceState,
)
from storage.tables.notices import NoticeConsent, NoticeTemplate, NoticeWay
from storage.tables.numbers import RateRule, RegularReport, Rhythm
from storage.tables.people import Address, Household, Person, PersonJoin, Profile
from storage.tables.places.place_checks import PlaceCheck
from storage.tables.places.places import (
    Place,
    PlaceClosure,
    PlaceKind,
    PlaceReport,
    PlaceSpot,
    PlaceTheme,
    ReportKind,
    Verdict,
)
from storage.tables.quiet_hours import QuietHours
from storage.tables.restores import IdGap
from storage.tables.retention import Retention
from storage.tables.rota import Assigning, Duty, Rota, RotaMember
from storage.tables.scene_codes import SceneCode
from storage.tables.stewards import Role, SaidHow, Steward
from storage.tables.surveys import (
    Survey,
    SurveyFile,
    SurveyPlan,
    SurveyResponse,
    SurveyResults,
    SurveyRoll,
    SurveyState,
    SurveyWords,
)
from storage.tables.tickets.canned import CannedAnswer, CannedFor
from storage.tables.tickets.categories import Category, CategoryPhrase
from storage.tables.tickets.clocks import ClockKind, ClockStep, TicketClock
from storage.tables.tickets.follow_ups import FollowUp, Satisfaction
from storage.tables.tickets.hot_spots import AgendaItem, HotSpot, HotSpotRule, HotSpotTicket
from storage.tables.tickets.joint import JointPart
from storage.tables.tickets.later import LaterFollowUp, Still
from storage.tables.tickets.on_behalf import Heard, OnBehalf
from storage.tables.tickets.promises import Promise, PromiseState
from storage.tables.tickets.tickets import (
    EventKind,
    Ticket,
    TicketEvent,
    TicketFollower,
    TicketMedia,
    TicketState,
)
from storage.tables.tokens import ChannelToken
from storage.tables.untold import Untold
from storage.tables.updates import FailedUpdate, SeenUpdate
from storage.tables.versions import TableVersion
from storage.tables.visits import (
    Visit,
    VisitGoer,
    VisitKind,
    VisitMedia,
    VisitRound,
    VisitState,
)
from storage.tables.volunteering.claims import CheckHow, ClaimState, TaskClaim
from storage.tables.volunteering.points import (
    Certificate,
    PointsBalance,
    PointsEntry,
    PointsKind,
    PointsRule,
    Redemption,
    RedemptionState,
    Reward,
)
from storage.tables.volunteering.service import Feedback, RecordState, ServiceRecord
from storage.tables.volunteering.tasks import (
    HolidayPolicy,
    Task,
    TaskRole,
    TaskSeries,
    TaskSource,
    TaskState,
)
from storage.tables.volunteering.volunteers import (
    TeamKind,
    Volunteer,
    VolunteerPost,
    VolunteerState,
    VolunteerTeam,
)
from storage.tables.working_hours import WorkDay, WorkingHours

__all__ = [
    "ActionLink",
    "Address",
    "AgendaItem",
    "Alarm",
    "Announcement",
    "AnnouncementReader",
    "AnnouncementState",
    "Area",
    "Assigning",
    "Base",
    "BoardMessage",
    "BookingEvent",
    "BookingEventKind",
    "BookingState",
    "Broadcast",
    "BroadcastRecipient",
    "BroadcastState",
    "CalendarDay",
    "CannedAnswer",
    "CannedFor",
    "Canteen",
    "CanteenDay",
    "Card",
    "CareAlert",
    "CareCause",
    "CareOutcome",
    "Category",
    "CategoryPhrase",
    "Certificate",
    "Channel",
    "ChannelToken",
    "ChargeKind",
    "Chat",
    "CheckHow",
    "ClaimState",
    "ClockKind",
    "ClockStep",
    "Conversation",
    "DeliveryTerms",
    "Diner",
    "DinerStatus",
    "Duty",
    "EventKind",
    "FailedUpdate",
    "Feedback",
    "FollowUp",
    "ForWhom",
    "Group",
    "GroupMember",
    "Handle",
    "Heard",
    "HelpKind",
    "HelpOrder",
    "HelpState",
    "HolidayPolicy",
    "HotSpot",
    "HotSpotRule",
    "HotSpotTicket",
    "Household",
    "IdGap",
    "JointPart",
    "LaterFollowUp",
    "LeaseRow",
    "Level",
    "Matter",
    "Meal",
    "MealBooking",
    "MealCharge",
    "MealMonth",
    "MealProxy",
    "MealRound",
    "MealRule",
    "MealSession",
    "MealSet",
    "MealStop",
    "Media",
    "MediaBlob",
    "MediaCopy",
    "MediaFetch",
    "MediaKind",
    "MessageCount",
    "MessageLink",
    "MessageWay",
    "Mode",
    "NamedChat",
    "Need",
    "NeedCategory",
    "NeedProject",
    "NeedState",
    "NeedSupporter",
    "NoticeConsent",
    "NoticeTemplate",
    "NoticeWay",
    "OnBehalf",
    "OutboxMessage",
    "OutboxState",
    "Person",
    "PersonJoin",
    "Place",
    "PlaceCheck",
    "PlaceClosure",
    "PlaceKind",
    "PlaceReport",
    "PlaceSpot",
    "PlaceTheme",
    "PointsBalance",
    "PointsEntry",
    "PointsKind",
    "PointsRule",
    "PrepSheet",
    "Profile",
    "ProjectState",
    "Promise",
    "PromiseState",
    "ProxyState",
    "Purpose",
    "QuietHours",
    "RateRule",
    "RecipientState",
    "RecordState",
    "Redemption",
    "RedemptionState",
    "RegularReport",
    "Relation",
    "ReportKind",
    "Resource",
    "ResourceMonth",
    "ResourceSource",
    "ResourceState",
    "Retention",
    "Reward",
    "Rhythm",
    "Role",
    "Rota",
    "RotaMember",
    "RoundState",
    "SaidHow",
    "Satisfaction",
    "SceneCode",
    "SeenUpdate",
    "ServiceRecord",
    "SharedFile",
    "SilentLevel",
    "StandingOrder",
    "Status",
    "Steward",
    "Still",
    "StopState",
    "Subscription",
    "Subsidy",
    "Survey",
    "SurveyFile",
    "SurveyPlan",
    "SurveyResponse",
    "SurveyResults",
    "SurveyRoll",
    "SurveyState",
    "SurveyWords",
    "TableVersion",
    "Tapped",
    "Task",
    "TaskClaim",
    "TaskRole",
    "TaskSeries",
    "TaskSource",
    "TaskState",
    "TeamKind",
    "Ticket",
    "TicketClock",
    "TicketEvent",
    "TicketFollower",
    "TicketMedia",
    "TicketState",
    "Topic",
    "Trouble",
    "Untold",
    "UrgentSender",
    "Verdict",
    "Visit",
    "VisitGoer",
    "VisitKind",
    "VisitMedia",
    "VisitRound",
    "VisitState",
    "Volunteer",
    "VolunteerPost",
    "VolunteerState",
    "VolunteerTeam",
    "Way",
    "Wish",
    "WishState",
    "WorkDay",
    "WorkingHours",
]
