"""What holds for the page's sources themselves; no browser needed."""

import re
from pathlib import Path

import pytest

import bot.sandbox.phones

PAGE = Path(bot.sandbox.phones.PAGE)
SCRIPTS = {path: path.read_text(encoding="utf-8") for path in sorted(PAGE.rglob("*.js"))}


def test_nothing_is_ever_inserted_as_markup() -> None:
    way_in = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|srcdoc")
    assert [path.name for path, source in SCRIPTS.items() if way_in.search(source)] == []


def test_catalogue_holds_the_words_used_and_no_others() -> None:
    catalogue = (PAGE / "js" / "words.js").read_text(encoding="utf-8")
    known = set(re.findall(r"^  (\w+): \[", catalogue, re.MULTILINE))
    code = "\n".join(text for path, text in SCRIPTS.items() if path.name != "words.js")
    asked = set(re.findall(r"\bt\(\"(\w+)\"", code))
    assert asked - known == set(), "asked for and not there"
    assert known - set(re.findall(r"\w+", code)) == set(), "there and never asked for"


def test_chinese_is_only_in_the_catalogue() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    comment = re.compile(r"^\s*(//|\*|/\*)")
    loose = [
        f"{path.name}: {line.strip()}"
        for path, source in SCRIPTS.items()
        if path.name != "words.js"
        for line in source.splitlines()
        if chinese.search(line) and not comment.match(line)
    ]
    assert loose == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    styles = [path.read_text(encoding="utf-8") for path in PAGE.rglob("*.css")]
    index = (PAGE / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"@import|url\((?!\"/sandbox/)", "".join(styles)) == []
    assert re.findall(r"(?:src|href)=\"(?!/sandbox/page/)", index) == []


SURFACES = {
    "surface": ["ink", "ink-soft", "accent", "danger"],
    "surface-soft": ["ink", "ink-soft"],
    "accent": ["accent-ink"],
    "bubble-in": ["ink", "meta", "link", "quote", *(f"person-{number}" for number in range(7))],
    **{f"person-{number}": ["surface"] for number in range(7)},
    "wx-theirs": ["wx-ink", "wx-soft", "wx-link"],
    "wx-mine": ["wx-mine-ink"],
    "wx-bar": ["wx-ink", "wx-soft"],
    "wc-ground": ["wc-ink", "wc-soft"],
    "wc-surface": ["wc-ink", "wc-soft", "wc-blue", "wc-blue-deep"],
    "wc-mine": ["wc-ink", "wc-blue-deep"],
    "wc-soft": ["wc-surface"],
    "wc-blue": ["wc-surface"],
    "wx-green": ["surface"],
    "wx-ground": ["wx-ink", "wx-soft"],
    "bubble-out": ["ink", "meta-out", "link", "quote-out"],
}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("surface", SURFACES)
def test_words_stand_out_from_what_is_behind_them(surface: str, theme: int) -> None:
    """WCAG 2.2, 1.4.3: a contrast of at least 4.5 to 1."""
    css = (PAGE / "css" / "theme.css").read_text(encoding="utf-8")
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)
    colours = {name: values[theme] for name, *values in pairs}
    faint = [ink for ink in SURFACES[surface] if contrast(colours[ink], colours[surface]) < 4.5]
    assert faint == []


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, as WCAG defines it."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(c * weight for c, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def test_every_hook_in_the_readme_is_in_the_page() -> None:
    readme = (
        (PAGE / "README.md").read_text(encoding="utf-8").partition("## Hooks")[2].partition("\n")[2]
    )
    spelt = re.findall(r"`(?:\[data-)?([a-z][\w|-]*)(?:\]|=[^`]*\])?`", readme, re.IGNORECASE)
    hooks = {hook for one in spelt for hook in spread(one)}
    code = "\n".join(SCRIPTS.values())
    made = re.compile(
        r"(?:attach|(?:wechat-|wecom-)?file)-\w+"
    )  # spelt there as a prefix and a kind
    missing = {hook for hook in hooks if not made.fullmatch(hook) and hook not in code}
    assert len(hooks) > 50
    assert missing == set()


def spread(hooks: str) -> list[str]:
    """`attach-photo|video` → attach-photo, attach-video; `placeParis|placeSea` → those two."""
    first, *others = hooks.split("|")
    prefix = first.rpartition("-")[0]
    return [first, *(f"{prefix}-{other}" if prefix else other for other in others)]
