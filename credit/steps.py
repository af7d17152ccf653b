"""What to do next about credit that is lost: for each reason the checks that find its cause, and what gets it back.

After the programme's troubleshooting guides of 2021 and 2022, in our words. No step asks a customer for what is theirs to
refuse.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credit import links, verdicts, wording
from partnerhub.models import Partner

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Advice:
    """What to do about a verdict, in the order in which to do it."""

    title: "StrOrPromise"
    checks: tuple["StrOrPromise", ...]


ADVICE = {
    verdicts.NO_ACCESS: Advice(
        gettext_lazy("Nobody has access"),
        (
            gettext_lazy(
                "See in the resource’s calendar since when access is missing, and whether the list of access is up "
                "to date."
            ),
            gettext_lazy(
                "Compare the object id of the foreign principal in the customer’s list of role assignments with that "
                "of your "
                "AdminAgents or HelpdeskAgents group: names are not unique, ids are."
            ),
            gettext_lazy(
                "Where you manage these resources for the customer and they agree, an owner on their side can assign "
                "the group a role "
                "again, delegate through Azure Lighthouse, or invite a guest user with a role that earns."
            ),
        ),
    ),
    verdicts.OTHER_PARTNER: Advice(
        gettext_lazy("Only other partners have access"),
        (
            gettext_lazy(
                "Check whose partner ID the access carries: it has to be of your own organisation, or of the "
                "reseller of record."
            ),
            gettext_lazy("Check whether the subscription was transferred, or its partner ID changed, shortly before."),
            gettext_lazy("The access of others neither helps nor harms: nobody has to lose theirs for you to earn."),
        ),
    ),
    verdicts.ROLE_NOT_ELIGIBLE: Advice(
        gettext_lazy("The role does not earn"),
        (
            gettext_lazy("Look the role up in the rulebook: most roles that only read do not earn."),
            gettext_lazy(
                "Where your work there needs more than reading, agree with the customer on the least role that "
                "covers the work; the list "
                "says which of them earn."
            ),
        ),
    ),
    verdicts.ROLE_UNKNOWN: Advice(
        gettext_lazy("The role is on no list"),
        (
            gettext_lazy(
                "Roles of a customer’s own and roles newer than the list are unknown: the billed percentage tells "
                "what became of them."
            ),
            gettext_lazy(
                "Where the file credits such lines, the role earns; it can be added to the rulebook of this "
                "installation."
            ),
        ),
    ),
    verdicts.LINK_MISSING: Advice(
        gettext_lazy("The partner ID is not linked"),
        (
            gettext_lazy(
                "Have each account that holds the access sign in and link your partner ID, once in every customer’s "
                "tenant."
            ),
            gettext_lazy("Only the account itself can see its link: ask its holder to check, not another admin."),
            gettext_lazy(
                "With Azure Lighthouse link it in your own tenant, for at least one account whose role is permanent."
            ),
        ),
    ),
    verdicts.PART_OF_DAY: Advice(
        gettext_lazy("Access lasted for a part of the day"),
        (
            gettext_lazy(
                "Look for the hour at which access began or ended in the resource’s calendar; days are days of UTC."
            ),
            gettext_lazy(
                "Role activations with an end (privileged identity management) earn only on days that they cover whole."
            ),
            gettext_lazy("Renew access that is meant to go on before its end; a gap of an hour costs the day."),
        ),
    ),
    verdicts.DENIED: Advice(
        gettext_lazy("A deny assignment blocks access"),
        (
            gettext_lazy(
                "Look at the deny assignments of the subscription, and of its resource groups too: a role may show "
                "and still be blocked."
            ),
            gettext_lazy("Ask the customer whether the deny is meant for you. If it is, that is their right."),
        ),
    ),
    verdicts.AGREEMENT: Advice(
        gettext_lazy("No agreement with the programme"),
        (gettext_lazy("Check with whoever signs for your organisation that the programme’s agreement is in force."),),
    ),
}


@dataclass(frozen=True)
class Step:
    """What to do about a reason, with what it costs in the month looked at; ``url`` has the lines."""

    key: str
    title: str
    checks: list[str]
    lines: str
    amount: str
    meaning: str
    url: str


def steps(partner: Partner, of: date, reasons: Iterable[dict[str, Any]], currency: str) -> list[Step]:
    """The steps of a month by what they could bring, largest first. ``reasons``: as ``queries.by_reason`` tells "
    "them."""
    wanted = [row for row in reasons if row["verdict"] in ADVICE and row["amount"] > Decimal(0)]
    return [
        Step(
            key=row["verdict"],
            title=str(ADVICE[row["verdict"]].title),
            checks=[str(one) for one in ADVICE[row["verdict"]].checks],
            lines=wording.count(row["lines"]),
            amount=wording.money(row["amount"], currency),
            meaning=str(wording.VERDICTS[row["verdict"]].meaning),
            url=links.why(partner, of, verdict=row["verdict"]),
        )
        for row in wanted
    ]


def checklist() -> list[str]:
    """What to look at, in this order, where credit is less than expected and nothing above says why."""
    return [
        _(
            "Look at the right documents: credit is in invoices whose number begins with G and in their files, never "
            "in those with D."
        ),
        _("See that the programme’s agreement was in force on these days."),
        _(
            "See that the product can earn: reservations, savings plans, Spot machines, marketplace and third-party "
            "products do not."
        ),
        _(
            "See that you, or the reseller of record, hold access to the subscription, the resource group or the "
            "resource."
        ),
        _("With Azure Lighthouse: the partner ID is linked for at least one account whose role is permanent."),
        _("With accounts in the customer’s tenant: each has a role that earns, and its link in each tenant."),
        _("See whether the customer has taken access back, which they may at any time."),
        _("See that access lasted for whole days."),
        _("Compare the right columns: the unit price with the effective unit price, by their names."),
        _("See that no activation ended and no deny assignment blocks."),
        _("See whether the subscription was transferred or the partner ID changed lately."),
        _("Compare the object id behind a foreign principal with that of your own group."),
        _(
            "If all of this holds, write to support: the subscription, the invoice, and the first day are on the "
            "reconciliation page."
        ),
    ]
