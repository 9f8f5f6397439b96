"""The rights walk: every button, command and link, pressed as every kind of person."""

from importlib import import_module

import pytest

import bot.router
from bot.dispatch import _commands, _handlers
from handlers.people import start
from handlers.stewards import joining as stewards
from handlers.volunteering import claiming, joining
from tests.dialogues.rights import table
from tests.dialogues.rights.people import EVERYBODY
from tests.dialogues.rights.things import Things
from tests.dialogues.rights.walk import Walk, leaks

DENIED = (
    "不是给您的",
    "以前的按钮",
    "转给别的群",
    "归别的群办",
    "归别的社区工作群办",
    "没有找到",
    "不是您的",
    "别人手里",
    "组织的人或者社区工作人员来做",
    "现在不是您在送",
    "没有认领这个任务",
    "还没有登记成志愿者",
    "别的社区的任务",
    "不用您接手",
    "没有排您去",
)
"""What somebody reads who has no right to a button."""
ENTRIES = {start.BUILDING_LINK, claiming.LINK, joining.LINK, stewards.LINK, "in_"}


def test_every_button_has_a_row_and_every_row_a_button() -> None:
    named = [name for names, _others in table.rows("Buttons") for name in names]
    assert sorted(named) == sorted(table.actions())


def test_buttons_without_a_class_are_known() -> None:
    """Data that is compared as a whole, and what answers everything else."""
    odd = {
        handler.callback.__name__
        for router in (*bot.router.PRIVATE.routers(), *bot.router.GROUPS.routers())
        for handler in _handlers(router, "callback_query")
        if {type(each.callback).__name__ for each in handler.filters or ()}.isdisjoint(
            {"CallbackQueryFilter", "Choice"}
        )
    }
    assert odd == {"from_a_notice", "lost_button", "no_longer", "old_button", "not_yours"}


@pytest.mark.parametrize("rule", [others[1].strip("`") for _names, others in table.rows("Buttons")])
def test_every_rule_is_where_the_page_says(rule: str) -> None:
    parts = rule.split(".")
    found: object = None
    for length in range(len(parts) - 1, 0, -1):
        try:
            found = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part)
        break
    assert callable(found)


def test_every_command_and_link_has_a_row() -> None:
    commands = {
        f"/{name}"
        for router in (*bot.router.PRIVATE.routers(), *bot.router.GROUPS.routers())
        for handler in _handlers(router, "message")
        for each in handler.filters or ()
        for _kind, name in _commands(each.callback)
    }
    links = {f"/start {entry}" for entry in ENTRIES}
    named = [name for names, _others in table.rows("Commands and links") for name in names]
    assert sorted(named) == sorted(commands | links)


async def test_nobody_else_learns_or_changes_anything_by_a_button(walk: Walk) -> None:
    found = []
    for names, others in table.rows("Buttons"):
        may = table.who_may(others[0])
        for name in names:
            data = table.data_of(name, walk.things)
            others_said = {
                kind: await walk.press(kind, data) for kind in EVERYBODY if kind not in may
            }
            found += leaks(data, others_said)
            found += [f"{data} changed {name}" for name in walk.changed()]
            walk.put_back()
    assert found == []


async def test_whoever_may_gets_through(walk: Walk) -> None:
    """So the walk above presses what is there, and the rules do not shut everybody out."""
    found = []
    for names, others in table.rows("Buttons"):
        for kind in sorted(table.who_may(others[0])):
            for name in names:
                data = table.data_of(name, walk.things)
                said = await walk.press(kind, data)
                if not said or any(words in said for words in DENIED):
                    found.append(f"{kind} pressed {data}: {said!r}")
                walk.put_back()
    assert found == []


async def test_nobody_else_learns_anything_by_a_command_or_a_link(walk: Walk) -> None:
    found = []
    for names, others in table.rows("Commands and links"):
        may = table.who_may(others[0])
        for name in names:
            text = _completed(name, walk.things)
            said = {kind: await walk.say(kind, text) for kind in EVERYBODY}
            found += leaks(name, {kind: said[kind] for kind in EVERYBODY if kind not in may})
            walk.put_back()
    assert found == []


def _completed(name: str, made: Things) -> str:
    return {
        "/start task_": f"/start task_{made['task']}",
        "/start in_": f"/start in_{made['task']}_000000",
        "/start v_": "/start v_350102004001",
        "/start b_": "/start b_junmen-xincun-3",
        "/start s_": "/start s_nobodys",
    }.get(name, name)
