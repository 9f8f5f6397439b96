"""What 问需于民 hands in."""

from handlers.common.consent import keep_as_said
from handlers.common.i18n import mark
from handlers.common.subject import GroupCommand, Subject, Way
from handlers.needs import notices, offering, saying, unasked
from handlers.needs.offered import offering as offers
from handlers.needs.reading import saying as conversation
from handlers.needs.staff import grouping, need_card, project_card, resource_card
from handlers.needs.staff.planning import deciding
from storage.tables import Need, NeedProject, Purpose, Resource

SUBJECT = Subject(
    commands=(
        ("need", mark("问需于民：提需求，看大家要什么")),
        ("resource", mark("资源清单：单位、志愿者报能提供什么")),
    ),
    group_commands=(
        GroupCommand("needs", mark("问需于民：三张清单、配对、立项"), (Purpose.STAFF,)),
    ),
    ways=(
        Way("need", saying.begin, keep=keep_as_said, offered=saying.offered),
        Way("resource", offering.begin),
    ),
    private=(conversation, unasked.router, offers, deciding),
    groups=(
        need_card.card,
        resource_card.card,
        project_card.card,
        grouping.router,
        deciding,
    ),
    idle=(saying.idle,),
    tellings=(notices.telling,),
    rows={"need": Need, "resource": Resource, "project": NeedProject},
)
