"""Which files are read as sheets: Excel workbooks and CSV, of a size that a menu can have."""

LARGEST = 1_000_000
"""Bytes; a week's menu has some 10,000."""
_SHEETS = (".xlsx", ".csv")
_OLD_SHEETS = (".xls", ".et", ".ods", ".numbers")
"""What older Excel, WPS and others write, and we do not read."""


def is_sheet(file_name: str | None) -> bool:
    return (file_name or "").lower().endswith(_SHEETS)


def is_old_sheet(file_name: str | None) -> bool:
    return (file_name or "").lower().endswith(_OLD_SHEETS)
