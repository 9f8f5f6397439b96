"""All conversations about what volunteers do and get for it, in the order they are asked."""

from handlers.volunteering import certificate, checking, points, rewards, thanking
from handlers.volunteering.staff import complaints, confirming, handing_out

PRIVATE = (
    checking.router,
    confirming.private,
    thanking.router,
    points.router,
    rewards.router,
    certificate.router,
)
GROUPS = (confirming.router, complaints.router, handing_out.router)
