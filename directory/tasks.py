"""Background chores of the directory."""

from directory import chores
from partnerhub import clock
from partnerhub.celery import app


@app.task(name="directory.tasks.nightly")
def nightly() -> None:
    """Badges that come and go by the calendar, leads that expire, people to be forgotten, words that nobody has any more."""
    chores.nightly(clock.now())
