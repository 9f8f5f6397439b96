"""What staff say of a diner in words: what is wrong, why they eat no more, what entitles them."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.common.i18n import _, mark
from handlers.common.kept import Kept
from handlers.common.prompts import prompt
from handlers.common.questions import Ask, Option
from handlers.common.refusals import in_words
from handlers.common.saying import Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.telling import Tell
from handlers.common.words import cut, esc
from handlers.meals.registering import correct
from handlers.meals.staff.canteen import IN_CANTEEN, canteen_form
from handlers.meals.staff.people_card import DinerAction, diner_card, is_unchecked, still_eats
from handlers.meals.words import status_name
from services.errors import WordsNeeded
from services.meals import diners, pausing, proxies
from services.meals.statuses import Lasting
from storage.outbox import promise
from storage.tables import Status

SHOWN = 300
"""Characters of staff's words to the resident."""


@dataclass(slots=True)
class Entitled(Kept):
    """What is about to entitle a diner; each part is None until it was answered."""

    KEY: ClassVar = "diner entitled"

    diner_id: int = 0
    status: Status | None = None


entitling = canteen_form(Entitled, "Entitling", in_words)


@diner_card.button(DinerAction.MISTAKE, label=mark("✖️ 不对"), when=is_unchecked)
async def ask_what_is_wrong(talk: Talk, diner_id: int) -> Reply:
    return await what_is_wrong.put(talk, diner_id)


@prompt(entitling, "diner mistake", IN_CANTEEN)
async def what_is_wrong(talk: Talk, diner_id: int) -> str:
    diner = await diners.served_by(talk.session, diner_id, talk.member)
    text = _("{name}的资料哪里不对？请回复这条消息写一句，会转给登记的人去改。")
    return text.format(name=esc(diner.name))


@what_is_wrong.taken
async def mistaken(talk: Talk, diner_id: int) -> Reply:
    """Who registered is told what is wrong, and fills it in again."""
    whom = await proxies.who_corrects(talk.session, diner_id, talk.member)
    if not talk.line:
        raise WordsNeeded
    diner = await diners.get(talk.session, diner_id)

    def note() -> Say:
        text = _(
            "食堂核对{name}的资料时，发现不对：\n\n“{words}”\n\n请点下面的按钮，把不对的改一改。"
        ).format(name=esc(diner.name), words=esc(cut(talk.line, SHOWN)))
        return Say(text, correct(diner.id))

    tell = Tell(talk.session, talk.config, talk.now)
    await tell.people(whom, note)
    for each in tell.promised:
        promise(talk.session, each)
    return talk.say(_("转给登记的人了。"), under_card=diner_card.key(diner_id))


@diner_card.button(DinerAction.STATUS, label=mark("🏷 加身份"), when=still_eats)
async def ask_status(talk: Talk, diner_id: int) -> Reply:
    await diners.served_by(talk.session, diner_id, talk.member)
    return await entitling.go_on(talk, Entitled(diner_id=diner_id))


@entitling.step()
async def status(talk: Talk, entitled: Entitled) -> Ask:
    diner = await diners.get(talk.session, entitled.diner_id)
    text = _("{member}：{name}加哪一种身份？请看过证明再点。").format(
        member=esc(talk.name), name=esc(diner.name)
    )
    return Ask(text, [Option(each.value, status_name(each)) for each in Status])


@entitling.left
async def not_entitled(talk: Talk, entitled: Entitled) -> Reply:
    await talk.leave()
    return talk.say(_("好的，没有加。"))


@entitling.step()
async def until(talk: Talk, entitled: Entitled) -> Ask:
    assert entitled.status is not None
    options = [
        Option(Lasting.FOR_GOOD, _("长期")),
        Option(Lasting.A_YEAR, _("一年")),
        Option(Lasting.THIS_YEAR, _("到今年年底")),
    ]
    text = _("“{status}”管到什么时候？").format(status=status_name(entitled.status))
    return Ask(text, options)


@until.choice()
async def how_long(talk: Talk, entitled: Entitled, choice: str) -> Reply:
    assert entitled.status is not None
    first, last = talk.today, Lasting(choice).last_day(talk.today)
    await diners.add_status(
        talk.session,
        entitled.diner_id,
        entitled.status,
        first,
        last,
        talk.member,
        now=talk.now,
    )
    await talk.leave()
    text = _("记下了：{status}。从今天起订的餐就按这个算。").format(
        status=status_name(entitled.status)
    )
    return talk.say(text, under_card=diner_card.key(entitled.diner_id))


@diner_card.button(DinerAction.END, label=mark("搬走或过世"), when=still_eats)
async def ask_why(talk: Talk, diner_id: int) -> Reply:
    return await why_no_more.put(talk, diner_id)


@prompt(entitling, "diner end", IN_CANTEEN)
async def why_no_more(talk: Talk, diner_id: int) -> str:
    diner = await diners.served_by(talk.session, diner_id, talk.member)
    return _(
        "{name}以后不在食堂用餐了？请回复这条消息写原因，比如“搬到外地”。"
        "订好的餐和固定订餐都会取消。"
    ).format(name=esc(diner.name))


@why_no_more.taken
async def ended(talk: Talk, diner_id: int) -> Reply:
    cancelled = await pausing.end(talk.session, diner_id, talk.member, talk.text, now=talk.now)
    text = _("记下了。取消了 {count} 餐。").format(count=len(cancelled))
    return talk.say(text, under_card=diner_card.key(diner_id))
