"""The pages for acting, in HTML: without scripts, with large letters, one question at a time."""

from collections.abc import Sequence
from html import escape

from aiohttp import web

from bot.channels.wecom.markdown import pieces
from bot.web.action_forms import (
    AGAIN,
    LONGEST_WORDS,
    NAME,
    PHOTO,
    PLAIN,
    PRESS,
    WITH_FILES,
    WORDS,
)
from bot.web.action_view import Offered, View
from bot.web.page import heading, page, paragraph
from handlers.common.i18n import _
from storage.tables.action_links import LONGEST_NAME


def of_card(
    view: View, *, name: str, asks_name: bool, note: str = "", words: str = ""
) -> web.Response:
    """name, words: what stands in these fields where they are asked for. note: what is wrong."""
    parts = [heading("no", note)] if note else []
    parts += _answers(view)
    if view.asks_for_words:
        parts += [_words_form(words, view.takes_photo), _card(view.card)]
    else:
        name_field = _name_field(name) if asks_name else ""
        if view.answers:
            parts.append(_form(name_field + _buttons(view.answers)))
        parts.append(_card(view.card))
        if view.actions:
            parts.append(_form(name_field + _buttons(view.actions)))
    if not (view.asks_for_words or view.answers or view.actions):
        parts.append(paragraph(_("这里没有要办的了，可以关掉这一页。")))
    return page(_title(), "\n".join(parts), status=422 if note else 200, forms=True)


def over(what: str, *, can_renew: bool) -> web.Response:
    """A link that is used, or too old."""
    body = heading("no", what)
    if can_renew:
        body += paragraph(_("要接着办，请点下面，群里会有一条新的链接。"))
        body += _form(_button(AGAIN, "1", _("在群里再发一次")))
    else:
        body += paragraph(_("要接着办，请回到群里，点最新那一条的链接。"))
    return page(_title(), body, status=410, forms=True)


def renewed() -> web.Response:
    text = _("请回到群里，点刚发的那一条。")
    return page(_title(), heading("yes", _("✅ 群里马上有新的链接")) + paragraph(text))


def too_old() -> web.Response:
    text = _("这件事过去太久，这里看不到了。请等群里的下一次提醒。")
    return page(_title(), heading("no", _("⌛ 这个链接过期了")) + paragraph(text), status=410)


def closed() -> web.Response:
    text = _("这个群现在不办社区的事了。请问一下社区，现在在哪个群里办。")
    return page(_title(), heading("no", _("❌ 这里不能办了")) + paragraph(text), status=410)


def unknown() -> web.Response:
    text = _("请回到群里，直接点原来的链接。")
    return page(_title(), heading("no", _("❌ 打不开这个链接")) + paragraph(text), status=404)


def not_now() -> web.Response:
    text = _("刚才没有办成，什么都没有改。请过一会儿，回到上一页再点一次。")
    return page(_title(), heading("no", _("❌ 没有办成")) + paragraph(text), status=503)


def _title() -> str:
    return _("办理 · 近邻")


def _answers(view: View) -> list[str]:
    if not view.was_taken_in:
        return [heading("no", _("❌ 刚才这一步没有办成，请等一分钟再点一次"))]
    parts = [heading("no" if view.is_alert else "yes", view.toast)] if view.toast else []
    said = [each.replace(_("回复这条消息"), _("写在下面")) for each in view.said]
    return parts + [f'<div class="said">{_html(each)}</div>' for each in said if each]


def _card(html: str) -> str:
    return f'<div class="said card">{_html(html)}</div>' if html else ""


def _html(html: str) -> str:
    """What of the Bot API's HTML a page shows: bold, code, and links that a phone can open."""
    return "".join(
        f'<a href="{escape(each.url)}" rel="noreferrer">{escape(each.text)}</a>'
        if each.url
        else f"<b>{escape(each.text)}</b>"
        if each.bold
        else escape(each.text)
        for each in pieces(html)
    )


def _form(fields: str, sent_as: str = PLAIN) -> str:
    return f'<form method="post" accept-charset="utf-8" enctype="{sent_as}">{fields}</form>'


def _name_field(name: str) -> str:
    asked = _("您叫什么名字？")
    # Enter presses the first button of a form: ending the line on a phone must not do anything.
    return (
        "<button disabled hidden></button>"
        f"<label>{escape(asked)}"
        f'<input name="{NAME}" value="{escape(name)}" maxlength="{LONGEST_NAME}" required'
        ' autocomplete="name"></label>'
    )


def _buttons(offered: Sequence[Offered]) -> str:
    return "".join(_button(PRESS, each.data, each.label) for each in offered)


def _button(name: str, value: str, label: str, *, other: bool = False) -> str:
    look = ' class="other" formnovalidate' if other else ""
    return f'<button name="{name}" value="{escape(value)}"{look}>{escape(label)}</button>'


def _words_form(words: str, takes_photo: bool) -> str:
    asked, sends = _("请写在这里："), _("发送")
    fields = (
        f'<label>{escape(asked)}<textarea name="{WORDS}" maxlength="{LONGEST_WORDS}"'
        f" required>{escape(words)}</textarea></label>"
    )
    if takes_photo:
        fields += _photo_field()
    form = _form(f"{fields}<button>{escape(sends)}</button>", WITH_FILES if takes_photo else PLAIN)
    return form + _form(_button(WORDS, "0", _("不办了"), other=True))


def _photo_field() -> str:
    asked = _("要带照片，就在这里选一张（可以不选）：")
    return (
        f'<label>{escape(asked)}<input type="file" name="{PHOTO}"'
        ' accept="image/jpeg,image/png,image/webp"></label>'
    )
