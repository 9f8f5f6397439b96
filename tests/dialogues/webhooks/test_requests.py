"""Staff read of requests in their group, and work on them on the pages whose links stand there."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import ExifTags, Image
from sqlalchemy import select

from storage.tables import Channel, MediaBlob
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files
from tests.dialogues.webhook_phones import WebhookPhone
from tests.dialogues.wishes.test_wishes import wishes

MemberOf = Callable[[str, str], Phone]

pytestmark = pytest.mark.staff_on(Channel.WECOM_WEBHOOK)


@pytest.mark.staff_can("Requests: resolved in words")
async def test_a_request_is_taken_resolved_and_rated(
    desk: Desk, resident: Phone, staff: WebhookPhone, colleague: WebhookPhone
) -> None:
    number = await files(resident)
    staff.sees(number, "待接单", "点这里办理")
    await staff.taps("接单")
    staff.sees("处理中", "社工甲 接单")
    resident.finds("有人去办了", number)
    colleague.sees(number, "处理中", "社工甲 接单", "点这里办理")
    await staff.taps("办结")
    staff.sees("请写在下面，写下办理结果")
    colleague.does_not_see("写下办理结果")
    await staff.says("灯修好了")
    staff.sees("办结了")
    resident.finds("灯修好了")
    colleague.sees("已办结")
    await desk.later(hours=24)
    await resident.taps("解决了")
    await resident.taps("满意")
    resident.sees("谢谢")


@pytest.mark.staff_can("Groups: one that takes no messages hands on its requests")
async def test_a_group_whose_webhook_was_removed_hands_on_its_requests(
    desk: Desk, resident: Phone, staff: WebhookPhone, member_of: MemberOf
) -> None:
    assert desk.webhooks is not None
    street = member_of("东街街道网格中心", "街道值班员")
    desk.webhooks.gateway.remove_webhook(desk.webhooks.keys["军门社区工作群"])
    number = await files(resident)
    street.finds("待接单", number)
    resident.sees(number, "东街街道网格中心")
    await street.taps("接单")
    resident.finds("有人去办了", number)


async def test_what_is_written_in_private_is_not_promised(
    resident: Phone, staff: WebhookPhone
) -> None:
    await wishes(resident)
    await staff.taps("上墙")
    staff.sees("本群没有机器人，办不了")
    await staff.taps("不合适")
    await staff.says("微心愿要在 200 元以内")
    resident.sees("没能上墙", "微心愿要在 200 元以内")


async def test_words_that_are_not_written_after_all(
    resident: Phone, staff: WebhookPhone, colleague: WebhookPhone
) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    await staff.taps("不办了")
    staff.sees("没有动", "处理中")
    await colleague.taps("办结")
    colleague.sees("社工甲 已经接单")


async def test_what_stands_behind_more_is_chosen_on_the_page_and_not_in_the_group(
    resident: Phone, staff: WebhookPhone, colleague: WebhookPhone
) -> None:
    await files(resident)
    seen = len(colleague.screen)
    await staff.taps("更多")
    staff.sees("还可以")
    await staff.taps("可能重复")
    staff.sees("没有看起来是同一件的事")
    await staff.taps("转派")
    staff.sees("要转给谁")
    assert len(colleague.screen) == seen


async def test_pictures_of_a_request_stand_in_the_group(
    resident: Phone, staff: WebhookPhone
) -> None:
    await files(resident, photos=2)
    assert staff.pictures() == 2


async def test_a_name_is_asked_once_on_each_phone(
    resident: Phone, staff: WebhookPhone, colleague: WebhookPhone
) -> None:
    await files(resident)
    page = await staff.opens()
    assert page.fields == {"name": ""}
    await staff.taps("接单")
    page = await staff.opens()
    assert page.fields == {"name": "社工甲"}
    page = await colleague.opens()
    assert page.fields == {"name": ""}


@pytest.mark.staff_can("Requests: resolved with a photo")
async def test_a_photo_goes_with_the_result_and_tells_nothing_but_what_it_shows(
    desk: Desk, resident: Phone, staff: WebhookPhone
) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    await staff.says("灯修好了", photo=taken_at_home())
    staff.sees("办结了")
    resident.finds("灯修好了")
    assert resident.pictures() == 1
    async with desk.app.database.reading() as session:
        [kept] = await session.scalars(select(MediaBlob.data))
    with Image.open(BytesIO(kept)) as photo:
        assert (photo.format, dict(photo.getexif())) == ("JPEG", {})


async def test_a_photo_that_is_none_is_refused_and_the_words_stay(
    resident: Phone, staff: WebhookPhone
) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    for file, why in (
        (b"%PDF-1.7 not a photo", "打不开"),
        (b"\xff\xd8\xff" + b"x" * 500, "打不开"),
        (b"\xff\xd8\xff" + b"x" * 21_000_000, "太大"),
    ):
        await staff.says("灯修好了", photo=file)
        assert staff.page is not None
        assert staff.page.status == 422
        staff.sees(why, "写在下面")
    assert not resident.pictures()
    await staff.says("灯修好了")
    staff.sees("办结了")


async def test_a_photo_is_taken_only_where_the_question_says_so(
    resident: Phone, staff: WebhookPhone
) -> None:
    await files(resident)
    await staff.taps("不予受理")
    assert staff.page is not None
    assert "photo" not in staff.page.fields
    await staff.says("不归社区管")
    resident.finds("不归社区管")


def taken_at_home() -> bytes:
    told = Image.Exif()
    told[ExifTags.Base.ImageDescription] = "where somebody lives"
    written = BytesIO()
    Image.new("RGB", (40, 30), "white").save(written, "JPEG", exif=told)
    return written.getvalue()
