"""Needs, offers and projects as the rules expect them, without a database."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from services.errors import AlreadyJoined, NotFound
from services.needs.errors import NeedPast, NothingLeft, NotTogether, ProjectPast
from storage.tables import NeedState, ProjectState

WAITING = (NeedState.NEW, NeedState.LISTED)
LIVING = (*WAITING, NeedState.ACCEPTED)
GOES_ON = (ProjectState.PLANNED, ProjectState.IN_PROGRESS)


@dataclass
class Expected:
    """One need; those that it speaks for name it as their `head`."""

    id: int
    wants: set[int]
    state: NeedState = NeedState.NEW
    head: "Expected | None" = None
    was_listed: bool = False


@dataclass
class ExpectedProject:
    id: int
    need: Expected
    resource: int | None
    month: date
    state: ProjectState = ProjectState.PLANNED


@dataclass
class Expectations:
    """Everything at once; what a rule refuses is raised."""

    capacity: dict[int, int] = field(default_factory=dict)
    """By the resource's id, a month."""
    needs: list[Expected] = field(default_factory=list)
    projects: list[ExpectedProject] = field(default_factory=list)
    promised: Counter[tuple[int, date]] = field(default_factory=Counter)

    def group(self, head: Expected) -> list[Expected]:
        return [each for each in self.needs if each is head or each.head is head]

    def people(self, head: Expected) -> set[int]:
        return set().union(*(each.wants for each in self.group(head)))

    def second(self, need: Expected, person: int) -> None:
        head = need.head or need
        if head.state not in (NeedState.LISTED, NeedState.ACCEPTED):
            raise NeedPast(head.state)
        if person in self.people(head):
            raise AlreadyJoined
        head.wants.add(person)

    def take_back(self, need: Expected, person: int) -> None:
        head = need.head or need
        if head.state not in LIVING:
            raise NeedPast(head.state)
        if person not in self.people(head):
            raise NotFound
        for each in self.group(head):
            each.wants.discard(person)
        if not self.people(head) and head.state in WAITING:
            head.state = NeedState.WITHDRAWN

    def put_on_list(self, need: Expected) -> None:
        if need.state is not NeedState.NEW:
            raise NeedPast(need.state)
        need.state, need.was_listed = NeedState.LISTED, True

    def decline(self, need: Expected) -> None:
        if need.state not in WAITING:
            raise NeedPast(need.state)
        need.state = NeedState.DECLINED

    def put_together(self, need: Expected, other: Expected) -> None:
        if need is other:
            raise NotTogether
        if need.state not in WAITING:
            raise NeedPast(need.state)
        if other.state not in LIVING:
            raise NeedPast(other.state)
        if need.state is NeedState.LISTED and other.state is NeedState.NEW:
            other.state, other.was_listed = NeedState.LISTED, True
        for each in self.group(need):
            each.head = other
        need.state = NeedState.MERGED

    def take_out(self, need: Expected) -> None:
        if need.state is not NeedState.MERGED:
            raise NeedPast(need.state)
        assert need.head is not None
        if need.head.state not in LIVING:
            raise NeedPast(need.head.state)
        need.head = None
        need.state = NeedState.LISTED if need.was_listed else NeedState.NEW
        if not need.wants:
            need.state = NeedState.WITHDRAWN

    def accept(self, need: Expected, resource: int | None, month: date) -> None:
        """The project's id is given afterwards."""
        if resource is not None:
            self._check_room(resource, month)
        if need.state not in WAITING:
            raise NeedPast(need.state)
        if resource is not None:
            self.promised[resource, month] += 1
        need.state, need.was_listed = NeedState.ACCEPTED, True

    def _check_room(self, resource: int, month: date) -> None:
        if self.promised[resource, month] >= self.capacity[resource]:
            raise NothingLeft(month)

    def start(self, project: ExpectedProject) -> None:
        if project.state is not ProjectState.PLANNED:
            raise ProjectPast(project.state)
        project.state = ProjectState.IN_PROGRESS

    def finish(self, project: ExpectedProject) -> None:
        self._check_goes_on(project)
        project.state, project.need.state = ProjectState.DONE, NeedState.DONE

    def drop(self, project: ExpectedProject) -> None:
        self._check_goes_on(project)
        if project.resource is not None:
            self.promised[project.resource, project.month] -= 1
        project.state, project.need.state = ProjectState.DROPPED, NeedState.LISTED

    def postpone(self, project: ExpectedProject, month: date) -> None:
        self._check_goes_on(project)
        if project.resource is not None and month != project.month:
            self._check_room(project.resource, month)
            self.promised[project.resource, month] += 1
            self.promised[project.resource, project.month] -= 1
        project.month = month

    def _check_goes_on(self, project: ExpectedProject) -> None:
        if project.state not in GOES_ON:
            raise ProjectPast(project.state)
