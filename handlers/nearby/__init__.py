"""Nearby services (近邻服务地图): what is near, open, and how to get there."""

from handlers.nearby.quest import Quest
from handlers.nearby.routes import begin_with, router

__all__ = ["Quest", "begin_with", "router"]
