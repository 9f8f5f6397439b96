"""What people say about needs and offers, step by step."""

from tests.dialogues.phones import Phone

WISH = "我希望社区开一个书法班"
SEND = "✅ 就这样，交给社区"
OFFER = "✅ 报给社区"


async def says_need(person: Phone, text: str = WISH, *, whom: str = "大家") -> None:
    """In free text, by somebody whose home is known; what is alike is passed over."""
    await person.says(text)
    await person.taps(whom)
    if "都不是，另提一件" in person.choices():
        await person.taps("都不是，另提一件")
    await person.taps(SEND)


async def offers(person: Phone, *, unit: str = "东街小学", times: str = "1 次") -> None:
    await person.says("/resource")
    await person.taps("共建单位、企业、社会组织")
    await person.says(unit, "可以开书法班，老师周末来教")
    await person.taps(times)
    await person.taps("军门社区 · 军门新村 · 3号楼")
    await person.taps("一直都行")
    await person.says("陈老师 13900001111")
    await person.taps(OFFER)


async def plans(staff: Phone, *, resource: str = "不用资源，自己办", on: str = "需求 ·") -> Phone:
    """From the need's card, in private."""
    private = staff.in_private()
    await private.says("/start")
    await staff.taps("立项", on=on)
    await private.taps(resource)
    await private.says("社工小陈", "月底")
    await private.taps("✅ 立项")
    return private
