"""Excel files that the desk has sent."""

from io import BytesIO

from openpyxl import Workbook, load_workbook

from tests.dialogues.phones import Phone


async def workbook_of(phone: Phone) -> Workbook:
    """The latest."""
    return load_workbook(BytesIO(await phone.file()))
