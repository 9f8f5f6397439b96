"""All conversations about what volunteers do and get for it, in the order they are asked."""

from handlers.staff.volunteers import complaints, confirming, handing_out
from handlers.volunteers import certificate, checking, points, rewards, thanking

PRIVATE = (
    checking.router,
    confirming.private,
    thanking.router,
    points.router,
    rewards.router,
    certificate.router,
)
GROUPS = (confirming.router, complaints.router, handing_out.router)
