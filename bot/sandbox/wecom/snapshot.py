"""The gateway between runs: one JSON file, and a folder beside it with the bytes of what was sent.

What comes back is as it was: robots, members, groups, messages, and where robots may push. Not
kept are webhooks, uploads, links to files, paces, and who was greeted today.
"""

import itertools
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.sandbox.kept import Later, write_whole
from bot.sandbox.wecom.chats import Chat, File, Post
from bot.sandbox.wecom.core import Core
from bot.sandbox.wecom.robots import Robot

State = dict[str, Any]
_PLAIN = (
    *("number", "sender", "from_robot", "kind", "text", "mention"),
    *("card", "looks", "feedback_id"),
)


class Snapshot:
    """Keeps one gateway at one path."""

    def __init__(self, gateway: Core, path: Path) -> None:
        self._gateway = gateway
        self._path = path
        self._folder = path.with_suffix(".files")
        self._later = Later(self._save)

    def soon(self) -> None:
        self._later.soon()

    def save(self) -> None:
        """Write down now what is not written yet."""
        self._later.now()

    def load(self) -> None:
        """Does nothing if nothing was saved yet. Raises ValueError for what cannot be read."""
        if not self._path.exists():
            return
        try:
            self._restore(json.loads(self._path.read_bytes()))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ValueError(
                f"{self._path} does not hold a sandbox's WeCom ({error!r}); "
                "move it away to begin with an empty one."
            ) from error

    def _save(self) -> None:
        gateway = self._gateway
        self._folder.mkdir(parents=True, exist_ok=True)
        for _, post in gateway.posts.values():
            for index, file in enumerate(post.files):
                if not (target := self._file(post.number, index)).exists():
                    write_whole(target, file.data)
        state = {
            "next": gateway.next_number(),
            "people": gateway.people,
            "robots": [
                [each.bot_id, each.secret, each.name, _numbers_of(each)]
                for each in gateway.robots.values()
            ],
            "groups": [_chat_state(each) for each in gateway.groups.values()],
            "singles": [
                [bot_id, userid, _chat_state(each)]
                for (bot_id, userid), each in gateway.singles.items()
            ],
        }
        write_whole(self._path, json.dumps(state, ensure_ascii=False).encode())

    def _restore(self, state: Mapping[str, Any]) -> None:
        gateway = self._gateway
        gateway.numbers = itertools.count(state["next"])
        gateway.people.update(state["people"])
        gateway.groups.update({raw["id"]: self._chat(raw) for raw in state["groups"]})
        gateway.singles.update(
            {(bot_id, userid): self._chat(raw) for bot_id, userid, raw in state["singles"]}
        )
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
            File(kind, name, self._file(raw["number"], index).read_bytes())
            for index, (kind, name) in enumerate(raw["files"])
        )
        quoted = self._gateway.posts[raw["quoted"]][1] if raw["quoted"] else None
        return Post(
            **{name: raw[name] for name in _PLAIN},
            at=datetime.fromisoformat(raw["at"]),
            files=files,
            quoted=quoted,
        )

    def _file(self, number: int, index: int) -> Path:
        return self._folder / f"{number}-{index}"


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
