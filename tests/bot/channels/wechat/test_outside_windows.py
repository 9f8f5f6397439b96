"""Outside a window nobody is sent what they did not agree to, whatever happens before."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.wechat.callbacks import Callbacks
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.templates import Consent, Template
from bot.sender.outcomes import Announced
from bot.sender.queue import Due
from services.people import addresses, named_chats
from storage.engine import Database
from storage.outbox import Urgency
from storage.outbox_rows import OutboxRow
from storage.tables import (
    Channel,
    Chat,
    Handle,
    Matter,
    NoticeTemplate,
    NoticeWay,
    Way,
)
from tests.conftest import copy_of
from tests.dialogues.on_wechat import account_at
from tests.dialogues.phones import MovableClock

LABELS = {"thing1": "事项"}
TEMPLATES = {
    Matter.REQUEST: (NoticeWay.TEMPLATE, NoticeWay.ONCE),
    Matter.MEAL: (NoticeWay.STANDING,),
    Matter.TASK: (NoticeWay.TEMPLATE,),
}
CONSENT = {
    NoticeWay.TEMPLATE: Consent.NONE,
    NoticeWay.ONCE: Consent.ONCE,
    NoticeWay.STANDING: Consent.STANDING,
}
ASKED = [
    f"{matter}-{way}"
    for matter, ways in TEMPLATES.items()
    for way in ways
    if way is not NoticeWay.TEMPLATE
]
REFUSED = {45015, 45047, 43004, 40037, 47003}
"""Of what we know before we ask."""
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["writes", "taps", "leaves", "follows"]), st.none()),
        st.tuples(st.sampled_from(["allows", "refuses", "withdraws"]), st.sampled_from(ASKED)),
        st.tuples(st.just("hears"), st.sampled_from([*Matter, None])),
        st.tuples(st.just("waits"), st.sampled_from([1, 61, 172_801])),
    ),
    max_size=25,
)


class Story:
    """A follower, and what the courier does for rows to them."""

    def __init__(self, database: Database) -> None:
        self.clock = MovableClock()
        self.platform = Platform(self.clock)
        self.database = database
        self.account = account_at(self.platform, database, self.clock)
        self.courier = self.account.courier
        self.person: Follower = self.platform.add_person("林")
        self.rows = 0
        self.chat = Chat(Channel.WECHAT, 0)

    async def begin(self) -> None:
        for matter, ways in TEMPLATES.items():
            for way in ways:
                name = f"{matter}-{way}"
                self.platform.add_template(Template(name, name, LABELS, consent=CONSENT[way]))
                async with self.database.transaction() as session:
                    session.add(
                        NoticeTemplate(
                            channel=Channel.WECHAT,
                            matter=matter,
                            way=way,
                            template_id=name,
                            fields={"thing1": "subject"},
                        )
                    )
        self.chat = await named_chats.chat_of(
            self.database, Channel.WECHAT, self.person.openid, now=self.clock()
        )
        self.platform.deliver = self._deliver
        await self.person.follow()

    async def _deliver(self, query: dict[str, str], body: bytes) -> tuple[int, bytes]:
        callbacks = Callbacks(
            Channel.WECHAT,
            self.database,
            self.account.gate,
            Heard(self),  # type: ignore[arg-type]
            Silent(),  # type: ignore[arg-type]
            self.account.passive,
            self.clock,
        )
        async with callbacks.answered(query, body) as reply:
            return reply.status, reply.body

    async def does(self, event: str, what: Any) -> None:
        await getattr(self, event)(what)
        await self.platform.settled()

    async def writes(self, _: None) -> None:
        if self.person.follows:
            self.clock.move(seconds=1)
            await self.person.say("在吗")

    async def taps(self, _: None) -> None:
        if self.person.follows:
            self.clock.move(seconds=1)
            await self.person.scan(self.platform.scenes.create("b", None).url)

    async def leaves(self, _: None) -> None:
        if self.person.follows:
            await self.person.unfollow()

    async def follows(self, _: None) -> None:
        if not self.person.follows:
            self.clock.move(seconds=1)
            await self.person.follow()

    async def allows(self, template: str) -> None:
        self.clock.move(seconds=1)
        await self.person.allow(template)

    async def refuses(self, template: str) -> None:
        self.clock.move(seconds=1)
        await self.person.refuse(template)

    async def withdraws(self, template: str) -> None:
        self.clock.move(seconds=1)
        await self.person.withdraw(template)

    async def waits(self, seconds: int) -> None:
        self.clock.move(seconds=seconds)

    async def hears(self, matter: Matter | None) -> None:
        """A row falls due."""
        self.rows += 1
        agreed = dict(self.person.consents)
        outcome = await self.courier.deliver(Due(self._row(matter)))
        if not isinstance(outcome, Announced):
            return
        assert matter is not None
        assert self.person.follows
        shown = self.person.screen[-1]
        ways = {NoticeWay.TEMPLATE} if outcome.way is Way.TEMPLATE else set(CONSENT)
        template = shown.text.partition("\n")[0]
        assert template in {f"{matter}-{way}" for way in ways & set(TEMPLATES[matter])}
        if outcome.way is Way.SUBSCRIPTION:
            assert agreed[template] > 0

    def _row(self, matter: Matter | None) -> OutboxRow:
        return OutboxRow(
            id=self.rows,
            channel=self.chat.channel,
            chat_id=self.chat.id,
            method="sendMessage",
            params={"chat_id": self.chat.id, "text": "您说的路灯，有人去办了。" * 3},
            urgency=int(Urgency.NOTICE),
            card=None,
            to_the_end=False,
            under_card=None,
            about=None,
            secret=False,
            version=0,
            attempts=0,
            created_at=self.clock(),
            cause=None,
            asked_at=None,
            matter=matter,
        )

    def refusals(self) -> set[int]:
        codes = {json.loads(call.answer.body).get("errcode", 0) for call in self.platform.calls}
        return codes & (REFUSED | {43101})


class Heard:
    """In place of an intake: people are known as soon as they write."""

    def __init__(self, story: Story) -> None:
        self._story = story

    async def submit(self, update: dict[str, Any]) -> None:
        chat, now = self._story.chat, self._story.clock()
        if "message" in update:
            async with self._story.database.transaction() as session:
                handle = Handle(chat.channel, str(chat.id))
                await addresses.wrote(session, handle, chat.id, "zh", now=now)


class Silent:
    """In place of a sender."""

    on_duty = False

    def wake(self) -> None: ...


Make = Callable[[], Awaitable[Story]]


@pytest.fixture
def make(sqlite_template: Path, tmp_path: Path) -> Make:
    made = iter(range(10_000))

    async def make() -> Story:
        path = copy_of(sqlite_template, tmp_path / f"{next(made)}.db")
        story = Story(Database(path))
        await story.begin()
        return story

    return make


@given(events=EVENTS)
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
async def test_nothing_is_sent_that_nobody_agreed_to(
    make: Make, events: list[tuple[str, Any]]
) -> None:
    story = await make()
    for event, what in events:
        await story.does(event, what)
    assert story.refusals() == set()
    await story.database.close()


async def test_a_consent_that_only_wechat_knows_to_be_gone_is_asked_for_once(make: Make) -> None:
    story = await make()
    await story.does("allows", "meal-standing")
    story.person.consents.clear()
    await story.does("waits", 172_801)
    for _each in range(2):
        await story.does("hears", Matter.MEAL)
    asked = [call for call in story.platform.calls if call.path.endswith("bizsend")]
    assert len(asked) == 1
    await story.database.close()
