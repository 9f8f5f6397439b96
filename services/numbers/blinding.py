"""Which rates a report shows: none that tell what fewer than LEAST people said.

Staff know which requests a line is about, so they can subtract one line from another. Shown is
therefore only what leaves nothing small behind: not of a line less another, nor of the whole less
a line, nor of either less the lines of one view that lie within it.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from services.numbers.counting import Sums
from services.numbers.rates import LEAST, Rule, those_valid

Shown = set[tuple[Any, Any]]
"""Lines whose rates may be shown, each by its view and its key there."""
Answers = int
"""A set of answers, a bit for each: sets of thousands are compared at once."""


def shown(rule: Rule, whole: Sums, views: Mapping[Any, Mapping[Any, Sums]]) -> Shown:
    """The lines of `views` whose rates may stand beside those of `whole`, which they make up."""
    answers = those_valid(whole.askings, rule)
    bits = {(each.ticket_id, each.round): bit for bit, each in enumerate(answers)}

    def set_of(sums: Sums) -> Answers:
        found = bytearray(len(bits) // 8 + 1)
        for each in those_valid(sums.askings, rule):
            byte, bit = divmod(bits[each.ticket_id, each.round], 8)
            found[byte] |= 1 << bit
        return int.from_bytes(found, "little")

    return may_show(
        set_of(whole),
        {view: {key: set_of(sums) for key, sums in lines.items()} for view, lines in views.items()},
    )


def may_show(whole: Answers, views: Mapping[Any, Mapping[Any, Answers]]) -> Shown:
    """As `shown`. The lines of a view have no answer in common.

    Those of the first view come first, and of a view those with the most answers: where some have
    to be hidden, they tell the least.
    """
    if not _is_enough(whole):
        return set()
    known = _Known(whole)
    return {
        (view, key)
        for view, lines in views.items()
        for key, answers in sorted(lines.items(), key=lambda line: -line[1].bit_count())
        if _is_enough(answers) and known.take(view, answers)
    }


def _is_enough(answers: Answers) -> bool:
    return answers.bit_count() >= LEAST


def _is_few(count: int) -> bool:
    return 0 < count < LEAST


class _Around(NamedTuple):
    """How the lines of a view lie to some answers; they have none in common, so they add up."""

    inner: int = 0
    """Answers of those that lie within."""
    met: int = 0
    """Of the answers those that stand in a line."""
    outer: int = 0
    """Answers of the lines that have some of them."""

    def joined(self, line: Answers, answers: Answers) -> "_Around":
        common, size = (line & answers).bit_count(), line.bit_count()
        return _Around(
            self.inner + size if common == size else self.inner,
            self.met + common,
            self.outer + size if common else self.outer,
        )

    def tells_few(self, answers: Answers) -> bool:
        """Whether few are left of `answers` less the lines within, or of those around less them."""
        size = answers.bit_count()
        return _is_few(size - self.inner) or (self.met == size and _is_few(self.outer - size))


@dataclass(slots=True)
class _Known:
    """What can be told from the whole and the lines that are shown so far."""

    whole: Answers
    lines: dict[Hashable, list[Answers]] = field(default_factory=dict)
    around: dict[Answers, dict[Hashable, _Around]] = field(default_factory=dict)
    """By each line, and by the whole less it: where the lines of each view lie."""

    def __post_init__(self) -> None:
        self.around[self.whole] = {}

    def take(self, view: Hashable, line: Answers) -> bool:
        """Show `line` too, unless few can be told then; whether it is shown."""
        there = {
            answers: found.get(view, _Around()).joined(line, answers)
            for answers, found in self.around.items()
        }
        self.lines.setdefault(view, []).append(line)
        new = {answers: dict(self._around(answers)) for answers in (line, self.whole & ~line)}
        if any(found.tells_few(answers) for answers, found in there.items()) or any(
            found.tells_few(answers) for answers, views in new.items() for found in views.values()
        ):
            self.lines[view].pop()
            return False
        for answers, found in there.items():
            self.around[answers][view] = found
        self.around |= new
        return True

    def _around(self, answers: Answers) -> Iterator[tuple[Hashable, _Around]]:
        for view, lines in self.lines.items():
            found = _Around()
            for line in lines:
                found = found.joined(line, answers)
            yield view, found
