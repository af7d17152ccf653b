"""The forms around signing in speak as the rest of the product."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import People

IN = re.compile(r"<label for=\"\w+\">\s*([^<]+?)\s*<")


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("account_login", ["E-mail address", "Password", "Remember me"]),
        ("account_reset_password", ["E-mail address"]),
        ("account_change_password", ["Current password", "New password", "New password (again)"]),
    ],
)
def test_labels_are_in_sentence_case_and_hints_do_not_repeat_them(team: People, name: str, labels: list[str]) -> None:
    client = Client()
    if name == "account_change_password":
        client.force_login(team.owner)
    page = client.get(reverse(name)).content.decode()
    main = page[page.index("<main") :]
    assert ([one for one in IN.findall(main) if one in labels], "placeholder" in main) == (labels, False)


def test_forgotten_password_has_one_link(team: People) -> None:
    client = Client()
    client.force_login(team.owner)
    page = client.get(reverse("account_change_password")).content.decode()
    assert page.count(f'href="{reverse("account_reset_password")}"') == 1
