"""Long names break after their marks, and stay text."""

import pytest

from partnerhub.templatetags.breaks import breakable


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("ada@contoso.example.com", ["ada@", "contoso.", "example.", "com"]),
        ("AzureUsage_1000001_2023-07.csv", ["AzureUsage_", "1000001_", "2023-07.", "csv"]),
        ("name", ["name"]),
        ("a__b", ["a__", "b"]),
        ("", [""]),
    ],
)
def test_name_may_break_after_each_of_its_marks(name: str, parts: list[str]) -> None:
    assert breakable(name).removesuffix("<wbr>").split("<wbr>") == parts


def test_hostile_name_is_escaped() -> None:
    assert breakable('<b>&"./') == "&lt;b&gt;&amp;&quot;./<wbr>"
