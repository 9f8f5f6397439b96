"""取餐码: short, once a session, and not the next number after the neighbour's.

The number of codes a session gave so far is turned by an affine permutation that differs by
session. So a code costs no search for a free one, 5,000 of them no more than five, and two people
who booked one after the other have nothing in common. A code is no secret: staff see whose it is.
"""

from hashlib import blake2b

DIGITS = 4


def code(session_id: int, number: int) -> str:
    """The code of the booking that was the session's `number`th, counted from 1.

    Four digits for the first 10,000 of a session, five for the next 100,000.
    """
    digits, rest = DIGITS, number - 1
    while rest >= 10**digits:
        rest -= 10**digits
        digits += 1
    mixed = int.from_bytes(blake2b(b"%d/%d" % (session_id, digits), digest_size=8).digest())
    size = 10**digits
    factor, shift = _factor(mixed % size, size), mixed // size % size
    return f"{(rest * factor + shift) % size:0{digits}d}"


def _factor(mixed: int, size: int) -> int:
    """A number without 2 and 5 in it, so that multiplying by it permutes, away from small steps."""
    factor = size // 4 + mixed // 2
    while factor % 2 == 0 or factor % 5 == 0:
        factor += 1
    return factor % size
