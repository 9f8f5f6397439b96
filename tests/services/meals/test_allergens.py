"""What of a diet note a set seems to hold."""

import pytest

from services.meals.allergens import Food, clashes, noted
from storage.tables import MealSet


def a_set(*dishes: str, name: str = "套餐", tags: tuple[str, ...] = ()) -> MealSet:
    return MealSet(name=name, dishes=list(dishes), tags=list(tags))


@pytest.mark.parametrize(
    ("diet", "foods"),
    [
        (None, []),
        ("", []),
        ("没有", []),
        ("少盐", []),
        ("对虾过敏", [Food.SEAFOOD]),
        ("海鲜过敏", [Food.SEAFOOD, Food.FISH]),
        ("不吃鱼", [Food.FISH]),
        ("不吃鱿鱼", [Food.SEAFOOD]),
        ("花生过敏", [Food.NUTS]),
        ("不吃辣，花生过敏", [Food.NUTS, Food.SPICY]),
        ("不吃猪肉", [Food.PORK]),
        ("清真", [Food.PORK, Food.ALCOHOL]),
        ("糖尿病", [Food.SUGAR]),
        ("血糖高，少盐", [Food.SUGAR]),
        ("鸡蛋过敏", [Food.EGG]),
        ("牛奶过敏", [Food.MILK]),
        ("乳糖不耐受", [Food.MILK]),
        ("不吃牛羊肉", [Food.RED_MEAT]),
        ("给奶奶订的", []),
        ("蚕豆病", [Food.FAVA]),
        ("豆制品不能吃", [Food.SOY]),
        ("麸质过敏", [Food.GLUTEN]),
        ("不喝酒", [Food.ALCOHOL]),
        ("吃素", [Food.SEAFOOD, Food.FISH, Food.PORK, Food.RED_MEAT, Food.POULTRY]),
        ("爱吃素", [Food.SEAFOOD, Food.FISH, Food.PORK, Food.RED_MEAT, Food.POULTRY]),
        ("肾病，低蛋白", []),
    ],
)
def test_what_a_note_names(diet: str | None, foods: list[Food]) -> None:
    assert noted(diet) == foods


@pytest.mark.parametrize(
    "diet",
    ["不怕辣", "能吃辣", "可以吃猪肉", "不忌海鲜", "对虾不过敏", "没有海鲜过敏", "喜欢吃鱼"],
)
def test_what_is_said_to_be_fine_is_not_left_out(diet: str) -> None:
    assert noted(diet) == []


@pytest.mark.parametrize(
    ("diet", "foods"),
    [
        ("不能吃鱼但是能吃虾", [Food.FISH]),
        ("不怕辣，花生过敏", [Food.NUTS]),
        ("不可以吃辣；可以吃蛋", [Food.SPICY]),
    ],
)
def test_each_part_of_a_note_counts_for_itself(diet: str, foods: list[Food]) -> None:
    assert noted(diet) == foods


@pytest.mark.parametrize(
    ("diet", "dishes", "foods"),
    [
        ("花生过敏", ["花生酱拌面", "鱼丸汤"], [Food.NUTS]),
        ("花生过敏", ["荔枝肉", "米饭"], []),
        ("对虾过敏", ["虾皮紫菜汤"], [Food.SEAFOOD]),
        ("对虾过敏", ["鼎边锅边"], [Food.SEAFOOD]),
        ("不吃鱼", ["鱼香茄子"], []),
        ("不吃鱼", ["清蒸鲈鱼"], [Food.FISH]),
        ("不吃鱼", ["凉拌鱼腥草", "爆炒鱿鱼"], []),
        ("不吃辣", ["鱼香茄子"], [Food.SPICY]),
        ("不吃辣", ["不辣的炒青菜"], []),
        ("不吃猪肉", ["扁肉汤"], [Food.PORK]),
        ("不吃猪肉", ["醉排骨"], [Food.PORK]),
        ("不吃猪肉", ["土豆炖牛肉", "鸡肉丸"], []),
        ("不吃猪肉", ["牛排骨"], []),
        ("不吃牛肉", ["番茄牛腩"], [Food.RED_MEAT]),
        ("不吃牛肉", ["牛奶燕麦"], []),
        ("牛奶过敏", ["牛奶燕麦"], [Food.MILK]),
        ("牛奶过敏", ["奶白菜", "腐乳空心菜"], []),
        ("鸡蛋过敏", ["番茄炒蛋"], [Food.EGG]),
        ("大豆过敏", ["家常豆腐"], [Food.SOY]),
        ("大豆过敏", ["土豆丝", "四季豆"], []),
        ("麸质过敏", ["馒头"], [Food.GLUTEN]),
        ("麸质过敏", ["炒包菜", "荷包蛋"], []),
        ("不喝酒", ["红糟肉"], [Food.ALCOHOL]),
        ("吃素", ["素鸡", "素火腿", "香菇面筋"], []),
        ("蚕豆病", ["兰花豆"], [Food.FAVA]),
    ],
)
def test_what_a_set_seems_to_hold(diet: str, dishes: list[str], foods: list[Food]) -> None:
    assert clashes(diet, a_set(*dishes)) == foods


def test_the_name_of_a_set_counts_too() -> None:
    assert clashes("不吃鱼", a_set(name="清蒸鱼套餐")) == [Food.FISH]


@pytest.mark.parametrize(
    ("diet", "tag"), [("糖尿病", "低糖"), ("清真", "清真"), ("吃素", "素食"), ("不吃猪肉", "清真")]
)
def test_a_tag_vouches_for_a_set(diet: str, tag: str) -> None:
    assert clashes(diet, a_set("红烧肉", tags=(tag,))) == []
    assert clashes(diet, a_set("红烧肉")) != []
