"""The story in the order of the calendar."""

from datetime import date

from demo.stories import STORIES
from demo.story import TODAY
from demo.timeline import REFRESHES, calendar

BEGINNING = date(2023, 4, 21)


def test_calendar_brings_every_file_once_and_in_order() -> None:
    days = calendar(STORIES)
    moments = [delivery.recorded_at for day in days for _, delivery in day.deliveries]

    assert [day.day for day in days] == sorted({day.day for day in days})
    assert moments == sorted(moments)
    assert len(moments) == sum(len(story.deliveries) for story in STORIES) == 68


def test_calendar_takes_scores_of_days_before_the_first_file_on_its_day() -> None:
    days = {day.day: day.refreshes for day in calendar(STORIES) if day.refreshes}

    assert days == {
        BEGINNING: (
            *(date(2022, month, 15) for month in (10, 11, 12)),
            *(date(2023, month, 15) for month in (1, 2, 3, 4)),
        ),
        date(2023, 5, 15): (date(2023, 5, 15),),
        date(2023, 6, 20): (date(2023, 6, 20),),
        date(2023, 7, 20): (date(2023, 7, 20),),
        TODAY: (TODAY,),
    }


def test_calendar_knows_a_partner_from_its_first_file_on() -> None:
    joined = {day.day: [story.mpn_id for story in day.joined] for day in calendar(STORIES)}

    assert joined[date(2023, 5, 9)] == ["1000001", "1000002"]
    assert joined[date(2023, 5, 10)] == ["1000001", "1000002", "1000003"]


def test_calendar_refreshes_another_today_too() -> None:
    assert calendar(STORIES, date(2024, 2, 1))[-1].refreshes == (date(2024, 2, 1),)
    assert [day.refreshes for day in calendar(STORIES, TODAY)] == [day.refreshes for day in calendar(STORIES)]
    assert REFRESHES[-1] == TODAY
