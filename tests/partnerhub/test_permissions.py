"""The permission table: who may do what, for a person's own organisation and on the programme's side."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse

from partnerhub.access import Refused, admins_of, may, partner_or_refuse, roles_at
from partnerhub.models import Member, Partner, User
from partnerhub.permissions import MEMBERSHIP_ADMINS, PERMISSIONS, PROGRAMME_ROLES, PUBLIC, SIGNED_IN, Role, allowed
from tests.factories import MemberFactory, PartnerFactory, UserFactory, person
from tests.people import People

# Read from "Assign users roles and permissions" (2022-11-22) and the specialization pages: Membership is open to the Global admin
# and the MPN Partner admin; other people's roles also to the User management admin and the Account admin.
MEMBERSHIP = {
    "membership.view", "evidence.view", "evidence.import", "audit.request", "references.submit", "activity.view", "users.view",
}  # fmt: skip
# Read from "Create a business profile" (2023-07-03) and "About leads" (2023-08-24).
PROFILE = {"profile.view", "profile.edit", "leads.manage"}
# "credit.view" as invoices and reconciliation files there: Global admin and Billing admin, once also Admin agent; nowhere the MPN
# Partner admin.
MANAGER = {"membership.view", "evidence.view", "activity.view", "users.view", "programme.view", "programme.decide"}
HOLDS: dict[Role, set[str]] = {
    Role.GLOBAL_ADMIN: MEMBERSHIP | {"profile.view", "credit.view", "credit.record"},
    Role.MPN_PARTNER_ADMIN: MEMBERSHIP | {"profile.view"},
    Role.ACCOUNT_ADMIN: {"users.view", "profile.view"},
    Role.USER_MANAGEMENT_ADMIN: {"users.view", "profile.view"},
    Role.BILLING_ADMIN: {"credit.view"},
    Role.ADMIN_AGENT: {"credit.view"},
    Role.SALES_AGENT: {"leads.manage"},
    Role.HELPDESK_AGENT: set(),
    Role.BUSINESS_PROFILE_ADMIN: PROFILE | {"profile.delete"},
    Role.REFERRALS_ADMIN: PROFILE,
    Role.EXECUTIVE_REPORT_VIEWER: set(),
    Role.REPORT_VIEWER: set(),
    Role.PROGRAMME_MANAGER: MANAGER,
    Role.AUDITOR: {"audit.conduct"},
    Role.REFERENCE_REVIEWER: {"references.review"},
}


@pytest.mark.parametrize("role", Role)
def test_role_holds_exactly_its_permissions(role: Role) -> None:
    assert {name for name in PERMISSIONS if allowed(frozenset({role}), name)} == HOLDS[role]


def test_every_permission_is_held_by_someone() -> None:
    assert [name for name, roles in PERMISSIONS.items() if not roles] == []
    assert set().union(*HOLDS.values()) == set(PERMISSIONS)


def test_permission_names_differ_from_the_two_words() -> None:
    assert {PUBLIC, SIGNED_IN} & PERMISSIONS.keys() == set()


def test_several_roles_hold_what_each_of_them_holds() -> None:
    roles = frozenset({Role.SALES_AGENT, Role.ACCOUNT_ADMIN})
    assert [name for name in PERMISSIONS if allowed(roles, name)] == ["users.view", "profile.view", "leads.manage"]


def test_unknown_permission_is_a_programming_error() -> None:
    with pytest.raises(KeyError, match=r"membership\.viwe"):
        allowed(frozenset({Role.GLOBAL_ADMIN}), "membership.viwe")


def test_programme_side_writes_nothing_in_a_partners_name() -> None:
    """What a partner says about itself is said by its own people."""
    own = ("evidence.import", "audit.request", "references.submit")
    assert [name for name in own if PERMISSIONS[name] & PROGRAMME_ROLES] == []
    assert MEMBERSHIP_ADMINS.isdisjoint(PROGRAMME_ROLES)


# May


def test_may_at_ones_own_partner(team: People) -> None:
    assert [may(user, team.partner, "membership.view") for user in (team.owner, team.partner_admin)] == [True, True]


def test_may_for_everyone_else(team: People) -> None:
    others = (team.teammate, team.stranger, team.auditor, AnonymousUser())
    assert [may(user, team.partner, "membership.view") for user in others] == [False] * 4


def test_may_without_partner_asks_the_programme_roles_only(team: People) -> None:
    assert [may(user, None, "programme.view") for user in (team.manager, team.auditor, team.owner)] == [
        True,
        False,
        False,
    ]
    assert may(team.owner, None, "membership.view") is False


def test_may_of_a_superuser_is_said_by_memberships_alone(team: People) -> None:
    user = UserFactory(is_superuser=True, is_staff=True)
    assert (may(user, team.partner, "membership.view"), may(user, None, "programme.view")) == (False, False)


# Roles


def test_roles_at_ones_own_partner(team: People) -> None:
    assert roles_at(team.teammate, team.partner) == (frozenset({Role.SALES_AGENT}), True)


def test_roles_at_another_partner_are_none(team: People) -> None:
    assert roles_at(team.stranger, team.partner) == (frozenset(), False)


def test_roles_of_the_programme_hold_at_every_partner_without_belonging_to_it(team: People) -> None:
    wanted = (frozenset({Role.PROGRAMME_MANAGER}), False)
    assert [roles_at(team.manager, partner) for partner in (team.partner, PartnerFactory(), None)] == [wanted] * 3


def test_roles_of_a_person_in_two_partners_stay_where_they_are(team: People) -> None:
    other = PartnerFactory()
    user = person(team.partner, Role.REPORT_VIEWER, Role.BILLING_ADMIN)
    MemberFactory(user=user, partner=other, roles=[Role.GLOBAL_ADMIN])
    assert roles_at(user, team.partner) == (frozenset({Role.REPORT_VIEWER, Role.BILLING_ADMIN}), True)
    assert roles_at(user, other) == (frozenset({Role.GLOBAL_ADMIN}), True)
    assert roles_at(user, None) == (frozenset(), False)


def test_roles_of_a_manager_who_also_belongs_to_a_partner_add_up_there(team: People) -> None:
    MemberFactory(user=team.manager, partner=team.partner, roles=[Role.SALES_AGENT])
    assert roles_at(team.manager, team.partner) == (frozenset({Role.PROGRAMME_MANAGER, Role.SALES_AGENT}), True)
    assert roles_at(team.manager, PartnerFactory()) == (frozenset({Role.PROGRAMME_MANAGER}), False)


def test_roles_of_an_inactive_person_are_none(team: People) -> None:
    team.owner.is_active = False
    assert roles_at(team.owner, team.partner) == (frozenset(), False)


def test_roles_of_anonymous_are_none(team: People) -> None:
    assert roles_at(AnonymousUser(), team.partner) == (frozenset(), False)


def test_page_of_a_person_made_inactive_while_signed_in_asks_to_sign_in(team: People, client: Client) -> None:
    url = reverse("activity", args=[team.partner.mpn_id])
    client.force_login(team.owner)
    before = client.get(url).status_code
    User.objects.filter(pk=team.owner.pk).update(is_active=False)
    after = client.get(url)
    assert (before, after.status_code, after.headers["Location"]) == (
        200,
        302,
        f"{reverse('account_login')}?next={url}",
    )


def test_page_after_a_role_was_taken_away_is_refused(team: People, client: Client) -> None:
    url = reverse("activity", args=[team.partner.mpn_id])
    client.force_login(team.owner)
    before = client.get(url).status_code
    Member.objects.filter(user=team.owner).update(roles=[Role.BILLING_ADMIN])
    assert (before, client.get(url).status_code) == (200, 403)


# Fetch or refuse


def test_partner_or_refuse_gives_the_partner_to_its_admin(team: People) -> None:
    assert partner_or_refuse(team.owner, team.partner.mpn_id, "evidence.import") == team.partner


def test_partner_or_refuse_tells_a_colleague_who_to_ask(team: People) -> None:
    with pytest.raises(Refused, match="needs the role Global admin or MPN Partner admin") as refusal:
        partner_or_refuse(team.teammate, team.partner.mpn_id, "membership.view")
    assert refusal.value.roles == [Role.GLOBAL_ADMIN, Role.MPN_PARTNER_ADMIN]
    assert {member.user for member in refusal.value.ask} == {team.owner, team.partner_admin}


@pytest.mark.parametrize("mpn_id", ["", "0", "nobody", "9" * 30, "'; --", "5000000\x01", "5000000\x00"])
def test_partner_or_refuse_of_an_unknown_id_is_not_found(team: People, mpn_id: str) -> None:
    with pytest.raises(Http404):
        partner_or_refuse(team.manager, mpn_id, "membership.view")


def test_partner_or_refuse_hides_the_partner_from_strangers(team: People) -> None:
    for user in (team.stranger, team.auditor, AnonymousUser(), UserFactory()):
        with pytest.raises(Http404):
            partner_or_refuse(user, team.partner.mpn_id, "membership.view")


def test_partner_or_refuse_hides_the_programmes_pages_from_the_partners_own_people(team: People) -> None:
    for user in (team.owner, team.teammate):
        with pytest.raises(Http404):
            partner_or_refuse(user, team.partner.mpn_id, "programme.decide")


def test_partner_or_refuse_refuses_a_manager_what_only_the_organisation_may(team: People) -> None:
    """The programme manager does not belong to the partner: nobody there could give them the role."""
    with pytest.raises(Http404):
        partner_or_refuse(team.manager, team.partner.mpn_id, "evidence.import")


def test_admins_of_are_those_of_this_partner_only(team: People) -> None:
    assert {member.user for member in admins_of(team.partner)} == {team.owner, team.partner_admin}


# What the database itself refuses


@pytest.mark.parametrize("role", sorted(PROGRAMME_ROLES))
def test_programme_role_at_a_partner_is_refused_by_the_database(team: People, role: Role) -> None:
    with pytest.raises(IntegrityError, match="member_partner_roles"), transaction.atomic():
        person(team.partner, role)


@pytest.mark.parametrize("role", sorted(set(Role) - PROGRAMME_ROLES))
def test_organisation_role_without_partner_is_refused_by_the_database(db: None, role: Role) -> None:
    with pytest.raises(IntegrityError, match="member_programme_roles"), transaction.atomic():
        person(None, role)


@pytest.mark.parametrize("on_programme_side", [False, True])
def test_person_is_a_member_of_the_same_side_once(team: People, on_programme_side: bool) -> None:
    user, partner, role = (
        (team.manager, None, Role.AUDITOR) if on_programme_side else (team.owner, team.partner, Role.BILLING_ADMIN)
    )
    with pytest.raises(IntegrityError, match="member_once"), transaction.atomic():
        MemberFactory(user=user, partner=partner, roles=[role])


def test_partner_ids_are_unique(team: People) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.create(mpn_id=team.partner.mpn_id, name="Twice")
