"""Every write of the demo: its organisations and people, then the story day by day, as their admins would have lived it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from credit import actions as credit
from credit import refresh as credit_refresh
from demo import directory, files, people, references, timeline
from demo.people import ORGANISATIONS, PEOPLE, Organisation
from demo.stories import STORIES
from demo.story import Referenced, Story
from evidence.actions import import_file
from evidence.models import Run
from evidence.signals import run_published
from partnerhub import clock
from partnerhub.models import Job, Location, Member, Partner, User
from partnerhub.sentence import Sentence
from scoring import actions as scoring
from scoring import refresh
from scoring.models import ScoreSnapshot
from specializations import actions as specializations
from specializations import award_actions, calendar
from specializations.models import Award

# The row on each organisation's Activity page that says that its demo is complete.
MARK = "demo.load"
_LOCK = 1_000_001

Told = Callable[[str], None]


class DemoRefused(Exception):
    """The demo cannot be loaded here; the message says why and what to do."""


@dataclass(frozen=True)
class Loaded:
    """What the database now holds of the demo."""

    partners: tuple[str, ...]
    files: int
    accepted: int
    rejected: int
    snapshots: int


def owner_of(story: Story) -> Organisation:
    """The organisation whose story it is."""
    return next(owner for owner in ORGANISATIONS if owner.mpn_id == story.mpn_id)


def write_files(folder: Path, seed: int = files.SEED) -> list[Path]:
    """Write all export files into ``folder``, one folder per partner. Touches no database."""
    written: list[Path] = []
    for story in STORIES:
        place = folder / story.mpn_id
        place.mkdir(parents=True, exist_ok=True)
        written += [files.write(place, story, owner_of(story), delivery, seed) for delivery in story.deliveries]
    return written


def is_loaded() -> bool:
    """Whether an earlier load came to its end."""
    return _marks().count() == len(ORGANISATIONS)


def load(seed: int = files.SEED, told: Told = lambda line: None) -> Loaded:
    """Make the organisations and live through their stories. What an interrupted load has done is kept, not repeated.

    Raises DemoRefused where another organisation has one of the demo's MPN ids.
    """
    with _one_at_a_time(), _without_recomputing(), _folder() as folder:
        told("Organisations and people")
        partners = _organisations()
        _people(partners)
        for day in timeline.calendar(STORIES, clock.today()):
            told(f"{day.day}: {len(day.deliveries)} files, {len(day.refreshes)} refreshes of the scores")
            _live(day, partners, folder, seed)
        _decide(partners)
        told("Profiles in the directory")
        directory.publish(partners, User.objects.get(email=people.MANAGER))
        return _complete(partners)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two loads at once would both find nothing there. The lock ends with the connection, even a killed one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@contextmanager
def _folder() -> Iterator[Path]:
    """Where files lie until they are imported: one place, so that what a killed load left there goes with the next one."""
    folder: Path = settings.VAR_DIR / "demo"
    folder.mkdir(exist_ok=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def _without_recomputing() -> Iterator[None]:
    """The story takes its scores itself, on the days of the programme; workers need not do it after each of its files."""
    run_published.disconnect(dispatch_uid="scoring.after_import")
    run_published.disconnect(dispatch_uid="specializations.after_import")
    run_published.disconnect(dispatch_uid="credit.after_import")
    try:
        yield
    finally:
        run_published.connect(refresh.start_after_import, dispatch_uid="scoring.after_import")
        run_published.connect(calendar.start_after_import, dispatch_uid="specializations.after_import")
        run_published.connect(credit_refresh.start_after_import, dispatch_uid="credit.after_import")


@transaction.atomic
def _organisations() -> dict[str, Partner]:
    return {owner.mpn_id: _organisation(owner) for owner in ORGANISATIONS}


def _organisation(owner: Organisation) -> Partner:
    defaults = {"name": owner.name, "market": owner.market, "kind": owner.kind}
    partner, _ = Partner.objects.get_or_create(mpn_id=owner.mpn_id, defaults=defaults)
    if partner.name != owner.name:
        raise DemoRefused(
            f"MPN id {owner.mpn_id} belongs to {partner.name} here, and the demo needs it for {owner.name}. "
            "Load the demo into a database of its own (DATABASE_URL, VAR_DIR)."
        )
    for place in owner.places:
        where = {"partner": partner, "city": place.city, "country": place.country}
        Location.objects.get_or_create(mpn_id=place.mpn_id, defaults=where)
    return partner


@transaction.atomic
def _people(partners: dict[str, Partner]) -> None:
    password = make_password(people.PASSWORD)  # once: hashing is slow on purpose
    for person in PEOPLE:
        user, _ = User.objects.get_or_create(email=person.email, defaults={"name": person.name, "password": password})
        for mpn_id, roles in person.roles.items():
            Member.objects.get_or_create(user=user, partner=partners.get(mpn_id), defaults={"roles": list(roles)})


def _live(day: timeline.Day, partners: dict[str, Partner], folder: Path, seed: int) -> None:
    """One day: its files come in, each through the door of a user's, then the scores of the partners that have any."""
    for story, delivery in day.deliveries:
        owner = owner_of(story)
        path = files.write(folder, story, owner, delivery, seed)
        importer = User.objects.get(email=owner.importer)
        import_file(partners[story.mpn_id], path, recorded_at=delivery.recorded_at, by=importer)
        path.unlink()
    there = [partners[story.mpn_id] for story in day.joined]
    for refreshed in day.refreshes:
        # An interrupted load may have taken them; taken again they would know of files that came later.
        if not ScoreSnapshot.objects.filter(partner__in=there, as_of=refreshed).exists():
            scoring.take_snapshots(there, refreshed)


def _decide(partners: dict[str, Partner]) -> None:
    """The programme's own records: designations bought, requirements attested, specializations held from before."""
    manager = User.objects.get(email=people.MANAGER)
    for auditor in User.objects.filter(email__in=people.AUDITORS):
        specializations.set_firm(auditor, people.AUDIT_FIRM)
    for story in STORIES:
        partner = partners[story.mpn_id]
        for bought in story.enrolled:
            scoring.enrol(partner, bought.designation, manager, starts=bought.starts, ends=bought.ends)
        for reference in story.references:
            _refer(partner, reference, User.objects.get(email=owner_of(story).importer))
        for word in story.attested:
            specializations.attest(
                partner, word.specialization, word.requirement, manager, reason=word.reason, valid_from=word.valid_from
            )
        for one in story.held:
            if not Award.objects.filter(partner=partner, specialization=one.specialization).exists():
                award_actions.record_award(partner, one.specialization, manager, starts=one.starts, note=one.note)
        award_actions.review(partner)
        award_actions.remind(partner)
        for month in credit_refresh.months_with_usage(partner):
            credit.take_month([partner], month)
        credit.take_alerts(partner, clock.today())


@transaction.atomic
def _refer(partner: Partner, reference: Referenced, admin: User) -> None:
    references.write(partner, reference, admin, User.objects.get(email=people.REVIEWER))


def _marks() -> QuerySet[Job]:
    ids = [owner.mpn_id for owner in ORGANISATIONS]
    return Job.objects.filter(task=MARK, state=Job.State.SUCCEEDED, partner__mpn_id__in=ids)


@transaction.atomic
def _complete(partners: dict[str, Partner]) -> Loaded:
    """Count what is there and set the marks, all or none."""
    for partner in partners.values():
        if not _marks().filter(partner=partner).exists():
            _mark(partner)
    runs = Run.objects.filter(partner__in=partners.values())
    sums = runs.aggregate(accepted=Sum("accepted"), rejected=Sum("rejected"))
    taken = ScoreSnapshot.objects.filter(partner__in=partners.values()).count()
    return Loaded(tuple(partners), runs.count(), sums["accepted"] or 0, sums["rejected"] or 0, taken)


def _mark(partner: Partner) -> None:
    runs = Run.objects.filter(partner=partner)
    now, title = timezone.now(), Sentence("Demo loaded: %(count)s files", count=runs.count())
    Job.objects.create(
        task=MARK,
        title=str(title),
        sentences={"title": title.as_json()},
        partner=partner,
        state=Job.State.SUCCEEDED,
        percent=100,
        result={"files": runs.count()},
        started_at=now,
        finished_at=now,
    )
