"""Whatever a call carries, it is answered as Telegram answers: with a result or a refusal."""

import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.errors import BotApiError
from bot.sandbox.methods import METHODS
from bot.sandbox.sharing import SAMPLE_PHOTO
from bot.sandbox.world import World

NAMES = (
    *("chat_id", "text", "parse_mode", "entities", "reply_markup", "reply_parameters"),
    *("link_preview_options", "message_id", "message_ids", "from_chat_id", "caption", "photo"),
    *("document", "media", "latitude", "longitude", "title", "scope", "commands", "file_id"),
    *("callback_query_id", "user_id", "offset", "limit", "allowed_updates", "language_code"),
    *("inline_keyboard", "keyboard", "type", "url", "callback_data", "message_effect_id"),
)
USER = 5_000_000_001
atoms = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.sampled_from([USER, -4_000_000_001, "photo", "attach://a", "HTML", "<b>x</b>", "<", "x"]),
)
structures = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    ),
    max_leaves=6,
)
rows = st.lists(
    st.lists(st.dictionaries(st.sampled_from(["text", "url", "callback_data"]), atoms), max_size=2),
    max_size=2,
)
items = st.lists(
    st.dictionaries(
        st.sampled_from(["type", "media", "caption", "offset", "length", "command", "url"]), atoms
    ),
    max_size=3,
)
shaped = st.one_of(
    structures,
    items,
    st.dictionaries(st.sampled_from(["inline_keyboard", "keyboard"]), rows, min_size=1),
)
values = st.one_of(shaped, shaped.map(json.dumps))


@settings(max_examples=400, deadline=None)
@given(
    method=st.sampled_from(sorted(METHODS)),
    params=st.dictionaries(st.sampled_from(NAMES), values, max_size=6),
    known_chat=st.booleans(),
)
async def test_any_call_is_answered(
    method: str, params: dict[str, object], known_chat: bool
) -> None:
    world = World(clock=lambda: datetime(2026, 3, 2, tzinfo=UTC))
    user = world.add_user("林")
    world.start(user.id)
    world.add_group("群", [user.id])
    if known_chat:
        params |= {"chat_id": USER}
    try:
        result = await world.call(method, params, {"a": SAMPLE_PHOTO, "photo": SAMPLE_PHOTO})
    except BotApiError as refused:
        assert refused.to_response()["error_code"] == refused.code  # noqa: PT017
    else:
        json.dumps(result)
