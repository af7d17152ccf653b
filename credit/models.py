"""Answers: what a month earned, immutable, with everything that a page adds up; days without an agreement; alerts."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerhub.models import Partner

# Exact: a price has 12 decimals, a quantity 14, the rate up to 4.
DIGITS, DECIMALS = 60, 30


def _money(title: str) -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(title, max_digits=DIGITS, decimal_places=DECIMALS)


def _known_money(title: str) -> "models.DecimalField[Decimal | None, Decimal | None]":
    """An amount that may be unknown."""
    return models.DecimalField(title, max_digits=DIGITS, decimal_places=DECIMALS, null=True)


class CreditMonth(models.Model):
    """The credit of one partner and month in pricing currency, from one state of evidence, records and rulebook.

    Of the answers for a month the one that was computed last speaks.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="credit_months")
    month = models.DateField()
    inputs = models.CharField("digest of runs, records and rulebook", max_length=64)
    currency = models.CharField(max_length=3, default="USD")
    lines = models.PositiveBigIntegerField()
    earned = _money("due by access and rules")
    billed = _known_money("credited by the file, where it says")
    missed = _money("due, and not credited by the file")
    possible = _money("earned, had access lasted all day")
    at_risk = _money("earned by access that is known to end")
    details = models.JSONField(default=dict)
    computed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-month", "-computed_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("partner", "month", "inputs"), name="credit_month_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=("partner", "-month", "-computed_at", "-id"), name="credit_month_newest"),
        ]

    def __str__(self) -> str:
        return f"credit of {self.month:%Y-%m}"


class CreditShare(models.Model):
    """What the lines of a month come to that have customer, subscription, verdict and what was billed in common.

    Shares add up to their month. ``amount`` is what the lines are worth at the rate, ``billed`` what the file credits of it (NULL
    where it does not say), ``missed`` what it does not though it is due, ``ends`` when the access stops, as far as known.
    """

    credit_month = models.ForeignKey(CreditMonth, on_delete=models.CASCADE, related_name="shares")
    tenant = models.CharField(max_length=64)
    customer = models.TextField(blank=True)
    subscription = models.TextField(blank=True)
    subscription_name = models.TextField(blank=True)
    verdict = models.CharField(max_length=20)
    reason = models.CharField(max_length=20, blank=True)
    billed_share = models.DecimalField(max_digits=28, decimal_places=10, null=True)
    billing_currency = models.CharField(max_length=20, blank=True)
    exchange_rate = models.DecimalField(max_digits=28, decimal_places=12, null=True)
    ends = models.DateTimeField(null=True)
    lines = models.PositiveBigIntegerField()
    amount = _money("worth at the rate")
    billed = _known_money("credited by the file")
    missed = _money("due, and not credited")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=("credit_month", "verdict"), name="credit_share_by_verdict"),
            models.Index(fields=("credit_month", "tenant"), name="credit_share_by_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.tenant} {self.verdict}: {self.amount}"


class AgreementLapse(models.Model):
    """Days, both included, on which a partner had no agreement with the programme; without rows it always had one."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="agreement_lapses")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    # Recorded by mistake: from then on it is as if it had never been, and what was known before stays as it was.
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("starts", "recorded_at")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("starts")), name="lapse_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"no agreement from {self.starts}"


class CreditAlert(models.Model):
    """Access that ends, has ended, or has gone from the list: told once, however often it is found. ``identity`` names it.

    ``monthly`` is what a month without it costs, at the usage of ``month``. It is open while it still holds (no ``over_on``).
    """

    class Kind(models.TextChoices):
        ENDING = "ending", _("access ends")
        REMOVED = "removed", _("access is no longer on the list")

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="credit_alerts")
    identity = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Kind)
    tenant = models.CharField(max_length=64)
    customer = models.TextField(blank=True)
    place = models.TextField("Azure id")
    place_name = models.TextField(blank=True)
    access_kind = models.CharField(max_length=20, blank=True)
    holder = models.CharField(max_length=64, blank=True)
    azure_role = models.TextField(blank=True)
    # When the access ends; of what is gone, since when the list lacks it.
    moment = models.DateTimeField()
    month = models.DateField()
    monthly = _money("earned in the month")
    currency = models.CharField(max_length=3, default="USD")
    found_on = models.DateField()
    over_on = models.DateField(null=True)

    class Meta:
        ordering = ("-found_on", "-monthly", "pk")
        constraints: ClassVar = [models.UniqueConstraint(fields=("partner", "identity"), name="credit_alert_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"
