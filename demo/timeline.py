"""The story in the order of the calendar: on each day the files that came, then the scores that were refreshed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from demo.story import TODAY, Delivery, Story

# Every refresh since the programme began (the 15th until May 2023, the 20th from June on), and the demo's own day.
REFRESHES = (
    date(2022, 10, 15),
    date(2022, 11, 15),
    date(2022, 12, 15),
    date(2023, 1, 15),
    date(2023, 2, 15),
    date(2023, 3, 15),
    date(2023, 4, 15),
    date(2023, 5, 15),
    date(2023, 6, 20),
    date(2023, 7, 20),
    TODAY,
)


@dataclass(frozen=True)
class Day:
    """What happens on a day: the files that come; then, for the partners who have ``joined``, the scores of ``refreshes``.

    Those are the day itself or, on the day of the first file, every refresh before it.
    """

    day: date
    deliveries: tuple[tuple[Story, Delivery], ...]
    refreshes: tuple[date, ...]
    joined: tuple[Story, ...]


def calendar(stories: Iterable[Story], today: date = TODAY) -> list[Day]:
    """Every day on which something happens, in order. ``today`` is refreshed too, if it is another day than the story's."""
    stories = tuple(stories)
    beginning = min(story.joined for story in stories)
    refreshes = sorted({*REFRESHES, today})
    files = sorted(
        ((story, delivery) for story in stories for delivery in story.deliveries),
        key=lambda one: (one[1].recorded_at, one[0].mpn_id, one[1].dataset),
    )
    days = {one.recorded_at.date() for _, one in files} | {max(refresh, beginning) for refresh in refreshes}
    return [
        Day(
            day,
            tuple(one for one in files if one[1].recorded_at.date() == day),
            tuple(refresh for refresh in refreshes if max(refresh, beginning) == day),
            tuple(story for story in stories if story.joined <= day),
        )
        for day in sorted(days)
    ]
