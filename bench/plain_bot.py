"""The bot that ours is measured against, written as bots of its kind usually and well are.

aiogram with MemoryStorage, routers with State and F filters, a session and the person from
middleware, the ORM over aiosqlite, a commit in each handler, awaited sends. Its conversation has
the steps of ours and files the same: ticket, line of the timeline, photo, card to the group.
"""

import html
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import BaseMiddleware, Bot, Dispatcher, F, Router
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    TelegramObject,
)
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bench.plain_bot_tables import Base, Category, Event, Person, Photo, Ticket

GROUP_CHAT = -1001
CATEGORIES = ("路灯不亮", "停水", "道路坑洼")
MENU = ReplyKeyboardMarkup(
    keyboard=[[KeyboardButton(text="📮 我要反映"), KeyboardButton(text="📋 我的诉求")]],
    resize_keyboard=True,
)


class Complaint(StatesGroup):
    category = State()
    question = State()
    what = State()
    where = State()
    privacy = State()
    review = State()


class DatabaseMiddleware(BaseMiddleware):
    """A session and the person for each update."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        user = data["event_from_user"]
        async with self._sessions() as session:
            person = await session.get(Person, user.id)
            if person is None:
                person = Person(id=user.id, name=user.full_name)
                session.add(person)
                await session.commit()
            return await handler(event, data | {"session": session, "person": person})


async def start(message: Message) -> None:
    await message.answer("您好！有什么事，直接写下来就行。", reply_markup=MENU)


async def answered(message: Message, state: FSMContext, session: AsyncSession) -> None:
    data = await state.update_data(answer=message.text)
    await state.set_state(Complaint.what)
    await session.commit()
    await message.answer(_received(data), reply_markup=_buttons(("写好了", "done")))


async def words(message: Message, state: FSMContext, session: AsyncSession) -> None:
    data = await state.get_data()
    data = await state.update_data(texts=[*data["texts"], message.text])
    await session.commit()
    await message.answer(_received(data), reply_markup=_buttons(("写好了", "done")))


async def photo(message: Message, state: FSMContext, session: AsyncSession) -> None:
    assert message.photo
    data = await state.get_data()
    data = await state.update_data(photos=[*data["photos"], message.photo[-1].file_id])
    await session.commit()
    await message.answer(_received(data), reply_markup=_buttons(("写好了", "done")))


async def where(message: Message, state: FSMContext, session: AsyncSession) -> None:
    assert message.text
    await state.update_data(place=message.text.partition("：")[2] or message.text)
    await state.set_state(Complaint.privacy)
    await session.commit()
    await message.answer("地点记下了。", reply_markup=MENU)
    choices = [
        ("公开，可以叫我的称呼", "privacy:open:named"),
        ("公开，不留名", "privacy:open:unnamed"),
        ("不公开，可以叫我的称呼", "privacy:private:named"),
        ("不公开，不留名", "privacy:private:unnamed"),
    ]
    await message.answer("邻居能看到这件事吗？", reply_markup=_buttons(*choices))


async def began(message: Message, state: FSMContext, session: AsyncSession) -> None:
    categories = await session.scalars(select(Category).order_by(Category.id).limit(3))
    choices = [(category.name, f"category:{category.id}") for category in categories]
    await state.set_data({"texts": [message.text], "photos": []})
    await state.set_state(Complaint.category)
    await session.commit()
    await message.answer("收到了。您说的是哪一类事？", reply_markup=_buttons(*choices))


async def category(query: CallbackQuery, state: FSMContext, session: AsyncSession) -> None:
    chosen = await session.get_one(Category, int(_value(query)))
    await state.update_data(category_id=chosen.id)
    await state.set_state(Complaint.question)
    await session.commit()
    await query.answer()
    await _message(query).answer(chosen.question, reply_markup=_buttons(("不清楚", "skip")))


async def done(query: CallbackQuery, state: FSMContext, session: AsyncSession) -> None:
    await state.set_state(Complaint.where)
    await session.commit()
    await query.answer()
    keys = ReplyKeyboardMarkup(
        keyboard=[[KeyboardButton(text="📍 发送我的位置", request_location=True)]],
        resize_keyboard=True,
    )
    await _message(query).answer("在哪里？", reply_markup=keys)


async def privacy(
    query: CallbackQuery, state: FSMContext, session: AsyncSession, person: Person
) -> None:
    data = await state.update_data(private=_value(query).startswith("private"))
    similar = await session.scalars(
        select(Ticket)
        .where(
            Ticket.category_id == data["category_id"],
            Ticket.place == data["place"],
            Ticket.state == "open",
            Ticket.private.is_(False),
            Ticket.author_id != person.id,
        )
        .limit(5)
    )
    chosen = await session.get_one(Category, data["category_id"])
    await state.set_state(Complaint.review)
    await session.commit()
    await query.answer()
    lines = [f"<b>类别</b>：{chosen.name}", f"<b>地点</b>：{html.escape(data['place'])}"]
    lines.append(f"<b>内容</b>：{html.escape(' '.join(data['texts']))}")
    lines += [f"附近的编号 {ticket.id}" for ticket in similar]
    await _message(query).answer(
        "\n".join(lines), reply_markup=_buttons(("提交", "review:file"), ("修改", "review:edit"))
    )


async def file(
    query: CallbackQuery, state: FSMContext, session: AsyncSession, person: Person, bot: Bot
) -> None:
    data = await state.get_data()
    now = datetime.now(UTC)
    chosen = await session.get_one(Category, data["category_id"])
    ticket = Ticket(
        category=chosen,
        author_id=person.id,
        text="\n".join(data["texts"]),
        answer=data["answer"],
        place=data["place"],
        private=data["private"],
        filed_at=now,
        respond_by=now + timedelta(hours=16),
        photos=[Photo(file_id=file_id) for file_id in data["photos"]],
        events=[Event(at=now, kind="filed")],
    )
    session.add(ticket)
    await session.commit()
    await state.clear()
    await query.answer()
    await _message(query).answer(f"提交好了，编号 <b>{ticket.id}</b>。", reply_markup=MENU)
    lines = [
        f"🆕 编号 <b>{ticket.id}</b>",
        f"<b>{chosen.name}</b>",
        f"📍 {html.escape(ticket.place)}",
    ]
    card = "\n".join([*lines, f"“{html.escape(ticket.text)}”"])
    await bot.send_message(GROUP_CHAT, card, reply_markup=_buttons(("接单", f"take:{ticket.id}")))
    for file_id in data["photos"]:
        await bot.send_photo(GROUP_CHAT, file_id)


def _received(data: dict[str, Any]) -> str:
    characters = sum(map(len, data["texts"]))
    return f"收到了：文字 {characters} 个字，照片 {len(data['photos'])} 个。写完请点“写好了”。"


def _buttons(*choices: tuple[str, str]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=text, callback_data=data)] for text, data in choices
        ]
    )


def _value(query: CallbackQuery) -> str:
    return (query.data or "").partition(":")[2]


def _message(query: CallbackQuery) -> Message:
    assert isinstance(query.message, Message)
    return query.message


def make_router() -> Router:
    router = Router()
    router.message.register(start, CommandStart())
    router.message.register(answered, Complaint.question, F.text)
    router.message.register(words, Complaint.what, F.text)
    router.message.register(photo, Complaint.what, F.photo)
    router.message.register(where, Complaint.where, F.text)
    router.message.register(began, F.text)
    router.callback_query.register(category, Complaint.category, F.data.startswith("category:"))
    router.callback_query.register(done, Complaint.what, F.data == "done")
    router.callback_query.register(privacy, Complaint.privacy, F.data.startswith("privacy:"))
    router.callback_query.register(file, Complaint.review, F.data == "review:file")
    return router


async def make_dispatcher(engine: AsyncEngine, storage: BaseStorage | None = None) -> Dispatcher:
    """With tables and categories in place; states are kept in memory where nothing else is said."""
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    async with sessions.begin() as session:
        session.add_all(Category(name=name, question="灯杆编号？") for name in CATEGORIES)
    dispatcher = Dispatcher(storage=storage or MemoryStorage())
    dispatcher.message.middleware(DatabaseMiddleware(sessions))
    dispatcher.callback_query.middleware(DatabaseMiddleware(sessions))
    dispatcher.include_router(make_router())
    return dispatcher
