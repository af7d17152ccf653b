"""Every write of this app: months of credit, alerts, and days without an agreement."""

from collections.abc import Sequence
from datetime import date

from django.db import connection, transaction
from django.db.models.functions import Now

from credit import alerts, answers, mail, queries
from credit.asking import Question, ask, lapses
from credit.detail import unknown_roles
from credit.models import AgreementLapse, CreditAlert, CreditMonth, CreditShare
from partnerhub import clock, outbox
from partnerhub.models import Partner, User

ROWS_SENT = 5_000


def take_month(partners: Sequence[Partner], month: date) -> int:
    """Work out the credit of a month for these partners and keep the answers. Running it twice adds nothing.

    An answer that is kept already is marked as the one that speaks, also when a change was taken back. Returns how many are new.
    """
    with ask(partners, month) as question:
        stands_on = answers.inputs(question, partners, lapses(partners, month))
        missing = _marked(partners, month, stands_on)
        return _keep(question, missing, stands_on) if missing else 0


@transaction.atomic
def _marked(partners: Sequence[Partner], month: date, stands_on: dict[str, str]) -> list[Partner]:
    """Let the answers that are there already speak. Returns the partners without one."""
    rows = CreditMonth.objects.filter(partner__in=partners, month=month, inputs__in=set(stands_on.values()))
    kept = {(partner, inputs): pk for pk, partner, inputs in rows.values_list("pk", "partner_id", "inputs")}
    there = [kept[one.pk, stands_on[one.mpn_id]] for one in partners if (one.pk, stands_on[one.mpn_id]) in kept]
    CreditMonth.objects.filter(pk__in=there).update(computed_at=Now())
    return [one for one in partners if (one.pk, stands_on[one.mpn_id]) not in kept]


def _keep(question: Question, partners: Sequence[Partner], stands_on: dict[str, str]) -> int:
    wanted = {one.mpn_id for one in partners}
    found = {key: one for key, one in question.months().items() if key in wanted and one.shares}
    unknown: dict[str, dict[str, int]] = {}
    for row in question.facts("unknown roles", unknown_roles):
        unknown.setdefault(row["partner"], {})[row["azure_role"]] = row["assignments"]
    with transaction.atomic():
        _one_at_a_time(question.month)
        # Somebody else may have kept them meanwhile.
        left = _marked([one for one in partners if one.mpn_id in found], question.month, stands_on)
        rows = [
            answers.row(one, found[one.mpn_id], stands_on[one.mpn_id], {"unknown_roles": unknown.get(one.mpn_id, {})})
            for one in left
        ]
        CreditMonth.objects.bulk_create(rows, batch_size=ROWS_SENT)
        for one, kept in zip(left, rows, strict=True):
            CreditShare.objects.bulk_create(answers.share_rows(kept, found[one.mpn_id].shares), batch_size=ROWS_SENT)
    return len(rows)


def _one_at_a_time(month: date) -> None:
    """Who writes answers for a month waits for whoever does; until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('credit'), %s)", [month.toordinal()])


def take_alerts(partner: Partner, on: date) -> int:
    """Tell of access that ends or has gone, each once; end what holds no more. Returns how many are new."""
    kept = queries.last_whole(partner, on)
    if kept is None:
        return 0
    found = {one.identity: one for one in alerts.found(partner, kept, on)}
    listed = {alerts.of_assignment(one) for one in queries.assignments(partner, kept.month)}
    with transaction.atomic():
        Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        rows = {one.identity: one for one in CreditAlert.objects.filter(partner=partner)}
        new = CreditAlert.objects.bulk_create([one for key, one in found.items() if key not in rows])
        gone = [one for key, one in rows.items() if key not in found and not alerts.still_holds(one, on, listed)]
        CreditAlert.objects.filter(pk__in=[one.pk for one in gone], over_on=None).update(over_on=on)
        again = [one.pk for key, one in rows.items() if key in found]
        CreditAlert.objects.filter(pk__in=again).update(over_on=None)
        outbox.post(mail.letters(partner, new, on))
    return len(new)


def record_lapse(partner: Partner, by: User | None, *, starts: date, ends: date | None = None) -> AgreementLapse:
    """Record days on which a partner had no agreement with the programme, so that it earned nothing. Twice is once."""
    found, _made = AgreementLapse.objects.get_or_create(
        partner=partner,
        starts=starts,
        ends=ends,
        taken_back_at=None,
        defaults={"recorded_by": by, "recorded_at": clock.now()},
    )
    return found


def take_back_lapse(lapse: AgreementLapse, by: User | None) -> None:
    """Take back days that were recorded by mistake; the record stays. Twice is once."""
    AgreementLapse.objects.filter(pk=lapse.pk, taken_back_at=None).update(taken_back_at=clock.now(), taken_back_by=by)
