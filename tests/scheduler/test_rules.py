"""Every scheduled message has its rule, and the document says the same as the code."""

import pytest

from handlers.notices import HEARD, TELLINGS
from scheduler import table
from services.subjects import JOBS


def test_every_job_has_a_name_of_its_own() -> None:
    names = [job.name for job in JOBS]
    assert len(names) == len(set(names))


def test_every_kind_of_news_is_put_into_words() -> None:
    told = {kind for telling in TELLINGS for kind in telling.heard}
    assert table.every_news() == set(HEARD) | told


@pytest.mark.parametrize("name", ["jobs", "news"])
def test_the_document_says_what_the_code_does(name: str) -> None:
    text = table.PATH.read_text("utf-8")
    stands = text.partition(f"<!-- {name} -->\n")[2].partition("<!-- end -->")[0]
    assert stands == getattr(table, name)(), "run: python -m scheduler.table"
