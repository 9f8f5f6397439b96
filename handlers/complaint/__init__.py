"""Filing a request (诉求): from "路灯坏了" to a number."""

from handlers.complaint.dialogue import go_on
from handlers.complaint.routes import router

__all__ = ["go_on", "router"]
