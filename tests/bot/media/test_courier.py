"""Before a courier: files get names, what has none is a link or a line, and nothing is lost."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.media.courier import Links, WithFiles
from bot.media.store import LostError, NotNowError, UnfitError
from bot.media.supply import Supply
from bot.sender.holds import PATIENCE
from bot.sender.outcomes import FilesGone, Outcome, PutOff, Sent
from bot.sender.queue import Due
from storage import media
from storage.engine import Database
from storage.media_bytes import Content
from storage.outbox import Urgency, file_param
from storage.outbox_rows import OutboxRow
from storage.tables import Channel, MediaKind

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
THERE = Channel("elsewhere")
PHOTO = Content("photo.png", "image/png", b"\x89PNG")


@dataclass
class Store:
    """What it has, by its names; a failure of each is raised as often as it stands there."""

    has: dict[str, Content] = field(default_factory=dict)
    fails: list[Exception] = field(default_factory=list)
    knows_for: timedelta | None = timedelta(days=3)
    takes_documents: bool = False
    uploaded: int = 0

    async def fetch(self, external_id: str) -> Content:
        if self.fails:
            raise self.fails.pop()
        if external_id not in self.has:
            raise LostError
        return self.has[external_id]

    async def upload(self, kind: MediaKind, content: Content) -> str:
        if self.fails:
            raise self.fails.pop()
        self.uploaded += 1
        name = f"{kind}-{self.uploaded}"
        self.has[name] = content
        return name


@dataclass
class Courier:
    """Says what it is given; names in `gone` are not known to the channel any more."""

    files: Store
    gone: set[str] = field(default_factory=set)
    said: list[Due] = field(default_factory=list)

    def messages_in(self, _due: Due) -> int:
        return 1

    async def deliver(self, due: Due) -> Outcome:
        if self.gone & set(map(str, due.file_names.values())):
            return FilesGone(row=due.row, error="40007")
        self.said.append(due)
        return Sent(row=due.row, message_ids=(due.row.id,))


class Between:
    """Two channels: files come on WeChat and go to another."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.wechat, self.there = Store(), Store()
        self.courier = Courier(self.there)
        stores = {Channel.WECHAT: self.wechat, THERE: self.there}
        self.supply = Supply(database, stores, lambda: NOW)
        links = Links("https://jinlin.example", ZoneInfo("Asia/Shanghai"))
        self.with_files = WithFiles(self.courier, THERE, database, self.supply, links, lambda: NOW)

    async def came(self, *names: str, kind: MediaKind = MediaKind.PHOTO) -> list[str]:
        async with self.database.transaction() as session:
            files = [media.take_in(session, kind, Channel.WECHAT, name, now=NOW) for name in names]
            await media.write(session)
        return [each.media_id for each in files]

    async def deliver(self, method: str, *, attempts: int = 0, **params: Any) -> Outcome:
        row = a_row(method, params, attempts)
        async with self.database.reading() as session:
            names = await media.names_on(session, THERE, media.ids_in(params), NOW)
        return await self.with_files.deliver(Due(row, file_names=names))

    @property
    def said(self) -> OutboxRow:
        return self.courier.said[-1].row


def a_row(method: str, params: dict[str, Any], attempts: int) -> OutboxRow:
    return OutboxRow(
        id=7,
        channel=THERE,
        chat_id=9,
        method=method,
        params={"chat_id": 9} | params,
        urgency=int(Urgency.NOTICE),
        card=None,
        to_the_end=False,
        under_card=None,
        about=None,
        secret=False,
        version=0,
        attempts=attempts,
        created_at=NOW,
        cause=None,
        asked_at=None,
    )


@pytest.fixture
def between(database: Database) -> Between:
    return Between(database)


async def test_a_file_is_uploaded_once_and_then_called_by_its_name(between: Between) -> None:
    [photo] = await between.came("a")
    between.wechat.has["a"] = PHOTO
    for _time in range(2):
        assert isinstance(await between.deliver("sendPhoto", photo=photo), Sent)
    names = [each.file_names[photo] for each in between.courier.said]
    assert (names, between.there.uploaded) == (["photo-1", "photo-1"], 1)


async def test_what_cannot_be_had_now_waits_and_is_tried_again(between: Between) -> None:
    [photo] = await between.came("a")
    between.wechat.has["a"] = PHOTO
    between.wechat.fails.append(NotNowError("-1"))
    outcome = await between.deliver("sendPhoto", photo=photo)
    assert isinstance(outcome, PutOff)
    assert (outcome.counts, NOW < outcome.until <= NOW + timedelta(seconds=1)) == (True, True)
    assert isinstance(await between.deliver("sendPhoto", attempts=1, photo=photo), Sent)


async def test_in_the_end_the_words_leave_without_it(between: Between) -> None:
    [photo] = await between.came("a")
    between.wechat.fails += [NotNowError("-1")] * 2
    outcome = await between.deliver(
        "sendPhoto", attempts=PATIENCE, photo=photo, caption="是这一盏吗？"
    )
    assert isinstance(outcome, Sent)
    assert outcome.lacks_files
    assert (outcome.row.method, between.said.method) == ("sendPhoto", "sendMessage")
    assert between.said.params["text"].startswith("是这一盏吗？\n（")


async def test_an_album_is_shown_without_what_is_gone(between: Between) -> None:
    one, gone, other = await between.came("a", "b", "c")
    between.wechat.has |= {"a": PHOTO, "c": PHOTO}
    album = [{"type": "photo", "media": each} for each in (gone, one, other)]
    album[0]["caption"] = "门口"
    await between.deliver("sendMediaGroup", media=album)
    assert [each["media"] for each in between.said.params["media"]] == [one, other]
    assert between.said.params["media"][0]["caption"].startswith("门口\n（")


async def test_of_two_one_is_left_and_is_no_album(between: Between) -> None:
    one, gone = await between.came("a", "b")
    between.wechat.has["a"] = PHOTO
    album = [{"type": "photo", "media": each} for each in (one, gone)]
    await between.deliver("sendMediaGroup", media=album)
    assert (between.said.method, between.said.params["photo"]) == ("sendPhoto", one)


async def test_an_album_of_which_nothing_is_left_is_words(between: Between) -> None:
    album = [{"type": "photo", "media": each} for each in await between.came("a", "b")]
    outcome = await between.deliver("sendMediaGroup", media=album)
    assert isinstance(outcome, Sent)
    assert outcome.lacks_files
    assert between.said.params["text"].count("过期了") == 2


async def test_what_the_channel_does_not_take_is_a_link(between: Between) -> None:
    [video] = await between.came("a", kind=MediaKind.VIDEO)
    between.wechat.has["a"] = Content("video.mp4", "video/mp4", b"large")
    between.there.fails.append(UnfitError())
    outcome = await between.deliver("sendVideo", video=video, caption="看看")
    assert isinstance(outcome, Sent)
    assert not outcome.lacks_files
    words, link = between.said.params["text"].split("\n")
    assert words == "看看"
    assert link.startswith('<a href="https://jinlin.example/files/')
    assert "看视频" in link


async def test_a_document_keeps_its_link_when_its_row_is_tried_again(between: Between) -> None:
    document = file_param("<名单>.xlsx", b"PK")
    for attempts in range(2):
        await between.deliver("sendDocument", attempts=attempts, document=document, caption="好了")
    first, second = (each.row.params["text"] for each in between.courier.said)
    assert first == second
    assert "📄 &lt;名单&gt;.xlsx</a>" in first


async def test_a_name_that_the_channel_forgot_is_got_again(between: Between) -> None:
    [photo] = await between.came("a")
    between.wechat.has["a"] = PHOTO
    await between.deliver("sendPhoto", photo=photo)
    between.courier.gone.add("photo-1")
    assert isinstance(await between.deliver("sendPhoto", photo=photo), Sent)
    assert between.courier.said[-1].file_names[photo] == "photo-2"


async def test_what_holds_no_file_is_left_alone(between: Between) -> None:
    await between.deliver("sendMessage", text="media:AAAAAAAAAAAAAAAA")
    assert between.said.params["text"] == "media:AAAAAAAAAAAAAAAA"
