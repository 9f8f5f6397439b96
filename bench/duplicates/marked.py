"""Pairs of real messages that somebody read and marked: the same matter, or only the same place.

`pairs.csv` holds ids and verdicts, no words. Most were marked before anything was measured, by
reading the titles of whatever named the same place, and the texts where these left it open; a few
were added where the first message that was shown had not been looked at. Messages whose text is
that of an earlier one, letter by letter, are left out: to find a copy is no art.
"""

import csv
import zlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PAIRS = Path(__file__).with_name("pairs.csv")


@dataclass(frozen=True, slots=True)
class Marked:
    """One side of the fixed split; each message with what it was compared to."""

    same: Mapping[str, set[str]]
    other: Mapping[str, set[str]]
    """Hard negatives: the same place, another matter."""

    @property
    def messages(self) -> list[str]:
        return sorted(self.same.keys() | self.other.keys())


def marked() -> tuple[Marked, Marked]:
    """What was tuned on, and what was kept out of it.

    Whatever hangs together by marks, of either kind, stays on one side; which one is decided by
    the checksum of the lowest id in it, so that more marks move little.
    """
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = [(row["one"], row["other"], row["same"] == "yes") for row in csv.DictReader(file)]
    group: dict[str, str] = {}
    for one, other, _same in rows:
        joined = {group.get(one, one), group.get(other, other)}
        lowest = min(joined, key=int)
        group |= {each: lowest for each, of in group.items() if of in joined}
        group |= {one: lowest, other: lowest}
    sides = Marked(defaultdict(set), defaultdict(set)), Marked(defaultdict(set), defaultdict(set))
    for one, other, same in rows:
        side = sides[zlib.crc32(group[one].encode()) % 2]
        verdicts = side.same if same else side.other
        verdicts[one].add(other)
        verdicts[other].add(one)
    return sides
