"""The message that stands for many cards at once."""

from handlers.groups.undelivered import DIGEST, SHOWN, digest
from tests.chats import telegram


def _look(text: str) -> dict[str, str]:
    return {"text": text}


def test_it_says_how_each_card_looks_now_by_its_first_line() -> None:
    looks = [
        _look("🔧 编号 <b>261126-1</b> · 处理中\n<b>路灯不亮</b>"),
        _look("🏁 编号 <b>261126-2</b> · 已办结\n楼道 &lt;A&gt;"),
    ]
    (message,) = digest(telegram(-1), looks)
    head, empty, *lines = message.params["text"].split("\n")
    assert (head[0], empty) == ("📋", "")
    assert lines == ["• 🔧 编号 261126-1 · 处理中", "• 🏁 编号 261126-2 · 已办结"]
    assert (message.card, message.to_the_end) == (DIGEST, True)


def test_however_many_there_are_it_can_be_sent() -> None:
    (message,) = digest(telegram(-1), [_look("<b>" + "&lt;" * 300 + "</b>")] * 300)
    assert len(message.params["text"].replace("&lt;", "<")) < 4096
    assert message.params["text"].endswith(f"{300 - SHOWN} 件。")
