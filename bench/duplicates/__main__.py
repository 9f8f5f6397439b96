"""How well likely duplicates of a request are found by its words.

    python -m bench.duplicates [residents-messages.csv]

Real messages to a city's government platform stand beside the project; only figures are printed.
Each marked message asks all others. Four ways to answer it:

- words, everywhere: `services.tickets.alike` as if the whole city were close by, which is harder
  than at the desk, where some hundred are;
- words, same place: the same among those that name the same place, as at the desk, which knows
  places while here they have to be guessed from the text;
- the same, those of the same category first, which is guessed too (the demo's, as at the desk);
- place and category: what is offered before filing, without words: the newest first.

Recall at k is the share of a message's duplicates among the first k (of k, if it has more).
Precision at 1 is how often the first one shown is a duplicate, of messages that have one; one that
nobody marked counts as wrong. "Wrong place mate first" is how often, for all messages, a hard
negative stands at the top and is like enough to be shown.
"""

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import chain, product
from pathlib import Path
from statistics import fmean

from bench.duplicates.marked import Marked, marked
from bench.suggest import demo_examples
from services.tickets.alike import AT_MOST, LIKE_ENOUGH, READ, likenesses
from services.tickets.suggest import Suggester

MESSAGES = Path(__file__).parents[3] / "shared" / "data" / "residents-messages.csv"
AT = (1, 3, 5)
PLACE_ENDS = frozenset("城园苑府湾路街村镇院校景庭郡桥站湖山岛馆期座号线司代际市行")
NAME = 4
"""Characters of a place's name, the last of which is one of PLACE_ENDS."""
NAMED_IN = 400
"""Characters of a message in which its places are looked for."""
MOST_AT_A_PLACE = 30
"""What more messages name is no place where something is near."""

Answer = Callable[[str], Sequence[str]]
"""Ids of messages for that of one, the likeliest first."""


class City:
    """All messages, each text once."""

    def __init__(self, path: Path) -> None:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        newest_first = sorted(rows, key=lambda row: _time(row["sent_at"]), reverse=True)
        first = {"".join(row["text"].split()): row for row in reversed(rows)}
        kept = {row["id"] for row in first.values()}
        self.texts = {
            row["id"]: f"{row['title'].strip()}\n{row['text'].strip()}"
            for row in newest_first
            if row["id"] in kept
        }
        suggester = Suggester([*chain(*demo_examples())])
        self.category = {
            each: next(iter(suggester.best(text, 1)), None) for each, text in self.texts.items()
        }
        self._places = {each: _places_in(text) for each, text in self.texts.items()}
        named = Counter(place for places in self._places.values() for place in places)
        self._at: dict[str, set[str]] = defaultdict(set)
        for each, places in self._places.items():
            for place in places:
                if named[place] <= MOST_AT_A_PLACE:
                    self._at[place].add(each)

    def near(self, asked: str) -> list[str]:
        """Those that name one of its places, the newest first."""
        found = set[str]().union(*(self._at[place] for place in self._places[asked]))
        return [each for each in self.texts if each in found and each != asked]

    def everywhere(self, asked: str) -> list[str]:
        return [each for each in self.texts if each != asked]

    def by_words(self, asked: str, others: Sequence[str], by_category: bool = False) -> list[str]:
        likeness = likenesses(self.texts[asked], [self.texts[each][:READ] for each in others])
        found = [
            (by_category and self.category[each] != self.category[asked], -how_much, each)
            for each, how_much in zip(others, likeness, strict=True)
            if how_much >= LIKE_ENOUGH
        ]
        return [each for *_, each in sorted(found)[:AT_MOST]]

    def by_place_and_category(self, asked: str) -> list[str]:
        near = self.near(asked)
        return [each for each in near if self.category[each] == self.category[asked]][:AT_MOST]


def _time(written: str) -> datetime:
    """As the platform showed it; only the order counts."""
    return datetime.strptime(written.replace("-", "/"), "%Y/%m/%d %H:%M:%S")  # noqa: DTZ007


def _places_in(text: str) -> set[str]:
    text = text[:NAMED_IN]
    ends = (at for at in range(NAME, len(text) + 1) if text[at - 1] in PLACE_ENDS)
    return {text[at - NAME : at] for at in ends if text[at - NAME : at].isalnum()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the search for likely duplicates.")
    parser.add_argument("messages", type=Path, nargs="?", default=MESSAGES)
    city = City(parser.parse_args().messages)
    ways: Mapping[str, Answer] = {
        "words, everywhere": lambda asked: city.by_words(asked, city.everywhere(asked)),
        "words, same place": lambda asked: city.by_words(asked, city.near(asked)),
        "same place, category first": lambda asked: city.by_words(asked, city.near(asked), True),
        "place and category": city.by_place_and_category,
    }
    sides = zip(("tuned on", "kept out"), marked(), strict=True)
    for (side, marks), (way, answer) in product(sides, ways.items()):
        print(f"{side}: {way}: {report(marks, answer)}")


def report(marks: Marked, answer: Answer) -> str:
    shown = {each: answer(each) for each in marks.messages}
    recall = {
        k: fmean(
            len(same & {*shown[each][:k]}) / min(k, len(same)) for each, same in marks.same.items()
        )
        for k in AT
    }
    right = fmean(
        shown[each][:1] != [] and shown[each][0] in same for each, same in marks.same.items()
    )
    wrong = fmean(
        bool(shown[each]) and shown[each][0] in marks.other.get(each, ()) for each in shown
    )
    precise = fmean(shown[each][0] in same for each, same in marks.same.items() if shown[each])
    pairs = [sum(map(len, verdicts.values())) // 2 for verdicts in (marks.same, marks.other)]
    figures = " ".join(f"@{k} {share:.2f}" for k, share in recall.items())
    return (
        f"{pairs[0]} duplicates, {pairs[1]} hard negatives; recall {figures}; "
        f"precision@1 {precise:.2f} (of all that have one {right:.2f}); "
        f"wrong place mate first {wrong:.2f}"
    )


if __name__ == "__main__":
    main()
