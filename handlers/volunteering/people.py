"""The conversations about volunteers themselves, in the order in which an update meets them."""

from handlers.volunteering import joining, mine
from handlers.volunteering.application import applying
from handlers.volunteering.breaks import profile

LOOKING = (profile.state("applied"), profile.state("what"), mine.Tasks)
"""States in which nothing is being written: words that fit no option are something new."""

ROUTERS = (joining.router, applying, profile, mine.router)
