import pytest

from partnerhub.rulebook import normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CSP Tier 1", "csptier1"),
        ("CSP_Tier-1", "csptier1"),
        ("  Partner admin\tlink\n", "partneradminlink"),
        ("Power\u00a0BI", "powerbi"),
        ("WINDOWS-AHUB", "windowsahub"),
        ("N/A", "n/a"),
        ("Größe", "größe"),
        ("", ""),
    ],
)
def test_normalise_ignores_case_spaces_underscores_and_hyphens_only(text: str, expected: str) -> None:
    assert normalise(text) == expected
