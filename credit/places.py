"""Azure ids in words: a resource by its last name, with what it lies in."""


def name(scope: str) -> str:
    """The name of a resource, a resource group, or a subscription; empty where nothing is named."""
    return scope.rsplit("/", 1)[-1]


def above(scope: str) -> str:
    """What a resource lies in: its subscription and group; of a group its subscription."""
    parts = scope.strip("/").split("/")
    names = [parts[place] for place in (1, 3) if place < len(parts) - 1]
    return " / ".join(names)


def level(scope: str) -> str:
    """At which level an id is: resource, group or subscription."""
    parts = scope.strip("/").split("/")
    return {1: "subscription", 2: "subscription", 4: "group"}.get(len(parts), "resource")
