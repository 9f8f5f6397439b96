"""The command menu, by scope and language."""

import re
from typing import TYPE_CHECKING, Any

from telegram import BotCommand
from telegram.constants import BotCommandLimit

from bot.sandbox.command_menu import MenuKey, Scope
from bot.sandbox.errors import bad_request
from bot.sandbox.events import Event
from bot.sandbox.params import Params

if TYPE_CHECKING:
    from bot.sandbox.world import World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_COMMANDS = 100


def set_my_commands(world: "World", p: Params) -> bool:
    commands = [
        BotCommand(str(item.get("command", "")).removeprefix("/"), str(item.get("description", "")))
        for item in p.structures("commands")
    ]
    if len(commands) > _COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check(command)
    world.commands[_key(p)] = tuple(commands)
    world.tell(Event(type="commands"))
    return True


def get_my_commands(world: "World", p: Params) -> Any:
    return [command.to_dict() for command in world.commands.get(_key(p), ())]


def delete_my_commands(world: "World", p: Params) -> bool:
    world.commands.pop(_key(p), None)
    world.tell(Event(type="commands"))
    return True


def _check(command: BotCommand) -> None:
    if not _COMMAND.fullmatch(command.command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(command.description) <= BotCommandLimit.MAX_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def _key(p: Params) -> MenuKey:
    scope = Params(p.structure("scope"), {})
    kind = scope.text("type") or Scope.DEFAULT
    if kind not in {str(known) for known in Scope}:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    chat_id, user_id = scope.integer("chat_id"), scope.integer("user_id")
    return MenuKey(Scope(kind), chat_id, user_id, p.text("language_code"))
