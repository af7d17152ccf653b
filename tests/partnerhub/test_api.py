"""The REST surface: sign-in, the one error shape, the one page shape, and each resource for the person who may see it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from rest_framework.authtoken.models import Token

from evidence.models import Run
from evidence.tasks import import_run
from partnerhub.models import Job, Partner, User
from partnerhub.permissions import Role
from scoring import queries, wire
from scoring.actions import enrol
from specializations.actions import attest
from specializations.models import AuditRequest
from tests.evidence_files import KNOWN, imported
from tests.factories import JobFactory, MemberFactory, PartnerFactory, UserFactory, person
from tests.people import People

TODAY = date(2023, 7, 25)
PASSWORD = "correct-horse-9"
JSON = "application/json"
SPECIALIZATION = "infra_and_database_migration"
CONTACT = {"contact_name": "Gilda Ashgrove", "contact_email": "gilda@example.com"}


@pytest.fixture(autouse=True)
def _day_and_cache(settings: Settings, tmp_path: Path) -> None:
    """The demo's day, and attempts to sign in counted for one test only."""
    settings.DEMO_TODAY = TODAY
    location = str(tmp_path)
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": location}}


class Api:
    """The API as one person sees it, signed in with a token."""

    def __init__(self, user: User | None, partner: Partner | None = None) -> None:
        key = Token.objects.get_or_create(user=user)[0].key if user else ""
        self.client = Client(headers={"Authorization": f"Token {key}"} if user else {})
        self.base = f"/api/v1/partners/{partner.mpn_id}/" if partner else "/api/v1/"

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        response = self.client.get(self.base + path, query)
        return response.status_code, response.json()

    def post(self, path: str, body: dict[str, Any], **kwargs: Any) -> tuple[int, Any]:
        response = self.client.post(self.base + path, body, **kwargs)
        return response.status_code, response.json()


@pytest.fixture
def api(team: People) -> Api:
    """The owner's API of their own partner."""
    return Api(team.owner, team.partner)


def error(code: str, message: str, **more: Any) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, **more}}


NOT_FOUND = (404, error("not_found", "There is nothing here that you may see."))
UNUSABLE = "Some of what was sent cannot be used; see fields."


# Who am I


def test_me_tells_who_asks_and_their_roles(team: People) -> None:
    assert Api(team.owner).get("me/") == (
        200,
        {
            "email": team.owner.email,
            "name": team.owner.name,
            "memberships": [{"partner": team.partner.mpn_id, "roles": ["global_admin"]}],
        },
    )


def test_me_of_the_programmes_side_names_no_partner(team: People) -> None:
    assert Api(team.auditor).get("me/")[1]["memberships"] == [{"partner": None, "roles": ["auditor"]}]


def test_me_without_sign_in_is_401_and_says_how(db: None, client: Client) -> None:
    response = client.get("/api/v1/me/")
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Token")
    assert response.json() == error("not_authenticated", "Authentication credentials were not provided.")


def test_me_with_an_unknown_token_is_401(db: None) -> None:
    response = Client(headers={"Authorization": "Token nonsense"}).get("/api/v1/me/")
    assert (response.status_code, response.json()) == (401, error("authentication_failed", "Invalid token."))


def test_me_with_the_token_of_an_inactive_person_is_401(team: People) -> None:
    api = Api(team.owner)
    User.objects.filter(pk=team.owner.pk).update(is_active=False)
    assert api.get("me/") == (401, error("authentication_failed", "User inactive or deleted."))


# Sign in with a token


@pytest.fixture
def signing_in(db: None) -> User:
    user = UserFactory(email="gilda@example.com")
    user.set_password(PASSWORD)
    user.save()
    return user


def test_token_is_given_for_email_and_password_and_opens_me(signing_in: User) -> None:
    status, body = Api(None).post("token/", {"username": "gilda@example.com", "password": PASSWORD}, content_type=JSON)
    assert (status, list(body)) == (200, ["token"])
    response = Client(headers={"Authorization": f"Token {body['token']}"}).get("/api/v1/me/")
    assert response.json()["email"] == "gilda@example.com"


def test_token_asked_for_again_is_the_same(signing_in: User) -> None:
    tokens = [Api(None).post("token/", {"username": signing_in.email, "password": PASSWORD})[1] for _ in range(2)]
    assert tokens[0] == tokens[1]


@pytest.mark.parametrize(
    ("username", "password"),
    [("gilda@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("gilda@example.com", "\0")],
)
def test_token_for_wrong_words_is_400_and_tells_not_which(signing_in: User, username: str, password: str) -> None:
    status, body = Api(None).post("token/", {"username": username, "password": password}, content_type=JSON)
    assert (status, body["error"]["code"], body["error"]["message"]) == (400, "invalid", UNUSABLE)
    refused = {"non_field_errors": ["Unable to log in with provided credentials."]}
    unusable = {"password": ["Null characters are not allowed."]}
    assert body["error"]["fields"] == (unusable if password == "\0" else refused)


def test_token_for_an_inactive_person_is_400(signing_in: User) -> None:
    User.objects.update(is_active=False)
    status, body = Api(None).post("token/", {"username": signing_in.email, "password": PASSWORD})
    assert (status, body["error"]["fields"]) == (
        400,
        {"non_field_errors": ["Unable to log in with provided credentials."]},
    )


def test_token_after_ten_attempts_in_a_minute_is_429_even_with_the_right_password(signing_in: User) -> None:
    api = Api(None)
    tried = [api.post("token/", {"username": signing_in.email, "password": "wrong"})[0] for _ in range(10)]
    response = api.client.post("/api/v1/token/", {"username": signing_in.email, "password": PASSWORD})
    assert (tried, response.status_code) == ([400] * 10, 429)
    assert response.json()["error"]["code"] == "throttled"
    assert 0 < int(response.headers["Retry-After"]) <= 60


# One error shape


def test_error_400_names_the_field(api: Api) -> None:
    wanted = {"as_of": ["Date has wrong format. Use one of these formats instead: YYYY-MM-DD."]}
    assert api.get("scores/", as_of="soon") == (400, error("invalid", UNUSABLE, fields=wanted))


def test_error_400_for_a_body_that_is_no_json(db: None) -> None:
    response = Client().post("/api/v1/token/", "{", content_type=JSON)
    assert (response.status_code, response.json()["error"]["code"]) == (400, "parse_error")
    assert response.json()["error"]["message"].startswith("JSON parse error")


def test_error_403_names_the_role_and_who_to_ask(team: People) -> None:
    status, body = Api(team.teammate, team.partner).get("scores/")
    asked = sorted(body["error"].pop("ask"), key=lambda one: str(one["name"]))
    assert (status, body) == (403, error("forbidden", "This needs the role Global admin or MPN Partner admin."))
    assert asked == [
        {"name": team.owner.name, "roles": ["Global admin"]},
        {"name": team.partner_admin.name, "roles": ["MPN Partner admin"]},
    ]


def test_error_404_is_the_same_for_a_stranger_and_for_no_partner(team: People) -> None:
    nobody = Partner(mpn_id="9999999")
    assert [Api(team.stranger, partner).get("scores/") for partner in (team.partner, nobody)] == [NOT_FOUND] * 2


def test_error_405_names_the_method(api: Api) -> None:
    assert api.post("scores/", {}) == (405, error("method_not_allowed", 'Method "POST" not allowed.'))


def test_error_415_for_an_upload_that_is_no_form(api: Api) -> None:
    status, body = api.post("runs/", {"file": "x"}, content_type=JSON)
    assert (status, body["error"]["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("path", ["runs/", f"specializations/{SPECIALIZATION}/audit-request/"])
def test_session_sign_in_needs_the_csrf_token_to_write(team: People, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(team.owner)
    url = f"/api/v1/partners/{team.partner.mpn_id}/{path}"
    response = client.post(url, CONTACT)
    assert (response.status_code, response.json()["error"]["code"]) == (403, "permission_denied")
    assert response.json()["error"]["message"] == "CSRF Failed: CSRF cookie not set."
    client.get(f"/partners/{team.partner.mpn_id}/data/")
    token = client.cookies["csrftoken"].value
    assert client.post(url, CONTACT, headers={"X-CSRFToken": token}).status_code in {400, 409}


def test_token_sign_in_needs_no_csrf_token(team: People) -> None:
    key = Token.objects.create(user=team.owner).key
    client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Token {key}"})
    assert client.post(f"/api/v1/partners/{team.partner.mpn_id}/runs/", {}).status_code == 400


# Partners


def test_partners_are_ones_own(team: People) -> None:
    partner = team.partner
    row = {"mpn_id": partner.mpn_id, "name": partner.name, "market": "larger", "kind": ""}
    assert [Api(user).get("partners/") for user in (team.owner, team.teammate)] == [(200, [row])] * 2


def test_partners_of_a_person_in_two_are_both_once(team: People) -> None:
    other = PartnerFactory(name="Another")
    MemberFactory(user=team.owner, partner=other, roles=[Role.BILLING_ADMIN])
    assert [row["name"] for row in Api(team.owner).get("partners/")[1]] == ["Another", team.partner.name]


def test_partners_of_the_programme_manager_are_all(team: People) -> None:
    assert {row["mpn_id"] for row in Api(team.manager).get("partners/")[1]} == set(
        Partner.objects.values_list("mpn_id", flat=True)
    )
    assert Partner.objects.count() == 2


def test_partners_of_a_person_without_any_are_none(team: People) -> None:
    assert [Api(user).get("partners/") for user in (team.auditor, UserFactory())] == [(200, [])] * 2


# Runs


REVENUE = """FiscalMonthName,CustomerTenantID,Workloads,PartnerAssociationType,AdjustedRevenueAmtCD
2022-06,t0,Sales,CSP Tier 1,2000
2023-06,t1,Sales,CSP Tier 1,2000.50
2023-06,t2,Sales,CSP Tier 1,abc
"""


def upload(text: str = REVENUE) -> SimpleUploadedFile:
    return SimpleUploadedFile("revenue.csv", text.encode())


def test_upload_answers_with_the_job_that_imports_it(api: Api, team: People) -> None:
    status, body = api.post("runs/", {"file": upload()})
    job = Job.objects.get()
    assert (status, body["id"], body["state"], body["title"]) == (202, str(job.pk), "queued", "Import revenue.csv")
    assert (job.partner, job.asked_by, job.task, Run.objects.count()) == (team.partner, team.owner, import_run.name, 0)
    assert Path(job.arguments["path"]).read_text() == REVENUE


def test_uploaded_file_becomes_a_run_with_its_rejected_rows(api: Api) -> None:
    job_id = api.post("runs/", {"file": upload()})[1]["id"]
    import_run(job_id)
    status, job = api.get(f"jobs/{job_id}/")
    assert (status, job["state"], job["percent"], job["message"]) == (200, "succeeded", 100, "")
    run_id = job["result"]["run"]
    status, run = api.get(f"runs/{run_id}/")
    rejections = run.pop("rejections")
    assert (status, rejections) == (
        200,
        [{"row": 4, "column": "AdjustedRevenueAmtCD", "value": "abc", "reason": "not a number"}],
    )
    assert (run["dataset"], run["file_name"], run["status"]) == ("business_apps_revenue", "revenue.csv", "published")
    assert (run["accepted"], run["rejected"], run["months"]) == (2, 1, ["2022-06", "2023-06"])
    assert api.get("runs/") == (200, {"count": 1, "next": None, "previous": None, "results": [run]})


def test_upload_that_cannot_be_imported_tells_so_in_its_job(api: Api) -> None:
    job_id = api.post("runs/", {"file": upload("Colour,Size\nred,1\n")})[1]["id"]
    import_run(job_id)
    job = api.get(f"jobs/{job_id}/")[1]
    assert (job["state"], job["result"], Run.objects.count()) == ("failed", {}, 0)
    assert job["message"].startswith("revenue.csv: ")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"file": ["No file was submitted."]}),
        (
            {"dataset": "horoscopes"},
            {"file": ["No file was submitted."], "dataset": ['"horoscopes" is not a valid choice.']},
        ),
    ],
)
def test_upload_that_cannot_be_used_is_400_and_starts_nothing(
    api: Api, body: dict[str, str], fields: dict[str, Any]
) -> None:
    assert api.post("runs/", body) == (400, error("invalid", UNUSABLE, fields=fields))
    assert Job.objects.count() == 0


@pytest.fixture
def three_runs(team: People, tmp_path: Path) -> list[int]:
    """Three files, known one day after the other."""
    return [
        imported(
            tmp_path,
            team.partner,
            "business_apps_revenue",
            [revenue("2023-06", f"t{day}")],
            known=KNOWN + timedelta(day),
        ).run.pk
        for day in range(3)
    ]


def revenue(month: str, tenant: str, amount: object = 2000) -> dict[str, object]:
    return {
        "FiscalMonthName": month,
        "CustomerTenantID": tenant,
        "Workloads": "Sales",
        "PartnerAssociationType": "CSP Tier 1",
        "AdjustedRevenueAmtCD": amount,
    }


def test_runs_are_paged_newest_first(api: Api, three_runs: list[int]) -> None:
    first, second = api.get("runs/", limit=2)[1], api.get("runs/", limit=2, offset=2)[1]
    assert [row["id"] for row in first["results"] + second["results"]] == three_runs[::-1]
    assert (first["count"], first["previous"], second["next"]) == (3, None, None)
    assert first["next"] == f"http://testserver{api.base}runs/?limit=2&offset=2"
    assert second["previous"] == f"http://testserver{api.base}runs/?limit=2"


@pytest.mark.parametrize(
    ("asked", "given"), [({"limit": 0}, 3), ({"limit": "x"}, 3), ({"offset": 3}, 0), ({"limit": 5000}, 3)]
)
def test_runs_with_an_unusable_page_are_the_usual_page(
    api: Api, three_runs: list[int], asked: dict[str, Any], given: int
) -> None:
    status, body = api.get("runs/", **asked)
    assert (status, body["count"], len(body["results"])) == (200, 3, given)


def test_run_of_another_partner_is_404(api: Api, team: People, tmp_path: Path) -> None:
    other = Partner.objects.get(members__user=team.stranger)
    run = imported(tmp_path, other, "business_apps_revenue", [revenue("2023-06", "t1")]).run
    assert (api.get(f"runs/{run.pk}/"), Api(team.stranger, other).get(f"runs/{run.pk}/")[0]) == (NOT_FOUND, 200)


def test_job_of_another_partner_and_of_none_is_404(api: Api) -> None:
    jobs = [JobFactory(), JobFactory(partner=None)]
    assert [api.get(f"jobs/{job.pk}/") for job in jobs] == [NOT_FOUND] * 2


# Scores


@pytest.fixture
def adds(team: People, tmp_path: Path) -> list[int]:
    """June 2022 knows one customer, June 2023 eight; a second file, known a week later, has nine."""
    months = [revenue("2022-06", "t0"), *(revenue("2023-06", f"t{number}") for number in range(8))]
    later = [revenue("2023-06", f"t{number}") for number in range(9)]
    return [
        imported(tmp_path, team.partner, "business_apps_revenue", rows, known=known).run.pk
        for rows, known in ((months, KNOWN), (later, datetime(2023, 7, 24, tzinfo=UTC)))
    ]


def test_scores_are_those_of_today_published(api: Api, team: People, adds: list[int]) -> None:
    status, body = api.get("scores/")
    assert (status, body["partner"], body["as_of"], body["basis"]) == (
        200,
        team.partner.mpn_id,
        "2023-07-25",
        "published",
    )
    (score,) = queries.scores(team.partner, TODAY, "published")
    assert body["designations"] == {"business_applications": wire.score(score)}
    metric = body["designations"]["business_applications"]["metrics"]["net_customer_adds"]
    assert (metric["actual"], metric["totals"], metric["now"]) == ("8", {"now": "9", "base": "1"}, "2023-06-01")


def test_scores_of_a_day_with_what_was_known_then(api: Api, adds: list[int]) -> None:
    body = api.get("scores/", as_of="2023-07-22", known_at="2023-07-22T12:00:00Z", basis="preview")[1]
    metric = body["designations"]["business_applications"]["metrics"]["net_customer_adds"]
    assert (body["as_of"], body["basis"], metric["totals"]) == ("2023-07-22", "preview", {"now": "8", "base": "1"})


def test_scores_before_the_programmes_rules_are_none(api: Api) -> None:
    status, body = api.get("scores/", as_of="2020-01-01")
    assert (status, body["designations"]) == (200, {})


@pytest.mark.parametrize("query", [{"basis": "guessed"}, {"known_at": "yesterday"}, {"as_of": "2023-02-30"}])
def test_scores_asked_for_in_other_words_are_400(api: Api, query: dict[str, str]) -> None:
    status, body = api.get("scores/", **query)
    assert (status, body["error"]["code"], list(body["error"]["fields"])) == (400, "invalid", list(query))


# Contributions

CONTRIBUTIONS = "scores/business_applications/net_customer_adds/contributions/"


def test_contributions_add_up_to_the_figure(api: Api, adds: list[int]) -> None:
    status, body = api.get(CONTRIBUTIONS)
    rows = body["contributions"]["results"]
    assert (status, body["metric"], body["actual"], body["contributions"]["count"]) == (
        200,
        "net_customer_adds",
        "8",
        10,
    )
    units = {period: sum(int(row["units"]) for row in rows if row["period"] == period) for period in ("now", "base")}
    assert units == {"now": 9, "base": 1}
    assert {tuple(row["origins"][0]) for row in rows if row["period"] == "now"} == {
        (adds[1], line) for line in range(2, 11)
    }
    assert body["rule"] != []


def test_contributions_are_paged_and_each_comes_once(api: Api, adds: list[int]) -> None:
    pages = [api.get(CONTRIBUTIONS, limit=4, offset=offset)[1]["contributions"] for offset in (0, 4, 8)]
    whole = api.get(CONTRIBUTIONS)[1]["contributions"]["results"]
    assert [len(page["results"]) for page in pages] == [4, 4, 2]
    assert [row for page in pages for row in page["results"]] == whole
    assert (pages[0]["previous"], pages[-1]["next"]) == (None, None)


@pytest.mark.parametrize(
    "path", ["scores/business_applications/horoscope/contributions/", "scores/horoscopes/deployments/contributions/"]
)
def test_contributions_of_what_is_not_measured_are_404(api: Api, path: str) -> None:
    assert api.get(path) == NOT_FOUND


def test_contributions_before_the_programmes_rules_are_404(api: Api) -> None:
    assert api.get(CONTRIBUTIONS, as_of="2020-01-01")[0] == 404


# Standings


def test_standings_tell_every_requirement(api: Api, team: People) -> None:
    status, body = api.get("standings/")
    assert (status, body["partner"], body["as_of"]) == (200, team.partner.mpn_id, "2023-07-25")
    assert len(body["specializations"]) == 31
    found = body["specializations"][SPECIALIZATION]
    assert (found["status"], found["validation"], found["can_schedule_audit"]) == ("not_started", "audit", False)
    assert [row["key"] for row in found["requirements"]] == [
        "designation",
        "windows_acr",
        "linux_acr",
        "sql_acr",
        "open_source_acr",
        "skilling",
        "audit",
    ]
    windows = found["requirements"][1]
    assert (windows["state"], windows["required"], windows["measured"]) == ("no_evidence", "30000", None)
    assert windows["missing"] == ["2023-06-01", "2023-05-01", "2023-04-01"]


def test_standings_of_an_earlier_day_are_under_its_rules(api: Api) -> None:
    body = api.get("standings/", as_of="2022-12-31")[1]
    assert SPECIALIZATION not in body["specializations"]
    assert "linux_and_open_source_database_migration" in body["specializations"]


def test_standings_of_an_unusable_day_are_400(api: Api) -> None:
    assert api.get("standings/", as_of="soon")[0] == 400


# Audit request

AUDIT = f"specializations/{SPECIALIZATION}/audit-request/"


def usage(service: dict[str, object], amount: object, tenant: str) -> dict[str, object]:
    known = {"Month": "2023-06", "CustomerTenantId": tenant, "PartnerAttributionType": "Partner admin link"}
    return {**known, "ACRAdjustmentType": "N/A", "ACR_USD": amount, **service}


WINDOWS = {
    "ServiceLevel2": "Virtual Machines",
    "ComputeOS": "WINDOWS",
    "ComputeOSAttribute": "WINDOWS",
    "ComputeCoreSoftware": "Core",
}
LINUX = {"ServiceLevel2": "Virtual Machines", "ComputeOS": "Linux", "ComputeOSAttribute": "UNKNOWN"}
SQL = {"ServiceGroup3": "SQLDB"}
OPEN_SOURCE = {"ServiceLevel1": "Databases", "ServiceLevel2": "Cosmos DB"}


@pytest.fixture
def ready(team: People, tmp_path: Path) -> Iterator[Partner]:
    """Everything is met but the audit, in three customers to the dollar."""
    rows = [
        usage(service, amount, f"t{number}")
        for service, amount in ((WINDOWS, 10_000), (LINUX, 5_000), (SQL, 3_000), (OPEN_SOURCE, 1_500))
        for number in range(3)
    ]
    imported(tmp_path, team.partner, "azure_usage", rows)
    enrol(team.partner, "infrastructure", team.manager, starts=date(2023, 7, 25), ends=date(2024, 7, 24))
    attest(team.partner, SPECIALIZATION, "skilling", team.manager, reason="Seen on paper.", valid_from=TODAY)
    yield team.partner


def test_audit_request_while_something_is_open_is_409_and_says_what(api: Api) -> None:
    status, body = api.post(AUDIT, CONTACT)
    assert (status, body["error"]["code"]) == (409, "not_possible")
    assert body["error"]["message"] == (
        "The audit opens when these are met: Solutions Partner designation, Windows Server VM, Linux VM, SQL family, "
        "Open-source databases, Skilling."
    )
    assert AuditRequest.objects.count() == 0


def test_audit_request_is_201_then_200_with_the_same_request(api: Api, ready: Partner, team: People) -> None:
    (created, first), (again, second) = (api.post(AUDIT, {**CONTACT, "notes": notes}) for notes in ("first", "second"))
    assert (created, again, first) == (201, 200, second)
    request = AuditRequest.objects.get()
    assert (first["id"], first["specialization"], first["state"]) == (request.pk, SPECIALIZATION, "requested")
    assert (first["contact_email"], first["preferred_date"], first["notes"]) == ("gilda@example.com", None, "first")
    assert (request.requested_by, request.standing["can_schedule_audit"]) == (team.owner, True)
    assert api.get(AUDIT) == (200, first)


def test_audit_request_as_json_is_the_same(api: Api, ready: Partner) -> None:
    status, body = api.post(AUDIT, {**CONTACT, "preferred_date": "2023-07-26"}, content_type=JSON)
    assert (status, body["preferred_date"]) == (201, "2023-07-26")


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2023-07-24", "This day is in the past; choose today or later."),
        ("2023-07-29", "This is a weekend day; choose a working day."),
        ("soon", "Enter a valid date."),
    ],
)
def test_audit_request_for_a_day_that_cannot_be_is_400(api: Api, ready: Partner, day: str, told: str) -> None:
    status, body = api.post(AUDIT, {**CONTACT, "preferred_date": day})
    assert (status, body) == (400, error("invalid", UNUSABLE, fields={"preferred_date": [told]}))


def test_audit_request_without_contact_is_400(api: Api, ready: Partner) -> None:
    status, body = api.post(AUDIT, {"contact_email": "nobody"})
    assert (status, body["error"]["fields"]) == (
        400,
        {"contact_name": ["This field is required."], "contact_email": ["Enter a valid email address."]},
    )


@pytest.mark.parametrize("path", [AUDIT, "specializations/horoscopes/audit-request/"])
def test_audit_request_that_is_not_there_is_404(api: Api, path: str) -> None:
    assert api.get(path) == NOT_FOUND


def test_audit_request_by_the_programme_is_404(ready: Partner, team: People) -> None:
    """The programme manager sees the partner's requests and makes none."""
    assert Api(team.manager, ready).post(AUDIT, CONTACT) == NOT_FOUND
    assert AuditRequest.objects.count() == 0


def test_audit_request_by_a_colleague_without_the_role_is_403(ready: Partner, team: People) -> None:
    assert Api(person(ready, Role.ACCOUNT_ADMIN), ready).post(AUDIT, CONTACT)[0] == 403
    assert AuditRequest.objects.count() == 0
