"""What must stand in the books, in the plainest form: who comes first is served first.

People say here what they do in the moment in which they do it. No database, no transaction, and
nothing ever goes wrong.
"""

from dataclasses import dataclass, field


@dataclass
class Queue:
    """A thing of which there are only so many: portions of a lunch, places of a task."""

    room: int
    has: set[int] = field(default_factory=set)
    waits: list[int] = field(default_factory=list)
    """Who is next, in order."""

    def come(self, person: int) -> None:
        if len(self.has) < self.room:
            self.has.add(person)
        else:
            self.waits.append(person)

    def leave(self, person: int) -> None:
        """Whoever waits longest moves up."""
        if person in self.waits:
            self.waits.remove(person)
            return
        self.has.remove(person)
        if self.waits:
            self.has.add(self.waits.pop(0))


@dataclass
class Request:
    followers: set[int] = field(default_factory=set)
    taker: int | None = None


@dataclass
class PlainBooks:
    lunch: Queue
    task: Queue
    requests: dict[str, Request] = field(default_factory=dict)
    """By what the author wrote: everybody writes something of their own."""

    def files(self, text: str) -> None:
        self.requests[text] = Request()

    def follows(self, person: int, text: str) -> None:
        self.requests[text].followers.add(person)

    def takes(self, person: int, text: str) -> None:
        """The first who taps has it."""
        request = self.requests[text]
        if request.taker is None:
            request.taker = person
