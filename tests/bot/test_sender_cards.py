"""Living messages: posted once, then edited."""

from sqlalchemy import update

from storage.engine import Database
from storage.outbox import Urgency
from storage.tables import Matter, MessageLink, OutboxMessage
from tests.bot.sender_fakes import OK, Answer, Desk, Received, always, bad_request
from tests.chats import telegram

GROUP = -100
PERSON = 7


async def test_a_cards_second_look_edits_the_message_of_the_first(database: Database) -> None:
    desk = Desk(database)
    await desk.card(GROUP, "ticket:1", "open")
    await desk.sender.work_off()
    await desk.card(GROUP, "ticket:1", "taken", reply_markup={"inline_keyboard": []})
    await desk.sender.work_off()
    assert desk.telegram.shown(GROUP) == ["taken"]
    edit = desk.telegram.calls[-1]
    assert edit.name == "editMessageText"
    assert edit.params["message_id"] == await desk.card_message(GROUP, "ticket:1")


async def test_a_photo_card_has_its_caption_edited(database: Database) -> None:
    desk = Desk(database)
    for caption in ("open", "taken"):
        await desk.put(GROUP, "sendPhoto", photo="file", caption=caption, card="ticket:1")
        await desk.sender.work_off()
    edit = desk.telegram.calls[-1]
    assert (edit.name, edit.params["caption"]) == ("editMessageCaption", "taken")
    assert "photo" not in edit.params


async def test_a_look_that_changes_nothing_counts_as_sent(database: Database) -> None:
    desk = Desk(database)
    await desk.card(GROUP, "ticket:1", "open")
    await desk.sender.work_off()
    desk.telegram.script = always(bad_request("message is not modified: same content"))
    await desk.card(GROUP, "ticket:1", "<b>open</b>")
    await desk.sender.work_off()
    assert await desk.states() == ["sent", "sent"]
    assert not desk.told.calls


async def test_only_of_what_was_left_to_staff_somebody_asks_whether_it_is_there(
    database: Database,
) -> None:
    desk = Desk(database)
    for key in ("mine:1", "mine:2"):
        await desk.card(PERSON, key, "taken", matter=Matter.REQUEST)
    async with database.transaction() as session:
        left = update(OutboxMessage).where(OutboxMessage.card == "mine:2")
        await session.execute(left.values(left_to_staff=True))
    await desk.card(PERSON, "mine:2", "done", matter=Matter.REQUEST)
    await desk.sender.work_off()
    assert desk.told.calls == [("reached", ["done"])]


async def test_the_same_look_without_a_sound_at_night_is_not_sent_again(
    database: Database,
) -> None:
    desk = Desk(database)
    await desk.card(GROUP, "ticket:1", "open")
    await desk.sender.work_off()
    await desk.card(GROUP, "ticket:1", "open", disable_notification=True)
    await desk.sender.work_off()
    assert await desk.states() == ["sent", "sent"]
    assert len(desk.telegram.calls) == 1


async def test_a_card_whose_message_is_gone_is_posted_anew(database: Database) -> None:
    desk = Desk(database)
    await desk.card(GROUP, "ticket:1", "open")
    await desk.sender.work_off()
    desk.telegram.script = _no_edits
    await desk.card(GROUP, "ticket:1", "taken")
    await desk.sender.work_off()
    # The former message may have been too old to edit, not gone: it must not stay as a second one.
    assert desk.telegram.shown(GROUP) == ["taken"]
    assert desk.telegram.messages.keys() == {(GROUP, await desk.card_message(GROUP, "ticket:1"))}


async def test_a_card_of_a_kind_that_has_no_edit_is_posted_anew(database: Database) -> None:
    desk = Desk(database)
    for latitude in (26.08, 26.09):
        place = {"latitude": latitude, "longitude": 119.3}
        await desk.put(GROUP, "sendLocation", card="place:1", urgency=Urgency.CARD, **place)
        await desk.sender.work_off()
    assert [call.name for call in desk.telegram.calls] == [
        "sendLocation",
        "sendLocation",
        "deleteMessage",
    ]


async def test_a_card_moved_to_the_end_leaves_no_former_message(database: Database) -> None:
    desk = Desk(database)
    await desk.card(GROUP, "ticket:1", "open")
    await desk.say(GROUP, "talk", urgency=Urgency.CARD)
    await desk.sender.work_off()
    await desk.card(GROUP, "ticket:1", "overdue", to_the_end=True)
    await desk.sender.work_off()
    assert desk.telegram.shown(GROUP) == ["talk", "overdue"]


async def test_a_look_replaced_while_in_flight_goes_out_afterwards(database: Database) -> None:
    desk = Desk(database)
    await desk.card(GROUP, "ticket:1", "open")

    async def somebody_takes_it() -> None:
        await desk.card(GROUP, "ticket:1", "taken")

    desk.telegram.meanwhile = somebody_takes_it
    await desk.sender.work_off()
    assert desk.telegram.shown(GROUP) == ["taken"]
    assert await desk.states() == ["sent"]


async def test_a_note_under_a_card_lets_the_card_go_first(database: Database) -> None:
    desk = Desk(database)
    await desk.say(GROUP, "a neighbour adds", under_card="ticket:1", urgency=Urgency.ANSWER)
    await desk.card(GROUP, "ticket:1", "open")
    await desk.sender.work_off()
    assert desk.telegram.shown(GROUP) == ["open", "a neighbour adds"]
    reply = desk.telegram.calls[-1].params["reply_parameters"]
    assert reply["message_id"] == await desk.card_message(GROUP, "ticket:1")
    assert reply["allow_sending_without_reply"] is True


async def test_a_note_under_a_card_that_never_was_is_sent_alone(database: Database) -> None:
    desk = Desk(database)
    await desk.say(GROUP, "a note", under_card="ticket:1")
    await desk.sender.work_off()
    assert "reply_parameters" not in desk.telegram.calls[-1].params


async def test_every_message_of_an_album_is_linked_to_its_subject(database: Database) -> None:
    desk = Desk(database)
    album = [{"type": "photo", "media": "a"}, {"type": "photo", "media": "b"}]
    await desk.put(GROUP, "sendMediaGroup", media=album, about="ticket:1")
    await desk.sender.work_off()
    for chat_id, message_id in desk.telegram.messages:
        async with database.reading() as session:
            link = await session.get(MessageLink, (*telegram(chat_id), message_id))
        assert link is not None
        assert link.about == "ticket:1"
    assert len(desk.telegram.messages) == 2


async def test_the_bots_default_parse_mode_applies_to_posts_and_edits(database: Database) -> None:
    desk = Desk(database)
    for text in ("<b>open</b>", "<b>taken</b>"):
        await desk.card(GROUP, "ticket:1", text)
        await desk.sender.work_off()
    assert [call.parse_mode for call in desk.telegram.calls] == ["HTML", "HTML"]


def _no_edits(call: Received) -> Answer:
    edit = call.name.startswith("edit")
    return bad_request("message can't be edited") if edit else OK
