"""Customer references on their way, for tests."""

from datetime import date, timedelta
from typing import Any

from partnerhub import clock
from partnerhub.documents import keep
from partnerhub.models import Letter, Partner, User
from scoring.actions import enrol
from specializations.actions import attest
from specializations.models import Reference, ReferenceLink
from specializations.queries import link_of, standings
from specializations.reference_actions import add_reference, answer_reference, send_reference
from specializations.reference_steps import digest
from specializations.standing import Standing
from tests.uploads import PNG, upload

# Three references are asked for, and nothing else is measured.
MEETINGS = "meetings_and_meeting_rooms_for_microsoft_teams"
MEETINGS_TITLE = "Meetings and Meeting Rooms for Microsoft Teams"
DAY = date(2023, 7, 25)
FIELDS = {
    "tenant": "t1",
    "customer": "Litware",
    "contact_name": "Mei Lin",
    "contact_email": "mei@litware.example.com",
    "work": "Forty meeting rooms, and their support.",
    "workload": "Teams Rooms",
    "started": date(2022, 1, 1),
    "ended": date(2023, 6, 30),
    "users": 1200,
}


def qualified(partner: Partner, manager: User) -> None:
    """Everything but the references is met."""
    enrol(partner, "modern_work", manager, starts=date(2023, 7, 1), ends=date(2027, 6, 30))
    for requirement in ("performance", "skilling"):
        attest(partner, MEETINGS, requirement, manager, reason="Shown to the programme", valid_from=date(2021, 7, 7))


def fields(number: int = 1, **more: Any) -> dict[str, Any]:
    """What a partner fills in about its customer of this number."""
    return {**FIELDS, "tenant": f"t{number}", "customer": f"Litware {number}", **more}


def drafted(partner: Partner, by: User, number: int = 1, **more: Any) -> Reference:
    """A complete draft, unless something else is told."""
    return add_reference(partner, MEETINGS, by, fields(number, **more))


def token_of(reference: Reference) -> str:
    """The secret of the newest letter to the customer, which is still in the outbox."""
    return Letter.objects.filter(about=f"reference:{reference.pk}").exclude(secret="").order_by("-pk")[0].secret


def sent(partner: Partner, by: User, number: int = 1, **more: Any) -> Reference:
    """A reference that waits for its customer."""
    return send_reference(drafted(partner, by, number, **more), by)


def link_to(reference: Reference) -> ReferenceLink:
    """The link of that letter."""
    link = link_of(token_of(reference))
    assert link is not None
    return link


def standing(partner: Partner, day: date = DAY) -> Standing:
    """Where the partner stands for the specialization on a day."""
    return standings(partner, day, specialization=MEETINGS)[MEETINGS]


def steps(reference: Reference) -> list[str]:
    """What is on record."""
    return list(reference.steps.values_list("step", flat=True))


def answered(reference: Reference, step: str = "approve", note: str = "") -> Reference:
    """The same after its customer has answered."""
    return answer_reference(link_to(reference), step, note)


def approved(partner: Partner, by: User, number: int = 1, **more: Any) -> Reference:
    """A reference that its customer approved."""
    return answered(sent(partner, by, number, **more))


def rows_of_references(partner: Partner) -> dict[str, Any]:
    """One that waits for its customer, with a document, and one that waits for a reviewer: as parts of addresses.

    Written down as they are: no letter is posted, and nothing else has to be met.
    """
    now = clock.now()
    rows = [
        Reference.objects.create(
            partner=partner, specialization=MEETINGS, state=state, created_at=now, sent_at=now, **fields(number)
        )
        for number, state in enumerate(("awaiting", "approved"), 1)
    ]
    token, document = f"token-{partner.mpn_id}", keep(upload(PNG), None)
    for row in rows:
        row.documents.add(document)
    ReferenceLink.objects.create(
        reference=rows[0], sha256=digest(token), sent_at=now, expires_at=now + timedelta(days=30)
    )
    return {"reference_id": rows[0].pk, "document_id": document.pk, "review_id": rows[1].pk, "token": token}
