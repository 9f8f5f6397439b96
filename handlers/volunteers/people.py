"""The conversations about volunteers themselves, in the order in which an update meets them."""

from handlers.volunteers import changing, handing_in, joining, mine, pausing, profile

ROUTERS = (
    joining.router,
    handing_in.router,
    profile.router,
    pausing.router,
    changing.router,
    mine.router,
)
