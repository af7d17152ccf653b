"""Print a partner's scores on a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerhub import clock, commands, rules
from partnerhub.rulebook import NotInForce
from scoring import queries, wire
from scoring.score import Score


class Command(BaseCommand):
    help = "Print a partner's capability scores on a day, on the published or preview basis."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partner", required=True, metavar="MPNID")
        parser.add_argument("--as-of", type=commands.day, metavar="DATE")
        parser.add_argument("--known-at", type=commands.moment, metavar="ISO")
        parser.add_argument("--basis", choices=("published", "preview"), default="published")
        parser.add_argument("--designation", choices=sorted(rules.book().scored))
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        partner = commands.partner(options["partner"])
        as_of = options["as_of"] or clock.today()
        try:
            scores = queries.scores(
                partner, as_of, options["basis"], options["known_at"], designation=options["designation"]
            )
        except NotInForce as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            found = {score.designation: wire.score(score) for score in scores}
            answer = {
                "partner": partner.mpn_id,
                "as_of": as_of.isoformat(),
                "basis": options["basis"],
                "designations": found,
            }
            commands.print_json(self, answer)
        else:
            for score in scores:
                self._print(score)

    def _print(self, score: Score) -> None:
        verdict = "qualified" if score.qualified else "not qualified"
        self.stdout.write(f"{score.designation} ({score.track.key or 'one track'}): {score.shown}/100, {verdict}")
        for metric in map(wire.metric, score.metrics):
            why = metric["reason"] or (metric["state"] if metric["state"] != "measured" else "")
            line = f"  {metric['key']}: {metric['shown']}/{metric['cap']} ({metric['actual']} of {metric['threshold']})"
            self.stdout.write(line + (f" - {why}" if why else ""))
