"""What is told of needs, resources and projects, and their cards."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.news import CardSubject, News


@dataclass(frozen=True, slots=True)
class NeedListed(News):
    """It stands on the 需求清单: who said it hears so."""

    need_id: int


@dataclass(frozen=True, slots=True)
class NeedDeclined(News):
    """Those who want it hear why not."""

    need_id: int
    person_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class NeedGrouped(News):
    """It was grouped with what a neighbour said: who said it hears so."""

    need_id: int


@dataclass(frozen=True, slots=True)
class ProjectAccepted(News):
    """Those who want it hear what is planned by when."""

    project_id: int
    person_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class ProjectDone(News):
    """The same people hear what came of it."""

    project_id: int
    person_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class ProjectDropped(News):
    """The same people hear why; the need is on the list again."""

    project_id: int
    person_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class ResourceUsed(News):
    """Who offered what a project uses hears each step of it."""

    project_id: int


@dataclass(frozen=True, slots=True)
class ProjectLate(News):
    """Its day has passed: the office's group hears it, once."""

    project_id: int


@dataclass(frozen=True, slots=True)
class ResourceConfirmed(News):
    """Who offered it hears that it stands on the 资源清单."""

    resource_id: int


@dataclass(frozen=True, slots=True)
class ResourceDeclined(News):
    """Who offered it hears why not."""

    resource_id: int


@dataclass(frozen=True, slots=True)
class ResourceWithdrawn(News):
    """Who offered it takes it back: the office's group hears it."""

    resource_id: int


@dataclass(frozen=True, slots=True)
class NeedCard(CardSubject):
    """The need as the community's office sees it."""

    need_id: int


@dataclass(frozen=True, slots=True)
class ResourceCard(CardSubject):
    """What somebody offers, as the office sees it."""

    resource_id: int


@dataclass(frozen=True, slots=True)
class ProjectCard(CardSubject):
    """The project as the office sees it."""

    project_id: int
