"""The demo's three partners: Spark's answers are DuckDB's, on both bases."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from demo import files
from demo.actions import owner_of
from demo.stories import CONTOSO, STORIES
from demo.story import TODAY, Story
from evidence import queries
from evidence.actions import import_file
from evidence.view import EvidenceView
from partnerhub import rules
from partnerhub.models import Partner
from scoring.asking import ask, datasets_of, in_force
from scoring.metrics.common import Scope
from scoring.question import Question
from scoring.score import score
from specializations.requirements import performance
from specializations.standing import Record, measuring, standing
from tests.factories import PartnerFactory
from tests.spark.asked import ENGINES, MARKS, everything, on_both

# No test looks into the database but the last; it has to be there for the import.
pytestmark = [*MARKS, pytest.mark.django_db]
BASES = ("published", "preview")
DESIGNATIONS = in_force(rules.book(), TODAY)


@dataclass(frozen=True)
class Demo:
    """What is known of the three (MPN global account id -> market)."""

    view: EvidenceView
    markets: Mapping[str, str]

    def asking(self, designation: str, day: date, basis: str) -> Callable[[], AbstractContextManager[Question]]:
        @contextmanager
        def asked() -> Iterator[Question]:
            book = rules.book()
            with queries.session(self.view, datasets_of(book, designation)) as session:
                yield Question(session, book, designation, Scope(day, basis), self.markets)

        return asked


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The three with all their files, of which the lake is left."""
    home = tmp_path_factory.mktemp("demo")
    places = override_settings(LAKE_URL=str(home / "lake"), UPLOAD_DIR=home / "uploads")
    with django_db_blocker.unblock(), places, transaction.atomic():
        partners = [_imported(story, home) for story in STORIES]
        view = queries.view(partners)
        transaction.set_rollback(True)
    return Demo(view, {partner.mpn_id: partner.market for partner in partners})


def _imported(story: Story, folder: Path) -> Partner:
    owner = owner_of(story)
    partner: Partner = PartnerFactory(mpn_id=owner.mpn_id, name=owner.name, market=owner.market, kind=owner.kind)
    for delivery in story.deliveries:
        path = files.write(folder, story, owner, delivery, files.SEED)
        import_file(partner, path, recorded_at=delivery.recorded_at)
        path.unlink()
    return partner


@pytest.mark.parametrize(("designation", "basis"), [*zip(DESIGNATIONS, cycle(BASES), strict=False)])
def test_spark_answers_for_the_demo_as_duckdb_does(demo: Demo, designation: str, basis: str) -> None:
    duckdb, spark = on_both(demo.asking(designation, TODAY, basis), everything)
    assert spark == duckdb
    assert any(one.points > 0 for one in spark.scores)
    assert all(map(len, spark.contributions.values()))


def test_spark_measures_a_specialization_as_duckdb_does(demo: Demo) -> None:
    book, key, partner = rules.book(), "infra_and_database_migration", CONTOSO.mpn_id
    own = tuple(one for one in demo.view.all_slices if one.partner == partner)
    view, found = EvidenceView(demo.view.lake, (partner,), None, own), {}
    for engine in ENGINES:
        with override_settings(EVIDENCE_ENGINE=engine), queries.session(view, (performance.DATASET,)) as session:
            found[engine] = standing(measuring(session, book.on(TODAY)), book, book.on(TODAY), key, Record(()))
    assert found["spark"] == found["duckdb"]
    assert any(check.measured for check in found["spark"].checks)


@pytest.mark.parametrize(("engine", "backend"), ENGINES.items())
def test_question_is_answered_by_the_engine_of_the_installation(engine: str, backend: str) -> None:
    with override_settings(EVIDENCE_ENGINE=engine), ask([PartnerFactory()], "security", TODAY, "published") as question:
        assert question.session.connection.backend.name == backend
        assert [one.points for one in score(question)] == [0]
