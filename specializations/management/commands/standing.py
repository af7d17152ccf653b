"""Print a partner's standing for its specializations."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerhub import clock, commands, rules
from specializations import queries, wire
from specializations.standing import Standing


class Command(BaseCommand):
    help = "Print which requirements of a specialization (or of all) a partner meets on a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partner", required=True, metavar="MPNID")
        parser.add_argument("--as-of", type=commands.day, metavar="DATE")
        parser.add_argument("--known-at", type=commands.moment, metavar="ISO")
        parser.add_argument("--specialization", metavar="KEY")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        partner = commands.partner(options["partner"])
        day = options["as_of"] or clock.today()
        key = self._key(options["specialization"], day)
        found = queries.standings(partner, day, known_at=options["known_at"], specialization=key)
        if options["json"]:
            answer = {name: wire.standing(one) for name, one in found.items()}
            commands.print_json(self, {"partner": partner.mpn_id, "as_of": day.isoformat(), "specializations": answer})
        else:
            for name, one in found.items():
                self._print(name, one)

    def _key(self, text: str | None, day: Any) -> str | None:
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
