"""Nearby services (近邻服务地图): what is near, open, and how to get there."""

from handlers.places.routes import begin_with_words, router

__all__ = ["begin_with_words", "router"]
