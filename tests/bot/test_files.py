"""Which files are fetched before their update is taken in: sheets for a canteen's group alone."""

from io import BytesIO
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError
from aiohttp import ClientPayloadError

from bot.files import Files
from services.groups import binding as groups
from storage.engine import Database
from storage.importing import ImportRefused
from storage.reading import LARGEST_SENT, Sheet
from storage.tables import Channel, Purpose
from tests.chats import telegram
from tests.services.factories import NOW, build_neighbourhood

CANTEEN_CHAT, STAFF_CHAT = -1, -2


class Downloads(Bot):
    """Notes what is fetched; gives it, or fails as a test wants it to."""

    def __init__(self) -> None:
        super().__init__("42:TEST")
        self.fetched: list[str] = []
        self.failure: Exception | None = None
        self.content = "日期,菜品\n,面".encode()

    async def download(self, file: Any, *_args: Any, **_params: Any) -> BytesIO:
        self.fetched.append(file)
        if self.failure is not None:
            raise self.failure
        return BytesIO(self.content)


@pytest.fixture
async def bot(database: Database) -> Downloads:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        for chat_id, purpose in ((CANTEEN_CHAT, Purpose.CANTEEN), (STAFF_CHAT, Purpose.STAFF)):
            await groups.bind(
                session,
                chat=telegram(chat_id),
                title="",
                area_id=place.community.id,
                purpose=purpose,
                by=1,
                now=NOW,
            )
    return Downloads()


def brings(chat_id: int = CANTEEN_CHAT, **differently: Any) -> dict[str, Any]:
    document = {"file_id": "F", "file_name": "菜单.XLSX", "file_size": 9_000} | differently
    return {"update_id": 1, "message": {"chat": {"id": chat_id}, "document": document}}


async def test_a_sheet_for_a_canteen_s_group_is_fetched(database: Database, bot: Downloads) -> None:
    assert await Files(database, bot, Channel.TELEGRAM).brought_by(brings()) == [
        Sheet("", [["日期", "菜品"], ["", "面"]])
    ]
    assert bot.fetched == ["F"]


async def test_a_sheet_that_cannot_be_read_comes_with_the_reason(
    database: Database, bot: Downloads
) -> None:
    bot.content = b"PK\x03\x04 broken"
    brought = await Files(database, bot, Channel.TELEGRAM).brought_by(brings())
    assert isinstance(brought, ImportRefused)
    assert str(brought) == "整个文件：这个 Excel 文件打不开，请重新保存一次"


@pytest.mark.parametrize(
    "raw",
    [
        brings(STAFF_CHAT),
        brings(77),
        brings(file_name="照片.jpg"),
        brings(file_name=None),
        brings(file_size=LARGEST_SENT + 1),
        brings(file_size=None),
        {"update_id": 1, "message": {"chat": {"id": CANTEEN_CHAT}, "text": "菜单.xlsx"}},
        {"update_id": 1, "message": {"document": {"file_name": "a.csv", "file_size": 1}}},
        {"update_id": 1, "message": "odd"},
        {"update_id": 1, "callback_query": {}},
    ],
)
async def test_nothing_else_is(database: Database, bot: Downloads, raw: dict[str, Any]) -> None:
    assert await Files(database, bot, Channel.TELEGRAM).brought_by(raw) is None
    assert bot.fetched == []


@pytest.mark.parametrize(
    "failure",
    [
        TelegramNetworkError(method=None, message="gone"),  # type: ignore[arg-type]
        TelegramBadRequest(method=None, message="file is too big"),  # type: ignore[arg-type]
        ClientPayloadError(),
        TimeoutError(),
        ConnectionResetError(),
    ],
)
async def test_what_cannot_be_fetched_comes_without_it(
    database: Database, bot: Downloads, failure: Exception
) -> None:
    bot.failure = failure
    assert await Files(database, bot, Channel.TELEGRAM).brought_by(brings()) is None
