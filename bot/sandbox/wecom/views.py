"""What members' phones show, as JSON. Times are Unix seconds."""

from typing import Any

from bot.sandbox.wecom.card_view import card_view
from bot.sandbox.wecom.chats import Chat, Shown
from bot.sandbox.wecom.gateway import Gateway
from bot.sandbox.wecom.member import Member

SINGLE = "robot"
"""Stands for the id of the single chat, which is another with each robot."""


def world_view(gateway: Gateway) -> dict[str, Any]:
    people = [{"userid": userid, "name": name} for userid, name in gateway.people.items()]
    return {"robot": gateway.robot().name, "people": people}


def phone_view(gateway: Gateway, member: Member) -> dict[str, Any]:
    """The member's chats: groups, then that with the robot."""
    robot, userid = gateway.robot(), member.userid
    groups = [group for group in gateway.groups.values() if userid in group.members]
    single = gateway.single(robot, userid)
    return {
        "userid": userid,
        "name": gateway.people[userid],
        "chats": [
            *(_chat(gateway, member, each, each.id) for each in groups),
            _chat(gateway, member, single, SINGLE),
        ],
    }


def _chat(gateway: Gateway, member: Member, chat: Chat, chat_id: str) -> dict[str, Any]:
    """members: how many people and robots there are in a group."""
    return {
        "id": chat_id,
        "group": chat.group,
        "name": chat.name,
        "members": len(chat.members) + len(chat.robots),
        "has_robot": gateway.robot().bot_id in chat.robots,
        "posts": [_post(gateway, member, shown) for shown in member.screen(chat)],
    }


def _post(gateway: Gateway, member: Member, shown: Shown) -> dict[str, Any]:
    names = gateway.people | {each.bot_id: each.name for each in gateway.robots.values()}
    return {
        "number": shown.number,
        "sender": names.get(shown.sender, shown.sender),
        "mine": shown.sender == member.userid,
        "from_robot": shown.from_robot,
        "at": int(shown.at.timestamp()),
        "kind": shown.kind,
        "text": shown.text,
        "mention": shown.mention,
        "card": card_view(shown.card) if shown.card else None,
        "files": [
            {"kind": file.kind, "name": file.name, "url": file_url(shown.number, index)}
            for index, file in enumerate(shown.files)
        ],
        "quoted": shown.quoted,
        "asks_feedback": shown.asks_feedback,
        "finished": shown.finished,
    }


def file_url(number: int, index: int) -> str:
    return f"/sandbox/wecom/files/{number}/{index}"
