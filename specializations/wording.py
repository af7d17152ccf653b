"""What a specialization's requirements say in plain words."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from evidence.wording import title
from partnerhub import rules
from partnerhub.rulebook_words import quantity
from partnerhub.told import joined, told
from scoring.wording import Status, amount, day, month
from specializations.life import Life
from specializations.models import Audit
from specializations.requirements.check import Check, Part
from specializations.standing import ACTIVE, AUDIT_FAILED, Standing

STATES = {
    "met": (gettext_lazy("Met"), "good"),
    "attested": (gettext_lazy("Attested"), "good"),
    "not_met": (gettext_lazy("Not yet"), "neutral"),
    "no_evidence": (gettext_lazy("No evidence"), "warn"),
    "unpublished": (gettext_lazy("Needs the programme's word"), "neutral"),
}
STATUS = {
    "active": Status(gettext_lazy("Active"), "good"),
    "not_started": Status(gettext_lazy("Not started"), "neutral"),
    "audit_failed": Status(gettext_lazy("Audit failed"), "bad"),
    "not_enrolled": Status(gettext_lazy("Not enrolled"), "neutral"),
    "expired": Status(pgettext_lazy("specialization", "Expired"), "bad"),
}
# An award that can be renewed is Active all the same.
RENEWABLE = {
    "renewal_open": Status(gettext_lazy("Active, renewal open"), "warn"),
    "grace": Status(gettext_lazy("Active, renewal overdue"), "warn"),
}
VALIDATION = {
    "audit": gettext_lazy("validated by a third-party audit"),
    "references": gettext_lazy("validated by customer references"),
    "none": gettext_lazy("no audit or references"),
}


# What an open audit waits for.
AUDIT_NEXT = {
    "requested": gettext_lazy("Wait for an auditor to accept."),
    "accepted": gettext_lazy("Agree on a day with the auditor."),
    "proposed": gettext_lazy("Agree on a day with the auditor."),
    "agreed": gettext_lazy("Prepare for the day of the audit."),
    "held": gettext_lazy("Wait for the auditor's result."),
    "gaps": gettext_lazy("Answer the gaps that the auditor reported."),
    "answered": gettext_lazy("Go through the gaps with the auditor."),
    "reviewed": gettext_lazy("Wait for the auditor's result."),
}
SIDES = {"auditor": gettext_lazy("Auditor"), "partner": gettext_lazy("Partner")}
REQUESTED = gettext_lazy("Audit requested")
# Steps as buttons, and as entries of the record.
STEPS = {
    "accept": (gettext_lazy("Accept"), gettext_lazy("Accepted by the auditor")),
    "decline": (gettext_lazy("Decline"), gettext_lazy("Declined by the auditor")),
    "propose": (gettext_lazy("Propose a day"), gettext_lazy("Day proposed")),
    "agree": (gettext_lazy("Agree to the day"), gettext_lazy("Day agreed")),
    "hold": (gettext_lazy("Record as held"), gettext_lazy("Held")),
    "report_gaps": (gettext_lazy("Report gaps"), gettext_lazy("Gaps reported")),
    "answer_gaps": (gettext_lazy("Answer the gaps"), gettext_lazy("Gaps answered")),
    "review_gaps": (gettext_lazy("Record the gap review meeting"), gettext_lazy("Gaps reviewed")),
    "pass": (gettext_lazy("Pass"), gettext_lazy("Pass")),
    "upload_report": (gettext_lazy("Upload a report"), gettext_lazy("Report uploaded")),
    "no_pass": (gettext_lazy("No Pass"), gettext_lazy("No Pass")),
    "withdraw": (gettext_lazy("Withdraw"), gettext_lazy("Withdrawn by the partner")),
}


def status(found: Standing) -> Status:
    """The status as its badge says it."""
    return status_of(found.status, found.life)


def status_of(key: str, life: Life | None) -> Status:
    """The same of a status and the life behind it."""
    return RENEWABLE.get(life.state if life else "", STATUS[key])


def renewal_asks(found: Life) -> str:
    """What the next anniversary asks for."""
    if found.validates:
        return _("It asks for the qualification requirements, and for the audit or the references again.")
    return _("It asks for the qualification requirements; the audit or the references are not looked at this time.")


def open_for_renewal(found: Standing) -> list[str]:
    """What is not met today of what a renewal asks for, as a list of one line; or that nothing is open."""
    asked = found.checks if found.life and found.life.validates else found.prerequisites
    missing = [_named(check) for check in asked if not check.met]
    if missing:
        return [_("Not met today: %(open)s.") % {"open": ", ".join(missing)}]
    return [_("Everything it asks for is met today; it is renewed without further ado while it can be.")]


def state(check: Check) -> tuple[str, str]:
    """A requirement's badge: what is short is said in the badge itself."""
    if check.state == "not_met" and check.short is not None and check.unit == "USD":
        return _("%(short)s USD short") % {"short": amount(check.short)}, "warn"
    if check.state == "not_met" and _customers_short(check):
        return _customers_short(check), "warn"
    label, pill = STATES[check.state]
    return str(label), pill


def _named(check: Check) -> str:
    """A requirement with its state, inside of a sentence."""
    label = state(check)[0]
    return f"{told(check.title)} ({label[:1].lower()}{label[1:]})"


def _customers_short(check: Check) -> str:
    lack = (check.customers_required or 0) - (check.customers or 0)
    if check.customers is None or lack <= 0:
        return ""
    return ngettext("%(lack)d customer short", "%(lack)d customers short", lack) % {"lack": lack}


def needed(check: Check) -> str | None:
    """What the requirement asks for; None where our sources publish no threshold."""
    if check.kind in {"designation", "competency"}:
        return _("Active: %(names)s") % {"names": _either(check.wanted)} if check.wanted else None
    if check.kind == "audit":
        return _("Pass")
    if check.required is None:
        return None
    if check.unit == "USD":
        return _usd_needed(check)
    each = check.parts[0].required if check.parts else None
    words = quantity(check.required, check.unit)
    return _("%(words)s; of each certificate %(each)s") % {"words": words, "each": amount(each)} if each else words


def _usd_needed(check: Check) -> str:
    words = [_("%(amount)s USD") % {"amount": amount(check.required or 0)}]
    if check.customers_required:
        words.append(_customers(check.customers_required))
    words += [
        _("%(amount)s USD %(part)s") % {"amount": amount(part.required or 0), "part": told(part.title)}
        for part in check.parts
    ]
    return joined(words)


def _customers(count: int) -> str:
    return ngettext("%(count)d customer", "%(count)d customers", count) % {"count": count}


def have(check: Check) -> str:
    """What the partner has."""
    if check.kind in {"designation", "competency"}:
        return _either(check.found) if check.found else _("none active")
    if check.kind == "audit" and check.until:
        return _("Pass, valid until %(day)s") % {"day": day(check.until)}
    if check.kind == "references" and check.required is not None:
        return references_count(check)
    if check.measured is None:
        return _("unknown") if check.state == "no_evidence" else "–"
    return (
        _("%(amount)s USD") % {"amount": amount(check.measured, 2)} if check.unit == "USD" else amount(check.measured)
    )


def have_parts(check: Check) -> str:
    """Beneath the amount: how many customers, and the amounts that have a minimum of their own."""
    words = [_customers(check.customers)] if check.customers is not None else []
    if check.kind == "references" and check.until:
        words.append(_("enough until %(day)s") % {"day": day(check.until)})
    words += [_have_part(check, part) for part in check.parts]
    return joined(words)


def _have_part(check: Check, part: Part) -> str:
    if check.unit == "USD":
        return _("%(amount)s USD %(part)s") % {"amount": amount(part.measured, 2), "part": told(part.title)}
    return _("%(part)s: %(amount)s") % {"part": told(part.title), "amount": amount(part.measured)}


def note(check: Check) -> str:
    """A line under the requirement's name: its window, or what is missing in it."""
    if check.missing:
        return _("no %(report)s for %(months)s") % {"report": _report(check), "months": _months(check.missing)}
    if check.state == "no_evidence" and check.dataset:
        return _("no %(report)s") % {"report": _report(check)}
    if check.months and check.kind == "growth":
        return _months(check.months)
    if check.months:
        return _("ACR, %(first)s to %(last)s") % {"first": month(check.months[-1]), "last": month(check.months[0])}
    return ""


def _report(check: Check) -> str:
    """The name of the report that a requirement looks at."""
    return title(check.dataset)


def _months(months: Iterable[date]) -> str:
    return ", ".join(month(one) for one in months)


def _either(names: tuple[str, ...]) -> str:
    titles = rules.book().designations
    return _(" or ").join(titles[name].title if name in titles else name for name in names)


def audit_reason(found: Standing, audit: Audit | None) -> str:
    """Beside the audit button: what is on record, that it is open, or what keeps it closed."""
    if audit is not None:
        words = {"day": day(audit.requested_at.date()), "state": audit.get_state_display()}
        return _("An audit was requested on %(day)s. Its state: %(state)s.") % words
    if found.can_schedule_audit:
        return _("Every requirement above is met: the audit can be scheduled.")
    if closed := audit_closed(found):
        return closed
    parts = [_named(check) for check in found.open]
    return _("Opens when every requirement above is met. Still open: %(open)s.") % {"open": ", ".join(parts)}


def audit_closed(found: Standing) -> str:
    """What keeps the audit closed whatever the other requirements say; empty where nothing does."""
    if found.validation != "audit":
        return _("This specialization is not validated by an audit.")
    if found.status == AUDIT_FAILED:
        return _("The last audit was not passed. It may be tried again when the status is Not enrolled, after a week.")
    if found.is_held and found.life and not (found.life.is_renewable and found.life.validates):
        return _("No audit is asked for now.")
    if found.complete:
        return _("The audit was passed.")
    return _("The last audit was not passed. It may be tried again after a week.") if found.failed_recently else ""


# Steps of a reference as buttons, and as entries of the record.
REFERENCE_STEPS = {
    "send": (gettext_lazy("Send to the customer"), gettext_lazy("Sent to the customer")),
    "resend": (gettext_lazy("Send again"), gettext_lazy("Sent to the customer again")),
    "approve": (gettext_lazy("Approve"), gettext_lazy("Approved by the customer")),
    "reject": (gettext_lazy("Reject"), gettext_lazy("Rejected by the customer")),
    "accept": (gettext_lazy("Accept"), gettext_lazy("Accepted by the programme")),
    "decline": (gettext_lazy("Decline"), gettext_lazy("Declined by the programme")),
    "expire": (gettext_lazy("Expire"), pgettext_lazy("reference", "Expired")),
    "forget": (gettext_lazy("Delete the contact"), gettext_lazy("Contact, letters and documents deleted")),
}


def references_count(check: Check) -> str:
    """How many references count, of how many."""
    words = {"count": amount(check.measured or 0), "required": amount(check.required or 0)}
    if check.required is None:
        return _("%(count)s approved; the number asked for is not published") % words
    return _("%(count)s of %(required)s") % words


def references_closed(found: Standing, on: date) -> str:
    """What keeps references from being sent on a day; empty where nothing does."""
    if found.validation != "references":
        return _("This specialization is not validated by customer references.")
    if not found.open or not references_come_last(on):
        return ""
    parts = ", ".join(_named(check) for check in found.open)
    return _("References are sent once every other requirement is met. Still open: %(open)s.") % {"open": parts}


def references_come_last(on: date) -> bool:
    """Whether references are sent only once everything else is met, by the rules of a day."""
    order = rules.book().on(on).peek("programme.reference_order")
    return order is not None and order.value == "after_qualification"


def steps(found: Standing, audit: Audit | None) -> list[tuple[str, str]]:
    """What to do next, in order: (kind, words)."""
    if found.status == ACTIVE and not (found.life and found.life.is_renewable and not found.can_renew):
        return []
    todo = [step(check) for check in found.open]
    if found.is_held and not (found.life and found.life.validates):
        return [*todo, ("active", _("Then it is renewed."))]
    if found.validation == "audit":
        todo.append(("audit", str(AUDIT_NEXT[audit.state]) if audit else _("Schedule the audit.")))
    if found.validation == "references":
        checks = (check for check in found.checks if check.kind == "references" and not check.met)
        todo += [("references", _references_next(check)) for check in checks]
    return [*todo, ("active", _("Then it is renewed.") if found.is_held else _("Then it becomes Active."))]


def _references_next(check: Check) -> str:
    if check.short is None:
        return _("Provide customer references.")
    more = int(check.short)
    words = ngettext(
        "Have %(count)d customer approve a reference.", "Have %(count)d customers approve a reference.", more
    )
    return words % {"count": more}


def _import(check: Check) -> str:
    words = {"report": _report(check), "title": told(check.title)}
    if check.missing:
        return _("Import the %(report)s of the months named, for %(title)s.") % words
    return _("Import the %(report)s, for %(title)s.") % words


def step(check: Check) -> tuple[str, str]:
    """What would meet this requirement: (kind, words)."""
    if check.state == "no_evidence":
        return "import", _import(check)
    if check.wanted:
        words = (
            _("Hold the competency: %(names)s.")
            if check.kind == "competency"
            else _("Hold an active designation: %(names)s.")
        )
        return "designation", words % {"names": _either(check.wanted)}
    if check.state == "unpublished":
        return "attest", _("Ask the programme to attest %(title)s: its threshold is not published.") % {
            "title": told(check.title)
        }
    if check.short is not None and check.unit == "USD":
        return "grow", _("Grow %(title)s by %(short)s USD.") % {
            "title": told(check.title),
            "short": amount(check.short),
        }
    return "grow", _("Meet %(title)s.") % {"title": told(check.title)}
