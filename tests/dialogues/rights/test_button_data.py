"""What a client invents as a button's data does not unpack, and is answered all the same."""

import pytest
from aiogram.filters.callback_data import CallbackData
from annotated_types import Ge
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from tests.dialogues.phones import Desk, Phone
from tests.dialogues.rights import buttons

NUMBERS = [(each, name) for each, name, field in buttons.fields() if field.annotation is int]
WORDS = [(each, name) for each, name, field in buttons.fields() if field.annotation is str]
INVENTED = [
    "99999999999999999999",
    str(2**63),
    "-1",
    "+1",
    " 1",
    "1 ",
    "1.5",
    "1.0",
    "1e3",
    "01",
    "1_0",
    "٣",
    "１",
    "一",
    "0x1",
    "",
    "\0",
]

KEY = "k" * 16


def packed(button: type[CallbackData], name: str, value: str) -> str:
    """Data that would be in order but for this field."""
    parts = [value if each == name else _valid(field) for each, field in _fields(button)]
    return ":".join([button.__prefix__, *parts])


def _fields(button: type[CallbackData]) -> list[tuple[str, FieldInfo]]:
    return list(button.model_fields.items())


def _valid(field: FieldInfo) -> str:
    if field.annotation is str:
        return KEY
    return (buttons.values(field) or [str(_least(field))])[0]


def _least(field: FieldInfo) -> int:
    bounds = [each.ge for each in field.metadata if isinstance(each, Ge)]
    return max([1, *(bound for bound in bounds if isinstance(bound, int))])


@pytest.mark.parametrize("value", INVENTED)
@pytest.mark.parametrize(("button", "name"), NUMBERS)
def test_a_number_is_one_that_we_write_and_the_tables_hold(
    button: type[CallbackData], name: str, value: str
) -> None:
    with pytest.raises(ValidationError):
        button.unpack(packed(button, name, value))


@pytest.mark.parametrize(("button", "name"), NUMBERS)
def test_a_number_that_is_in_order_is_read(button: type[CallbackData], name: str) -> None:
    if button.__prefix__ == "rate":
        assert button.unpack("rate:1:satisfaction:satisfied")
    else:
        number = 16 + _least(button.model_fields[name])
        assert getattr(button.unpack(packed(button, name, str(number))), name) == number


@pytest.mark.parametrize("value", ["", "\0", "1", "无", "12345678\n", "１２３４５６７８"])
@pytest.mark.parametrize(("button", "name"), WORDS)
def test_words_are_none_but_those_we_write(
    button: type[CallbackData], name: str, value: str
) -> None:
    with pytest.raises(ValidationError):
        button.unpack(packed(button, name, value))


INVENTED_DATA = [
    "mealbooking:99999999999999999999",
    "mealbooking:٣",
    "ticket:take:99999999999999999999",
    "person:admit:9223372036854775808",
    "rate:1:satisfaction:1",
    "rate:1:solved:satisfied",
    "pick:1:-1",
    "mealbooking",
    "mealbooking:",
    "mealbooking:1:2",
    "mealbooking：1",
    "nothing:1",
    ":",
]


@pytest.mark.parametrize("data", INVENTED_DATA)
async def test_an_invented_button_is_answered_with_a_note(
    desk: Desk, resident: Phone, data: str
) -> None:
    desk.world.tap(resident.user_id, resident.chat_id, resident.last.message_id, data, stale=True)
    await desk.settle()
    assert "以前的按钮" in resident.toast()
    resident.does_not_see("代码")


@pytest.mark.parametrize("data", INVENTED_DATA)
async def test_an_invented_button_in_a_group_is_answered_with_a_note(
    desk: Desk, staff: Phone, data: str
) -> None:
    await staff.says("/list")
    desk.world.tap(staff.user_id, staff.chat_id, staff.last.message_id, data, stale=True)
    await desk.settle()
    assert "不是给您的" in staff.toast()
    staff.does_not_see("代码")
