"""What staff do about volunteers themselves, in the order in which an update meets it."""

from handlers.volunteering.staff import admission, finding, overview, people_list, sheets

ROUTERS = (
    admission.router,
    overview.router,
    finding.finding,
    sheets.router,
    people_list.router,
)
