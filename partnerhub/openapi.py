"""What the OpenAPI document says of refusals: their one shape, and with which of them an operation may answer."""

from collections.abc import Iterator
from typing import Any

_TEXT = {"type": "string"}
_ASK = {
    "type": "object",
    "properties": {"name": _TEXT, "roles": {"type": "array", "items": _TEXT}},
    "required": ["name", "roles"],
}
ERROR: dict[str, Any] = {
    "type": "object",
    "description": "Why a request was refused.",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "code": _TEXT,
                "message": _TEXT,
                "fields": {
                    "type": "object",
                    "additionalProperties": {},
                    "description": "What is wrong with which of them.",
                },
                "ask": {"type": "array", "items": _ASK, "description": "Who could do it, or give the role."},
            },
            "required": ["code", "message"],
        }
    },
    "required": ["error"],
}
WORDS = {
    "400": "Some of what was sent cannot be used; see fields.",
    "401": "Nobody is signed in, or the token is not known.",
    "403": "The person belongs to the partner and lacks the role; see whom to ask.",
    "404": "There is nothing here that the person may see.",
    "409": "The state of the record does not allow it now.",
    "415": "A body of this kind is not read here.",
    "429": "Too many attempts; try again later.",
}


def add_refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Give every operation its refusals. An operation that has one of its own names its status; the shape is always this one."""
    result["components"]["schemas"]["Error"] = ERROR
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    for path, operations in result["paths"].items():
        for operation in operations.values():
            own = {status for status in operation["responses"] if status >= "400"}
            for status in sorted({*own, *_refusals(path, operation)}):
                operation["responses"][status] = {"description": WORDS[status], "content": content}
    return result


def _refusals(path: str, operation: dict[str, Any]) -> Iterator[str]:
    takes_body = "requestBody" in operation
    if takes_body or any(one["in"] == "query" for one in operation.get("parameters", ())):
        yield "400"
    if takes_body:
        yield "415"
    # The directory's search knows nobody, and names no security; what answers also who is not signed in names an empty one.
    if "security" in operation:
        yield "429" if {} in operation["security"] else "401"
    if "{mpn_id}" in path:
        yield from ("403", "404")
