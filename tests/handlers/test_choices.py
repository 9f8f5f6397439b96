"""Buttons that stand on any message: what a press does, and what a refusal looks like."""

from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from handlers.common.button_data import RowId
from handlers.common.choices import on_press
from handlers.common.i18n import mark
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from services.errors import NotFound
from tests.handlers.form_talk import USER, a_talk


class OnBell(CallbackData, prefix="testbell"):
    bell: RowId


router = Router()
own = in_words.but()
own.say({NotFound: mark("没有这口钟。")})


@on_press(router, OnBell, refusals=own)
async def ring(talk: Talk, pressed: OnBell) -> Reply:
    if pressed.bell == 13:
        raise NotFound
    return talk.toast(f"{pressed.bell} 号钟响了")


async def pressed(data: str) -> Any:
    query = CallbackQuery(id="1", from_user=USER, chat_instance="1", data=data)
    return await router.propagate_event("callback_query", query, talk=await a_talk(query))


async def test_a_press_hands_over_what_the_button_carries() -> None:
    assert (await pressed("testbell:5")).text == "5 号钟响了"


async def test_a_refusal_is_a_note_over_the_screen() -> None:
    note = await pressed("testbell:13")
    assert (note.text, note.alert) == ("没有这口钟。", True)


async def test_data_that_we_did_not_write_is_left_to_others() -> None:
    assert await pressed("testbell:no") is UNHANDLED
