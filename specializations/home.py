"""Home: for each workspace of a person a tile for everything that they may open there, with one fact of now."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerhub import clock, rules
from partnerhub.alerts import open_alerts
from partnerhub.models import Member, Partner, User
from partnerhub.permissions import MEMBERSHIP_ADMINS
from partnerhub.queries import permissions_of
from scoring.wording import day
from specializations.models import Audit, Reference
from specializations.navigation import CREDIT, LEADS, PROFILE, exists
from specializations.position import NOTHING, Glance, glances
from specializations.reference_steps import APPROVED


@dataclass(frozen=True)
class Tile:
    """A page to open: what it is for, and what is to be told of it now (may be empty). ``pressing``: somebody is waited for."""

    icon: str
    title: str
    purpose: str
    url: str
    fact: str = ""
    pressing: bool = False


@dataclass(frozen=True)
class Workspace:
    """An organisation, or (without partner) the programme, with this person's roles there. ``ask``: whom, where none is open."""

    partner: Partner | None
    roles: list[str]
    tiles: list[Tile]
    ask: str = ""

    @property
    def key(self) -> str:
        return self.partner.mpn_id if self.partner else "programme"


@dataclass(frozen=True)
class HomePage:
    """The workspaces, organisations by name, the programme last; and what is open to everyone."""

    workspaces: list[Workspace]
    common: list[Tile]


def home_page(user: User) -> HomePage:
    """What a person finds at home."""
    rows = list(_memberships(user))
    found = glances(row.partner for row in rows if row.partner)
    credit = open_alerts(
        "credit", [row.partner_id for row in rows if row.partner_id and CREDIT in permissions_of(row.roles)]
    )
    workspaces = [
        _workspace(row, found.get(row.partner_id or 0, NOTHING), credit.get(row.partner_id or 0, 0)) for row in rows
    ]
    return HomePage(workspaces, list(_common()))


def _memberships(user: User) -> Iterator[Member]:
    rows = Member.objects.filter(user=user).select_related("partner").order_by("partner__name")
    yield from rows.annotate(people=Count("partner__members"))


def _workspace(row: Member, found: Glance, alerts: int) -> Workspace:
    may = permissions_of(row.roles)
    if row.partner is None:
        return Workspace(None, row.role_labels, list(_programme(may)))
    tiles = list(_of_partner(row.partner, may, found, row.people))  # type: ignore[attr-defined]  # annotated
    tiles += _above([row.partner.mpn_id], may, alerts)
    ask = _(" or ").join(str(role.label) for role in sorted(MEMBERSHIP_ADMINS))
    return Workspace(row.partner, row.role_labels, tiles, "" if tiles else ask)


def _of_partner(partner: Partner, may: Collection[str], found: Glance, people: int) -> Iterator[Tile]:
    args = [partner.mpn_id]
    if "membership.view" in may:
        yield _membership(args, found)
    if "evidence.view" in may:
        yield _data(args, found)
    if "membership.view" in may:
        yield Tile(
            "icons/audit.svg",
            _("Audits"),
            _("Third-party audits of your specializations, step by step."),
            reverse("own-audits", args=args),
            _open(found.audits),
        )
        yield Tile(
            "icons/letter.svg",
            _("Customer references"),
            _("What you did for customers, approved by them through a personal link."),
            reverse("references", args=args),
            _open(found.references),
        )
    if "users.view" in may:
        told = ngettext("%(count)d person", "%(count)d people", people) % {"count": people}
        purpose = _("Who belongs to the organisation, and with which roles.")
        yield Tile("icons/people.svg", _("Users and roles"), purpose, reverse("users", args=args), told)


def _membership(args: list[str], found: Glance) -> Tile:
    needs = ngettext("%(count)d needs you", "%(count)d need you", found.needs) % {"count": found.needs}
    return Tile(
        "icons/medal.svg",
        _("Membership"),
        _("Where you stand for every designation and specialization, why, and what to do next."),
        reverse("membership", args=args),
        needs if found.needs else _("nothing needs you"),
        found.needs > 0,
    )


def _data(args: list[str], found: Glance) -> Tile:
    late = ngettext("%(count)d feed is late", "%(count)d feeds are late", found.late) % {"count": found.late}
    return Tile(
        "icons/folder.svg",
        _("Data"),
        _("What is known month by month, and the files that it comes from."),
        reverse("data", args=args),
        late if found.late else "",
        found.late > 0,
    )


def _open(count: int) -> str:
    return ngettext("%(count)d open", "%(count)d open", count) % {"count": count} if count else _("none open")


def _above(args: list[str], may: Collection[str], alerts: int) -> Iterator[Tile]:
    """Pages of the apps above, once they are there."""
    if exists("credit", "mpn_id") and CREDIT in may:
        purpose = _("What managed Azure services earned, where credit was lost, and how to get it back.")
        told = ngettext("%(count)d alert", "%(count)d alerts", alerts) % {"count": alerts} if alerts else ""
        url = reverse("credit", args=args)
        yield Tile("icons/coins.svg", _("Partner-earned credit"), purpose, url, told, alerts > 0)
    if exists("profiles", "mpn_id") and PROFILE in may:
        purpose = _("How customers find you: description, locations and the tags that you earned.")
        yield Tile("icons/card.svg", _("Business profile"), purpose, reverse("profiles", args=args))
    if exists("leads", "mpn_id") and LEADS in may:
        purpose = _("Customers who wrote to you through the directory.")
        yield Tile("icons/inbox.svg", _("Leads"), purpose, reverse("leads", args=args))


def _programme(may: Collection[str]) -> Iterator[Tile]:
    if "programme.view" in may:
        count = Audit.objects.filter(ended_on=None).count()
        told = ngettext("%(count)d open audit", "%(count)d open audits", count) % {"count": count}
        purpose = _("All partners, open audit requests, and what the programme records.")
        yield Tile("icons/desk.svg", _("Programme desk"), purpose, reverse("programme"), told)
    if "audit.conduct" in may:
        count = Audit.objects.filter(ended_on=None, auditor=None).count()
        told = ngettext("%(count)d audit waiting", "%(count)d audits waiting", count) % {"count": count}
        purpose = _("Audits to accept, to hold and to decide.")
        yield Tile("icons/audit.svg", _("Auditor’s desk"), purpose, reverse("audits"), told, count > 0)
    if "references.review" in may:
        count = Reference.objects.filter(state=APPROVED).count()
        told = ngettext("%(count)d to confirm", "%(count)d to confirm", count) % {"count": count}
        purpose = _("References that customers approved, to confirm or to decline.")
        yield Tile("icons/letter.svg", _("Reference reviews"), purpose, reverse("reference-reviews"), told, count > 0)


def _common() -> Iterator[Tile]:
    edition = rules.book().edition(clock.today())
    told = _("edition of %(day)s") % {"day": day(edition)} if edition else ""
    purpose = _("Every rule with its date and source, and what changed when.")
    yield Tile("icons/book.svg", _("Rulebook"), purpose, reverse("rulebook"), told)
    if exists("directory"):
        purpose = _("The public directory, by place, size, industry and specialization.")
        yield Tile("icons/map.svg", _("Find a solution provider"), purpose, reverse("directory"))
    yield Tile(
        "icons/help.svg",
        _("Help"),
        _("What each page answers, the keyboard, and the words used here."),
        reverse("help"),
    )
