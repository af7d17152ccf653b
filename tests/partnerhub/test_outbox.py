"""Letters: written once, sent once, through a real mail server."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from partnerhub import outbox
from partnerhub.models import Letter
from tests.postbox import Postbox, postbox, smtp


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as found, smtp(found):
        yield found


def letter(key: str, to: str = "gilda@example.com", **more: str) -> Letter:
    return Letter(key=key, about="audit:1", to=to, subject=f"About {key}", text="Words.\n", **more)


def test_letter_is_written_and_sent_once_however_often_it_is_posted(db: None, box: Postbox) -> None:
    outbox.post([letter("a"), letter("b")])
    outbox.post([letter("a"), letter("c")])
    assert outbox.send_due() == 3
    assert outbox.send_due() == 0
    assert [one["Subject"] for one in box.messages] == ["About a", "About b", "About c"]
    assert len({one["Message-ID"] for one in box.messages}) == 3


def test_letter_goes_with_what_it_tells_of_or_not_at_all(db: None) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.post([letter("a")])
        raise RuntimeError
    assert not Letter.objects.exists()


def test_letter_that_is_refused_waits_and_keeps_nobody_else_waiting(db: None, box: Postbox) -> None:
    box.refuses = {"full@example.com"}
    outbox.post([letter("a", "full@example.com"), letter("b")])
    assert outbox.send_due() == 1
    waiting = Letter.objects.get(key="a")
    assert (waiting.attempts, waiting.sent_at) == (1, None)
    assert "452" in waiting.failure
    assert waiting.due_at > timezone.now()
    box.refuses = set()
    assert outbox.send_due() == 0
    Letter.objects.update(due_at=timezone.now())
    assert outbox.send_due() == 1
    assert [str(one["To"]) for one in box.messages] == ["gilda@example.com", "full@example.com"]


def test_letter_is_given_up_after_many_attempts(db: None, box: Postbox) -> None:
    outbox.post([letter("a")])
    Letter.objects.update(attempts=outbox.MAX_ATTEMPTS)
    assert outbox.send_due() == 0


def test_letter_of_a_killed_worker_is_sent_by_the_next_under_the_same_number(db: None, box: Postbox) -> None:
    outbox.post([letter("a")])
    claimed = outbox._claim()
    assert claimed is not None
    assert outbox.send_due() == 0
    Letter.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    outbox._send(claimed)  # the first worker was only slow
    Letter.objects.update(sent_at=None)
    assert outbox.send_due() == 1
    first, second = box.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_letter_with_line_breaks_in_its_subject_is_sent_on_one_line(db: None, box: Postbox) -> None:
    outbox.post([letter("a\r\nBcc: other@example.com")])
    assert outbox.send_due() == 1
    assert box.messages[0]["Subject"] == "About a Bcc: other@example.com"


def test_letter_carries_its_calendar_entry(db: None, box: Postbox) -> None:
    outbox.post([letter("a", calendar="BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n")])
    assert outbox.send_due() == 1
    (part,) = box.messages[0].iter_attachments()
    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", "CANCEL")


def test_secret_of_a_letter_is_sent_and_then_forgotten(db: None, box: Postbox) -> None:
    outbox.post([Letter(key="a", to="gilda@example.com", text="Open __secret__.", secret="x7y8")])
    assert (Letter.objects.get().secret, Letter.objects.get().text) == ("x7y8", "Open __secret__.")
    box.refuses = {"gilda@example.com"}
    outbox.send_due()
    assert Letter.objects.get().secret == "x7y8"
    Letter.objects.update(due_at=timezone.now())
    box.refuses = set()
    outbox.send_due()
    assert str(box.messages[0].get_content()).strip() == "Open x7y8."
    assert Letter.objects.get().secret == ""


def test_letters_about_a_record_are_forgotten(db: None) -> None:
    outbox.post([letter("a"), letter("b")])
    Letter.objects.filter(key="b").update(about="audit:12")
    assert outbox.forget("audit:1") == 1
    assert [one.key for one in Letter.objects.all()] == ["b"]


@pytest.mark.django_db(transaction=True)
def test_letters_are_sent_once_by_workers_side_by_side(box: Postbox) -> None:
    outbox.post([letter(str(number)) for number in range(40)])

    def work(_number: int) -> int:
        try:
            return outbox.send_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 40
    assert len({one["Subject"] for one in box.messages}) == len(box.messages) == 40
