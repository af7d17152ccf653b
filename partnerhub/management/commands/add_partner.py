"""``manage.py add_partner``: make a partner organisation known."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerhub.models import Partner


class Command(BaseCommand):
    help = "Add a partner organisation by its MPN global account id."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mpn-id", required=True, metavar="MPNID", help="MPN global account id")
        parser.add_argument("--name", required=True, help="name of the organisation")
        parser.add_argument("--market", choices=Partner.Market.values, default=Partner.Market.OTHER)
        parser.add_argument("--kind", choices=Partner.Kind.values, default="", help="what it is in the CSP programme")
        parser.add_argument("--json", action="store_true", help="print the partner as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        fields = {key: options[key].strip() for key in ("mpn_id", "name", "market", "kind")}
        partner = Partner(**fields)
        try:
            partner.full_clean()
        except ValidationError as error:
            raise CommandError(_reason(error, fields["mpn_id"])) from error
        partner.save()
        self.stdout.write(json.dumps(fields) if options["json"] else f"Added {partner}.")


def _reason(error: ValidationError, mpn_id: str) -> str:
    if Partner.objects.filter(mpn_id=mpn_id).exists():
        return f"There already is a partner with MPN id {mpn_id}."
    return " ".join(f"--{name.replace('_', '-')}: {' '.join(texts)}" for name, texts in error.message_dict.items())
