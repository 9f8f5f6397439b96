"""What is told of a wish, and its card."""

from dataclasses import dataclass

from services.news import CardSubject, News


@dataclass(frozen=True, slots=True)
class WishApproved(News):
    """It hangs on the wall: the wisher hears it."""

    wish_id: int


@dataclass(frozen=True, slots=True)
class WishDeclined(News):
    """The wisher hears why not."""

    wish_id: int


@dataclass(frozen=True, slots=True)
class GranterFound(News):
    """The wisher hears who grants it, and by when they are in touch."""

    wish_id: int
    claim_id: int


@dataclass(frozen=True, slots=True)
class GranterGone(News):
    """The claim was given back: the wisher hears that the wish hangs on the wall again."""

    wish_id: int


@dataclass(frozen=True, slots=True)
class WishGranted(News):
    """已圆梦: the other side and the office hear it; `by` is who said so."""

    wish_id: int
    by: int


@dataclass(frozen=True, slots=True)
class WishQuiet(News):
    """Seven days after the claim nobody said that it was granted: granter and office hear it."""

    wish_id: int


@dataclass(frozen=True, slots=True)
class WishCard(CardSubject):
    """The wish as the community's office sees it."""

    wish_id: int
