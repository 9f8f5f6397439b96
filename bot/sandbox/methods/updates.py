"""getUpdates and the webhook's settings."""

from typing import TYPE_CHECKING, Any

from telegram import WebhookInfo
from telegram.constants import PollingLimit

from bot.sandbox.errors import bad_request
from bot.sandbox.params import Params
from bot.sandbox.updates import Webhook

if TYPE_CHECKING:
    from bot.sandbox.world import World

_LONGEST_POLL = 50  # seconds; Telegram cuts longer ones short
_SECRET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
_SECRET_LENGTH = 256


async def get_updates(world: "World", p: Params) -> Any:
    world.updates.allow(_allowed(p))
    return await world.updates.poll(
        offset=p.integer("offset"),
        limit=p.integer("limit", int(PollingLimit.MAX_LIMIT)),
        wait=min(p.integer("timeout"), _LONGEST_POLL),
    )


def set_webhook(world: "World", p: Params) -> bool:
    """As a Bot API server of one's own, it takes plain http too. An empty url removes it."""
    url = p.text("url")
    if not url:
        return delete_webhook(world, p)
    if not url.startswith(("https://", "http://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = p.optional_text("secret_token")
    if secret and (len(secret) > _SECRET_LENGTH or not _SECRET.issuperset(secret)):
        raise bad_request("secret token contains unallowed characters")
    world.updates.allow(_allowed(p))
    world.updates.set_webhook(
        Webhook(url, secret, p.integer("max_connections", 40)),
        drop_pending=p.flag("drop_pending_updates"),
    )
    return True


def delete_webhook(world: "World", p: Params) -> bool:
    world.updates.set_webhook(None, drop_pending=p.flag("drop_pending_updates"))
    return True


def get_webhook_info(world: "World", _: Params) -> Any:
    hook, allowed = world.updates.webhook, world.updates.allowed
    waiting = len(world.updates.pending)
    if hook is None:
        return WebhookInfo("", has_custom_certificate=False, pending_update_count=waiting).to_dict()
    info = WebhookInfo(
        hook.url,
        has_custom_certificate=False,
        pending_update_count=waiting,
        last_error_date=hook.last_error_at,
        last_error_message=hook.last_error,
        max_connections=hook.max_connections,
        allowed_updates=sorted(allowed) if allowed else None,
    )
    return info.to_dict()


def _allowed(p: Params) -> list[str] | None:
    """None if nothing was said: the choice made before holds."""
    return [str(kind) for kind in p.array("allowed_updates")] if p.has("allowed_updates") else None
