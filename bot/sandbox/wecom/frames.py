"""How what a member sent, or quotes, looks in a frame for a robot."""

from typing import Any
from urllib.parse import urljoin

from bot.sandbox.wecom.chats import File, Post
from bot.sandbox.wecom.core import Core
from bot.sandbox.wecom.robots import Robot

Body = dict[str, Any]

NOWHERE = "http://wecom.sandbox/media/"
"""Links of frames that nobody was there to receive."""


def body_of(core: Core, robot: Robot, post: Post, userid: str, *, mention: str = "") -> Body:
    """msgtype with its content, and what is quoted: its content, but nothing that identifies it.

    mention: what a group's text begins with.
    """
    body = _content(core, robot, post, userid, mention)
    if post.quoted:
        body["quote"] = _content(core, robot, post.quoted, userid, "")
    return body


def _content(core: Core, robot: Robot, post: Post, userid: str, mention: str) -> Body:
    match post.kind:
        case "mixed":
            text = [{"msgtype": "text", "text": {"content": mention + post.text}}]
            return {
                "msgtype": "mixed",
                "mixed": {
                    "msg_item": (text if mention or post.text else [])
                    + [
                        {"msgtype": file.kind, file.kind: _link(core, robot, file)}
                        for file in post.files
                    ]
                },
            }
        case "image" | "file" | "video":
            (file,) = post.files
            return {"msgtype": post.kind, post.kind: _link(core, robot, file)}
        case "voice":
            return {"msgtype": "voice", "voice": {"content": post.text}}
        case _:
            return {
                "msgtype": "text",
                "text": {"content": mention + post.words_for(userid)},
            }


def _link(core: Core, robot: Robot, file: File) -> Body:
    link = core.media.link(file, core.clock())
    base = robot.connection.media_url if robot.connection else NOWHERE
    return {"url": urljoin(base, link.id), "aeskey": link.aeskey}
