"""How often the right category is among the suggestions.

    python -m bench.suggest [residents-messages.csv]

The demo's phrases are held out a fifth at a time; keywords stay in, as they would in use. Real
messages have no category of ours: where a message's title names exactly one (by its keywords),
the body alone is asked for it, and counted. They are city-wide and long, so this is a hint only.
Prints figures, never words.
"""

import argparse
import csv
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from opencc import OpenCC

from services.tickets.suggest import KEYWORD_LENGTH, Suggester
from storage.importing.demo import DEMO
from storage.reading import read

FOLDS = 5
Example = tuple[int, str]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the suggestion of categories.")
    parser.add_argument("messages", type=Path, nargs="?", help="real messages, with title and text")
    arguments = parser.parse_args()
    keywords, phrases = demo_examples()
    report("phrases held out", *held_out(keywords, phrases))
    if arguments.messages:
        suggester = Suggester([*keywords, *phrases])
        report("real messages", *real_messages(suggester, keywords, arguments.messages))


def demo_examples() -> tuple[list[Example], list[Example]]:
    """Keywords and longer phrases, in the source's simplified characters and the others."""
    names = [row[0] for row in _rows("categories.csv")]
    rows = _rows("phrases.csv")
    examples = [(names.index(key), words) for key, words in rows]
    short = [example for example in examples if len(example[1]) <= KEYWORD_LENGTH]
    return short, [example for example in examples if example not in short]


def _rows(name: str) -> Sequence[Sequence[str]]:
    [sheet] = read((DEMO / name).read_bytes())
    return sheet.rows[1:]


def held_out(
    keywords: Sequence[Example], phrases: Sequence[Example]
) -> tuple[list[Sequence[int]], list[int], float]:
    """What was suggested for each phrase by a suggester that never saw it, what was right."""
    simplified = OpenCC("t2s").convert
    # A phrase and its twin in traditional characters are hidden together.
    twins = {item: (item[0], simplified(item[1])) for item in phrases}
    distinct = list(dict.fromkeys(twins.values()))
    suggested: list[Sequence[int]] = []
    right: list[int] = []
    took = 0.0
    for fold in range(FOLDS):
        chosen = set(distinct[fold::FOLDS])
        asked = [item for item in phrases if twins[item] in chosen]
        hidden = set(asked)
        suggester = Suggester([*keywords, *(item for item in phrases if item not in hidden)])
        began = time.perf_counter()
        suggested += [suggester.best(words) for _, words in asked]
        took += time.perf_counter() - began
        right += [category for category, _ in asked]
    return suggested, right, took


def real_messages(
    suggester: Suggester, keywords: Sequence[Example], path: Path
) -> tuple[list[Sequence[int]], list[int], float]:
    csv.field_size_limit(sys.maxsize)
    asked: list[Example] = []
    with path.open(encoding="utf-8-sig", newline="") as source:
        for row in csv.DictReader(source):
            named = {category for category, keyword in keywords if keyword in row["title"]}
            if len(named) == 1:
                asked.append((named.pop(), row["text"]))
    began = time.perf_counter()
    suggested: list[Sequence[int]] = [suggester.best(words) for _, words in asked]
    return suggested, [category for category, _ in asked], time.perf_counter() - began


def report(
    what: str, suggested: Sequence[Sequence[int]], right: Iterable[int], took: float
) -> None:
    pairs = list(zip(suggested, right, strict=True))
    first = sum(category in best[:1] for best, category in pairs) / len(pairs)
    three = sum(category in best[:3] for best, category in pairs) / len(pairs)
    each = took / len(pairs) * 1000
    print(f"{what}: {len(pairs)}, first {first:.2f}, among three {three:.2f}, {each:.2f} ms each")


if __name__ == "__main__":
    main()
