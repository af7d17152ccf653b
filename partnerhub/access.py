"""Fetch or refuse: the one door through which a request reaches a partner.

A stranger gets 404 (the partner does not exist for them), a colleague without the role gets 403 with the people to ask.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from partnerhub.models import Member, Partner, User
from partnerhub.permissions import MEMBERSHIP_ADMINS, PERMISSIONS, PROGRAMME_ROLES, PUBLIC, SIGNED_IN, allowed

View = Callable[..., HttpResponseBase]


class Refused(PermissionDenied):
    """A member of the organisation lacks the role. ``ask`` are the people who hold it or can give it."""

    def __init__(self, partner: Partner | None, permission: str) -> None:
        self.partner = partner
        self.permission = permission
        self.roles = sorted(PERMISSIONS[permission] & MEMBERSHIP_ADMINS or PERMISSIONS[permission])
        self.ask = admins_of(partner) if partner else []
        labels = _(" or ").join(str(role.label) for role in self.roles)
        super().__init__(_("This needs the role %(roles)s.") % {"roles": labels})


def admins_of(partner: Partner) -> list[Member]:
    """The organisation's Global admins and MPN Partner admins, the people to ask for a role."""
    admins = partner.members.filter(roles__overlap=sorted(MEMBERSHIP_ADMINS), user__is_active=True)
    return list(admins.select_related("user"))


def roles_at(user: User | AnonymousUser, partner: Partner | None) -> tuple[frozenset[str], bool]:
    """The roles of this person for this partner (their own there, and the programme's), and whether they belong to it."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset(), False
    rows = [row for row in _memberships(user) if row.partner_id is None or (partner and row.partner_id == partner.pk)]
    belongs = any(row.partner_id is not None for row in rows)
    return frozenset(role for row in rows for role in row.roles), belongs


def _memberships(user: User) -> list[Member]:
    """A person's memberships with their partners, asked for once in a request: its view wants them, and the shell of its page."""
    prefetch_related_objects([user], Prefetch("memberships", Member.objects.select_related("partner")))
    return list(user.memberships.all())


def may(user: User | AnonymousUser, partner: Partner | None, permission: str) -> bool:
    """Whether this person holds the permission for this partner: the same answer for page, API, template and action."""
    return allowed(roles_at(user, partner)[0], permission)


def partner_or_refuse(user: User | AnonymousUser, mpn_id: str, permission: str) -> Partner:
    """The partner, if this person may do this there. Raises Http404 for strangers and Refused for colleagues."""
    partner = _own(user, mpn_id)
    # No text of PostgreSQL holds a NUL; asking for one would be an error instead of nothing.
    if partner is None and "\0" not in mpn_id:
        partner = Partner.objects.filter(mpn_id=mpn_id).first()
    if partner is None:
        raise Http404
    roles, belongs = roles_at(user, partner)
    if allowed(roles, permission):
        return partner
    if belongs and PERMISSIONS[permission] - PROGRAMME_ROLES:
        raise Refused(partner, permission)
    raise Http404  # also what only the programme's own side may do: no role of an organisation would open it


def _own(user: User | AnonymousUser, mpn_id: str) -> Partner | None:
    """The partner of this number, where this person belongs to it."""
    rows = _memberships(user) if isinstance(user, User) and user.is_active else []
    return next((row.partner for row in rows if row.partner and row.partner.mpn_id == mpn_id), None)


def partner_in_view(user: User, mpn_id: str) -> Partner | None:
    """The organisation beside which a page about none in particular is read: the one named, if this person may know of it;
    without a name their only one."""
    own = [row.partner for row in user.memberships.select_related("partner") if row.partner]
    if not mpn_id:
        return own[0] if len(own) == 1 else None
    if found := next((partner for partner in own if partner.mpn_id == mpn_id), None):
        return found
    return (
        Partner.objects.filter(mpn_id=mpn_id).first()
        if "\0" not in mpn_id and may(user, None, "programme.view")
        else None
    )


def requires(permission: str) -> Callable[[View], View]:
    """Declare a page's permission. Its ``mpn_id`` becomes the ``partner`` that the person may see, or a refusal."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, mpn_id: str, **kwargs: Any) -> HttpResponseBase:
            partner = partner_or_refuse(request.user, mpn_id, permission)
            request.partner = partner  # type: ignore[attr-defined]  # the page shell shows it
            return view(request, partner, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def requires_programme(permission: str) -> Callable[[View], View]:
    """Declare the permission of a page of the programme's own side; for everyone else it does not exist."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user, None, permission):
                raise Http404
            return view(request, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def signed_in(view: View) -> View:
    """Declare a page that every signed-in person may open because it shows only their own things, or public facts."""
    guarded = login_required(view)
    guarded.permission = SIGNED_IN  # type: ignore[attr-defined]
    return guarded


def public(view: View) -> View:
    """Declare a page that anyone may open."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return view
