"""On which channels the dialogues of residents run."""

import pytest

from storage.tables import Channel

RESIDENTS = (Channel.TELEGRAM, Channel.WECHAT)
FOLDERS = frozenset(
    {
        "announcements",
        "board",
        "helps",
        "meals",
        "needs",
        "people",
        "places",
        "surveys",
        "watch",
        "wishes",
    }
)
"""Of tests whose residents are on each of these channels in turn; `on(…)` says otherwise for a test
or a module."""


def only_telegram(because: str) -> pytest.MarkDecorator:
    """Of a test about something that no other messenger has. because: how it is elsewhere."""
    return pytest.mark.on(Channel.TELEGRAM, because=because)


KEYBOARDS = only_telegram("buttons are numbered lines, in big print and without it")
EDITS = only_telegram("what was sent stays as it is")
TAPS = only_telegram("a tap is a message, which never comes twice or late")
CAPTIONS = only_telegram("a picture has no words of its own: they are a message before it")
CONTACTS = only_telegram("nobody can hand over a contact: the number is typed")
FORWARDS = only_telegram("nothing says that a message was forwarded")
SURVEY_KEYS = only_telegram(
    "an answer without a name stays as it is: its key would have to be kept with the chat"
)
MAPS = only_telegram("a place is its name and address, without a map")
BOT_API = only_telegram("it is about a part of the Bot API")


def channels_of(test: pytest.Metafunc) -> tuple[Channel, ...]:
    """Where the residents of a test are; none where it does not matter."""
    if (found := test.definition.get_closest_marker("on")) is not None:
        return found.args
    is_residents = "new_resident" in test.fixturenames
    return RESIDENTS if is_residents and test.definition.path.parent.name in FOLDERS else ()
