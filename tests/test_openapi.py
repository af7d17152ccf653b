"""The OpenAPI document describes what the API does: generated without a warning, and every reading operation conforms to it."""

from collections.abc import Iterator, Mapping
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import Resolver404, resolve
from drf_spectacular.drainage import GENERATOR_STATS, reset_generator_stats
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from pytest_django import Settings
from rest_framework.authtoken.models import Token
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from partnerhub.wsgi import application
from specializations.models import Audit
from tests.directory.profiles import published
from tests.evidence_files import KNOWN, imported
from tests.factories import JobFactory
from tests.people import People

EXAMPLES = 8
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance, content_type_conformance]
SPECIALIZATION = "infra_and_database_migration"
# Answers as they are: what reads them here opens no compressed one.
PLAIN = {"Accept-Encoding": "identity"}


def document() -> dict[str, Any]:
    """The OpenAPI document as the product serves it."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    found: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


SCHEMA = schemathesis.openapi.from_dict(document())
READING = [found.ok() for found in SCHEMA.include(method="GET").get_all_operations()]


def test_document_is_generated_without_warning_or_error(capsys: pytest.CaptureFixture[str]) -> None:
    reset_generator_stats()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=StringIO())
    assert not GENERATOR_STATS, capsys.readouterr().err


def test_document_names_every_operation_once() -> None:
    paths = document()["paths"]
    names = [operation["operationId"] for path in paths.values() for operation in path.values()]
    assert sorted(set(names)) == sorted(names)
    assert len(READING) == sum("get" in path for path in paths.values())


@pytest.fixture
def _connection() -> Iterator[None]:
    """A request through WSGI would close the test's connection, as it stands within a transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def known(_connection: None, team: People, settings: Settings, tmp_path: Path) -> Mapping[str, Any]:
    """What there is to be read, by the names of path parameters; ``token`` signs the owner in."""
    settings.DEMO_TODAY = date(2023, 7, 25)
    row = {"FiscalMonthName": "2023-06", "CustomerTenantID": "t1", "Workloads": "Sales", "AdjustedRevenueAmtCD": 2000}
    run = imported(tmp_path, team.partner, "business_apps_revenue", [row, row | {"AdjustedRevenueAmtCD": "abc"}]).run
    Audit.objects.create(
        partner=team.partner,
        specialization=SPECIALIZATION,
        requested_at=KNOWN,
        standing={},
        contact_email="gilda@example.com",
    )
    return {
        "mpn_id": team.partner.mpn_id,
        "run_id": run.pk,
        "job_id": str(JobFactory(partner=team.partner).pk),
        "designation": "business_applications",
        "metric": "net_customer_adds",
        "specialization": SPECIALIZATION,
        "country": published(team.partner).country,
        "token": Token.objects.create(user=team.owner).key,
    }


def conforms(case: schemathesis.Case, token: str) -> int:
    """Ask; what comes back is what the document says, or a refusal in our shape. Returns the status."""
    response = case.call(app=application, headers={**PLAIN, "Authorization": f"Token {token}"})
    assert response.status_code in {200, 400, 404}, f"{response.status_code}: {case.as_curl_command()}"
    if resolves(case.formatted_path):
        case.validate_response(response, checks=CHECKS)
    return int(response.status_code)


def resolves(path: str) -> bool:
    """Whether there is a URL pattern for this address (a negative number fits none)."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


@pytest.mark.parametrize("operation", READING, ids=lambda operation: operation.label)
def test_reading_conforms_whatever_is_asked(operation: Any, known: Mapping[str, Any]) -> None:
    """Once with anything in the address, and once about what there is with anything in the query."""

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: schemathesis.Case) -> None:
        conforms(case, known["token"])
        case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
        conforms(case, known["token"])

    ask()


@pytest.mark.parametrize("operation", READING, ids=lambda operation: operation.label)
def test_reading_what_there_is_is_answered(operation: Any, known: Mapping[str, Any]) -> None:
    case = operation.Case(
        path_parameters={name: value for name, value in known.items() if f"{{{name}}}" in operation.path}
    )
    assert conforms(case, known["token"]) == 200


@pytest.mark.parametrize("operation", READING, ids=lambda operation: operation.label)
def test_refusals_are_those_of_the_document(operation: Any, known: Mapping[str, Any], team: People) -> None:
    path = {name: value for name, value in known.items() if f"{{{name}}}" in operation.path}
    told = {}
    for who, user in {"colleague": team.teammate, "stranger": team.stranger, "anonymous": None}.items():
        signed_in = {"Authorization": f"Token {Token.objects.create(user=user).key}"} if user else {}
        case = operation.Case(path_parameters=path)
        response = case.call(app=application, headers={**PLAIN, **signed_in})
        case.validate_response(response, checks=CHECKS)
        told[who] = response.status_code
    of_a_partner = {"colleague": 403, "stranger": 404, "anonymous": 401}
    is_public = {} in document()["paths"][operation.path]["get"].get("security", [{}])
    of_everyone = {"colleague": 200, "stranger": 200, "anonymous": 200 if is_public else 401}
    assert told == (of_a_partner if path else of_everyone)


def test_audit_that_is_closed_is_a_refusal_of_the_document(known: Mapping[str, Any]) -> None:
    operation = SCHEMA["/api/v1/partners/{mpn_id}/specializations/{specialization}/audit-request/"]["POST"]
    contact = {"contact_name": "Gilda Ashgrove", "contact_email": "gilda@example.com"}
    for path, body, status in (({}, contact, 200), ({"specialization": "sales"}, contact, 409), ({}, {}, 400)):
        names = {name: known[name] for name in ("mpn_id", "specialization")} | path
        case = operation.Case(path_parameters=names, body=body, media_type="application/json")
        response = case.call(app=application, headers={**PLAIN, "Authorization": f"Token {known['token']}"})
        case.validate_response(response, checks=CHECKS)
        assert response.status_code == status


def test_every_operation_names_its_refusals_in_one_shape() -> None:
    found = document()
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            told = {status: one for status, one in operation["responses"].items() if status >= "400"}
            assert told, (path, method)
            for one in told.values():
                assert one["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Error"}
    token = found["paths"]["/api/v1/token/"]["post"]["responses"]
    assert {status for status in token if status >= "400"} == {"400", "415", "429"}
    search = found["paths"]["/api/v1/directory/"]["get"]["responses"]
    assert {status for status in search if status >= "400"} == {"400"}
