"""Where a designation stands in its life, as its pages show it."""

from dataclasses import dataclass

from django.urls import reverse

from partnerhub.models import Partner
from partnerhub.rule_box import note
from scoring import life_wording, wording
from scoring.forms import Asked
from scoring.life import life
from scoring.life_wording import Fact
from scoring.models import ScoreSnapshot
from scoring.question import PUBLISHED
from scoring.wording import Status


@dataclass(frozen=True)
class LifeBox:
    """The status, what decides it, the rules that say so, and where the scores of earlier days are shown."""

    status: Status
    facts: list[Fact]
    rule_note: str
    history_url: str


def life_box(partner: Partner, answer: ScoreSnapshot, asked: Asked) -> LifeBox:
    """Where a designation stands on the day that is asked for; ``answer`` is its score on that day."""
    found = life(partner, answer.designation, asked.as_of, answer, asked.known_at)
    url = reverse("history", args=[partner.mpn_id, answer.designation])
    query = Asked(asked.as_of, PUBLISHED, asked.known_at).query()
    return LifeBox(
        status=wording.STATUS[found.key],
        facts=life_wording.facts(found, asked.as_of),
        rule_note=note(found.rules),
        history_url=f"{url}?{query}" if query else url,
    )
