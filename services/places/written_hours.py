"""Opening hours as staff write them (周一至周五 8:30-12:00) in OpenStreetMap's format."""

import re
import unicodedata

_DAYS = dict(zip("一二三四五六日天", ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "Su"), strict=True))
_WORDS = {
    "每天": "Mo-Su ",
    "天天": "Mo-Su ",
    "全天": "00:00-24:00",
    "工作日": "Mo-Fr ",
    "周末": "Sa-Su ",
    "法定节假日": "PH ",
    "节假日": "PH ",
    "節假日": "PH ",
    "週末": "Sa-Su ",
    "不开": "off",
    "不開": "off",
    "休息": "off",
    "至": "-",
    "到": "-",
    "~": "-",
    "—": "-",
    "–": "-",
    "、": ",",
    "。": "",
}
_WEEKDAY = re.compile(r"(?:周|週|星期|礼拜|禮拜)([一二三四五六日天])|(?<=[-,])([一二三四五六日天])")
_CLOCK = re.compile(r"(\d{1,2})[点點](半?)")
_SHORT_HOUR = re.compile(r"(?<![\d:])(\d):(\d\d)")
_DAYS_END = re.compile(r"(?<=[a-u])(?=\d|off)")
_NEXT_RULE = re.compile(r"(?<=\d),\s*(?=[MTWFSP])")
"""After a clock time a comma and a day begin something new."""


def in_osm(words: str) -> str:
    """What was written, with Chinese days and clock times replaced; the rest stays as it is."""
    text = unicodedata.normalize("NFKC", words)
    for chinese, osm in _WORDS.items():
        text = text.replace(chinese, osm)
    text = _WEEKDAY.sub(lambda found: _DAYS[found[1] or found[2]], text)
    text = _CLOCK.sub(lambda found: f"{found[1]}:{'30' if found[2] else '00'}", text)
    text = _SHORT_HOUR.sub(r"0\1:\2", text)
    text = _NEXT_RULE.sub("; ", text)
    return " ".join(_DAYS_END.sub(" ", text).split())
