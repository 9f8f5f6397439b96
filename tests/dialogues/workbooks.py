"""Excel files that the desk has sent."""

from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from tests.dialogues.phones import Phone


async def workbook_of(phone: Phone) -> Any:
    """The latest."""
    return load_workbook(BytesIO(await phone.file()))
