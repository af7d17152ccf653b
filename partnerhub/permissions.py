"""Who may do what: one table, read by pages, API, templates and actions alike.

Source of the roles: "Assign users roles and permissions" (2022-11-22) and the specialization pages of 2021 and 2023,
where the *MPN Partner admin* was still called *MPN Account admin*.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Roles of an organisation's people, then those of the programme's own side."""

    GLOBAL_ADMIN = "global_admin", _("Global admin")
    MPN_PARTNER_ADMIN = "mpn_partner_admin", _("MPN Partner admin")
    ACCOUNT_ADMIN = "account_admin", _("Account admin")
    USER_MANAGEMENT_ADMIN = "user_management_admin", _("User management admin")
    BILLING_ADMIN = "billing_admin", _("Billing admin")
    ADMIN_AGENT = "admin_agent", _("Admin agent")
    SALES_AGENT = "sales_agent", _("Sales agent")
    HELPDESK_AGENT = "helpdesk_agent", _("Helpdesk agent")
    BUSINESS_PROFILE_ADMIN = "business_profile_admin", _("Business profile admin")
    REFERRALS_ADMIN = "referrals_admin", _("Referrals admin")
    EXECUTIVE_REPORT_VIEWER = "executive_report_viewer", _("Executive report viewer")
    REPORT_VIEWER = "report_viewer", _("Report viewer")
    PROGRAMME_MANAGER = "programme_manager", _("Programme manager")
    AUDITOR = "auditor", _("Auditor")
    REFERENCE_REVIEWER = "reference_reviewer", _("Reference reviewer")


PROGRAMME_ROLES = frozenset({Role.PROGRAMME_MANAGER, Role.AUDITOR, Role.REFERENCE_REVIEWER})
MEMBERSHIP_ADMINS = frozenset({Role.GLOBAL_ADMIN, Role.MPN_PARTNER_ADMIN})
PROFILE_EDITORS = frozenset({Role.BUSINESS_PROFILE_ADMIN, Role.REFERRALS_ADMIN})

# Not permissions of a partner: the two words a URL may use instead of one.
PUBLIC = "public"
SIGNED_IN = "signed in"

PERMISSIONS: dict[str, frozenset[Role]] = {
    "membership.view": MEMBERSHIP_ADMINS | {Role.PROGRAMME_MANAGER},
    "evidence.view": MEMBERSHIP_ADMINS | {Role.PROGRAMME_MANAGER},
    "evidence.import": MEMBERSHIP_ADMINS,
    "audit.request": MEMBERSHIP_ADMINS,
    "audit.conduct": frozenset({Role.AUDITOR}),
    "references.submit": MEMBERSHIP_ADMINS,
    "references.review": frozenset({Role.REFERENCE_REVIEWER}),
    "activity.view": MEMBERSHIP_ADMINS | {Role.PROGRAMME_MANAGER},
    "users.view": MEMBERSHIP_ADMINS | {Role.ACCOUNT_ADMIN, Role.USER_MANAGEMENT_ADMIN, Role.PROGRAMME_MANAGER},
    # Who may delete a profile our sources disagree on; of 2023 is that the Referrals admin may not.
    "profile.view": MEMBERSHIP_ADMINS | {Role.USER_MANAGEMENT_ADMIN, Role.ACCOUNT_ADMIN} | PROFILE_EDITORS,
    "profile.edit": PROFILE_EDITORS,
    "profile.delete": frozenset({Role.BUSINESS_PROFILE_ADMIN}),
    "leads.manage": PROFILE_EDITORS | {Role.SALES_AGENT},
    # As invoices and reconciliation files: the Admin agent on one page of our sources, the MPN Partner admin on none.
    "credit.view": frozenset({Role.GLOBAL_ADMIN, Role.BILLING_ADMIN, Role.ADMIN_AGENT}),
    "credit.record": frozenset({Role.GLOBAL_ADMIN}),
    "programme.view": frozenset({Role.PROGRAMME_MANAGER}),
    "programme.decide": frozenset({Role.PROGRAMME_MANAGER}),
}


def allowed(roles: frozenset[str], permission: str) -> bool:
    """Whether any of these roles holds the permission. An unknown permission is a programming error: KeyError."""
    return bool(PERMISSIONS[permission] & roles)
