"""A partner's evidence, as far as the requirements of a day look at it; what was measured of it is remembered."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from functools import cache

from evidence import queries as evidence
from evidence.engine import Session
from evidence.remembered import remembered
from evidence.view import EvidenceView
from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rulebook import Rules
from specializations import acr_chart
from specializations.acr_chart import Acr
from specializations.requirements.check import Check
from specializations.requirements.offered import Offered
from specializations.standing import Measure, datasets, measuring


@contextmanager
def session(partner: Partner, day: date, known_at: datetime | None = None) -> Iterator[Session]:
    """The partner's evidence, as far as requirements of the day look at it."""
    with evidence.session(evidence.view([partner], known_at), datasets(rules.book().on(day))) as opened:
        yield opened


def monthly(view: EvidenceView, on: Rules, specialization: str) -> list[Acr]:
    """What each requirement with ACR lines adds up by month."""

    def found() -> list[Acr]:
        with evidence.session(view, datasets(on)) as opened:
            return acr_chart.found(opened, on, specialization)

    return remembered(view, ("acr", on.book.digest, on.day, specialization), found)


@contextmanager
def measuring_of(view: EvidenceView, on: Rules) -> Iterator[Measure]:
    """Measures requirements from this evidence, which is opened for the first that nobody has asked for yet."""
    with ExitStack() as stack:

        @cache
        def opened() -> Measure:
            return measuring(stack.enter_context(evidence.session(view, datasets(on))), on)

        def measure(asked: Offered) -> Check:
            key = ("requirement", on.book.digest, on.day, asked.id)
            return remembered(view, key, lambda: opened()(asked))

        yield measure
