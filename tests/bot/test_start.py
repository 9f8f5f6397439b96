"""The program starts without what few of its runs use."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

NOT_NEEDED = {
    "PIL": "pictures are drawn when somebody asks for one",
    "av": "voice is converted when it goes to another messenger",
    "alembic": "tables are migrated where they are not the newest",
    "bot.sandbox": "a program on Telegram has no sandbox",
    "holidays": "no day was asked about",
    "opencc": "nothing was written yet",
    "opening_hours": "no place was asked about",
    "openpyxl": "tests read workbooks with it",
    "pyxform": "tests judge with it the surveys that are written as files",
    "rich": "help and errors are printed with it",
    "segno": "codes are drawn when somebody asks for one",
    "telegram": "the sandbox is made of it",
    "xlsxwriter": "workbooks are written when somebody asks for one",
}

_IMPORTED = """
import sys
from bot import quick_start
with quick_start.imports():
    import bot.cli
print(*sys.modules)
"""
_LAZY = """
from bot.lazy_models import import_aiogram
import_aiogram()
from aiogram import methods, types
from aiogram.methods import SendMessage, TelegramMethod
print(types.Message.__pydantic_complete__, SendMessage.__pydantic_complete__)
for module in (methods, types):
    for name in reversed(module.__all__):
        model = getattr(module, name)
        if hasattr(model, "model_rebuild") and model is not TelegramMethod:
            model.model_rebuild()
            if not model.__pydantic_complete__:
                print(name)
"""


async def test_what_few_runs_use_is_imported_when_it_is_used() -> None:
    imported = set((await _printed(_IMPORTED)).split())
    assert {name: NOT_NEEDED[name] for name in imported & NOT_NEEDED.keys()} == {}


async def test_models_are_built_when_they_are_used_and_all_can_be() -> None:
    """In an order that nobody planned: methods first, from the last to the first."""
    built, *unbuildable = (await _printed(_LAZY)).splitlines()
    assert built == "False False", (
        "aiogram builds its models while it is imported, which bot/lazy_models.py should prevent:"
        " the bot still works, but starts 2 seconds later and takes 90 MB more."
    )
    assert unbuildable == []


async def _printed(program: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, cwd=Path(__file__).parents[2], stdout=PIPE, stderr=PIPE
    )
    printed, said = await process.communicate()
    assert process.returncode == 0, said.decode()
    return printed.decode()
