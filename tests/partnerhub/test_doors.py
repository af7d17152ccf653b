"""Signing in, and the refusals that name whom to ask."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from partnerhub.models import User
from partnerhub.permissions import PUBLIC, SIGNED_IN, Role
from tests.factories import PartnerFactory, person
from tests.urls import ALLAUTH


@pytest.mark.parametrize("name", [name for name, word_ in ALLAUTH.items() if word_ == SIGNED_IN])
def test_sign_in_page_of_ones_own_asks_anonymous_to_sign_in(db: None, client: Client, name: str) -> None:
    response = client.get(reverse(name))
    wanted = f"{reverse('account_login')}?next={reverse(name)}"
    assert (response.status_code, response.headers["Location"]) == (302, wanted)


@pytest.mark.parametrize("name", [name for name, word_ in ALLAUTH.items() if word_ == PUBLIC])
def test_sign_in_page_that_is_public_answers_anonymous(db: None, client: Client, name: str) -> None:
    arguments = {
        "account_confirm_email": {"key": "x"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "x-1"},
    }
    response = client.get(reverse(name, kwargs=arguments.get(name)), follow=True)
    assert response.status_code == 200
    assert response.context["user"].is_anonymous


def test_signup_is_closed_and_makes_no_person(db: None, client: Client, settings: Settings) -> None:
    body = {"email": "new@example.com", "password1": "correct-horse-9", "password2": "correct-horse-9"}
    response = client.post(reverse("account_signup"), body)
    assert "account/signup_closed.html" in [template.name for template in response.templates]
    assert User.objects.count() == 0


def test_refusal_without_any_admin_says_that_nobody_holds_the_role(db: None, client: Client) -> None:
    partner = PartnerFactory()
    client.force_login(person(partner, Role.BILLING_ADMIN))
    response = client.get(reverse("membership", args=[partner.mpn_id]))
    assert (response.status_code, response.context["refusal"].ask) == (403, [])
    assert "Nobody in your organisation holds such a role yet." in response.content.decode()


def test_refusal_names_no_admin_who_cannot_sign_in(db: None, client: Client) -> None:
    partner = PartnerFactory()
    person(partner, Role.GLOBAL_ADMIN, name="Gone Away", is_active=False)
    person(partner, Role.MPN_PARTNER_ADMIN, name="Still Here")
    client.force_login(person(partner, Role.BILLING_ADMIN))
    response = client.get(reverse("membership", args=[partner.mpn_id]))
    assert [str(member.user) for member in response.context["refusal"].ask] == ["Still Here"]
