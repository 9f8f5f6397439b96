"""Which foods of a diet note (忌口) a set seems to hold: a hint to diner and kitchen, no refusal.

Note and menu are free text, so what is found is likely and not certain: a sauce may hold what its
name hides. The words are those of Fuzhou's canteens: 扁肉 and 肉燕 are pork, 鱼香 is no fish.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage.tables import MealSet


class Food(StrEnum):
    """What people leave out, in the order in which it is told."""

    NUTS = "nuts"
    SEAFOOD = "seafood"
    FISH = "fish"
    EGG = "egg"
    MILK = "milk"
    SOY = "soy"
    FAVA = "fava"
    GLUTEN = "gluten"
    PORK = "pork"
    RED_MEAT = "red meat"
    """Beef and mutton."""
    POULTRY = "poultry"
    SPICY = "spicy"
    ALCOHOL = "alcohol"
    SUGAR = "sugar"


@dataclass(frozen=True, slots=True)
class _Words:
    """Regular expressions."""

    noted: str
    shown: str
    """In the name or the dishes of a set."""


_SEAFOOD = "海鲜|海产|虾|蟹|蛤|花甲|蛏|蚝|蛎|(?<!川)贝|鱿|墨鱼|章鱼|鲍|海参|螺"
_FISH = "(?<![鱿墨章鲍甲])鱼(?!香|腥草)|鲈|鲫|鳗|鳕"
_EGG = "(?<!低)蛋(?!白质)"
_MILK = "(?<![豆椰奶])奶(?!奶|白菜)|(?<![腐南])乳(?!鸽|猪|鸭|腺)|芝士|黄油"
_MEAT = "(?<![鸡鸭鹅牛羊鱼虾蟹贝果椰素眼圆])肉"
_NO_MEAT = "吃素|素食|吃肉|荤"
_WORDS = {
    Food.NUTS: _Words(
        "花生|坚果|核桃|腰果|杏仁|榛", "花生|坚果|核桃|腰果|杏仁|榛|松仁|宫保|沙茶|八宝"
    ),
    Food.SEAFOOD: _Words(f"{_SEAFOOD}|{_NO_MEAT}", f"{_SEAFOOD}|锅边|佛跳墙|沙茶"),
    Food.FISH: _Words(f"{_FISH}|海鲜|海产|{_NO_MEAT}", _FISH),
    Food.EGG: _Words(_EGG, f"{_EGG}|海蛎煎|木须|太平燕|佛跳墙"),
    Food.MILK: _Words(f"{_MILK}|乳糖", _MILK),
    Food.SOY: _Words(
        "大豆|黄豆|豆制品|豆类|豆腐|豆浆",
        "大豆|黄豆|豆腐|豆浆|豆干|豆皮|豆泡|豆花|豆奶|豆豉|毛豆|腐竹|千张|素鸡",
    ),
    Food.FAVA: _Words("蚕豆", "蚕豆|兰花豆|豆瓣"),
    Food.GLUTEN: _Words(
        "麸质|麦|面食|面粉|面筋|面条|吃面|乳糜泻",
        "麸|麦|面|馒头|花卷|油条|(?<![荷钱锅])包(?!菜|心菜)|饺|(?<![肉鱼虾蛎])饼|馄饨|扁肉|春卷|烧卖",
    ),
    Food.PORK: _Words(
        f"猪|大肉|清真|回民|回族|穆斯林|{_NO_MEAT}",
        f"猪|{_MEAT}|鱼丸|(?<![牛羊])排骨|里脊|五花|培根|香肠|腊肠|(?<!素)火腿|狮子头|太平燕|佛跳墙",
    ),
    Food.RED_MEAT: _Words(
        f"牛肉|牛羊|羊(?!奶)|吃牛(?!奶)|红肉|{_NO_MEAT}", "牛(?!奶|油果|蒡)|羊(?!奶|栖菜)"
    ),
    Food.POULTRY: _Words(
        f"鸡肉|吃鸡(?!蛋)|鸡鸭|鸭(?!蛋)|禽|{_NO_MEAT}",
        "(?<!素)鸡(?!蛋|毛菜)|鸭(?!蛋)|鹅|鸽",
    ),
    Food.SPICY: _Words(
        "辣", "(?<![不免])辣|麻婆|水煮[鱼肉牛]|剁椒|泡椒|尖椒|宫保|鱼香|回锅|口水鸡|咖喱"
    ),
    Food.ALCOHOL: _Words("酒|清真|回民|回族|穆斯林", "酒|醉|糟|醪|佛跳墙"),
    Food.SUGAR: _Words("糖尿病|血糖|控糖|低糖|少糖|无糖|不吃甜|不吃糖", ""),
}
_TAGGED = {
    Food.SUGAR: {"低糖", "无糖"},
    Food.PORK: {"清真", "素食"},
    Food.ALCOHOL: {"清真"},
    Food.SEAFOOD: {"素食"},
    Food.FISH: {"素食"},
    Food.RED_MEAT: {"素食"},
    Food.POULTRY: {"素食"},
}
"""Tags by which the canteen vouches for a set, whatever its dishes are called."""

_PARTS = re.compile(r"[，,。.；;！!\s]|但是?|不过(?!敏)")
_FINE = re.compile(
    r"(?<!不)(?:能|可以|喜欢|爱)吃(?!素)|不怕|不忌|不过敏|没有?.{0,6}过敏|没关系|都行|多放"
)
"""What is eaten gladly: 不怕辣, 可以吃鱼."""


def noted(diet: str | None) -> list[Food]:
    """What a note names: 对虾过敏 is seafood; what is said to be fine, such as 不怕辣, is not."""
    parts = [part for part in _PARTS.split(diet or "") if not _FINE.search(part)]
    return [food for food in Food if any(re.search(_WORDS[food].noted, part) for part in parts)]


def best(diet: str | None, sets: Sequence[MealSet]) -> MealSet | None:
    """The first of those that clash least with a diet note; None of none."""
    return min(sets, key=lambda each: len(clashes(diet, each)), default=None)


def clashes(diet: str | None, meal_set: MealSet) -> list[Food]:
    """What the note names and the set seems to hold, or does not promise to be free of."""
    return [food for food in noted(diet) if _holds(meal_set, food)]


def _holds(meal_set: MealSet, food: Food) -> bool:
    """Of sugar no dish's name tells: whatever is not tagged may hold it."""
    if _TAGGED.get(food, set()) & set(meal_set.tags):
        return False
    shown = "，".join((meal_set.name, *meal_set.dishes))
    return re.search(_WORDS[food].shown, shown) is not None
