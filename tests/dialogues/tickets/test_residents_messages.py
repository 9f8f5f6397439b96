"""What real residents wrote goes through the conversation whole.

The messages stand beside the project and are no part of it; `python -m bench.residents_messages`
takes all of them.
"""

import pytest

from bench.residents_messages import MESSAGES, Town, messages
from tests.dialogues.phones import Desk

LONGEST = 10
SAMPLE = 50

pytestmark = pytest.mark.skipif(not MESSAGES.exists(), reason=f"there is no {MESSAGES.name}")


async def test_every_message_is_filed_whole_and_can_be_read_in_the_group(desk: Desk) -> None:
    written = sorted(messages(), key=len)
    some = written[: -LONGEST : len(written) // SAMPLE]
    outcome = await (await Town.of(desk)).file([*written[-LONGEST:], *some])
    assert outcome.fine, outcome
    assert outcome.cut >= LONGEST
