"""Whether WeCom lets the robot in, for `bot check`."""

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.channels.wecom.connection import Connection, End
from bot.channels.wecom.errors import BAD_CREDENTIALS, RefusedError, WecomError

_WITHIN = ClientTimeout(total=15)


async def why_not(bot_id: str, secret: str, url: str) -> str:
    """Connect once and leave; empty where that went well, else what is wrong and what to do.

    A connection that the robot has elsewhere ends by this.
    """
    where = url.rstrip("/")
    try:
        async with ClientSession(timeout=_WITHIN) as http, http.ws_connect(url, proxy=None) as line:
            connection = Connection(line, lambda _frame: None)
            await connection.live(bot_id, secret, lambda: connection.end(End.NOT_OURS))
    except RefusedError as error:
        if error.code == BAD_CREDENTIALS:
            return f"{where} does not know this robot; check WECOM_BOT_ID and WECOM_SECRET"
        return f"{where} refuses the robot ({error.code}); check it in WeCom's management console"
    except (ClientError, OSError, TimeoutError, WecomError):
        return f"{where} does not answer; check the network and WECOM_URL"
    return ""
