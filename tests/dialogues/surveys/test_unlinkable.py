"""Nothing that is left of a conversation says what somebody answered, nor the key to change it."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from storage.tables import Base, OutboxMessage
from tests.dialogues.channels import SURVEY_KEYS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.surveys.asked import CANTEEN, answers, asks, reminds

WORDS = "汤里总是少一点盐"


async def everything(desk: Desk) -> dict[str, str]:
    """All that the database holds, as text, by table."""

    def read(connection: Connection) -> dict[str, str]:
        return {
            # A row's own text is shortened.
            table.name: "\n".join(str(tuple(row)) for row in connection.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }

    async with desk.app.database.reading() as session:
        found: dict[str, str] = await (await session.connection()).run_sync(read)
        return found


async def holds(desk: Desk, text: str) -> set[str]:
    """Tables in which it stands."""
    return {name for name, rows in (await everything(desk)).items() if text in rows}


def keys(phone: Phone) -> Iterator[str]:
    for message in phone.screen:
        for data in phone.data_of(message):
            if data.startswith("svkey:"):
                yield data.rpartition(":")[2]


async def hands_in(resident: Phone) -> None:
    await resident.says("不是")
    await resident.says(WORDS)
    await resident.taps("鱼")
    await resident.taps("汤")
    await resident.taps("👉 选好了")
    await resident.taps("2 分")
    resident.sees("收到了")


async def test_words_stand_with_the_answer_alone(desk: Desk, resident: Phone) -> None:
    survey = await asks(desk, resident)
    await hands_in(resident)
    assert len(await answers(desk, survey)) == 1
    assert await holds(desk, WORDS) == {"survey_responses"}


async def test_nothing_shows_what_was_tapped(desk: Desk, resident: Phone) -> None:
    await asks(desk, resident)
    await hands_in(resident)
    for trace in ("✅ 鱼", "✔ 鱼和汤", "✔ 2 分", "✔ 不是", "['fish', 'soup']"):
        assert await holds(desk, trace) <= {"survey_responses"}


@SURVEY_KEYS
async def test_the_key_is_in_the_message_alone(desk: Desk, resident: Phone) -> None:
    await asks(desk, resident)
    await hands_in(resident)
    [key] = keys(resident)
    assert await holds(desk, key) == set()
    await resident.taps("改答案")
    await resident.taps("不改了")
    assert await holds(desk, WORDS) == {"survey_responses"}
    for each in keys(resident):
        assert await holds(desk, each) == set()


async def test_what_was_sent_of_it_is_emptied_and_the_rest_is_not(
    desk: Desk, resident: Phone
) -> None:
    await asks(desk, resident)
    await hands_in(resident)
    async with desk.app.database.reading() as session:
        found = await session.execute(select(OutboxMessage.secret, OutboxMessage.params))
        rows = list(found)
    assert {str(params) for secret, params in rows if secret} == {"{}"}
    assert all(params for secret, params in rows if not secret)


async def test_under_ones_name_the_chat_keeps_what_was_answered(
    desk: Desk, resident: Phone
) -> None:
    """So that the tests above see what they would otherwise find."""
    await asks(desk, resident, anonymous=False)
    await hands_in(resident)
    assert "outbox" in await holds(desk, "✅ 鱼")


async def test_a_reminder_says_nothing_of_what_was_begun(desk: Desk, resident: Phone) -> None:
    survey = await asks(desk, resident, of=CANTEEN)
    await resident.says("不是")
    await resident.says(WORDS)
    await reminds(desk, survey, resident)
    assert await holds(desk, WORDS) == {"survey_rolls"}
