"""What a lead tells by e-mail: to the contact of its profile."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.models import Lead
from partnerhub.models import Letter


def about(lead: Lead) -> str:
    """Under which word the letters of a lead are forgotten."""
    return f"lead:{lead.pk}"


def of_lead(lead: Lead) -> list[Letter]:
    """That a customer wrote, and what."""
    if lead.profile is None or not lead.profile.lead_email:
        return []
    words = {"name": lead.name, "email": lead.email, "organisation": lead.organisation, "phone": lead.phone}
    lines = [
        _("%(name)s of %(organisation)s wrote to you through the directory.") % words,
        lead.message,
        _("Answer to: %(email)s") % words,
        _("Telephone: %(phone)s") % words if lead.phone else "",
        _("Accept the message, or archive it, within 14 days:"),
        f"{settings.PUBLIC_URL}{reverse('lead', args=[lead.partner.mpn_id, lead.pk])}",
        _("partnerhub is not affiliated with Microsoft."),
    ]
    text = "\n\n".join(filter(None, lines)) + "\n"
    subject = _("New lead: %(organisation)s") % words
    key = f"{about(lead)}:received"
    return [Letter(key=key, about=about(lead), to=lead.profile.lead_email, subject=subject, text=text)]
