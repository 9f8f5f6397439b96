"""Whether words that may belong to a request speak of something else."""

from handlers.common.talk import Talk
from handlers.common.words import comparable
from storage.tables import Ticket

SAYS_LITTLE = 5
"""Characters: of so few words no category is clear, such as 还是没好."""


def is_of_another_kind(talk: Talk, ticket: Ticket, words: str) -> bool:
    """Whether `words` are clearly about another kind of thing; of none, nothing is clear."""
    return talk.config.clear(words) not in (None, ticket.category_id)


def speaks_of_another(talk: Talk, ticket: Ticket, words: str) -> bool:
    """The same of words that answer something, of which a few may be no more than an answer."""
    return len(comparable(words)) > SAYS_LITTLE and is_of_another_kind(talk, ticket, words)
