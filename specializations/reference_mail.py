"""What customer references tell by e-mail: the customer is asked, the partner's people and the programme learn of the answer."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerhub.access import admins_of, may
from partnerhub.languages import each_in_their_language
from partnerhub.models import Letter, User
from partnerhub.outbox import SECRET
from partnerhub.permissions import Role
from scoring.wording import day
from specializations import queries, wording
from specializations.models import Reference, ReferenceLink, ReferenceStep
from specializations.reference_steps import CUSTOMER, STEPS


def about(reference: Reference) -> str:
    """The name under which letters about a reference can be forgotten."""
    return f"reference:{reference.pk}"


def request(link: ReferenceLink, token: str) -> list[Letter]:
    """The personal link, for the customer's contact alone: in the language of the person who asks them."""
    reference = link.reference
    asked_in = reference.sent_by.language if reference.sent_by else ""
    return [_request(link, token) for _address in each_in_their_language([reference.contact_email], asked_in)]


def _request(link: ReferenceLink, token: str) -> Letter:
    reference = link.reference
    words = {
        "contact": reference.contact_name,
        "partner": reference.partner.name,
        "title": queries.title_of_reference(reference),
        "customer": reference.customer,
        "day": day(link.expires_at.date()),
    }
    lines = [
        _("Hello %(contact)s,") % words,
        _(
            "%(partner)s names %(customer)s as a reference for its work (%(title)s) and asks you to confirm what it did. "
            "Please read it and approve or reject it:"
        )
        % words,
        f"{settings.PUBLIC_URL}{reverse('reference-answer', args=[SECRET])}",
        _("The link is meant for you alone. It works until %(day)s, and once: your answer uses it up.") % words,
        _("partnerhub is not affiliated with Microsoft."),
    ]
    return Letter(
        key=f"{about(reference)}:link-{link.pk}:{reference.contact_email}",
        about=about(reference),
        to=reference.contact_email,
        subject=_("%(partner)s asks you to confirm a reference") % words,
        text="\n\n".join(lines) + "\n",
        secret=token,
    )


def of_step(step: ReferenceStep) -> list[Letter]:
    """An answer or a decision: to the partner's person who sent the reference; an approval also to those who review it."""
    reference = step.reference
    own = reverse("reference", args=[reference.partner.mpn_id, reference.pk])
    letters = [_letter(step, to, own) for to in each_in_their_language(_senders(reference))]
    if STEPS[step.step].side == CUSTOMER and step.step == "approve":
        desk = reverse("reference-review", args=[reference.pk])
        letters += [_letter(step, to, desk) for to in each_in_their_language(_reviewers())]
    return letters


def _letter(step: ReferenceStep, to: str, address: str) -> Letter:
    reference = step.reference
    words = {
        "what": wording.REFERENCE_STEPS[step.step][1],
        "customer": reference.customer,
        "partner": reference.partner.name,
        "title": queries.title_of_reference(reference),
    }
    lines = [
        _("Reference of %(customer)s for %(partner)s, %(title)s: %(what)s.") % words,
        *filter(None, [step.note]),
        f"{settings.PUBLIC_URL}{address}",
        _("partnerhub is not affiliated with Microsoft."),
    ]
    return Letter(
        key=f"{about(reference)}:step-{step.pk}:{to}",
        about=about(reference),
        to=to,
        subject=_("%(what)s: %(customer)s, %(title)s") % words,
        text="\n\n".join(lines) + "\n",
    )


def _senders(reference: Reference) -> list[str]:
    """Who sent it; the organisation's admins where that person has gone."""
    if reference.sent_by and may(reference.sent_by, reference.partner, "references.submit"):
        return [reference.sent_by.email]
    return [member.user.email for member in admins_of(reference.partner)]


def _reviewers() -> list[str]:
    programme = User.objects.filter(is_active=True, memberships__partner=None)
    reviewers = programme.filter(memberships__roles__contains=[Role.REFERENCE_REVIEWER])
    return list(reviewers.order_by("email").values_list("email", flat=True))
