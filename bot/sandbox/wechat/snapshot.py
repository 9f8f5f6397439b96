"""The platform between runs: one JSON file, and a folder beside it with the media's bytes.

What comes back is as it was: people and what their phones show, windows, consents, media, the menu
and scenes. Templates are not kept: the program that sets the platform up adds them. Nor are tokens
and daily counts, so the first call of the next run is told 40001.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.sandbox.kept import Kept, State
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.media import Media
from bot.sandbox.wechat.scenes import Scene
from bot.sandbox.wechat.screen import Bubble, Item, Link
from bot.sandbox.wechat.windows import Window

if TYPE_CHECKING:
    from bot.sandbox.wechat.platform import Platform

_UNWRITTEN = 1000
"""Ids that may have been given after the last writing, if the program was killed."""
_PLAIN = ("came_by", "takes_messages", "takes_templates", "blacklisted")


class Snapshot(Kept):
    """Keeps one platform at one path."""

    what = "WeChat"

    def __init__(self, platform: "Platform", path: Path) -> None:
        super().__init__(path)
        self._platform = platform

    def files(self) -> Iterator[tuple[str, bytes]]:
        for media in self._platform.media.by_id.values():
            yield media.id, media.data

    def state(self) -> State:
        platform = self._platform
        return {
            "last_id": platform.last_id,
            "menu": platform.menu,
            "scenes": [_scene_state(scene) for scene in platform.scenes.by_url.values()],
            "media": [_media_state(media) for media in platform.media.by_id.values()],
            "people": [_person_state(person) for person in platform.people.values()],
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        platform = self._platform
        platform.last_id, platform.menu = state["last_id"] + _UNWRITTEN, state["menu"]
        for text, ticket, url, until in state["scenes"]:
            platform.scenes.by_url[url] = Scene(text, ticket, url, _time(until))
        for media_id, kind, content_type, until in state["media"]:
            data, ends = self.bytes_of(media_id), datetime.fromisoformat(until)
            platform.media.by_id[media_id] = Media(media_id, kind, data, content_type, ends)
        for raw in state["people"]:
            self._restore_person(raw)

    def _restore_person(self, raw: Mapping[str, Any]) -> None:
        person = Follower(self._platform, raw["name"], raw["openid"])
        self._platform.people[person.openid] = person
        for name in _PLAIN:
            setattr(person, name, raw[name])
        person.followed_at = _time(raw["followed_at"])
        person.consents = Counter(raw["consents"])
        person.windows.written, person.windows.tapped = map(_window, raw["windows"])
        person.screen = [self._bubble(bubble) for bubble in raw["screen"]]

    def _bubble(self, raw: Mapping[str, Any]) -> Bubble:
        return Bubble(
            **{name: raw[name] for name in ("by", "via", "kind", "text", "url")},
            at=datetime.fromisoformat(raw["at"]),
            media=self._platform.media.by_id[raw["media"]] if raw["media"] else None,
            links=tuple(Link(*link) for link in raw["links"]),
            items=tuple(Item(*item) for item in raw["items"]),
            rows=tuple((label, value) for label, value in raw["rows"]),
            place=(raw["place"][0], raw["place"][1]) if raw["place"] else None,
        )


def _scene_state(scene: Scene) -> list[str | None]:
    return [scene.text, scene.ticket, scene.url, _iso(scene.until)]


def _media_state(media: Media) -> list[str]:
    return [media.id, media.kind, media.content_type, media.until.isoformat()]


def _person_state(person: Follower) -> State:
    return {name: getattr(person, name) for name in _PLAIN} | {
        "name": person.name,
        "openid": person.openid,
        "followed_at": _iso(person.followed_at),
        "consents": person.consents,
        "windows": [
            [window.left, window.until.isoformat()] if window else None
            for window in (person.windows.written, person.windows.tapped)
        ],
        "screen": [_bubble_state(bubble) for bubble in person.screen],
    }


def _bubble_state(bubble: Bubble) -> State:
    return {name: getattr(bubble, name) for name in ("by", "via", "kind", "text", "url")} | {
        "at": bubble.at.isoformat(),
        "media": bubble.media.id if bubble.media else None,
        "links": [[link.text, link.href, link.start] for link in bubble.links],
        "items": [[item.id, item.content] for item in bubble.items],
        "rows": bubble.rows,
        "place": bubble.place,
    }


def _window(raw: list[Any] | None) -> Window | None:
    return Window(raw[0], datetime.fromisoformat(raw[1])) if raw else None


def _iso(time: datetime | None) -> str | None:
    return time.isoformat() if time else None


def _time(raw: str | None) -> datetime | None:
    return datetime.fromisoformat(raw) if raw else None
