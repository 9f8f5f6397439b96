"""The engine of conversations, by a form of its own: what it asks, takes, repeats and keeps."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import pytest
from aiogram.filters import Filter

from handlers.common.forms import Again, Form
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.readers import some_words
from handlers.common.saying import Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from services.errors import NotFound, Refusal, TooLong
from storage.media import Attachment
from tests.handlers.form_talk import FormTalk


@dataclass(slots=True)
class Trip(Kept):
    KEY: ClassVar = "trip"

    to: str | None = None
    on: date | None = None
    seats: int | None = None
    pram: str | None = None
    files: int = 0


def a_day(said: str, talk: Talk) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Again("写成 2026-12-07") from None


async def seats_of(said: str, talk: Talk) -> int:
    if said == "99":
        raise TooLong(9)
    if said == "13":
        raise NotFound
    return int(said)


travelling = Form(Trip, "Travelling")


def needs_a_pram(talk: Talk, trip: Trip) -> bool:
    return (trip.seats or 0) > 2


@travelling.step(some_words(6))
async def to(talk: Talk, trip: Trip) -> Ask:
    return Ask("去哪里？", [Option("sea", "海边"), Option("anywhere", "随便")])


@to.choice("anywhere")
async def anywhere(talk: Talk, trip: Trip, choice: str) -> Reply:
    trip.to = "山上"
    return None


@travelling.step(a_day)
async def on(talk: Talk, trip: Trip) -> Ask:
    return Ask(f"哪天去{trip.to}？")


@travelling.step(seats_of)
async def seats(talk: Talk, trip: Trip) -> Ask:
    return Ask("几个人？", [Option("2", "两个")])


@travelling.step(when=needs_a_pram)
async def pram(talk: Talk, trip: Trip) -> Ask | None:
    return None if trip.to == "海边" else Ask("要推车吗？", [Option("yes", "要")])


@travelling.aside("review", some_words(6))
async def also(talk: Talk, trip: Trip) -> Ask:
    return Ask("还有什么？")


@also.taken
async def said_more(talk: Talk, trip: Trip, words: str) -> Reply:
    trip.to = f"{trip.to}，{words}"
    return None


@travelling.step()
async def review(talk: Talk, trip: Trip) -> Ask:
    return Ask(
        f"{trip.to} {trip.on} {trip.seats} {trip.pram}",
        [Option("go", "出发"), Option("on", "改日子"), Option("also", "加一句")],
    )


@review.choice("go")
async def go(talk: Talk, trip: Trip, choice: str) -> Reply:
    Trip.discard(talk)
    await talk.leave()
    return talk.say("走了")


@review.choice()
async def change(talk: Talk, trip: Trip, choice: str) -> Reply:
    return await travelling.change(talk, trip, choice)


@travelling.left
async def left(talk: Talk, trip: Trip) -> Reply:
    return talk.say("不去了")


@pytest.fixture
def chat() -> FormTalk:
    return FormTalk(travelling)


async def reviewed(chat: FormTalk) -> None:
    await chat.begins(Trip(to="海边", on=date(2026, 12, 7), seats=2))
    assert await chat.at() == "Travelling:review"


async def test_asks_part_by_part_and_shows_it_all(chat: FormTalk) -> None:
    await chat.begins(Trip())
    await chat.says("海边")
    await chat.says("2026-12-07")
    await chat.says("2")
    assert chat.said == ["去哪里？", "哪天去sea？", "几个人？", "sea 2026-12-07 2 None"]


@pytest.mark.parametrize("answer", ["随便", "2", "2随便"])
async def test_number_and_label_do_what_a_tap_does(chat: FormTalk, answer: str) -> None:
    await chat.begins(Trip())
    await chat.says(answer)
    assert chat.said[-1] == "哪天去山上？"


async def test_a_tap_does_what_its_option_says(chat: FormTalk) -> None:
    await chat.begins(Trip())
    await chat.taps("随便")
    assert chat.said[-1] == "哪天去山上？"


async def test_an_option_without_a_handler_is_read_like_words(chat: FormTalk) -> None:
    await chat.begins(Trip(to="海边", on=date(2026, 12, 7)))
    await chat.taps("两个")
    assert chat.said[-1] == "海边 2026-12-07 2 None"


async def test_begins_with_the_first_missing_part_after_words(chat: FormTalk) -> None:
    await chat.begins(Trip(to="海边", seats=1), "接着填：")
    assert chat.said == ["接着填：\n\n哪天去海边？"]


async def test_repeats_a_question_whose_answer_cannot_be_taken(chat: FormTalk) -> None:
    await chat.begins(Trip(to="海边"))
    await chat.says("下周")
    assert chat.said[-1] == "写成 2026-12-07\n\n哪天去海边？"
    assert await chat.at() == "Travelling:on"


async def test_says_a_refusal_and_repeats_the_question(chat: FormTalk) -> None:
    await chat.begins(Trip(to="海边", on=date(2026, 12, 7)))
    await chat.says("99")
    assert chat.said[-1] == "太长了，最多 9 个字。请分短一点再发。\n\n几个人？"


async def test_a_form_may_say_refusals_otherwise() -> None:
    async def gone(talk: Talk, refusal: Refusal) -> Reply:
        return talk.say("没有这班车了")

    sad = Form(Trip, "Travelling")
    sad.add(seats)
    sad.refused(gone)
    chat = FormTalk(sad)
    await chat.begins(Trip())
    await chat.says("99")
    assert chat.said[-1] == "太长了，最多 9 个字。请分短一点再发。\n\n几个人？"
    await chat.says("13")
    assert chat.said[-1] == "没有这班车了"


@pytest.fixture
def to_the_hills() -> FormTalk:
    """Once it is known where to, that can no more be asked; nor can the seats."""
    sad = Form(Trip, "Travelling")

    @sad.step(some_words(6), part="to")
    async def where(talk: Talk, trip: Trip) -> Ask:
        if trip.to:
            raise NotFound
        return Ask("去哪里？")

    @sad.step(a_day, part="on")
    async def when(talk: Talk, trip: Trip) -> Ask:
        return Ask("哪天去？")

    @sad.step(seats_of, part="seats")
    async def places(talk: Talk, trip: Trip) -> Ask:
        raise NotFound

    return FormTalk(sad)


@pytest.mark.parametrize("said", ["0", "2026-12-07"])
async def test_a_refusal_while_the_next_words_are_made_is_said_above_the_standing_question(
    to_the_hills: FormTalk, said: str
) -> None:
    await to_the_hills.begins(Trip(to="山上"))
    await to_the_hills.says(said)
    assert to_the_hills.said[-1] == "没有找到这件事。\n\n哪天去？"
    assert await to_the_hills.at() == "Travelling:when"
    assert Trip.of(await to_the_hills.talk()) == Trip(to="山上")


async def test_a_step_that_is_not_needed_is_passed_over(chat: FormTalk) -> None:
    await chat.begins(Trip(to="山上", on=date(2026, 12, 7), seats=2))
    assert chat.said == ["山上 2026-12-07 2 None"]


async def test_a_step_whose_wording_says_nothing_is_passed_over(chat: FormTalk) -> None:
    await chat.begins(Trip(to="海边", on=date(2026, 12, 7), seats=3))
    assert chat.said == ["海边 2026-12-07 3 None"]


async def test_a_step_that_is_needed_is_asked(chat: FormTalk) -> None:
    await chat.begins(Trip(to="山上", on=date(2026, 12, 7), seats=3))
    await chat.taps("要")
    assert chat.said == ["要推车吗？", "山上 2026-12-07 3 yes"]


async def test_goes_back_one_step_at_a_time_and_forgets_nothing(chat: FormTalk) -> None:
    await reviewed(chat)
    for _each in range(3):
        await chat.says("0")
    assert chat.said[1:] == ["几个人？", "哪天去海边？", "去哪里？"]
    await chat.says("山上")
    assert chat.said[-1] == "山上 2026-12-07 2 None"


async def test_going_back_passes_over_what_is_not_needed(chat: FormTalk) -> None:
    await chat.begins(Trip(to="海边", on=date(2026, 12, 7), seats=3))
    await chat.taps("返回")
    assert chat.said[-1] == "几个人？"


async def test_leaves_when_going_back_from_the_first_step(chat: FormTalk) -> None:
    await chat.begins(Trip())
    await chat.says("返回")
    assert chat.said[-1] == "不去了"


async def test_back_from_a_part_that_is_changed_leads_to_the_review(chat: FormTalk) -> None:
    await reviewed(chat)
    await chat.taps("改日子")
    assert chat.said[-1] == "哪天去海边？"
    await chat.says("0")
    assert await chat.at() == "Travelling:review"
    await chat.says("0")
    assert chat.said[-1] == "几个人？"


async def test_back_from_a_step_aside_leads_where_it_says(chat: FormTalk) -> None:
    await reviewed(chat)
    await chat.taps("加一句")
    await chat.says("0")
    assert await chat.at() == "Travelling:review"


async def test_a_step_aside_is_never_asked_by_itself(chat: FormTalk) -> None:
    await reviewed(chat)
    await chat.taps("加一句")
    await chat.says("带伞")
    assert chat.said[-1] == "海边，带伞 2026-12-07 2 None"


async def test_words_where_only_an_option_counts_are_left_to_others(chat: FormTalk) -> None:
    await reviewed(chat)
    assert not await chat.says("今天天气真好")
    assert await chat.at() == "Travelling:review"


async def test_a_photo_nobody_waits_for_is_left_to_others(chat: FormTalk) -> None:
    await chat.begins(Trip())
    assert not await chat.shows_a_photo("海边")


async def test_a_command_is_left_to_others(chat: FormTalk) -> None:
    await chat.begins(Trip())
    assert not await chat.says("/my")
    assert await chat.says("/海边")


@pytest.mark.parametrize(("counted", "to"), [(False, "二"), (True, "山上")])
async def test_a_numeral_counts_the_options_only_where_it_cannot_be_an_answer(
    counted: bool, to: str
) -> None:
    form = Form(Trip, "Travelling")
    chat = FormTalk(form)

    @form.step(some_words(6), part="to")
    async def where(talk: Talk, trip: Trip) -> Ask:
        return Ask("去哪里？", [Option("海边", "海边"), Option("山上", "山上")], counted=counted)

    @form.step()
    async def review(talk: Talk, trip: Trip) -> Ask:
        return Ask(f"去{trip.to}")

    await chat.begins(Trip())
    await chat.says("二")
    assert chat.said[-1] == f"去{to}"


async def test_an_option_is_kept_as_the_type_of_its_part() -> None:
    form = Form(Trip, "Travelling")

    @form.step()
    async def seats(talk: Talk, trip: Trip) -> Ask:
        return Ask("几个人？", [Option("2", "两个")])

    @form.step()
    async def on(talk: Talk, trip: Trip) -> Ask:
        return Ask(f"{trip.seats!r} 个人，哪天？", [Option("2026-12-07", "下周一")])

    @form.step()
    async def review(talk: Talk, trip: Trip) -> Ask:
        return Ask(f"{trip.on!r}")

    chat = FormTalk(form)
    await chat.begins(Trip())
    await chat.taps("两个")
    assert chat.said[-1] == "2 个人，哪天？"
    await chat.taps("下周一")
    assert chat.said[-1] == "datetime.date(2026, 12, 7)"


async def test_something_may_be_said_instead_of_asking() -> None:
    form = small_form()
    chat = FormTalk(form)

    @form.aside("to")
    async def timetable(talk: Talk, trip: Trip) -> Reply:
        return talk.say("今天没有车")

    @form.aside("to")
    async def silence(talk: Talk, trip: Trip) -> Reply:
        return []

    await chat.begins(Trip())
    talk = await chat.talk()
    assert await form.ask(talk, Trip(), "timetable") == talk.say("今天没有车")
    assert await form.ask(talk, Trip(), "silence") == []


async def test_a_step_takes_what_is_brought() -> None:
    form = small_form()
    chat = FormTalk(form)

    @form.steps["to"].brought
    async def shown(talk: Talk, trip: Trip, files: list[Attachment]) -> Reply:
        trip.to, trip.files = "照片上的地方", len(files)
        return None

    await chat.begins(Trip())
    await chat.shows_a_photo()
    assert chat.said[-1] == "去照片上的地方"


async def test_what_comes_besides_is_taken_everywhere() -> None:
    form = small_form()
    chat = FormTalk(form)

    @form.besides
    async def besides(talk: Talk, trip: Trip, files: list[Attachment]) -> Reply:
        trip.files += len(files)
        trip.keep(talk)
        return await talk.repeat(f"收下了 {trip.files}")

    await chat.begins(Trip(to="海边"))
    await chat.shows_a_photo()
    await chat.says("多带一件衣服")
    assert [said.partition("\n")[0] for said in chat.said[1:]] == ["收下了 1", "收下了 1"]


async def test_every_answer_passes_the_guards() -> None:
    chat = FormTalk(small_form(_Never()))
    await chat.begins(Trip())
    assert not await chat.says("1")
    assert not await chat.taps("海边")


async def test_a_handler_of_ones_own_is_met_before_the_steps() -> None:
    form = small_form()
    chat = FormTalk(form)

    @form.message(form.state("to"))
    async def anywhere(message: object, talk: Talk) -> Reply:
        return talk.say("随您")

    await chat.begins(Trip())
    await chat.says("海边")
    assert chat.said[-1] == "随您"


async def test_a_question_takes_the_place_of_the_one_before_on_the_page_it_says() -> None:
    form = small_form()
    options = [Option(str(number), f"第{number}样") for number in range(7)]
    talk = await FormTalk(form).talk()
    asked = await form.put(talk, Trip(), "to", Ask("要哪样？", options, page=1, as_one=True))
    assert isinstance(asked, Say)
    assert (asked.card, asked.to_the_end) == ("answer:7", True)
    question = talk.question
    assert question is not None
    assert [each.number for each in question.shown(big_print=True)] == ["6", "7", "99", "0"]


def small_form(*guards: Filter, **differently: Any) -> Form[Trip]:
    form = Form(Trip, "Travelling", *guards, **differently)

    @form.step(some_words(6))
    async def to(talk: Talk, trip: Trip) -> Ask:
        return Ask("去哪里？", [Option("海边", "海边")])

    @form.step()
    async def review(talk: Talk, trip: Trip) -> Ask:
        return Ask(f"去{trip.to}")

    return form


async def test_the_draft_outlives_the_update(chat: FormTalk) -> None:
    await chat.begins(Trip())
    await chat.says("随便")
    kept = Trip.of(await chat.talk())
    assert kept == Trip(to="山上")


class _Never(Filter):
    async def __call__(self, _event: object) -> bool:
        return False
