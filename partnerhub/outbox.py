"""E-mails: written with what they tell of, in one transaction, and sent by the worker afterwards.

A letter's key is unique, so that asking twice writes once. Sending claims the letter first, for a while: two workers do not
send the same one, and a killed worker's is sent by the next. A mail server that took a letter from a worker which died before it
could say so gets it again under the same ``Message-ID``, by which mail programs know that it is the same.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from partnerhub.celery import app
from partnerhub.models import Letter

logger = logging.getLogger(__name__)

SEND = "partnerhub.tasks.send_letters"
# A claimed letter whose worker has not told of it by then is sent by another.
CLAIM = timedelta(minutes=10)
# Minutes until the next attempt, doubled each time: the twelfth is after about a day and a half.
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
MAX_ATTEMPTS = 12
# Where a letter's secret stands in its text: only the person it is for reads it, the outbox forgets it.
SECRET = "__secret__"  # noqa: S105


def post(letters: Iterable[Letter]) -> None:
    """Put letters into the outbox; those whose key is there already are left out. The worker sends them after the commit."""
    if rows := list(letters):
        Letter.objects.bulk_create(rows, ignore_conflicts=True)
        # Robust: while the broker is away the letters wait for the schedule.
        transaction.on_commit(lambda: app.send_task(SEND), robust=True)


def forget(about: str) -> int:
    """Delete every letter about a record, sent or not. Returns how many."""
    return Letter.objects.filter(about=about).delete()[0]


def send_due() -> int:
    """Send every letter that waits, one by one. Returns how many were sent."""
    sent = 0
    while (letter := _claim()) is not None:
        sent += _send(letter)
    return sent


def _claim() -> Letter | None:
    now = timezone.now()
    with transaction.atomic():
        waiting = Letter.objects.filter(sent_at=None, due_at__lte=now, attempts__lt=MAX_ATTEMPTS)
        letter = waiting.select_for_update(skip_locked=True).order_by("due_at", "pk").first()
        if letter is not None:
            letter.due_at, letter.attempts = now + CLAIM, letter.attempts + 1
            letter.save(update_fields=["due_at", "attempts"])
    return letter


def _send(letter: Letter) -> bool:
    try:
        _message(letter).send()
    except Exception as error:  # whatever is wrong with this one, the others are sent
        wait = min(FIRST_WAIT * 2 ** (letter.attempts - 1), LONGEST_WAIT)
        logger.warning("letter %s not sent, attempt %s: %s", letter.pk, letter.attempts, error)
        Letter.objects.filter(pk=letter.pk).update(due_at=timezone.now() + wait, failure=str(error)[:1000])
        return False
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), failure="", secret="")
    return True


def _message(letter: Letter) -> EmailMessage:
    host = urlsplit(settings.PUBLIC_URL).hostname or "partnerhub"
    headers = {"Message-ID": f"<letter-{letter.pk}-{letter.written_at:%Y%m%d%H%M%S%f}@{host}>"}
    text = letter.text.replace(SECRET, letter.secret) if letter.secret else letter.text
    message = EmailMessage(" ".join(letter.subject.split()), text, to=[letter.to], headers=headers)
    if letter.calendar:
        method = "CANCEL" if "METHOD:CANCEL" in letter.calendar else "REQUEST"
        message.attach("audit.ics", letter.calendar, f"text/calendar; method={method}")
    return message
