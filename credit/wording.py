"""What credit says in plain words: amounts, verdicts, reasons, differences."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credit import reconciliation, verdicts
from credit.month import EXACT
from partnerhub.credit_words import KEYS
from partnerhub.told import percent as told_percent

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Word:
    """A short label with the colour of its pill, and what it means in a sentence."""

    label: "StrOrPromise"
    pill: str
    meaning: "StrOrPromise"


VERDICTS = {
    verdicts.EARNED: Word(gettext_lazy("earned"), "good", gettext_lazy("Access that earns lasted for the whole day.")),
    verdicts.DUPLICATE: Word(
        gettext_lazy("stands twice"),
        "neutral",
        gettext_lazy("The same line in every cell stands further up in the file; it counts once."),
    ),
    verdicts.NO_USAGE: Word(
        gettext_lazy("no usage"),
        "neutral",
        gettext_lazy("A credit, a tax or another charge that is no use of a service."),
    ),
    verdicts.PARTNER_KIND: Word(
        gettext_lazy("reseller"),
        "neutral",
        gettext_lazy(
            "Credit goes to the partner that is billed, not to its reseller; the reseller’s access counts for it."
        ),
    ),
    verdicts.AGREEMENT: Word(
        gettext_lazy("no agreement"),
        "bad",
        gettext_lazy("The organisation had no agreement with the programme on that day."),
    ),
    verdicts.EXCLUDED_PRODUCT: Word(
        gettext_lazy("product earns nothing"),
        "neutral",
        gettext_lazy("A product that earns nothing, whatever the access."),
    ),
    verdicts.OTHER_CREDIT: Word(
        gettext_lazy("paid by another credit"),
        "neutral",
        gettext_lazy("Another credit pays the whole price, so that nothing is left to earn on."),
    ),
    verdicts.NO_ACCESS: Word(
        gettext_lazy("no access"),
        "bad",
        gettext_lazy("No list of access names an assignment that reached it on that day."),
    ),
    verdicts.OTHER_PARTNER: Word(
        gettext_lazy("only others have access"),
        "bad",
        gettext_lazy(
            "Only partners that are neither billed nor the reseller of record have access; theirs earns you nothing."
        ),
    ),
    verdicts.ROLE_NOT_ELIGIBLE: Word(
        gettext_lazy("role does not earn"),
        "bad",
        gettext_lazy("The Azure role is on the list of those that do not earn."),
    ),
    verdicts.ROLE_UNKNOWN: Word(
        gettext_lazy("role unknown"),
        "warn",
        gettext_lazy("The Azure role is on no list of the programme, such as a role of the customer’s own."),
    ),
    verdicts.LINK_MISSING: Word(
        gettext_lazy("partner ID not linked"),
        "bad",
        gettext_lazy("This kind of access earns once the partner ID is linked by the account that holds it."),
    ),
    verdicts.PART_OF_DAY: Word(
        gettext_lazy("part of the day"),
        "warn",
        gettext_lazy("Access began or ended within the day; only whole days earn."),
    ),
    verdicts.DENIED: Word(
        gettext_lazy("denied"), "bad", gettext_lazy("A deny assignment blocked the access that was there.")
    ),
}

PRODUCTS = {
    verdicts.LEGACY_OFFER: gettext_lazy("legacy offer"),
    verdicts.RESERVATION: gettext_lazy("reservation"),
    verdicts.SAVINGS_PLAN: gettext_lazy("savings plan"),
    verdicts.SPOT: gettext_lazy("Spot virtual machine"),
    verdicts.MARKETPLACE: gettext_lazy("product of the marketplace"),
    verdicts.THIRD_PARTY: gettext_lazy("third-party product"),
}

DIFFERENCES = {
    reconciliation.NOT_BILLED: Word(
        gettext_lazy("due, not credited"),
        "bad",
        gettext_lazy(
            "By access and rules credit was due, and the file credits less or nothing. Check that the list of access is right "
            "for these days; if it is, this is what a support request is about: subscription, invoice and days are named here."
        ),
    ),
    reconciliation.BILLED_WITHOUT_ACCESS: Word(
        gettext_lazy("credited, access not known"),
        "warn",
        gettext_lazy(
            "The file credits what no access on file explains. Most likely the list of access is not complete, or lacks what has "
            "ended since: import a newer one that keeps ended assignments with their end."
        ),
    ),
    reconciliation.BILLED_THOUGH_EXCLUDED: Word(
        gettext_lazy("credited, though it earns nothing"),
        "warn",
        gettext_lazy("The file credits a line that by the rules earns nothing. Find out why before you count on it."),
    ),
    reconciliation.BILLED_MORE: Word(
        gettext_lazy("credited more"),
        "warn",
        gettext_lazy("The file credits more than the rate of the rules on that day."),
    ),
    reconciliation.NOT_TOLD: Word(
        gettext_lazy("file does not say"),
        "neutral",
        gettext_lazy("The line carries no percentage, type of credit or price from which its credit could be read."),
    ),
    reconciliation.AGREES: Word(
        gettext_lazy("the same"), "good", gettext_lazy("The file credits exactly what is due by access and rules.")
    ),
}

ACCESS_KINDS = KEYS["access_kinds"]
# The customer's right, wherever access is shown. Seed 004 warns partners of the opposite.
CUSTOMERS_RIGHT = gettext_lazy(
    "Access is the customer’s to give and to take back, at any time and without a reason. What is shown here is for your own "
    "records: never press a customer for access to earn credit, as that can cost you the right to earn any."
)


def money(value: Decimal, currency: str = "") -> str:
    """An amount by locale, rounded half up to cents; with its currency where that is given."""
    shown = str(number_format(value.quantize(CENT, ROUND_HALF_UP, EXACT), 2, force_grouping=True)).replace("-", "−")
    return _("%(amount)s %(currency)s") % {"amount": shown, "currency": currency} if currency else shown


def signed(value: Decimal, currency: str = "") -> str:
    """A difference with its sign."""
    sign = {1: "+", 0: "±", -1: "−"}[(value > 0) - (value < 0)]
    return f"{sign}{money(abs(value), currency)}"


def number(value: Decimal) -> str:
    """An exact number by locale, with as many decimals as it needs."""
    told = value.normalize(EXACT)
    return str(number_format(told, max(0, -int(told.as_tuple().exponent)), force_grouping=True))


def whole(value: Decimal) -> str:
    """An amount without its cents, where there is little room."""
    return str(number_format(value.quantize(Decimal(1), ROUND_HALF_UP, EXACT), 0, force_grouping=True))


def percent(share: Decimal) -> str:
    """A share (0.15) as people write it: 15%."""
    told = (share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP, EXACT)
    whole = told == told.to_integral_value()
    return told_percent(number_format(told, 0 if whole else 1))


def count(number: int) -> str:
    """A count by locale."""
    return str(number_format(number, force_grouping=True))


def month(value: date) -> str:
    """A month as people write it: June 2023."""
    return str(date_format(value, "YEAR_MONTH_FORMAT"))


def day(value: date) -> str:
    """A day as people write it: 25 Jul 2023."""
    return str(date_format(value, "DATE_FORMAT"))


def moment(value: datetime) -> str:
    """A moment of UTC; at midnight the day is enough."""
    return str(date_format(value, "DATETIME_FORMAT")) if value.time() != datetime.min.time() else day(value)


def verdict(key: str, reason: str = "") -> str:
    """The label of a verdict; of an excluded product also which one."""
    product = PRODUCTS.get(reason)
    label = VERDICTS[key].label
    return _("%(verdict)s: %(reason)s") % {"verdict": label, "reason": product} if product else str(label)
