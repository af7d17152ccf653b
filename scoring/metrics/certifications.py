"""Certified people: each person counts once per metric, however many of its certificates they hold.

Sources: the four solution-area pages of June 2023 and the 2022 edition: a certificate counts some days after it was
earned (3 in the 2022 edition, 10 in 2023; the date of linking is not in the export, decision 2) until its expiry date
inclusive.
"""

from collections import defaultdict
from collections.abc import Mapping

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table

from scoring.metrics.common import AMOUNT, COUNTED, NOW, Actual, Totals, among, first_failure, net, origin, plain
from scoring.rule import Rule

DATASET = "trainings"
SUBJECT = ("person", "name", "certificate", "title", "expires")
COMPARES_YEARS = False
FLOOR = None

TYPES = ("certification", "certificate")
# An assessment counts only where it is itself on a list of certificates (decision 14).
ASSESSMENT = "assessment"
ASSESSMENTS = ("teams_meetings_and_meeting_rooms_technical_assessment",)
# Blank: the file does not say, so the certificate is taken as active (decision 14).
ACTIVE = ("", "active", "activated", "valid")


def contributions(tables: Mapping[str, Table], rule: Rule) -> Table:
    """One row per person and certificate; of a person's counting certificates the one that lasts longest is counted."""
    held = _held(tables[DATASET].cross_join(tables["scope"]), rule)
    place = ibis.row_number().over(
        group_by=["partner", "person", "failed"],
        order_by=[held.expires.fill_null(ibis.date(9999, 12, 31)).desc(), held.completed.desc(), held.title],
    )
    again = (held.failed == COUNTED) & (place > 0)
    judged = held.mutate(verdict=ibis.ifelse(again, "person_already_counted", held.failed)).drop("failed")
    return judged.mutate(units=(judged.verdict == COUNTED).cast(AMOUNT))


def _held(rows: Table, rule: Rule) -> Table:
    rows = rows.mutate(written=plain(rows.title))
    rows = rows.mutate(certificate=_certificate(rows, rule))
    rows = rows.mutate(failed=_failure(rows, rule))
    name = (rows.first_name.fill_null("") + " " + rows.last_name.fill_null("")).strip()
    grouped = rows.mutate(name=name).group_by("partner", "person", "certificate", "title", "completed", "failed")
    return grouped.aggregate(
        name=lambda t: t.name.max(),
        expires=rows.expires.max(),
        month=rows.completed.truncate("M").max(),
        origin=origin(rows),
    ).mutate(period=ibis.literal(NOW), amount=ibis.literal(1).cast(AMOUNT))


def _certificate(rows: Table, rule: Rule) -> StringValue:
    """The rulebook's key of a listed certificate's title; mapped when read, so that a new alias needs no new import."""
    listed = rule.names("certificates")
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for text, key in rule.book.certificates.items():
        if key in listed:
            spellings[key].append(text)
    return ibis.cases(*((rows.written.isin(texts), key) for key, texts in spellings.items()), else_=ibis.null(str))


def _failure(rows: Table, rule: Rule) -> StringValue:
    known = rows.written.isin([text for text, _ in rule.book.certificates.items()])
    return first_failure(
        (~_is_certificate(rows), "not_a_certificate"),
        (~known, "certificate_unknown"),
        (rows.certificate.isnull(), "certificate_not_listed"),
        (~among(rows.activation_status.fill_null(""), ACTIVE), "not_active"),
        (rows.completed > rows.as_of, "not_earned_yet"),
        (rows.completed > rows.earned_by, "not_published"),
        (rows.expires < rows.as_of, "expired"),
    )


def _is_certificate(rows: Table) -> BooleanValue:
    listed = rows.certificate.isin(ASSESSMENTS).fill_null(False)
    return among(rows.training_type, TYPES) | (among(rows.training_type, (ASSESSMENT,)) & listed)


def actual(totals: Totals, rule: Rule) -> Actual:
    """People who hold at least one counting certificate."""
    return Actual(net(totals))
