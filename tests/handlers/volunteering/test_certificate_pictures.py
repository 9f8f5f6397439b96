"""The certificate and the check-in code as pictures."""

from io import BytesIO

import pytest
import segno
from PIL import Image

from handlers.common.i18n import LANGUAGES, speaking
from handlers.common.pictures.qr import QUIET
from handlers.volunteering import certificate_picture as certificate
from handlers.volunteering import check_in_code

LINK = "https://jinlin.example.cn/certificates/2026-7K2MQ-X9PVD-4TRH8"
SHEET = certificate.Sheet(
    name="热心邻居",
    hours="30 小时 20 分钟",
    services=18,
    period="2026年1月1日 至 2026年11月23日",
    issuer="东街街道 军门社区",
    issued="2026年11月23日",
    number="2026-7K2MQ-X9PVD-4TRH8",
    link=LINK,
)


def modules(image: Image.Image, link: str, left: int, top: int, size: int) -> bool:
    """Whether the QR code of `link` stands in that square, module by module."""
    code = segno.make(link, error="m", micro=False)
    rows = [list(row) for row in code.matrix_iter(scale=1, border=QUIET)]
    across = range(len(rows))
    width = size // len(rows)
    inset = (size - width * len(rows)) // 2
    first_x, first_y = left + inset + width // 2, top + inset + width // 2
    pixels = image.convert("L").tobytes()
    dark = [
        [pixels[(first_y + width * y) * image.width + first_x + width * x] < 128 for x in across]
        for y in across
    ]
    return dark == [[bool(module) for module in row] for row in rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_certificate_carries_its_link_as_a_code(language: str) -> None:
    with speaking(language):
        image = Image.open(BytesIO(certificate.draw(SHEET)))
    assert image.size == (1080, certificate.HEIGHT)
    size = certificate.QR
    assert modules(image, LINK, round(540 - size / 2), 900, size)


def test_the_check_in_code_leads_to_the_bot() -> None:
    link = "https://t.me/jinlin_bot?start=in_12_123456"
    words = {"title": "陪老人买菜" * 12, "code": "123456", "until": "09:32:00"}
    with speaking("zh"):
        drawn = check_in_code.draw(words, link)
    image = Image.open(BytesIO(drawn))
    size = check_in_code.QR
    assert modules(image, link, round(540 - size / 2), 204, size)


def test_any_name_can_be_drawn() -> None:
    for name in ("", "\n\t", "𠮷" * 140, "Ярослав", "👵🏼"):
        with speaking("zh"):
            strange = certificate.Sheet(
                name, SHEET.hours, 1, SHEET.period, SHEET.issuer, SHEET.issued, "1", LINK
            )
            assert certificate.draw(strange)
