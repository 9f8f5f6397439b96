"""Nearby services (近邻服务地图): what is near, open, and how to get there."""

from handlers.nearby.recognising import Asked, asked_for
from handlers.nearby.routes import begin_with_words, router

__all__ = ["Asked", "asked_for", "begin_with_words", "router"]
