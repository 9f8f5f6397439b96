"""Nearby services (近邻服务地图): what is near, open, and how to get there."""

from handlers.places.routes import router

__all__ = ["router"]
