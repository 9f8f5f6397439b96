"""Residents who are known already, for dialogues that begin after the first words."""

from handlers.common.i18n import SOURCE
from services import areas
from services.people import addresses, people
from storage.tables import Channel
from tests.dialogues.phones import Phone


async def moves_in(phone: Phone) -> Phone:
    """They agree, and live in the demo community, without the talk of it: most begin after it."""
    desk, handle = phone.desk, await phone.handle()
    async with desk.app.work.unit() as unit:
        chat_id = int(handle.external_id)
        person = await addresses.wrote(unit.session, handle, chat_id, SOURCE, now=unit.now)
        await people.consent(unit.session, person, phone.name, now=unit.now)
        home = await areas.by_code(unit.session, "junmen-xincun-3")
        assert home
        await people.move_home(unit.session, person, home.id)
    await phone.starts()
    if phone.channel == Channel.WECHAT:
        await phone.starts()  # To follow is no word of theirs, and opens no window of two days.
    return phone
