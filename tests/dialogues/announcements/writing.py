"""How staff write an announcement, and residents choose what they are sent."""

from tests.dialogues.phones import Phone

WATER = "11月30日9点到17点，3号楼停水，请提前接好水。"


async def subscribes(person: Phone, *topics: str) -> None:
    await person.says("/notices")
    await person.taps("⚙️ 选要收哪些")
    for topic in topics:
        await person.taps(topic)
    await person.taps("选好了")


async def names(admin: Phone, *named: Phone) -> None:
    """An admin names them, by what they are called in the group."""
    for each in named:
        await each.says("早")
    await admin.says("/urgent")
    for each in named:
        await admin.taps(f"⬜️ {each.name}")
    await admin.taps("选好了")


async def begins(staff: Phone, topic: str = "🚰 停水停电", text: str = WATER) -> Phone:
    """Up to what goes with it; the private chat."""
    private = staff.in_private()
    await private.says("/start")
    await staff.says("/announce")
    await private.taps(topic)
    await private.says(text)
    return private


async def reviews(staff: Phone, topic: str = "🚰 停水停电", text: str = WATER) -> Phone:
    """The whole announcement, for everybody of the community, at once; before it is sent."""
    private = await begins(staff, topic, text)
    await private.taps("没有")
    if topic == "📜 政策":
        await private.taps("人人都可以")
        await private.taps("没有")
    await private.says("1")
    await private.taps("现在就发")
    return private


async def announces(staff: Phone, topic: str = "🚰 停水停电", text: str = WATER) -> Phone:
    private = await reviews(staff, topic, text)
    await private.taps("✅ 就这样发")
    await staff.desk.later(seconds=2)
    return private
