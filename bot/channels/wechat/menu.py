"""The account's menu, at the bottom of the conversation: what the main menu has, without typing.

Three buttons with up to five lines each; a line's name has up to 40 bytes, of which eight
characters are seen.
"""

from typing import Any

from handlers.common import menu

LINES: dict[str, tuple[tuple[str, str], ...]] = {
    "反映": (
        (menu.COMPLAINT, "complaint"),
        (menu.MY_REQUESTS, "my"),
        ("提需求", "need"),
        (menu.WHO, "who"),
        (menu.PHONE, "phone"),
    ),
    "服务": (
        (menu.MEALS, "meals"),
        (menu.NEARBY, "nearby"),
        (menu.HELPS, "helps"),
        (menu.VOLUNTEER, "volunteer"),
        ("志愿任务", "tasks"),
    ),
    "更多": (
        (menu.MORE, menu.MORE),
        ("社区通知", "notices"),
        (menu.SETTINGS, "settings"),
        (menu.HELP, "help"),
        ("退出现在这一步", "cancel"),
    ),
}
"""By button: what a line reads, and the command or the words that a tap on it gives."""


def buttons() -> list[dict[str, Any]]:
    """As the API takes them."""
    return [
        {"name": name, "sub_button": [_line(*each) for each in lines]}
        for name, lines in LINES.items()
    ]


def _line(label: str, command: str) -> dict[str, str]:
    """Without the picture before the words, which not every phone shows there."""
    words = label.partition(" ")[2] or label
    return {"type": "click", "name": words, "key": command}
