"""What phones show, as JSON. Times are Unix seconds."""

from datetime import datetime
from typing import Any

from bot.sandbox.wechat.amr import amr_seconds
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.media import Media
from bot.sandbox.wechat.screen import Bubble
from bot.sandbox.wechat.templates import Consent
from bot.sandbox.wechat.times import seconds


def person_view(person: Follower) -> dict[str, Any]:
    return {"openid": person.openid, "name": person.name, "follows": person.follows}


def phone_view(person: Follower, now: datetime) -> dict[str, Any]:
    """left: how many messages the account may still send unasked. asks: for what it may be allowed
    to send more.
    """
    return person_view(person) | {
        "menu": person.menu if person.follows else [],
        "left": person.windows.left(now),
        "asks": [
            {
                "template": each.id,
                "title": each.title,
                "standing": each.consent is Consent.STANDING,
                "left": person.consents[each.id],
            }
            for each in person.asked_for
        ],
        "bubbles": [_bubble(bubble) for bubble in person.screen],
    }


def _bubble(bubble: Bubble) -> dict[str, Any]:
    """parts: the text in order, links apart."""
    return {
        "at": seconds(bubble.at),
        "by": bubble.by,
        "via": bubble.via,
        "kind": bubble.kind,
        "text": bubble.text,
        "parts": _parts(bubble),
        "items": [item.content for item in bubble.items],
        "rows": bubble.rows,
        "place": bubble.place,
        "url": bubble.url,
        "media": _media(bubble.media) if bubble.media else None,
    }


def _parts(bubble: Bubble) -> list[dict[str, str]]:
    parts, end = [], 0
    for link in bubble.links:
        parts.append({"text": bubble.text[end : link.start]})
        parts.append({"text": link.text, "href": link.href})
        end = link.start + len(link.text)
    parts.append({"text": bubble.text[end:]})
    return [part for part in parts if part["text"]]


def _media(media: Media) -> dict[str, Any]:
    length = amr_seconds(media.data)
    return {
        "url": f"/media/{media.id}",
        "type": media.content_type,
        "seconds": None if length is None else round(length),
    }
