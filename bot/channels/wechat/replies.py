"""A passive reply's XML."""

from datetime import datetime

from bot.channels.wechat.incoming import Callback


def in_xml(to: Callback, words: str, now: datetime) -> str:
    """Words for the person who sent the callback `to`, from the account that it was sent to."""
    return (
        f"<xml><ToUserName>{_quoted(to.openid)}</ToUserName>"
        f"<FromUserName>{_quoted(to.text('ToUserName'))}</FromUserName>"
        f"<CreateTime>{int(now.timestamp())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{_quoted(words)}</Content></xml>"
    )


def _quoted(text: str) -> str:
    """The end of a CDATA section cannot stand inside one."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
