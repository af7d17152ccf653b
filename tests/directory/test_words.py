"""Words as they are searched for, and what is meant by those that nobody has."""

import pytest

from directory import actions, spelling, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Müller & Söhne", ["muller", "sohne"]),
        ("Straße, STRASSE", ["strasse"]),
        ("Ørsted Łódź Œuvre", ["orsted", "lodz", "oeuvre"]),
        ("Azure-SQL 365", ["azure", "sql", "365"]),
        ("a_b", ["a", "b"]),
        ("', | & ! ( ) : * <->", []),
        ("日本 クラウド", ["日本", "クラウト"]),
        ("\0\n", []),
    ],
)
def test_words_are_folded_and_each_once(text: str, found: list[str]) -> None:
    assert words.words(text) == found


def test_asked_words_are_few_and_short() -> None:
    assert words.asked("x" * 5000 + " " + " ".join(map(str, range(100)))) == ["x" * 40, *map(str, range(7))]


def test_beginnings_join_spellings_by_or_and_words_by_and() -> None:
    assert words.beginnings([["azure"], ["move", "migrate"]]) == "(azure:*) & (move:* | migrate:*)"
    assert words.beginnings([["contoso"]], weight="A") == "(contoso:*A)"
    assert words.beginnings([]) == ""


def test_trigrams_have_beginning_and_end() -> None:
    assert words.trigrams("azur") == sorted(["  a", " az", "azu", "zur", "ur "])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "spellings", "told"),
    [
        (["kubernetes"], [["kubernetes"]], ""),
        (["kuber"], [["kuber"]], ""),
        (["kuberntes"], [["kubernetes"]], "kubernetes"),
        (["cubernetes", "azure"], [["kubernetes"], ["azure"]], "kubernetes"),
        (["zzzzzz"], [["zzzzzz"]], ""),
        (["kub"], [["kub"]], ""),
        (["xyz"], [["xyz"]], ""),
        (["kubernetes365"], [["kubernetes365"]], ""),
        ([], [], ""),
    ],
)
def test_corrections_name_the_likest_word(asked: list[str], spellings: list[list[str]], told: str) -> None:
    actions.learn(["kubernetes", "azure", "migration"])
    assert spelling.corrections(asked) == spelling.Spelt(spellings, told)


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["100%", "_____", "it's", "a\\b"])
def test_corrections_take_any_text(word: str) -> None:
    actions.learn(["kubernetes"])
    assert spelling.corrections([word]).spellings == [[word]]
