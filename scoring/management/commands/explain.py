"""Print everything behind one metric of a partner."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerhub import clock, commands, rules
from partnerhub.rulebook import NotInForce
from scoring import queries, wire


class Command(BaseCommand):
    help = "Print the rows, rules and arithmetic behind one metric of a partner on a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partner", required=True, metavar="MPNID")
        parser.add_argument("--as-of", type=commands.day, metavar="DATE")
        parser.add_argument("--known-at", type=commands.moment, metavar="ISO")
        parser.add_argument("--basis", choices=("published", "preview"), default="published")
        parser.add_argument("--designation", required=True, choices=sorted(rules.book().scored))
        parser.add_argument("--metric", required=True)
        parser.add_argument("--track", help="another track than the one that counts, where several are measured")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        partner = commands.partner(options["partner"])
        as_of = options["as_of"] or clock.today()
        designation, metric = options["designation"], options["metric"]
        known = rules.book().designations[designation].metrics
        if metric not in known:
            raise CommandError(f"{designation} has no metric {metric}; it has {', '.join(known)}")
        asked = (partner, designation, metric, as_of, options["basis"], options["known_at"])
        try:
            found = queries.explanation(*asked, track=options["track"])
        except NotInForce as error:
            raise CommandError(str(error)) from None
        answer = wire.explanation(found)
        if options["json"]:
            commands.print_json(self, answer)
        else:
            self._print(answer)

    def _print(self, answer: dict[str, Any]) -> None:
        self.stdout.write(
            f"{answer['metric']}: {answer['actual']} of {answer['threshold']} = {answer['points']} points"
        )
        for rule in answer["rule"]:
            self.stdout.write(f"  rule {rule['id']} = {rule['value']} since {rule['from']} ({rule['source']})")
        for row in answer["contributions"]:
            subject = ", ".join(str(value) for value in (row.get("part"), *row["subject"].values()) if value)
            self.stdout.write(
                f"  {row['period']:5} {row['units']:>12} {row['verdict']:24} {row['amount']:>16} {subject}"
            )
