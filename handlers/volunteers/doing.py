"""All conversations about what volunteers do and get for it, in the order they are asked."""

from handlers.staff.volunteers import complaints, confirming
from handlers.volunteers import checking, thanking

PRIVATE = (checking.router, confirming.private, thanking.router)
GROUPS = (confirming.router, complaints.router)
