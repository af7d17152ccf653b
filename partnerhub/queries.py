"""What the ground floor's pages show."""

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _

from partnerhub.listing import Column, Filter, Listed, Query, stored
from partnerhub.models import Job, Member, Partner, User
from partnerhub.permissions import PERMISSIONS, PROGRAMME_ROLES, Role, allowed


def permissions_of(roles: list[str]) -> frozenset[str]:
    """The names of the permissions that these roles hold."""
    return frozenset(name for name in PERMISSIONS if allowed(frozenset(roles), name))


def person(user: User) -> User:
    """The person with their memberships and the partners of those."""
    prefetch_related_objects([user], "memberships__partner")
    return user


def partners_of(user: User) -> list[Partner]:
    """The organisations that this person may know of: their own, or all for a programme manager."""
    memberships = list(user.memberships.all())
    if any(row.partner_id is None and allowed(frozenset(row.roles), "programme.view") for row in memberships):
        return list(Partner.objects.all())
    return list(Partner.objects.filter(members__user=user))


def ready(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database answers with our tables."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM partnerhub_partner LIMIT 1")
    except DatabaseError:
        return False
    return True


def activity(partner: Partner, query: Query) -> Listed[Job]:
    """One page of the jobs that worked for this partner, alone or with others (the programme's refreshes), newest first."""
    own, shared = Q(partner=partner), Q(partner=None, arguments__partners__contains=[partner.mpn_id])
    jobs = Job.objects.filter(own | shared).select_related("asked_by")
    columns = (
        Column("job", _("Job"), ("title",)),
        Column("state", _("State"), ("state",)),
        Column("progress", _("Progress"), ("percent",)),
        Column("by", _("Asked by"), ("asked_by__name",)),
        Column("asked", _("Asked"), ("created_at",)),
        Column("finished", _("Finished"), ("finished_at",)),
    )
    states = Filter("state", _("State"), dict(Job.State.choices), "state")
    return stored(jobs, query, columns, search=("title", "message", "asked_by__name"), filters=(states,))


def people(partner: Partner, query: Query) -> Listed[Member]:
    """One page of the organisation's people, by name."""
    rows = partner.members.select_related("user").order_by("user__name")
    columns = (Column("person", _("Person"), ("user__name",)), Column("roles", _("Roles"), ("roles",)))
    roles = {role.value: role.label for role in Role if role not in PROGRAMME_ROLES}
    only = Filter("role", _("Role"), roles, "roles__contains")
    return stored(rows, query, columns, search=("user__name", "user__email"), filters=(only,))


def demo_people() -> list[Member]:
    """Everyone whom the demo made, organisations first, programme last."""
    return list(
        Member.objects.filter(user__email__endswith="example.com")
        .select_related("user", "partner")
        .order_by("partner__mpn_id", "user__pk")
    )
