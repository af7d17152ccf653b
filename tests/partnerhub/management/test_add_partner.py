"""The command ``add_partner``."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from partnerhub.models import Partner


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("add_partner", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_add_partner_with_everything_given() -> None:
    out = told(
        "--mpn-id", "1000001", "--name", "Contoso", "--market", "larger", "--kind", "indirect_reseller", "--json"
    )
    expected = {"mpn_id": "1000001", "name": "Contoso", "market": "larger", "kind": "indirect_reseller"}
    assert json.loads(out) == expected
    assert Partner.objects.filter(**expected).count() == 1


@pytest.mark.django_db
def test_add_partner_with_name_only_is_of_the_other_market() -> None:
    assert told("--mpn-id", "1000001", "--name", "Contoso") == "Added Contoso (MPN 1000001).\n"
    partner = Partner.objects.get()
    assert (partner.market, partner.kind) == ("other", "")


@pytest.mark.django_db
def test_add_partner_twice_is_refused() -> None:
    told("--mpn-id", "1000001", "--name", "Contoso")
    with pytest.raises(CommandError, match=r"^There already is a partner with MPN id 1000001\.$"):
        told("--mpn-id", "1000001", "--name", "Fabrikam")
    assert Partner.objects.get().name == "Contoso"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mpn_id", "name", "message"),
    [
        (" ", "Contoso", "--mpn-id: This field cannot be blank."),
        ("1", " ", "--name: This field cannot be blank."),
        ("1" * 21, "Contoso", "--mpn-id: Ensure this value has at most 20 characters (it has 21)."),
    ],
)
def test_add_partner_with_unusable_fields_is_refused(mpn_id: str, name: str, message: str) -> None:
    with pytest.raises(CommandError) as failed:
        told("--mpn-id", mpn_id, "--name", name)
    assert (str(failed.value), Partner.objects.count()) == (message, 0)


@pytest.mark.parametrize("arguments", [["--name", "Contoso"], ["--mpn-id", "1", "--name", "C", "--market", "huge"]])
def test_add_partner_used_wrongly_is_a_usage_error(arguments: list[str]) -> None:
    with pytest.raises(CommandError, match=r"^Error: "):
        told(*arguments)
