"""The people in whose name every page is asked: each sees what is theirs, and nobody more."""

from dataclasses import dataclass

from partnerhub.models import Partner, User
from partnerhub.permissions import Role
from tests.factories import PartnerFactory, person


@dataclass(frozen=True)
class People:
    """A partner with its admin (owner), colleagues without that role, another's admin (stranger), the programme."""

    partner: Partner
    owner: User
    partner_admin: User
    teammate: User
    profile_admin: User
    stranger: User
    manager: User
    auditor: User
    reviewer: User


def people() -> People:
    """Everyone, around one partner."""
    partner, other = PartnerFactory(), PartnerFactory()
    return People(
        partner=partner,
        owner=person(partner, Role.GLOBAL_ADMIN),
        partner_admin=person(partner, Role.MPN_PARTNER_ADMIN),
        teammate=person(partner, Role.SALES_AGENT),
        profile_admin=person(partner, Role.BUSINESS_PROFILE_ADMIN),
        stranger=person(other, Role.GLOBAL_ADMIN, Role.MPN_PARTNER_ADMIN),
        manager=person(None, Role.PROGRAMME_MANAGER),
        auditor=person(None, Role.AUDITOR),
        reviewer=person(None, Role.REFERENCE_REVIEWER),
    )
