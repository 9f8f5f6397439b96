"""A round: who carries it, and what the carrier says at each door.

The doors come to the carrier in private, or to the group where we cannot write to them; so these
buttons work in both.
"""

from contextlib import suppress

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.common.i18n import _
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.groups.members import InGroupFor
from handlers.meals.staff.kitchen_buttons import OnRound, OnStop, RoundAction, StopAction
from handlers.meals.staff.refusals import in_words
from services.errors import Refusal
from services.meals import rounds
from services.meals.authority import check_works_for
from services.meals.kitchen_news import RoundTaken
from services.news import tell
from services.tickets import Member
from services.volunteering import claims, passing_on, sources
from storage.tables import Purpose, TaskSource

anywhere = Router(name="carrying meals")
in_groups = Router(name="taking a round")


@in_groups.callback_query(OnRound.filter(F.action == RoundAction.TAKE), InGroupFor(Purpose.CANTEEN))
async def take(query: CallbackQuery, talk: Talk, callback_data: OnRound, member: Member) -> Reply:
    """我来送: volunteers who were asked as well are told that nobody is needed any more."""
    round_id = callback_data.round
    try:
        await check_works_for(talk.session, await rounds.canteen_id(talk.session, round_id), member)
        await sources.check_round_waits(talk.session, round_id)
        await passing_on.call_back(
            talk.session, TaskSource.ROUND, round_id, _("食堂自己送了。"), now=talk.now
        )
        await rounds.take(talk.session, round_id, member.person_id, member.name, now=talk.now)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    return talk.toast(_("谢谢您！门牌发给您了，请看我和您的私聊。"))


@anywhere.callback_query(OnRound.filter(F.action == RoundAction.GIVE_BACK))
async def give_back(query: CallbackQuery, talk: Talk, callback_data: OnRound) -> Reply:
    """A volunteer's place goes back too; who has checked in already keeps that."""
    round_id = callback_data.round
    try:
        task = await sources.living_task(talk.session, TaskSource.ROUND, round_id)
        if task is not None:
            with suppress(Refusal):
                await claims.release(talk.session, task.id, talk.user_id, now=talk.now)
        if (await rounds.get(talk.session, round_id)).carrier_id == talk.user_id or task is None:
            await rounds.give_back(talk.session, round_id, talk.user_id, now=talk.now)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    return talk.toast(_("好的，交还了，别的人来送。"))


@anywhere.callback_query(OnRound.filter(F.action == RoundAction.SEND))
async def send_again(query: CallbackQuery, talk: Talk, callback_data: OnRound) -> Reply:
    """The doors once more, for a carrier who has written to the bot by now."""
    try:
        found = await rounds.carried_by(talk.session, callback_data.round, talk.user_id)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    tell(talk.session, RoundTaken(found.id))
    return talk.toast(_("发了。私聊里没有看到的话，先在私聊里给我发一句话，再点一次。"), alert=True)


@anywhere.callback_query(OnStop.filter())
async def at_the_door(query: CallbackQuery, talk: Talk, callback_data: OnStop) -> Reply:
    booking_id = callback_data.booking
    try:
        match callback_data.action:
            case StopAction.DELIVERED:
                await rounds.delivered(
                    talk.session, booking_id, talk.user_id, talk.name, now=talk.now
                )
                said = _("记下了，送到了。")
            case StopAction.NOBODY_HOME:
                await rounds.nobody_home(
                    talk.session, booking_id, talk.user_id, talk.name, now=talk.now
                )
                said = _("记下了，社区马上有人去看。饭先带着，见到人了再点“送到了”。")
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    return talk.toast(said)
