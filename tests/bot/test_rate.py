"""How much one person may send."""

from datetime import UTC, datetime, timedelta

from bot.rate import AT_MOST, WITHIN, Pace, RateLimit

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def paces(limit: RateLimit, updates: range, now: datetime = NOW) -> list[Pace]:
    return [limit.pace(1, update_id, now) for update_id in updates]


def test_three_albums_in_a_minute_are_fine() -> None:
    assert set(paces(RateLimit(), range(30))) == {Pace.FINE}


def test_the_first_over_the_limit_is_told_and_the_rest_dropped() -> None:
    over = paces(RateLimit(), range(AT_MOST + 3))[AT_MOST:]

    assert over == [Pace.TOO_FAST, Pace.STILL_TOO_FAST, Pace.STILL_TOO_FAST]


def test_after_a_while_one_may_go_on() -> None:
    limit = RateLimit()
    paces(limit, range(AT_MOST + 3))

    assert limit.pace(1, 1000, NOW + WITHIN + timedelta(seconds=1)) is Pace.FINE


def test_an_update_that_runs_again_counts_once() -> None:
    limit = RateLimit()

    assert paces(limit, range(AT_MOST)) == paces(limit, range(AT_MOST))


def test_people_do_not_count_for_one_another() -> None:
    limit = RateLimit()
    paces(limit, range(AT_MOST + 1))

    assert limit.pace(2, 1000, NOW) is Pace.FINE
