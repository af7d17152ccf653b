"""What the tests of every URL ask with, and what writing needs: a new URL adds its lines here."""

from typing import Any

from partnerhub.permissions import PUBLIC
from tests.directory.profiles import MESSAGE
from tests.uploads import PNG

# What stands for each parameter of an address, besides those that are rows.
NAMES = {
    "designation": "business_applications",
    "metric": "deployments",
    "area": "azure",
    "specialization": "infra_and_database_migration",
    "requirement": "windows_acr",
    "chapter": "business_applications",
    "topic": "proof",
    "country": "DE",
    "number": "1",
    "month": "2023-06",
}
ROWS = {
    *("mpn_id", "run_id", "job_id", "audit_id", "report_id", "tenant", "person"),
    *("reference_id", "document_id", "review_id", "token"),
    *("listing_id", "lead_id", "digest", "scope", "lapse_id"),
}
# What an address may name instead, and nobody has.
UNKNOWN: dict[str, Any] = {
    **dict.fromkeys((*NAMES, "tenant", "person", "token", "digest", "scope"), "no_such_thing"),
    **dict.fromkeys(("audit_id", "report_id", "reference_id", "document_id", "review_id"), 999_999_999),
    **dict.fromkeys(("listing_id", "lead_id", "number", "lapse_id"), 999_999_999),
    "mpn_id": "9999999",
    "run_id": 999_999_999,
    "job_id": "00000000-0000-4000-8000-000000000000",
}
CONTACT = {"contact_name": "Gilda Ashgrove", "contact_email": "gilda@example.com"}
BODIES: dict[str, dict[str, Any]] = {
    "language": {"language": "nl", "next": "/rulebook/"},
    "import": {"file": b"Month,CustomerTenantId,ACR_USD\n"},
    "audit-request": CONTACT,
    "audit-step": {"step": "agree"},
    "audit": {"step": "accept"},
    "reference-new": {"customer": "Litware"},
    "reference-save": {"customer": "Litware"},
    "reference-attach": {"documents": PNG},
    "reference-step": {"step": "forget"},
    "reference-answer": {"step": "approve"},
    "reference-review": {"step": "accept"},
    "programme-auditors": {"name": "Trey Research Audits"},
    "profile-new": {"country": "AT"},
    "profile-save": {"description": "Newly written"},
    "profile-location-step": {"place": "Munich"},
    "profile-publish": {"step": "publish"},
    "profile-delete": {"step": "delete"},
    "lead-step": {"step": "accept"},
    "credit-lapse": {"starts": "2023-06-01", "ends": "2023-06-02"},
    "credit-lapse-back": {},
    "directory-contact": MESSAGE,
    "attest": {"requirement": "skilling", "reason": "Seen on paper by the programme."},
    "programme-partner": {"designation": "infrastructure", "starts": "2023-07-01", "ends": "2024-06-30"},
    "programme-award": {"specialization": "sales", "starts": "2022-10-15", "note": "Seen on paper by the programme."},
    "programme-award-back": {"specialization": "sales", "note": "Seen on paper by the programme."},
    "preferences": {"theme": "dark"},
    "api-runs": {"file": b"Month,CustomerTenantId,ACR_USD\n"},
    "api-audit-request": CONTACT,
    "api-token": {"username": "nobody@example.com", "password": "wrong"},
}

# What writes, and what it needs: said once more, as whoever may see must not write for that reason alone.
WRITES = {
    "language": PUBLIC,
    "import": "evidence.import",
    "audit-request": "audit.request",
    "audit-step": "audit.request",
    "audit": "audit.conduct",
    **dict.fromkeys(("reference-new", "reference-save", "reference-attach", "reference-step"), "references.submit"),
    "reference-answer": PUBLIC,
    "reference-review": "references.review",
    **dict.fromkeys(("profile-new", "profile-save", "profile-location-step", "profile-publish"), "profile.edit"),
    "profile-delete": "profile.delete",
    "lead-step": "leads.manage",
    **dict.fromkeys(("credit-lapse", "credit-lapse-back"), "credit.record"),
    "directory-contact": PUBLIC,
    "programme-auditors": "programme.decide",
    "attest": "programme.decide",
    "programme-partner": "programme.decide",
    "programme-award": "programme.decide",
    "programme-award-back": "programme.decide",
    "preferences": PUBLIC,
    "api-runs": "evidence.import",
    "api-audit-request": "audit.request",
    "api-token": PUBLIC,
}
