"""What a volunteer does with a place they hold: give it back, or hand it over to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from aiogram.types import CallbackQuery

from handlers.common import menu
from handlers.common.choices import on_press
from handlers.common.forms import Again, Form
from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.volunteering.buttons import OnHeld, OnOffer, Wish
from services.errors import Refusal
from services.volunteering import claims, hand_over, looking
from services.volunteering.errors import AlreadyThere, NotClaimed, TaskOver
from storage.tables import Volunteer


@dataclass(slots=True)
class Place(Kept):
    """The task in which they hold a place."""

    KEY: ClassVar = "held place"

    task: int = 0


router = holding = Form(Place, "Holding")
holding.refused(menu.refused)


@holding.callback_query(OnHeld.filter())
async def pressed(query: CallbackQuery, talk: Talk, callback_data: OnHeld) -> Reply:
    """Who only waits leaves at once; who may neither give back nor hand over hears why."""
    place = Place(callback_data.task)
    gives_back = callback_data.wish is Wish.RELEASE
    try:
        await hand_over.check_holds(talk.session, place.task, talk.user_id)
    except Refusal as refusal:
        return await (give_back(talk, place) if gives_back else menu.refused(talk, refusal))
    return await holding.ask(talk, place, "release" if gives_back else "whom")


async def anybody(said: str, talk: Talk) -> Sequence[Volunteer]:
    """Volunteers who could take over and are called so."""
    task_id = Place.of(talk).task
    found = await hand_over.receivers(talk.session, task_id, talk.user_id, talk.line, now=talk.now)
    if not found:
        text = _("没有找到叫“{name}”、能接手的志愿者。换个写法试试？")
        raise Again(text.format(name=esc(cut(talk.line, 40))))
    return found


@holding.step(anybody)
async def whom(talk: Talk, place: Place) -> Ask:
    return Ask(_("转交给谁？请写他在志愿者里的称呼，写一两个字也行。对方同意以前，名额还是您的。"))


async def stays(talk: Talk, place: Place) -> Reply:
    return await menu.home(talk, _("好的，名额还是您的。到时候见。"))


holding.left(stays)


@holding.aside("whom", anybody)
async def which(talk: Talk, place: Place) -> Ask | None:
    return None


@whom.taken
@which.taken
async def named(talk: Talk, place: Place, found: Sequence[Volunteer]) -> Reply:
    options = [Option(str(volunteer.person_id), volunteer.name) for volunteer in found]
    return await holding.put(talk, place, "which", Ask(_("请选一位，我去问："), options))


@which.choice()
async def chosen(talk: Talk, place: Place, choice: str) -> Reply:
    """Most refusals are about the one who was asked, and theirs alone to know."""
    try:
        await hand_over.offer(talk.session, place.task, talk.user_id, int(choice), now=talk.now)
    except (NotClaimed, AlreadyThere, TaskOver):
        raise
    except Refusal:
        text = _("这一位现在接不了手，请换一位：再点一次“转交给别人”。")
        return await menu.home(talk, text)
    text = _("问过了，有了回话马上告诉您。对方同意以前，名额还是您的，请留着时间。")
    return await menu.home(talk, text)


@holding.step()
async def release(talk: Talk, place: Place) -> Ask:
    task = await looking.get(talk.session, place.task)
    text = _("确定退出“{title}”吗？退出后名额让给别人。").format(title=esc(task.title))
    if claims.is_late(task, talk.now):
        text += "\n" + _("离开始不到一天了，现在退出会记下来。能去的话，还是请您去。")
    options = [Option("yes", _("退出")), Option("no", _("不退，我会去"))]
    return Ask(text, options, columns=2, back=False)


@release.choice("no")
async def goes(talk: Talk, place: Place, choice: str) -> Reply:
    return await stays(talk, place)


@release.choice("yes")
async def sure(talk: Talk, place: Place, choice: str) -> Reply:
    return await give_back(talk, place)


async def give_back(talk: Talk, place: Place) -> Reply:
    try:
        claim = await claims.release(talk.session, place.task, talk.user_id, now=talk.now)
    except Refusal as refusal:
        return await menu.refused(talk, refusal)
    task = await looking.get(talk.session, claim.task_id)
    text = _("“{title}”退出了，谢谢您提前说。想做别的，发 /tasks。")
    return await menu.home(talk, text.format(title=esc(task.title)))


@on_press(holding, OnOffer)
async def answered(talk: Talk, offered: OnOffer) -> Reply:
    if offered.accept:
        await hand_over.accept(talk.session, offered.claim, talk.user_id, now=talk.now)
        return talk.toast(_("谢谢您接手！"))
    await hand_over.decline(talk.session, offered.claim, talk.user_id)
    return talk.toast(_("好的，我告诉对方。"))
