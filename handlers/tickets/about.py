"""Whether words that are taken for one request speak of something else."""

from handlers.common.talk import Talk
from handlers.common.words import comparable
from storage.tables import Ticket

SAYS_LITTLE = 5
"""Characters: of so few words no category is clear, such as 还是没好."""


def speaks_of_another(talk: Talk, ticket: Ticket, words: str) -> bool:
    """Whether `words` are clearly about another kind of thing than `ticket`."""
    if len(comparable(words)) <= SAYS_LITTLE:
        return False
    return talk.config.clear(words) not in (None, ticket.category_id)
