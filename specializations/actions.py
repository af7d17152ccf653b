"""Every write of this app: audit requests and the programme's attestations."""

from datetime import date

from django.db import IntegrityError, transaction

from partnerhub import clock
from partnerhub.models import Partner, User
from specializations import queries, wire
from specializations.models import Attestation, AuditRequest
from specializations.standing import Standing


class NotPossible(Exception):
    """What was asked cannot be done now; the message says why and what would open it."""


def request_audit(
    partner: Partner,
    specialization: str,
    by: User,
    *,
    contact_name: str,
    contact_email: str,
    preferred_date: date | None = None,
    notes: str = "",
) -> AuditRequest:
    """Record the request for an audit, with the standing it rests on. Asking twice gives the same open request.

    Raises NotPossible while a prerequisite is not met, or where no audit is asked for.
    """
    if existing := queries.open_audit(partner, specialization):
        return existing
    found = queries.standings(partner, clock.today(), specialization=specialization)[specialization]
    if not found.can_schedule_audit:
        raise NotPossible(_why_closed(found))
    try:
        with transaction.atomic():
            return AuditRequest.objects.create(
                partner=partner,
                specialization=specialization,
                contact_name=contact_name,
                contact_email=contact_email,
                preferred_date=preferred_date,
                notes=notes,
                requested_by=by,
                requested_at=clock.now(),
                standing=wire.standing(found),
            )
    except IntegrityError:
        return AuditRequest.objects.get(
            partner=partner, specialization=specialization, state=AuditRequest.State.REQUESTED
        )


def _why_closed(found: Standing) -> str:
    if found.validation != "audit":
        return "This specialization is not validated by an audit."
    return "The audit opens when these are met: " + ", ".join(check.title for check in found.open) + "."


def attest(
    partner: Partner, specialization: str, requirement: str, by: User, *, reason: str, valid_from: date
) -> Attestation:
    """Record the programme's word that a requirement without a published threshold is met.

    Raises NotPossible for a requirement that has a threshold: evidence alone decides it.
    """
    day = max(valid_from, clock.today())
    found = queries.standings(partner, day, specialization=specialization)[specialization]
    check = next((one for one in found.checks if one.key == requirement), None)
    if check is None or check.state not in {"unpublished", "attested"}:
        raise NotPossible("Only a requirement whose threshold is not published can be attested.")
    row, _ = Attestation.objects.update_or_create(
        partner=partner,
        specialization=specialization,
        requirement=requirement,
        defaults={"reason": reason, "valid_from": valid_from, "attested_by": by, "attested_at": clock.now()},
    )
    return row
