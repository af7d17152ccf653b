"""Standings for any day, and the records that they rest on."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from evidence import queries as evidence
from evidence.engine import Session
from partnerhub import rules
from partnerhub.models import Partner
from scoring import queries as scoring
from specializations.models import Attestation, AuditRequest
from specializations.requirements import performance
from specializations.standing import Standing, standing


def catalogue(day: date) -> dict[str, str]:
    """The specializations offered on a day: key -> name, by area and name."""
    book = rules.book()
    names = {
        key: entry.value
        for key in book.specializations
        if (entry := book.on(day).peek(f"{key}.name")) and entry.published
    }
    return dict(
        sorted(
            ((key, str(name)) for key, name in names.items()),
            key=lambda item: (book.specializations[item[0]].area, item[1]),
        )
    )


@contextmanager
def session(partner: Partner, known_at: datetime | None = None) -> Iterator[Session]:
    with evidence.session(evidence.view([partner], known_at), (performance.DATASET,)) as opened:
        yield opened


def standings(
    partner: Partner,
    day: date,
    *,
    known_at: datetime | None = None,
    specialization: str | None = None,
    held: Collection[str] | None = None,
) -> dict[str, Standing]:
    """The partner's standing for one specialization, or for all that are offered on the day.

    ``held``: the designations held on the day, where the caller has asked for them already.
    """
    book = rules.book()
    held = scoring.held(partner, day) if held is None else held
    attested = _attested(partner, day)
    with session(partner, known_at) as opened:
        keys = [specialization] if specialization else list(catalogue(day))
        return {key: standing(opened, book, book.on(day), key, held, attested.get(key, ())) for key in keys}


def _attested(partner: Partner, day: date) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in Attestation.objects.filter(partner=partner, valid_from__lte=day):
        found.setdefault(row.specialization, []).append(row.requirement)
    return found


def attestations(partner: Partner, specialization: str) -> list[Attestation]:
    """The programme's words on this specialization."""
    return list(Attestation.objects.filter(partner=partner, specialization=specialization))


def open_audits(partner: Partner) -> dict[str, AuditRequest]:
    """The partner's open audit requests by specialization."""
    rows = AuditRequest.objects.filter(partner=partner, state=AuditRequest.State.REQUESTED).select_related(
        "requested_by"
    )
    return {row.specialization: row for row in rows}


def open_audit(partner: Partner, specialization: str) -> AuditRequest | None:
    """The partner's open audit request for a specialization."""
    return open_audits(partner).get(specialization)
