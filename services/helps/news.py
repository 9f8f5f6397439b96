"""What is told of an order, and its card."""

from dataclasses import dataclass

from services.news import CardSubject, News


@dataclass(frozen=True, slots=True)
class HelpArranged(News):
    """Staff arranged it: the resident hears what and when."""

    order_id: int


@dataclass(frozen=True, slots=True)
class HelpDeclined(News):
    """Staff said why it cannot be: the resident hears it."""

    order_id: int


@dataclass(frozen=True, slots=True)
class HelperFound(News):
    """A volunteer has it: the resident hears who comes and when."""

    order_id: int
    claim_id: int


@dataclass(frozen=True, slots=True)
class HelperGone(News):
    """The volunteer gave it back: the resident hears that another is looked for."""

    order_id: int


@dataclass(frozen=True, slots=True)
class HelpReturned(News):
    """No volunteer did it: staff and the resident hear that it is with staff again."""

    order_id: int


@dataclass(frozen=True, slots=True)
class HelpWithdrawn(News):
    """The resident does not need it any more: staff hear it if they had set about it."""

    order_id: int


@dataclass(frozen=True, slots=True)
class HelpCard(CardSubject):
    """The order as the community's office sees it."""

    order_id: int
