"""The gateway between runs: one JSON file, and a folder beside it with the bytes of what was sent.

What comes back is as it was: robots, webhooks, members, groups, messages, and where robots may
push. Not kept are uploads, links to files, paces, and who was greeted today.
"""

import itertools
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.sandbox.kept import Kept, State
from bot.sandbox.wecom.chats import Chat, File, Post
from bot.sandbox.wecom.core import Core
from bot.sandbox.wecom.robots import Robot, Webhook

_PLAIN = (
    *("number", "sender", "from_robot", "kind", "text", "mention"),
    *("card", "looks", "feedback_id"),
)


class Snapshot(Kept):
    """Keeps one gateway at one path."""

    what = "WeCom"

    def __init__(self, gateway: Core, path: Path) -> None:
        super().__init__(path)
        self._gateway = gateway

    def files(self) -> Iterator[tuple[str, bytes]]:
        for _chat, post in self._gateway.posts.values():
            for index, file in enumerate(post.files):
                yield _file_name(post.number, index), file.data

    def state(self) -> State:
        gateway = self._gateway
        return {
            "next": gateway.next_number(),
            "people": gateway.people,
            "robots": [
                [each.bot_id, each.secret, each.name, _numbers_of(each)]
                for each in gateway.robots.values()
            ],
            "groups": [_chat_state(each) for each in gateway.groups.values()],
            "webhooks": [[key, each.group.id, each.name] for key, each in gateway.webhooks.items()],
            "singles": [
                [bot_id, userid, _chat_state(each)]
                for (bot_id, userid), each in gateway.singles.items()
            ],
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        gateway = self._gateway
        gateway.numbers = itertools.count(state["next"])
        gateway.people.update(state["people"])
        gateway.groups.update({raw["id"]: self._chat(raw) for raw in state["groups"]})
        gateway.singles.update(
            {(bot_id, userid): self._chat(raw) for bot_id, userid, raw in state["singles"]}
        )
        for key, group, name in state.get("webhooks", ()):
            gateway.webhooks[key] = Webhook(gateway.groups[group], name)
        for bot_id, secret, name, cards in state["robots"]:
            tasks = {task_id: gateway.posts[number][1] for task_id, number in cards.items()}
            gateway.robots[bot_id] = Robot(bot_id, secret, name, task_ids=tasks)

    def _chat(self, raw: Mapping[str, Any]) -> Chat:
        opened = set(raw["opened"])
        chat = Chat(
            raw["id"], raw["group"], raw["name"], raw["members"], raw["robots"], opened=opened
        )
        for each in raw["posts"]:
            post = self._post(each)
            chat.posts.append(post)
            self._gateway.posts[post.number] = (chat, post)
        return chat

    def _post(self, raw: Mapping[str, Any]) -> Post:
        files = tuple(
            File(kind, name, self.bytes_of(_file_name(raw["number"], index)))
            for index, (kind, name) in enumerate(raw["files"])
        )
        quoted = self._gateway.posts[raw["quoted"]][1] if raw["quoted"] else None
        return Post(
            **{name: raw[name] for name in _PLAIN},
            at=datetime.fromisoformat(raw["at"]),
            files=files,
            quoted=quoted,
        )


def _file_name(number: int, index: int) -> str:
    return f"{number}-{index}"


def _numbers_of(robot: Robot) -> dict[str, int]:
    return {task_id: post.number for task_id, post in robot.task_ids.items()}


def _chat_state(chat: Chat) -> State:
    return {
        "id": chat.id,
        "group": chat.group,
        "name": chat.name,
        "members": chat.members,
        "robots": chat.robots,
        "opened": sorted(chat.opened),
        "posts": [_post_state(post) for post in chat.posts],
    }


def _post_state(post: Post) -> State:
    return {name: getattr(post, name) for name in _PLAIN} | {
        "at": post.at.isoformat(),
        "files": [[file.kind, file.name] for file in post.files],
        "quoted": post.quoted.number if post.quoted else None,
    }
