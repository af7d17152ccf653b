"""The ground floor of the REST surface: who am I, sign-in, the one error shape, partners."""

import pytest
from django.test import Client
from rest_framework.authtoken.models import Token

from partnerhub.models import Partner, User
from partnerhub.permissions import Role
from tests.api import JSON, NOT_FOUND, UNUSABLE, Api, error
from tests.factories import MemberFactory, PartnerFactory, UserFactory
from tests.people import People

PASSWORD = "correct-horse-9"
CONTACT = {"contact_name": "Gilda Ashgrove", "contact_email": "gilda@example.com"}


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
def signing_in(db: None, own_cache: None) -> User:
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


def test_error_400_for_a_body_that_is_no_json(db: None, own_cache: None) -> None:
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


@pytest.mark.parametrize("path", ["runs/", "specializations/infra_and_database_migration/audit-request/"])
def test_session_sign_in_needs_the_csrf_token_to_write(team: People, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(team.owner)
    url = f"/api/v1/partners/{team.partner.mpn_id}/{path}"
    response = client.post(url, CONTACT)
    assert (response.status_code, response.json()["error"]["code"]) == (403, "permission_denied")
    assert response.json()["error"]["message"] == "CSRF Failed: CSRF cookie not set."
    client.get(f"/partners/{team.partner.mpn_id}/data/imports/")
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


def test_token_attempts_are_counted_whatever_address_the_client_claims(signing_in: User) -> None:
    tried = [
        Client(headers={"X-Forwarded-For": f"198.51.100.{number}"}).post(
            "/api/v1/token/", {"username": signing_in.email, "password": "wrong"}
        )
        for number in range(11)
    ]
    assert [response.status_code for response in tried] == [400] * 10 + [429]


def test_error_404_of_an_address_that_does_not_exist_has_our_shape(db: None, client: Client) -> None:
    response = client.get("/api/v1/horoscopes/")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/json")
