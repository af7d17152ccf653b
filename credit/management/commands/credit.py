"""Print what a partner's managed services earned in a month."""

from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from credit import queries, wire
from partnerhub import commands


def month(text: str) -> date:
    """A month argument such as 2023-07."""
    try:
        return commands.day(f"{text}-01")
    except ArgumentTypeError:
        raise ArgumentTypeError(f"{text!r} is not a month; expected YYYY-MM") from None


class Command(BaseCommand):
    help = "Print the partner-earned credit of a month: what is due, what was billed, what was lost, and why."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partner", required=True, metavar="MPNID")
        parser.add_argument("--month", required=True, type=month, metavar="YYYY-MM")
        parser.add_argument("--known-at", type=commands.moment, metavar="ISO")
        parser.add_argument("--lines", action="store_true", help="with every usage line and its verdict")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        partner = commands.partner(options["partner"])
        found = queries.month(partner, options["month"], options["known_at"])
        answer: dict[str, Any] = wire.month(found)
        if options["lines"]:
            rows = queries.lines(partner, options["month"], known_at=options["known_at"])
            answer["details"] = [wire.line(row) for row in rows]
        if options["json"]:
            commands.print_json(self, answer)
            return
        self.stdout.write(f"{answer['month']}: {answer['earned']} of {answer['possible']} {answer['currency']} earned")
        for name, told in answer["verdicts"].items():
            self.stdout.write(f"  {name}: {told['lines']} lines, {told['amount']}")
        for line in answer.get("details", ()):
            self.stdout.write(f"  {line['day']} {line['resource']} {line['amount']} {line['verdict']}")
