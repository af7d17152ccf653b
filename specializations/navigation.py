"""The navigation beside every page: links in groups, each only for those who may open it and once it exists, with figures."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerhub import rules
from partnerhub.models import Partner
from specializations.pages import AREAS
from specializations.position import Glance

# The permissions of the pages of the apps above.
PROFILE, LEADS, CREDIT = "profile.view", "leads.manage", "credit.view"


@dataclass(frozen=True)
class Item:
    """One link. ``figure`` is shown beside it, ``told`` says in words what it is; both may be empty."""

    label: str
    url: str
    figure: str = ""
    told: str = ""
    query: str = ""


@dataclass(frozen=True)
class Group:
    """Links under a heading; the first group has none."""

    key: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Navigation:
    """All groups. ``under`` is the address of the link that the page belongs to, where it has none of its own."""

    groups: tuple[Group, ...]
    under: str


@cache
def exists(name: str, *parameters: str) -> bool:
    """Whether there are pages of this name: an app above this one may bring them."""
    try:
        reverse(name, kwargs=dict.fromkeys(parameters, "0"))
    except NoReverseMatch:
        return False
    return True


def navigation(partner: Partner | None, may: Collection[str], found: Glance, path: str) -> Navigation:
    """What a person with these permissions may open, with the partner in view (if any)."""
    groups = tuple(group for group in _groups(partner, may, found) if group.items)
    return Navigation(groups, _under(groups, path))


def _under(groups: tuple[Group, ...], path: str) -> str:
    """The most particular address below which the page lies, where it has no link of its own. The overview lies above
    everything and marks itself alone."""
    every = [item.url for group in groups for item in group.items]
    if path in every:
        return ""
    above = [url for url in every if path.startswith(url) and url != "/" and not url.endswith("/membership/")]
    return max(above, key=len, default="")


def _groups(partner: Partner | None, may: Collection[str], found: Glance) -> Iterator[Group]:
    if partner is not None:
        yield from _of_partner(partner, may, found)
    yield Group("rules", _("Reference"), tuple(_reference(partner)))
    yield Group("auditor", _("Auditor"), tuple(_desk("audit.conduct" in may, _("Audits"), "audits")))
    reviewer = _desk("references.review" in may, _("References"), "reference-reviews")
    yield Group("reviewer", _("Reference reviewer"), tuple(reviewer))
    programme = [
        *_desk("programme.view" in may, _("Desk"), "programme"),
        *_desk("programme.decide" in may, _("Auditors"), "programme-auditors"),
    ]
    yield Group("programme", _("Programme"), tuple(programme))


def _desk(may: bool, label: str, name: str) -> Iterator[Item]:
    if may:
        yield Item(label, reverse(name))


def _reference(partner: Partner | None) -> Iterator[Item]:
    """What is the same for everyone, beside the organisation in view."""
    query = urlencode({"partner": partner.mpn_id}) if partner else ""
    yield Item(_("Rulebook"), reverse("rulebook"), query=query)
    yield Item(_("Coverage"), reverse("rulebook-coverage"), query=query)
    if exists("directory"):
        yield Item(_("Find a solution provider"), reverse("directory"))


def _of_partner(partner: Partner, may: Collection[str], found: Glance) -> Iterator[Group]:
    if "membership.view" in may:
        yield Group("", "", tuple(_top(partner, found)))
        yield Group("designations", _("Solutions Partner"), tuple(_designations(partner, found)))
        yield Group("specializations", _("Specializations"), tuple(_specializations(partner, found)))
        yield Group("work", _("Work"), tuple(_work(partner, found)))
        yield Group("skilling", _("Skilling"), tuple(_skilling(partner)))
    yield Group("credit", _("Credit"), tuple(_credit(partner, may)))
    yield Group("evidence", _("Evidence"), tuple(_evidence(partner, may, found)))
    yield Group("account", _("Account"), tuple(_account(partner, may)))


def _at(partner: Partner, label: str, name: str, *args: str, figure: object = "", told: str = "") -> Item:
    return Item(label, reverse(name, args=[partner.mpn_id, *args]), str(figure or ""), told)


def _top(partner: Partner, found: Glance) -> Iterator[Item]:
    needs = ngettext("%(count)d thing needs you", "%(count)d things need you", found.needs) % {"count": found.needs}
    yield _at(partner, _("Overview"), "membership")
    yield _at(partner, _("Action center"), "action-center", figure=found.needs, told=needs)


def _designations(partner: Partner, found: Glance) -> Iterator[Item]:
    book = rules.book()
    yield _at(partner, _("Overview"), "solutions-partner")
    for key in book.scored:
        score = found.scores.get(key)
        told = _("%(score)d of 100 points") % {"score": score} if score is not None else ""
        figure = "" if score is None else f"{score}"
        yield Item(book.designations[key].title, reverse("designation", args=[partner.mpn_id, key]), figure, told)
    yield _at(partner, _("Customer eligibility"), "customers")


def _specializations(partner: Partner, found: Glance) -> Iterator[Item]:
    yield _at(partner, _("Overview"), "specializations")
    for key, title in AREAS.items():
        active, total = found.areas.get(key, (0, 0))
        words = {"active": active, "total": total}
        figure = _("%(active)d of %(total)d") % words if total else ""
        told = _("%(active)d of %(total)d active") % words if total else ""
        yield _at(partner, str(title), "specialization-area", key, figure=figure, told=told)


def _work(partner: Partner, found: Glance) -> Iterator[Item]:
    yield _at(partner, _("Audits"), "own-audits", figure=found.audits, told=_open(found.audits))
    yield _at(partner, _("Customer references"), "references", figure=found.references, told=_open(found.references))


def _open(count: int) -> str:
    return ngettext("%(count)d open", "%(count)d open", count) % {"count": count}


def _skilling(partner: Partner) -> Iterator[Item]:
    yield _at(partner, _("Overview"), "skilling")
    yield _at(partner, _("People and certificates"), "people")


def _credit(partner: Partner, may: Collection[str]) -> Iterator[Item]:
    if exists("credit", "mpn_id") and CREDIT in may:
        yield _at(partner, _("Overview"), "credit")
        yield _at(partner, _("Next steps"), "credit-steps")
        yield _at(partner, _("Alerts"), "credit-alerts")


def _evidence(partner: Partner, may: Collection[str], found: Glance) -> Iterator[Item]:
    if "evidence.view" in may:
        late = _("%(count)d late") % {"count": found.late} if found.late else ""
        yield _at(partner, _("Data"), "data", figure=late)
        yield _at(partner, _("Imported files"), "imports")
    if "membership.view" in may:
        yield _at(partner, _("Scoring history"), "histories")
    if "activity.view" in may:
        yield _at(partner, _("Activity"), "activity", figure=_("at work") if found.at_work else "")


def _account(partner: Partner, may: Collection[str]) -> Iterator[Item]:
    if "users.view" in may:
        yield _at(partner, _("Users and roles"), "users")
    for label, name, permission in ((_("Business profile"), "profiles", PROFILE), (_("Leads"), "leads", LEADS)):
        if exists(name, "mpn_id") and permission in may:
            yield _at(partner, label, name)
