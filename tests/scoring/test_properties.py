"""What must hold whatever the evidence is: levels that only rise, batches, sums to the line, and replay of any past."""

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
from scoring.contributions import Contribution
from scoring.explain import explain
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

pytestmark = pytest.mark.once
# The newest edition of every designation.
NEWEST = dict(editions())
seeds = st.integers(0, 2**32 - 1)
one_lake = settings(max_examples=1, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
every = pytest.mark.parametrize(("designation", "as_of"), NEWEST.items(), ids=str)
bases = pytest.mark.parametrize("basis", ["published", "preview"])


@every
def test_more_of_what_counts_never_lowers_a_level(designation: str, as_of: date) -> None:
    @given(seeds)
    @one_lake
    def rises(seed: int) -> None:
        before = situation(designation, as_of, "published", range(seed, seed + 100))
        more = {name: [*rows, *_more(name, rows)] for name, rows in before.facts.items()}
        after = _scores(replace(before, facts=more))
        for partner, total in _scores(before).items():
            for less, one in zip(total.metrics, after[partner].metrics, strict=True):
                assert not _is_level(before, one.metric) or (less.actual <= one.actual and less.points <= one.points)

    rises()


def _scores(known: Situation) -> dict[str, Score]:
    with lake(known) as there, there.asked() as question:
        return {one.partner: one for one in score(question)}


def _more(dataset: str, rows: Sequence[Row]) -> list[Row]:
    """The same certificates with other people; the same consumption once more."""
    if dataset == "trainings":
        return [row | {"person": f"{row['person']} again"} for row in rows]
    if dataset == "azure_usage":
        return [row for row in rows if (row["acr"] or 0) > 0]
    return []


def _is_level(known: Situation, metric: str) -> bool:
    return bool(BOOK.on(known.as_of).text(f"{known.designation}.{metric}.compares") == LEVEL)


@bases
@every
def test_one_alone_is_what_it_is_among_many_and_its_rows_add_up(designation: str, as_of: date, basis: str) -> None:
    @given(seeds)
    @one_lake
    def adds_up(seed: int) -> None:
        known = situation(designation, as_of, basis, range(seed, seed + 20))
        with lake(known) as there:
            with there.asked() as question:
                together = list(score(question))
            for one in together[:3]:
                with there.asked(one.partner) as question:
                    assert list(score(question)) == [one]
                    _adds_up(known, one, question)

    adds_up()


def _adds_up(known: Situation, total: Score, question: Question) -> None:
    for metric in total.metrics:
        found = explain(question, metric.metric)
        assert (found.track, found.measured) == (total.track, metric)
        things = counted(question, metric.metric, total.track.key)
        for thing, part in zip(things, metric.parts or (metric,), strict=True):
            rows = [row for row in found.contributions if row.part == thing.part]
            asked = known.twin(total.partner).asked(metric.metric, total.track.key, thing.part or None)
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
    """How many contributions each line is behind."""
    return Counter(line for row in rows for line in row.origins)


def _looked_at(asked: Asked) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Each line of the months compared, and of later ones, with the number of things that it tells of, at least and at most."""
    for name in asked.datasets:
        for row in newest(asked, asked.facts[name]) if name == "trainings" else asked.facts[name]:
            least, most = told_by(asked, name, row)
            if least:
                yield (row["run"], row["row"]), (least, most)


@pytest.mark.django_db
@every
def test_any_past_is_replayed_to_the_bit_after_later_imports(designation: str, as_of: date) -> None:
    """What was answered at a moment is answered again for that moment, however much was imported since."""
    partners = [PartnerFactory() for _ in range(5)]
    answered: dict[datetime, list[object]] = {}
    for step in range(4):
        moment = KNOWN + timedelta(days=step)
        for place in range(5) if step == 0 else range(step % 2, 5, 2):
            _import(Drawn(designation, as_of, "published", 100 * step + place), partners, place, moment)
        answered[moment] = _answers(designation, as_of, partners, None)
    assert len({repr(answers) for answers in answered.values()}) == len(answered)
    assert {known_at: _answers(designation, as_of, partners, known_at) for known_at in answered} == answered


def _import(drawn: Drawn, partners: Sequence[Partner], place: int, moment: datetime) -> None:
    """Runs as imports leave them: some files are one partner's, some the programme's own, which speaks for every partner."""
    for name, rows in drawn.draw(asking.datasets_of(BOOK, drawn.designation)).facts.items():
        whose = partners if (place + len(name)) % 4 == 0 else partners[place : place + 1]
        if rows:
            run = _run(name, rows, None if len(whose) > 1 else whose[0], moment, f"{name} {place} {moment}")
            origins = [
                {"partner": whose[at % len(whose)].mpn_id, "run": run.pk, "row": at + 2} for at in range(len(rows))
            ]
            write(real_lake.root(), name, run.pk, [row | origin for row, origin in zip(rows, origins, strict=True)])


def _run(dataset: str, rows: Sequence[Row], partner: Partner | None, moment: datetime, digest: str) -> Run:
    """What the database knows of a file: which months it speaks for, and since when."""
    of = {"partner": partner, "dataset": dataset, "recorded_at": moment}
    run = Run.objects.create(status="published", size=1, accepted=len(rows), rejected=0, digest=digest, **of)
    months = {row["month"] for row in rows}
    RunMonth.objects.bulk_create(RunMonth(run=run, month=month, rows=1, **of) for month in months)
    return run


def _answers(designation: str, as_of: date, partners: Sequence[Partner], known_at: datetime | None) -> list[object]:
    """Every score on both bases, and the rows behind one figure."""
    found: list[object] = []
    for basis in ("published", "preview"):
        with asking.ask(partners, designation, as_of, basis, known_at) as question:
            found += list(score(question))
    with asking.ask(partners[:1], designation, as_of, "published", known_at) as question:
        found.append(explain(question, "usage_growth"))
    return found
