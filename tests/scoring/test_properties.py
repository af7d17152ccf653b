"""What must hold whatever the evidence is: bounds, sums to the line, levels that only rise, batches, and replay of any past."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from evidence import lake as real_lake
from evidence.models import Run, RunMonth
from partnerhub.models import Partner
from scoring import asking
from scoring.explain import Contribution, explain
from scoring.measure import LEVEL, MEASURED, Measured, counted
from scoring.metrics.common import COUNTED
from scoring.question import Question
from scoring.score import Score, score
from tests.evidence_files import KNOWN
from tests.factories import PartnerFactory
from tests.scoring.drawn import BOOK, Drawn, Row
from tests.scoring.generated import Situation, editions, lake, situation, write
from tests.scoring.slow_asked import BASE, NOW, Asked
from tests.scoring.slow_counting import newest, told_by

PARTNERS = 60
ONE_BY_ONE = 6
# The first and the last edition of every designation.
ENDS = [
    edition for edition in editions() if edition in {*dict(reversed(editions())).items(), *dict(editions()).items()}
]
some = settings(max_examples=2, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
seeds = st.integers(0, 2**32 - 1)
of_ends = pytest.mark.parametrize(("designation", "as_of"), ENDS, ids=str)


def drawn(designation: str, as_of: date, seed: int, partners: int = PARTNERS) -> Situation:
    basis = ("published", "preview")[seed % 2]
    return situation(designation, as_of, basis, range(seed, seed + partners))


def scores(known: Situation) -> dict[str, Score]:
    with lake(known) as there, there.asked() as question:
        return {one.partner: one for one in score(question)}


@of_ends
def test_points_are_within_nothing_and_the_cap(designation: str, as_of: date) -> None:
    @given(seeds)
    @some
    def within(seed: int) -> None:
        for total in scores(drawn(designation, as_of, seed)).values():
            for one in (total, *total.others):
                assert 0 <= one.points == sum(metric.points for metric in one.metrics) <= 100
                assert all(0 <= part.points <= part.cap for metric in one.metrics for part in (metric, *metric.parts))
                assert one.points <= total.points

    within()


@of_ends
def test_more_of_what_counts_never_lowers_a_level(designation: str, as_of: date) -> None:
    @given(seeds)
    @some
    def rises(seed: int) -> None:
        before = drawn(designation, as_of, seed)
        after = scores(
            replace(before, facts={name: [*rows, *_more(name, rows)] for name, rows in before.facts.items()})
        )
        for partner, total in scores(before).items():
            for less, more in zip(total.metrics, after[partner].metrics, strict=True):
                if _is_level(before, less.metric):
                    assert less.actual <= more.actual
                    assert less.points <= more.points

    rises()


def _more(dataset: str, rows: Sequence[Row]) -> list[Row]:
    """The same certificates with other people; the same consumption once more."""
    if dataset == "trainings":
        return [row | {"person": f"{row['person']} again"} for row in rows]
    if dataset == "azure_usage":
        return [row for row in rows if (row["acr"] or 0) > 0]
    return []


def _is_level(known: Situation, metric: str) -> bool:
    return bool(BOOK.on(known.as_of).text(f"{known.designation}.{metric}.compares") == LEVEL)


@of_ends
def test_contributions_add_up_and_leave_no_line_out(designation: str, as_of: date) -> None:
    @given(seeds)
    @some
    def adds_up(seed: int) -> None:
        known = drawn(designation, as_of, seed, ONE_BY_ONE)
        with lake(known) as there:
            for partner in known.markets:
                with there.asked(partner) as question:
                    _adds_up(known, partner, question)

    adds_up()


def _adds_up(known: Situation, partner: str, question: Question) -> None:
    (total,) = score(question)
    for metric in total.metrics:
        found = explain(question, metric.metric)
        assert (found.track, found.measured) == (total.track, metric)
        for thing, part in zip(
            counted(question, metric.metric, total.track.key), metric.parts or (metric,), strict=True
        ):
            rows = [row for row in found.contributions if row.part == thing.part]
            asked = known.twin(partner).asked(metric.metric, total.track.key, thing.part or None)
            lines, expected = _lines(rows), dict(_looked_at(asked))
            assert set(lines) == set(expected)
            assert all(least <= lines[line] <= most for line, (least, most) in expected.items())
            if part.state == MEASURED:
                assert _units(rows) == {period: units for period, units in part.totals.items() if units}
                assert _from_totals(asked, part) == part.actual


def _units(rows: Sequence[Contribution]) -> Mapping[str, Decimal]:
    units: Counter[str] = Counter()
    for row in rows:
        assert row.verdict == COUNTED or row.units == 0
        assert len(set(row.origins)) == len(row.origins)
        units[row.period] += row.units  # type: ignore[assignment]
    return {period: total for period, total in units.items() if total}  # type: ignore[misc]


def _from_totals(asked: Asked, part: Measured) -> Fraction:
    now, base = (Fraction(part.totals.get(period, 0)) for period in (NOW, BASE))
    if asked.text("compares") == "percent":
        return (now - base) * 100 / base if base > 0 else Fraction(0)
    return now - base


def _lines(rows: Sequence[Contribution]) -> Counter[tuple[int, int]]:
    """How many contributions each line is behind; never twice behind the same."""
    return Counter(line for row in rows for line in row.origins)


def _looked_at(asked: Asked) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Each line of the months compared, and of later ones, with the number of things that it tells of, at least and at most."""
    for name in asked.datasets:
        for row in newest(asked, asked.facts[name]) if name == "trainings" else asked.facts[name]:
            least, most = told_by(asked, name, row)
            if least:
                yield (row["run"], row["row"]), (least, most)


@of_ends
def test_many_partners_at_once_equal_one_by_one(designation: str, as_of: date) -> None:
    @given(seeds)
    @some
    def equal(seed: int) -> None:
        known = drawn(designation, as_of, seed)
        with lake(known) as there:
            with there.asked() as question:
                together = {one.partner: one for one in score(question)}
            for partner in list(known.markets)[:ONE_BY_ONE]:
                with there.asked(partner) as question:
                    (alone,) = score(question)
                assert alone == together[partner]

    equal()


@pytest.mark.django_db
@pytest.mark.parametrize("designation", BOOK.scored)
def test_any_past_is_replayed_to_the_bit_after_later_imports(designation: str) -> None:
    """What was answered at a moment is answered again for that moment, however much was imported since."""
    as_of = max(day for key, day in ENDS if key == designation)
    partners = [PartnerFactory() for _ in range(5)]
    answered: dict[datetime, list[object]] = {}
    for step in range(4):
        moment = KNOWN + timedelta(days=step)
        for partner in partners[step % 2 :: 2] if step else partners:
            _import(designation, as_of, partner, partners, moment, seed=100 * step + partner.pk % 5)
        answered[moment] = _answers(designation, as_of, partners, None)
    assert len({repr(answers) for answers in answered.values()}) == len(answered)
    assert {known_at: _answers(designation, as_of, partners, known_at) for known_at in answered} == answered


def _import(
    designation: str, as_of: date, partner: Partner, every: Sequence[Partner], moment: datetime, seed: int
) -> None:
    """Runs as an import leaves them: rows in the lake, and in the database which months they speak for and since when."""
    for name, rows in (
        Drawn(designation, as_of, "published", seed).draw(asking.datasets_of(BOOK, designation)).facts.items()
    ):
        # Some files are the programme's own: they speak for every partner.
        shared = (seed + len(name)) % 4 == 0
        owners = every if shared else [partner]
        if not rows:
            continue
        run = Run.objects.create(
            partner=None if shared else partner, dataset=name, digest=f"{moment} {partner.pk} {name}", status="published",
            size=1, accepted=len(rows), rejected=0, recorded_at=moment,
        )  # fmt: skip
        RunMonth.objects.bulk_create(
            RunMonth(run=run, partner=run.partner, dataset=name, month=month, rows=1, recorded_at=moment)
            for month in {row["month"] for row in rows}
        )
        numbered = [
            row | {"partner": owners[place % len(owners)].mpn_id, "run": run.pk, "row": place + 2}
            for place, row in enumerate(rows)
        ]
        write(real_lake.root(), name, run.pk, numbered)


def _answers(designation: str, as_of: date, partners: Sequence[Partner], known_at: datetime | None) -> list[object]:
    """Every score on both bases, and the rows behind one figure."""
    found: list[object] = []
    for basis in ("published", "preview"):
        with asking.ask(partners, designation, as_of, basis, known_at) as question:
            found += list(score(question))
    with asking.ask(partners[:1], designation, as_of, "published", known_at) as question:
        found.append(explain(question, "usage_growth"))
    return found
