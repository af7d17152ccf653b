"""Prerequisite before October 2022: a competency of the level asked for, any one of those listed.

Sources: the specialization page of July 2021 (an aligned gold competency) and the competencies report of Insights, whose
summary says which competencies are held, at which level, from when until when (statuses as of May 2020).
"""

from dataclasses import replace
from decimal import Decimal

import ibis
from ibis.expr.types import Table

from evidence import engine
from evidence.datasets import NO_MONTH
from evidence.engine import Session, plain
from partnerhub.rulebook import Rules, normalise
from partnerhub.rulebook.schema import CompetencyRequirement
from scoring.metrics.common import among
from specializations.requirements.check import ALL, NONE, UNPUBLISHED, Check, state
from specializations.requirements.offered import bind_day

DATASET = "competencies"
# Blank: the file does not say, so the competency is held while its dates say so. One at risk is lost at its end, not before.
HELD = ("", "active", "at risk", "at risk (next year)")


def check(session: Session, rules: Rules, specialization: str, key: str, requirement: CompetencyRequirement) -> Check:
    """The requirement for the one partner of the session."""
    (partner,) = session.view.partners
    if not rules.get(f"{specialization}.{key}.any_of").published:
        return Check("competency", key, requirement.title, UNPUBLISHED)
    wanted = rules.names(f"{specialization}.{key}.any_of")
    known = ALL if session.view.months(DATASET, partner) else NONE
    asked = Check(
        "competency",
        key,
        requirement.title,
        state(published=True, known=known, reached=False),
        required=Decimal(1),
        dataset=DATASET,
        wanted=wanted,
    )
    if known == NONE:
        return asked
    bind_day(session, rules)
    level = rules.text("programme.competency_level")
    statement = session.statement(("competencies held", level), lambda: (held(level), None))
    on_the_day = {row["competency"] for row in session.rows(statement)}
    found = tuple(name for name in wanted if normalise(name) in on_the_day)
    judged = state(published=True, known=known, reached=bool(found))
    return replace(asked, state=judged, measured=Decimal(len(found)), found=found)


def held(level: str) -> Table:
    """The competencies that partners hold on the day asked for at a level, by their plain names, each once."""
    rows, scope = engine.tables()[DATASET], engine.tables()["scope"]
    # The figures of single months are of what is worked towards, too.
    rows = rows.filter(rows.month == ibis.literal(NO_MONTH)).cross_join(scope)
    rows = rows.filter(
        among(rows.level, (level,)),
        plain(rows.status).fill_null("").isin([normalise(status) for status in HELD]),
        (rows.starts <= rows.as_of).fill_null(True),
        (rows.ends >= rows.as_of).fill_null(True),
    )
    return rows.select("partner", competency=plain(rows.competency)).distinct()
