"""What those who run the desk hear of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.news import News
from storage.outbox import Night
from storage.tables import Trouble


@dataclass(frozen=True, slots=True)
class MessagesStuck(News):
    """Messages that could leave do not. It rings: what is urgent may be among them."""

    night: ClassVar[Night] = Night.RINGS
    count: int
    since: datetime
    """When the oldest could have left."""


@dataclass(frozen=True, slots=True)
class WorkBehind(News):
    """What fell due is not done, though nothing keeps it back."""

    count: int


@dataclass(frozen=True, slots=True)
class NothingArrives(News):
    """By day nobody has written for much longer than usual."""

    since: datetime


@dataclass(frozen=True, slots=True)
class UpdatesFail(News):
    """People were told that something of ours had failed."""

    count: int
    code: str
    """The one that was given last."""


Finding = MessagesStuck | WorkBehind | NothingArrives | UpdatesFail


@dataclass(frozen=True, slots=True)
class TroubleOver(News):
    """What those who run the desk were told of is over."""

    trouble: Trouble
