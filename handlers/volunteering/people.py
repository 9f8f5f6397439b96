"""The conversations about volunteers themselves, in the order in which an update meets them."""

from handlers.volunteering import changing, handing_in, joining, mine, pausing, profile
from handlers.volunteering.application import Profile

LOOKING = (Profile.applied, Profile.what, mine.Tasks)
"""States in which nothing is being written: words that fit no option are something new."""

ROUTERS = (
    joining.router,
    handing_in.router,
    profile.router,
    pausing.router,
    changing.router,
    mine.router,
)
