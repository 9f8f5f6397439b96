"""Importing posts, teams, points rules, rewards and the helps that can be ordered."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.engine import Database
from storage.importing import (
    Changes,
    ImportRefused,
    import_demo,
    import_help_kinds,
    import_points_rules,
    import_rewards,
    import_volunteer_posts,
    import_volunteer_teams,
    open_book,
)
from storage.tables import (
    Area,
    HelpKind,
    PointsRule,
    Reward,
    TeamKind,
    VolunteerPost,
    VolunteerTeam,
)
from tests.services.factories import NOW

DISTRICT, COMMUNITY = "350102", "350102004001"
TEAM = "编码,社区编码,名称,类别\n"
RULE = "区域编码,开始日期,结束日期,多少分钟一分,每次最多分钟数,岗位加权\n"
REWARD = "编码,区域编码,名称,领取地点,积分,库存,启用\n"
UMBRELLA = f"{REWARD}umbrella,{COMMUNITY},雨伞,驿站,6,15,是\n"
HELP = "编码,主题编码,顺序,名称,名称（繁体）,名称（英文）,岗位编码,合作单位\n"


@pytest.fixture
async def demo(database: Database) -> Database:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
    return database


async def refused(database: Database, importer: object, text: str) -> list[str]:
    with pytest.raises(ImportRefused) as refusal:
        async with database.transaction() as session:
            await importer(session, open_book(text.encode()))  # type: ignore[operator]
    return str(refusal.value).splitlines()


async def test_the_demo_has_ten_posts_teams_of_both_kinds_and_all_that_depends_on_them(
    demo: Database,
) -> None:
    async with demo.reading() as session:
        posts = (await session.scalars(select(VolunteerPost))).all()
        teams = (await session.scalars(select(VolunteerTeam))).all()
        rule = (await session.scalars(select(PointsRule))).one()
        rewards = (await session.scalars(select(Reward))).all()
        helps = (await session.scalars(select(HelpKind))).all()
    assert [post.position for post in posts] == list(range(1, 11))
    assert {team.kind for team in teams} == set(TeamKind)
    assert (rule.minutes_a_point, rule.cap_minutes, rule.until_day) == (60, 120, None)
    assert rule.weights == {"emergency": 150}
    assert len(rewards) == 5
    assert {kind.theme for kind in helps} == {
        *("elders", "meals", "medical", "children", "learning", "hardship")
    }


async def test_the_demo_brought_again_does_not_fill_the_shelf_up(demo: Database) -> None:
    async with demo.transaction() as session:
        reward = (await session.scalars(select(Reward).order_by(Reward.id))).first()
        assert reward is not None
        reward.stock -= 1
        left = reward.stock
    async with demo.transaction() as session:
        await import_demo(session, now=NOW)
        assert (await session.get_one(Reward, reward.id)).stock == left


async def test_posts_again_change_nothing(database: Database) -> None:
    text = "编码,顺序,名称,名称（繁体）,名称（英文）\npatrol,3,平安巡逻,平安巡邏,Patrol\n".encode()
    async with database.transaction() as session:
        assert await import_volunteer_posts(session, open_book(text)) == Changes(added=1)
        assert await import_volunteer_posts(session, open_book(text)) == Changes(unchanged=1)


async def test_a_team_is_of_a_community_and_has_a_code_of_its_own(demo: Database) -> None:
    assert await refused(
        demo, import_volunteer_teams, f"{TEAM}{DISTRICT},{DISTRICT},队,单位\n"
    ) == [
        "第 2 行「社区编码」：没有编码是“350102”的社区",
        "第 2 行「编码」：“350102”已经是“鼓楼区”的编码",
    ]
    assert await refused(demo, import_volunteer_teams, f"{TEAM}a,{COMMUNITY},队,机关\n") == [
        "第 2 行「类别」：只能写社区、单位，现在是“机关”"
    ]


async def test_a_rule_may_end_where_the_next_begins(demo: Database) -> None:
    text = (
        f"{RULE}{DISTRICT},2026-01-01,2026-12-31,60,120,\n"
        f"{DISTRICT},2027-01-01,,30,180,emergency=150、patrol=120%\n"
    )
    async with demo.transaction() as session:
        assert await import_points_rules(session, open_book(text.encode())) == Changes(
            added=1, changed=1
        )
        rules = (await session.scalars(select(PointsRule).order_by(PointsRule.from_day))).all()
        area = await session.get_one(Area, rules[0].area_id)
    assert area.code == DISTRICT
    assert [rule.until_day for rule in rules] == [date(2026, 12, 31), None]
    assert rules[1].weights == {"emergency": 150, "patrol": 120}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            f"{DISTRICT},2026-06-01,,60,120,",
            "「开始日期」：这段时间跟从 2026-01-01 开始的规则重叠了",
        ),
        (f"{COMMUNITY},2026-06-01,2026-05-31,60,120,", "「结束日期」：不能早于开始日期"),
        (f"{COMMUNITY},2026-06-01,,0,120,", "「多少分钟一分」：要写 1 到 1440 的整数，现在是“0”"),
        ("4711,2026-06-01,,60,120,", "「区域编码」：没有编码是“4711”的区域"),
        (f"{COMMUNITY},2026-06-01,,60,120,flying=120", "「岗位加权」：没有编码是“flying”的岗位"),
        (
            f"{COMMUNITY},2026-06-01,,60,120,patrol=0",
            "「岗位加权」：加权要在 1 到 1000 之间，现在是“0”",
        ),
        (
            f"{COMMUNITY},2026-06-01,,60,120,巡逻多一点",
            "「岗位加权」：“巡逻多一点”看不懂，要写像 emergency=150（百分之一百五十）",
        ),
    ],
)
async def test_a_wrong_rule_is_refused(demo: Database, row: str, said: str) -> None:
    assert await refused(demo, import_points_rules, f"{RULE}{row}\n") == [f"第 2 行{said}"]


async def test_stock_is_what_was_counted_and_left_empty_stays(demo: Database) -> None:
    async with demo.transaction() as session:
        assert await import_rewards(session, open_book(UMBRELLA.encode())) == Changes(added=1)
        uncounted = UMBRELLA.replace(",15,", ",,").encode()
        assert await import_rewards(session, open_book(uncounted)) == Changes(unchanged=1)
        counted = UMBRELLA.replace(",15,", ",40,").encode()
        assert await import_rewards(session, open_book(counted)) == Changes(changed=1)
        reward = (await session.scalars(select(Reward).where(Reward.code == "umbrella"))).one()
    assert reward.stock == 40


async def test_a_new_reward_has_to_be_counted(demo: Database) -> None:
    assert await refused(demo, import_rewards, UMBRELLA.replace(",15,", ",,")) == [
        "第 2 行「库存」：要写 0 到 100000 的整数，现在是“”"
    ]


async def test_a_help_belongs_to_a_theme_and_a_post(demo: Database) -> None:
    assert await refused(demo, import_help_kinds, f"{HELP}x,moon,1,一,一,One,flying,\n") == [
        "第 2 行「主题编码」：没有编码是“moon”的主题",
        "第 2 行「岗位编码」：没有编码是“flying”的岗位",
    ]
