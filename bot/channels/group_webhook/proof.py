"""Whether a webhook takes messages, for `bot check`."""

from aiohttp import ClientSession

from bot.channels.group_webhook.client import WebhookClient
from bot.channels.wecom.errors import NO_WEBHOOK, RefusedError, WecomError


async def why_not(url: str, key: str) -> str:
    """Empty where it does, else what is wrong and what to do. The key is in no text."""
    try:
        async with ClientSession() as http:
            await WebhookClient(http, url).prove(key)
    except RefusedError as error:
        if error.code in NO_WEBHOOK:
            return (
                "WeCom knows no such webhook, or it was taken out of its group;"
                " put the group's present one into WECOM_WEBHOOKS"
            )
        return f"WeCom refuses it ({error.code})"
    except WecomError:
        return f"{url.rstrip('/')} does not answer; check the network and WECOM_WEBHOOK_URL"
    return ""
