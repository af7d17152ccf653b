"""Print a partner's standing for its specializations, or who of all partners meets the prerequisites of which."""

import json
from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerhub import clock, commands, rules
from specializations import queries, wire
from specializations.standing import Standing


class Command(BaseCommand):
    help = "Print which requirements of a specialization (or of all) a partner meets on a day."

    def add_arguments(self, parser: CommandParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--partner", metavar="MPNID")
        whose.add_argument("--all", action="store_true", help="every partner: who meets all prerequisites of what")
        parser.add_argument("--as-of", type=commands.day, metavar="DATE")
        parser.add_argument("--known-at", type=commands.moment, metavar="ISO")
        parser.add_argument("--specialization", metavar="KEY")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        day = options["as_of"] or clock.today()
        key = self._key(options["specialization"], day)
        if options["all"]:
            self._print_all(day, key, options)
            return
        partner = commands.partner(options["partner"])
        found = queries.standings(partner, day, known_at=options["known_at"], specialization=key)
        if options["json"]:
            answer = {name: wire.standing(one) for name, one in found.items()}
            commands.print_json(self, {"partner": partner.mpn_id, "as_of": day.isoformat(), "specializations": answer})
        else:
            for name, one in found.items():
                self._print(name, one)

    def _print_all(self, day: date, key: str | None, options: dict[str, Any]) -> None:
        """A line of JSON for each partner and specialization, or how many there are of each specialization."""
        with queries.programme(day, options["known_at"]) as programme:
            found = [row for row in programme.qualified().to_pylist() if key in {None, row["specialization"]}]
        if options["json"]:
            for row in sorted(found, key=lambda row: (row["partner"], row["specialization"])):
                self.stdout.write(json.dumps(row))
            return
        qualified = Counter(row["specialization"] for row in found)
        active = Counter(row["specialization"] for row in found if row["active"])
        for name in queries.catalogue(day) if key is None else [key]:
            self.stdout.write(f"{name}: {qualified[name]} with every prerequisite met, {active[name]} of them active")

    def _key(self, text: str | None, day: date) -> str | None:
        if text is None:
            return None
        key = rules.book().specialization(text)
        if key is None or key not in queries.catalogue(day):
            raise CommandError(
                f"No specialization {text} is offered on {day}; offered: {', '.join(queries.catalogue(day))}"
            )
        return key

    def _print(self, name: str, found: Standing) -> None:
        self.stdout.write(f"{name}: {found.status}" + (", audit can be scheduled" if found.can_schedule_audit else ""))
        for check in map(wire.check, found.checks):
            have, need = check["measured"] or "unknown", check["required"] or "not published"
            amounts = f" ({have} of {need})" if check["measured"] or check["required"] else ""
            self.stdout.write(f"  {check['key']}: {check['state']}{amounts}")
