"""/resource: units and volunteers offer, staff confirm or say why not."""

from tests.dialogues.conftest import NewPerson
from tests.dialogues.needs.talks import OFFER, offers
from tests.dialogues.phones import Phone

CONTACT = "陈老师 13900001111"


async def test_an_offer_is_confirmed_and_its_giver_hears(resident: Phone, staff: Phone) -> None:
    await offers(resident)
    resident.sees("报给社区了，谢谢您")
    staff.sees(
        "资源 · 等社区确认",
        "东街小学",
        "可以开书法班，老师周末来教",
        "文体活动",
        "一个月 1 次 · 截止：一直都行",
        CONTACT,
    )
    await staff.taps("确认列入")
    resident.sees("列到资源清单上了", "可以开书法班，老师周末来教")
    staff.finds("资源 · 在资源清单上")
    await staff.taps("不再提供")
    staff.finds("资源 · 不再提供")


async def test_an_offer_is_declined_with_the_reason(resident: Phone, staff: Phone) -> None:
    await offers(resident)
    await staff.taps("用不上")
    await staff.replies("为什么用不上", "已经有老师了")
    resident.sees("这次用不上", "已经有老师了")


async def test_the_link_leads_to_it_once_they_agreed(
    new_resident: NewPerson, resident: Phone
) -> None:
    await resident.starts("resource")
    resident.sees("资源清单", "您是哪一边的")
    partner = new_resident("银行李经理")
    await partner.says("/resource")
    partner.sees("您同意吗")
    await partner.agrees()
    await partner.says("以后再说")
    partner.sees("资源清单", "您是哪一边的")


async def test_an_offer_is_put_right_and_confirmed_anew(resident: Phone, staff: Phone) -> None:
    await offers(resident)
    await staff.taps("确认列入")
    await resident.says("/resource")
    await resident.taps("🗂 我报过的：看、改、撤回")
    resident.sees("您报过的")
    await resident.says("1")
    resident.sees("东街小学", "可以开书法班", "一个月 1 次")
    await resident.taps("✏️ 改一改")
    resident.sees("请看一下对不对", "可以开书法班")
    await resident.taps("改次数")
    await resident.says("三次")
    await resident.taps(OFFER)
    resident.sees("改好了", "社区再确认一次")
    staff.sees("资源 · 等社区确认", "一个月 3 次")
    await staff.taps("确认列入")
    resident.sees("列到资源清单上了")


async def test_an_offer_is_taken_back_and_the_office_hears(resident: Phone, staff: Phone) -> None:
    await offers(resident)
    await staff.taps("确认列入")
    await resident.says("/resource")
    await resident.taps("🗂 我报过的：看、改、撤回")
    await resident.says("1")
    await resident.taps("不再提供了")
    resident.sees("从清单上拿下来了")
    staff.sees("东街小学说这份资源不再提供了")
    staff.sees_meanwhile("资源 · 不再提供", "东街小学")
    await resident.says("/resource")
    assert "🗂 我报过的：看、改、撤回" not in resident.choices()


async def test_wrong_things_at_each_step(resident: Phone) -> None:
    await resident.says("/resource", "我是热心人")
    resident.sees("您是哪一边的")
    await resident.says("3")
    resident.sees("叫什么", "名称")
    assert "居民" in resident.choices()
    await resident.says("长" * 81)
    resident.sees("太长了，最多 80 个字")
    await resident.taps("居民")
    await resident.says("修修补补")
    resident.sees("这是哪一类的事")
    await resident.says("便民服务")
    resident.sees("一个月最多能安排几次")
    for words in ("很多次", "0次", "101", "-1"):
        await resident.says(words)
        resident.sees("1 到 100 的整数")
    await resident.says("三次")
    resident.sees("给哪个社区的邻居用")
    await resident.says("没有这个地方")
    resident.sees("没有找到这个地方")
    await resident.taps("军门社区 · 军门新村 · 3号楼")
    resident.sees("到哪天为止")
    await resident.says("总有一天")
    resident.sees("到哪天为止")
    await resident.says("2020年1月1日")
    resident.sees("已经过了", "到哪天为止")
    await resident.says("月底")
    resident.sees("怎么联系", "只有社区工作人员看得到")
    await resident.taps("在这里联系我就行")
    resident.sees("请看一下对不对", "修修补补", "一个月 3 次")
    await resident.taps("改次数")
    await resident.says("5")
    resident.sees("一个月 5 次")
    await resident.taps(OFFER)
    resident.sees("报给社区了")


async def test_so_many_offers_wait(resident: Phone, staff: Phone) -> None:
    for _each in range(5):
        await offers(resident)
    await offers(resident)
    resident.sees("有 5 份在等社区确认", "请看一下对不对")
