"""/settings: where one lives, how one is called, big print, the language."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.consent import ask_consent
from handlers.common.filters import Choice, HasText, Words
from handlers.common.forms import Again
from handlers.common.i18n import LANGUAGE_NAMES, _, speaking
from handlers.common.questions import BACK, Option
from handlers.common.readers import a_line
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.people import joining, my_data
from handlers.people.start import CALLED, ask_where_home_is, big_print_is_on
from services import areas
from services.people import people

router = Router(name="settings")


class Settings(StatesGroup):
    what = State()
    language = State()


class Naming(StatesGroup):
    """Apart from `Settings`: words are an answer here."""

    name = State()


@router.message(Command("settings"))
@router.message(Words(menu.SETTINGS))
async def settings(message: Message, talk: Talk) -> Reply:
    return await ask_what(talk)


async def ask_what(talk: Talk) -> Reply:
    person = talk.person
    home = await areas.home_of(talk.session, person)
    text = _(
        "称呼：{name}\n住处：{home}\n大字版：{big_print}\n语言：{language}\n办好的事，几周后再问我：{later}\n问卷：{surveys}\n\n要改哪一样？"
    ).format(
        name=esc(person.name) or _("没有记"),
        home=esc(await areas.title(talk.session, home)) if home else _("还没有选"),
        big_print=_("开") if person.big_print else _("关"),
        language=LANGUAGE_NAMES[person.language],
        later=_("要") if person.asked_later else _("不要"),
        surveys=_("要") if person.surveyed else _("不要"),
    )
    options = [
        Option("home", _("改住处")),
        Option("big_print", _("关掉大字版") if person.big_print else _("打开大字版")),
        Option("language", _("换语言 / Language")),
        Option("name", _("改称呼")),
        Option("later", _("几周后不用再问我") if person.asked_later else _("几周后再问我一次")),
        Option("surveys", _("不要发问卷给我") if person.surveyed else _("有问卷发给我")),
        Option("link", _("在两个平台用，合成一个人")),
        Option("my_data", _("我的资料：查看、删除")),
    ]
    return await talk.ask(Settings.what, text, options)


@on_choice(router, Settings.what, "home")
async def home(event: Message | CallbackQuery, talk: Talk) -> Reply:
    # Where somebody lives is kept only with their consent, like their name.
    if talk.person.consented_at is None:
        return await ask_consent(talk)
    return await ask_where_home_is(talk)


@on_choice(router, Settings.what, "big_print")
async def big_print(event: Message | CallbackQuery, talk: Talk) -> Reply:
    on = not talk.person.big_print
    await people.set_big_print(talk.session, talk.person, on)
    text = big_print_is_on() if on else _("大字版关掉了。")
    return await menu.home(talk, text)


@on_choice(router, Settings.what, "language")
async def ask_language(event: Message | CallbackQuery, talk: Talk) -> Reply:
    options = [Option(language, name) for language, name in LANGUAGE_NAMES.items()]
    return await talk.ask(Settings.language, _("请选语言："), options)


@on_choice(router, Settings.what, "name")
async def ask_name(event: Message | CallbackQuery, talk: Talk) -> Reply:
    if talk.person.consented_at is None:
        return await ask_consent(talk)
    text = _("以后怎么称呼您？写下来发给我就行，比如“林阿姨”。以前办的事上，称呼还是原来的。")
    options = [Option("unsaid", _("不留称呼"))] if talk.person.name else []
    return await talk.ask(Naming.name, text, options, in_words=True)


@router.message(Naming.name, HasText(), ~Choice(), ~Choice(BACK))
async def named(message: Message, talk: Talk) -> Reply:
    try:
        name = a_line(CALLED)(talk.text, talk)
    except Again as again:
        return await talk.repeat(str(again))
    await people.set_name(talk.session, talk.person, name)
    return await menu.home(talk, _("好的，以后称呼您“{name}”。").format(name=esc(name)))


@on_choice(router, Naming.name, "unsaid")
async def stays_nameless(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await people.set_name(talk.session, talk.person, "")
    return await menu.home(talk, _("好的，不再记您的称呼。"))


@on_choice(router, Settings.what, "later")
async def asked_later(event: Message | CallbackQuery, talk: Talk) -> Reply:
    on = not talk.person.asked_later
    await people.set_asked_later(talk.session, talk.person.id, on=on)
    text = (
        _("好的，办好的事，几周后再问您还好不好。") if on else _("好的，办好的事，以后不再来问。")
    )
    return await menu.home(talk, text)


@on_choice(router, Settings.what, "surveys")
async def surveyed(event: Message | CallbackQuery, talk: Talk) -> Reply:
    on = not talk.person.surveyed
    await people.set_surveyed(talk.session, talk.person, on)
    text = (
        _("好的，有问卷会发给您，答不答都行。")
        if on
        else _("好的，以后不发问卷给您。没答完的，发 /survey 还能接着答。")
    )
    return await menu.home(talk, text)


@on_choice(router, Settings.what, "link")
async def link(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await joining.begin(talk)


@on_choice(router, Settings.what, "my_data")
async def my_own_data(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await my_data.ask_what(talk)


@on_choice(router, Settings.language)
async def language(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    await people.set_language(talk.session, talk.person, choice)
    with speaking(choice):
        return await menu.home(talk, _("好的，以后都用这种语言。"))


@on_choice(router, Settings.language, BACK)
@on_choice(router, Naming.name, BACK)
async def back_to_settings(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_what(talk)


@on_choice(router, Settings.what, BACK)
async def done(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的，没有改别的。"))
