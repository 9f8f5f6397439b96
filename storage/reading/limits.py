"""How much is read of a file, so that none can stop the desk.

A few kilobytes can unpack to gigabytes, and one styled cell can pretend to a million rows. The
limits are far above what a city's communities or a month's menus need; a file at all of them is
read in two seconds.
"""

LARGEST = 20_000_000
"""Bytes of a file."""
LARGEST_SENT = 1_000_000
"""Bytes of a file that is sent in a chat; a week's menu has some 10,000."""
MOST_UNPACKED = 30_000_000
"""Bytes of what is read of a workbook."""
MOST_ELEMENTS = 1_000_000
"""XML elements of a workbook: empty styled cells cost time too."""
MOST_CHARACTERS = 5_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 4_000
LONGEST_LINE = 100_000
"""Characters."""
LONGEST_TEXT = 32_767
"""Characters that Excel allows in a cell."""
MOST_MERGED = 5_000


class Unreadable(ValueError):  # noqa: N818 - a refusal, named as those of the importers
    """The file cannot be read; the text says in Chinese why and what to do."""


TOO_LARGE = "表格太大了。请把要用的内容复制到一张新表里（只粘贴值），再试一次"


class Budget:
    """What may still be unpacked and kept of one workbook. Spending too much raises Unreadable."""

    def __init__(self) -> None:
        self._bytes, self._elements, self._characters = (
            MOST_UNPACKED,
            MOST_ELEMENTS,
            MOST_CHARACTERS,
        )

    def unpack(self, size: int) -> None:
        self._bytes -= size
        if self._bytes < 0:
            raise Unreadable(TOO_LARGE)

    def count_element(self) -> None:
        self._elements -= 1
        if self._elements < 0:
            raise Unreadable(TOO_LARGE)

    def keep(self, text: str) -> None:
        self._characters -= len(text)
        if self._characters < 0:
            raise Unreadable(TOO_LARGE)
