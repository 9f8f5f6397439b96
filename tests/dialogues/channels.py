"""On which channels the dialogues of residents and of staff run."""

from itertools import product

import pytest

from storage.tables import Channel

RESIDENTS = (Channel.TELEGRAM, Channel.WECHAT, Channel.WECOM)
FOLDERS = frozenset(
    {
        "announcements",
        "board",
        "effort",
        "helps",
        "meals",
        "needs",
        "numbers",
        "people",
        "places",
        "quarter",
        "stewards",
        "surveys",
        "tickets",
        "visits",
        "volunteering",
        "watch",
        "wishes",
    }
)
MODULES = frozenset(
    {
        "test_answered",
        "test_at_night",
        "test_bad_input",
        "test_bad_luck",
        "test_commands_and_menu",
        "test_first_words",
        "test_hidden_characters",
        "test_kinds_of_message",
        "test_other_kinds",
        "test_quiet_week",
        "test_restarts",
        "test_stray",
    }
)
"""Of tests whose residents are on each of these channels in turn; `on(…)` says otherwise for a test
or a module, and `elsewhere(…)` leaves out some."""
OFFICES = (Channel.TELEGRAM, Channel.WECOM)
"""Where staff are in turn, with residents on Telegram, in tests of OFFICE_FILES: files and folders;
`staff_on(…)` says otherwise for a test or a module."""
OFFICE_FILES = frozenset(
    {
        "announcements",
        "board",
        "dialogues/test_bad_luck",
        "dialogues/test_commands_and_menu",
        "dialogues/test_hidden_characters",
        "dialogues/test_other_kinds",
        "dialogues/test_quiet_week",
        "dialogues/test_restarts",
        "effort",
        "groups",
        "helps",
        "meals",
        "needs",
        "numbers",
        "people/test_my_data",
        "people/test_settings",
        "places",
        "stewards",
        "surveys",
        "tickets/test_again",
        "tickets/test_cards_of_what_is_over",
        "tickets/test_clocks",
        "tickets/test_hot_spots",
        "tickets/test_joint",
        "tickets/test_later",
        "tickets/test_merging",
        "tickets/test_passing_on",
        "tickets/test_promises",
        "tickets/test_rating",
        "tickets/test_ready_answers",
        "tickets/test_redo",
        "tickets/test_replies",
        "tickets/test_review",
        "tickets/test_similar",
        "tickets/test_splitting",
        "tickets/test_staff_words",
        "tickets/test_staff_work",
        "tickets/test_street_light",
        "tickets/test_taking_over",
        "visits",
        "volunteering/test_checking_in",
        "volunteering/test_confirming",
        "volunteering/test_coordinator",
        "volunteering/test_joining",
        "volunteering/test_points",
        "volunteering/test_tasks_by_staff",
        "volunteering/test_thanking",
        "volunteering/test_to_volunteers",
        "wishes",
    }
)


def elsewhere(**how: str) -> pytest.MarkDecorator:
    """Of a test about something that some messengers do not have. how: it is there, by channel."""
    return pytest.mark.elsewhere(**how)


def only_telegram(because: str) -> pytest.MarkDecorator:
    """Of a test about something that no other messenger has. because: how it is elsewhere."""
    return elsewhere(wechat=because, wecom=because)


_LINES = "buttons are numbered lines, in big print and without it"
_FORGOTTEN = "an answer without a name stays as it is: its key would have to be kept with the chat"

KEYBOARDS = elsewhere(wechat=_LINES, wecom="buttons stand on cards, whose size nobody can change")
EDITS = elsewhere(
    wechat="what was sent stays as it is", wecom="only a card that was just tapped changes"
)
TAPPED_EDITS = elsewhere(wechat="what was sent stays as it is")
TAPS = elsewhere(wechat="a tap is a message, which never comes twice or late")
CAPTIONS = elsewhere(wechat="a picture has no words of its own: they are a message before it")
CONTACTS = only_telegram("nobody can hand over a contact: the number is typed")
FORWARDS = only_telegram("nothing says that a message was forwarded")
SURVEY_KEYS = elsewhere(wechat=_FORGOTTEN)
MAPS = elsewhere(
    wechat="a place is its name and address, without a map",
    wecom="a place is its name, a link to the map, and its address",
)
LOCATIONS = elsewhere(wecom="nobody can send where they are: it is written")
LEAVING = elsewhere(wecom="nothing says that somebody has left: what is for them waits")
DOCUMENTS = elsewhere(wechat="an account is not told of a file: they hear what can be sent")
CORRECTIONS = only_telegram("nobody can change what they sent")
LATE_TAPS = elsewhere(
    wechat="a tap is a message, which never comes twice or late",
    wecom="an old card is answered by how it stands now",
)
SAME_PERSON = only_telegram("whom staff are elsewhere, nobody knows on the residents’ messenger")
"""In tests/dialogues/wecom/test_volunteers.py staff are on WeCom with them."""
BOT_API = only_telegram("it is about a part of the Bot API")


STAFF = pytest.mark.on(Channel.TELEGRAM)
"""Of what staff do, for which residents do no more than file something."""
EVERYWHERE = pytest.mark.on(*RESIDENTS)
"""Of what residents see of it, in a module about staff."""


def office_on_telegram(because: str) -> pytest.MarkDecorator:
    """Of a test about something that staff have there alone. because: how it is on WeCom."""
    return pytest.mark.staff_on(Channel.TELEGRAM, because=because)


REPLIES = office_on_telegram("nothing is a reply: what somebody was asked for last is meant")
MENTIONS = office_on_telegram("a robot hears only what mentions it")
MEMBERS = office_on_telegram(
    "a robot is told neither who is in a group nor who leaves, even itself"
)
OVER_AGAIN = office_on_telegram("a card comes anew below the one before, see wecom/test_unasked.py")
OUT_OF_REACH = office_on_telegram(
    "a group that takes nothing hears all once somebody mentions the robot"
)
BY_NAME = office_on_telegram("everybody writes as themselves")
INTERNAL = office_on_telegram("groups have no topics and no public ones, and tell no title")
OLD_LOOKS = office_on_telegram(
    "a card changes for all at once; who presses with another is in wecom/test_cards.py"
)
ALSO_STAFF = office_on_telegram(
    "whom staff are on the residents’ messenger, nobody knows, see wecom/test_volunteers.py"
)
SCANNED = office_on_telegram("a robot has no address to scan: the code’s digits are read and typed")
FIGURES = office_on_telegram("figures on a card change when it is pressed")
LINKS = office_on_telegram("no link leads to the chat with a robot: it is told in words")
UNALTERED = office_on_telegram("nobody can change what they sent")
FORGED = office_on_telegram("what a button means is kept with the card: nobody can send another")
FILES_IN_PRIVATE = office_on_telegram(
    "files come in the single chat, where what is not known to be a sheet may be about anything"
)
CUT = office_on_telegram("a card has room for 26 characters of its first line")
UNDER_PHOTOS = office_on_telegram("words stand beside pictures, under none of them")


BY_LINK = pytest.mark.by_link
"""Of what staff do with a card's buttons alone: a group that has a webhook does it on pages."""
IN_PRIVATE = {"wecom_webhook": "no: it is written in private, and a webhook has no such chat"}
BY_COMMAND = {"wecom_webhook": "no: a webhook hears no commands"}
"""Of what staff begin by writing to us; the links below cards are all that they have there."""


def places_of(test: pytest.Metafunc) -> list[tuple[Channel, Channel]]:
    """Where the residents and the staff of a test are; none where it does not matter.

    Not each with each: on whichever channel residents are, staff hear the same.
    """
    residents, staff = channels_of(test), staff_of(test)
    if not residents and not staff:
        return []
    residents, staff = residents or (Channel.TELEGRAM,), staff or (Channel.TELEGRAM,)
    if test.definition.get_closest_marker("staff_on") is not None:
        return list(product(residents, staff))
    return [(each, staff[0]) for each in residents] + [(residents[0], each) for each in staff[1:]]


def channels_of(test: pytest.Metafunc) -> tuple[Channel, ...]:
    """Where the residents of a test are; none where it does not matter."""
    marks = [*test.definition.iter_markers("elsewhere")]
    without = {channel for mark in marks for channel in mark.kwargs}
    if (found := test.definition.get_closest_marker("on")) is not None:
        return found.args
    path = test.definition.path
    subject = path.stem if path.stem in MODULES else path.parent.name
    if "new_resident" not in test.fixturenames or subject not in FOLDERS | MODULES:
        return ()
    return tuple(each for each in RESIDENTS if str(each) not in without)


def staff_of(test: pytest.Metafunc) -> tuple[Channel, ...]:
    """Where the staff of a test are; none where it does not matter."""
    if (found := test.definition.get_closest_marker("staff_on")) is not None:
        return found.args
    path = test.definition.path
    is_staffs = "member_of" in test.fixturenames and "office_on" in test.fixturenames
    subject = path.parent.name
    if not is_staffs or not {subject, f"{subject}/{path.stem}"} & OFFICE_FILES:
        return ()
    is_by_link = test.definition.get_closest_marker("by_link") is not None
    return (*OFFICES, Channel.WECOM_WEBHOOK) if is_by_link else OFFICES
