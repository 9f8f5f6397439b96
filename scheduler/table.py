"""The tables of docs/scheduled-messages.md; `python -m scheduler.table` writes them again."""

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import services
from services.news import News
from services.subjects import JOBS
from storage.outbox import Night

PATH = Path(__file__).parents[1] / "docs" / "scheduled-messages.md"
AT_NIGHT = {
    Night.WAITS: "waits",
    Night.RINGS: "rings",
}


def jobs() -> str:
    """A row for every job."""
    return _table(
        ("job", "when", "to whom", "at night", "after an outage", "waits for answers"),
        (
            (
                job.name,
                job.when,
                job.to,
                job.at_night.value,
                job.late,
                "until they are read" if job.judges_silence else "two minutes",
            )
            for job in JOBS
        ),
    )


def news() -> str:
    """A row for every kind of news."""
    return _table(
        ("news", "what", "at night"),
        (
            (f"`{_subject(kind)}.{kind.__name__}`", _first_words(kind), AT_NIGHT[kind.night])
            for kind in sorted(every_news(), key=lambda kind: (_subject(kind), kind.__name__))
        ),
    )


def every_news() -> set[type[News]]:
    """The classes of news that are told: those without subclasses of their own."""
    for module in walk_packages(services.__path__, "services."):
        import_module(module.name)
    known = set(_below(News))
    return {kind for kind in known if not any(kind in each.__bases__ for each in known)}


def written(text: str) -> str:
    """`text`, the document, with its tables as they are now."""
    for name, table in (("jobs", jobs()), ("news", news())):
        before, _begin, rest = text.partition(f"<!-- {name} -->\n")
        _old, _end, after = rest.partition("<!-- end -->")
        text = f"{before}<!-- {name} -->\n{table}<!-- end -->{after}"
    return text


def _below(kind: type[News]) -> Iterator[type[News]]:
    for subclass in kind.__subclasses__():
        # A dataclass with slots is made twice, and the first of the two is nobody's.
        module = import_module(subclass.__module__)
        ours = subclass.__module__.startswith(f"{services.__name__}.")
        if ours and getattr(module, subclass.__name__) is subclass:
            yield subclass
            yield from _below(subclass)


def _subject(kind: type[News]) -> str:
    return kind.__module__.split(".")[1]


def _first_words(kind: type[News]) -> str:
    return " ".join((kind.__doc__ or "").partition("\n\n")[0].split())


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


if __name__ == "__main__":
    PATH.write_text(written(PATH.read_text("utf-8")), "utf-8")
