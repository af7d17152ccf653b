"""Access to customers' Azure: our own list, and what the public checker script writes."""

from datetime import date, datetime
from typing import Any

import pytest

from evidence.datasets import NO_MONTH
from evidence.importing.errors import ImportRefused
from tests.imports import Outcome, read

HEADER = "CustomerTenantId,Scope,Kind,HolderMpnId,AzureRole,PartnerIdLinked,ValidFrom,ValidUntil,Deny"
SUBSCRIPTION = "/subscriptions/SUB-1"
GROUPS = (
    "GroupName\tObjectID\tPartnerTenantName\tPartnerTenantID\r\n"
    "AdminAgents\tOBJ-1\tContoso\tp1\r\nHelpdeskAgents\tobj-2\tContoso\tp1\r\nSalesAgents\tobj-3\tContoso\tp1\r\n\r\n"
)
CHECKER = (
    "CustomerTenantName\tCustomerTenantID\tSubscriptionId\tForeignPrincipalName\tObjectID\tAzureRBACRole\tTimeChecked\tNotes"
    "\tCredentialsUsedForAccessCheck\r\n"
)
SOLD = "Access with current credentials and sold as CSP Partner"
CLOSED = "Sold via CSP, but no access with current credentials"
UNSOLD = "Access with current credentials, but not sold as CSP Partner"


def grants(*rows: str) -> Outcome:
    return read("\n".join([HEADER, *rows]))


def checked(object_id: str, role: str = "Owner", notes: str = SOLD, time: str = "05-Jul-2023 14:02:11") -> str:
    principal = "N/A" if role == "N/A" else "Foreign Principal"
    cells = ("fabrikam.example.com", "T1", "SUB-1", principal, object_id, role, time, notes, "a@contoso.example.com")
    return "\t".join(cells) + "\r\n"


def told(outcome: Outcome, *names: str) -> list[Any]:
    return [tuple(fact[name] for name in names) for fact in outcome.facts]


def test_grants_are_recognised_and_read() -> None:
    outcome = grants(f"T1,{SUBSCRIPTION},AOBO,1000001,Owner,yes,2023-07-01T00:00:00Z,2023-08-01T02:00:00+02:00,0")
    assert (outcome.dataset, outcome.rejections) == ("access_grants", [])
    assert outcome.facts == [
        {
            "partner": "1000001",
            "month": NO_MONTH,
            "run": 7,
            "row": 2,
            "tenant": "t1",
            "customer": None,
            "scope": "/subscriptions/sub-1",
            "kind": "aobo",
            "holder": "1000001",
            "azure_role": "Owner",
            "linked": True,
            "valid_from": datetime(2023, 7, 1),  # noqa: DTZ001  # stored in UTC
            "valid_until": datetime(2023, 8, 1),  # noqa: DTZ001
            "deny": False,
            "checked": None,
            "own": None,
        }
    ]


@pytest.mark.parametrize(
    "scope",
    [
        "/subscriptions/s",
        "/subscriptions/s/resourceGroups/g",
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/x",
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/x/databases/y/",
    ],
)
def test_grants_at_every_level_are_read_in_lower_case(scope: str) -> None:
    assert grants(f"t1,{scope},direct,1,Owner,1,,,").column("scope") == [scope.lower().rstrip("/")]


def test_grants_at_a_bare_subscription_id_are_at_the_subscription() -> None:
    assert grants("t1,SUB-9,direct,1,Owner,1,,,").column("scope") == ["/subscriptions/sub-9"]


@pytest.mark.parametrize("cell", ["", "9999-12-31T23:59:59Z"])
def test_grants_without_end_go_on(cell: str) -> None:
    outcome = grants(f"t1,{SUBSCRIPTION},direct,1,Owner,1,2023-07-01T00:00Z,{cell},")
    assert (outcome.rejections, outcome.column("valid_until")) == ([], [None])


def test_grants_that_overlap_are_both_kept() -> None:
    row = f"t1,{SUBSCRIPTION},direct,1,Owner,1,2023-07-01T00:00:00Z,2023-07-20T00:00:00Z,"
    assert len(grants(row, row.replace("07-01", "07-10").replace("07-20", "07-31")).facts) == 2


def test_grants_of_unknown_roles_are_kept_as_written() -> None:
    assert grants(f"t1,{SUBSCRIPTION},direct,1,Contoso Operator,1,,,").column("azure_role") == ["Contoso Operator"]


def test_grants_that_deny_need_neither_kind_nor_holder_nor_role() -> None:
    outcome = grants(f"t1,{SUBSCRIPTION},,,,,,,yes")
    assert (outcome.rejections, told(outcome, "kind", "holder", "deny")) == ([], [(None, None, True)])


_SCOPE = (
    "not the Azure id of a subscription, resource group or resource; "
    "expected one such as /subscriptions/ID/resourceGroups/NAME"
)
_ZONE = "write it in UTC, such as 2023-07-01T00:00:00Z"
_ORDER = "not after ValidFrom; expected a later moment, or a blank cell where access goes on. Correct the two and import again"


@pytest.mark.parametrize(
    ("row", "rejection"),
    [
        (",/subscriptions/s,direct,1,Owner,1,,,", ("CustomerTenantId", "", "missing")),
        ("t1,,direct,1,Owner,1,,,", ("Scope", "", "missing")),
        ("t1,/,direct,1,Owner,1,,,", ("Scope", "/", _SCOPE)),
        (
            "t1,/providers/Microsoft.Management/managementGroups/m,direct,1,Owner,1,,,",
            ("Scope", "/providers/Microsoft.Management/managementGroups/m", _SCOPE),
        ),
        (
            "t1,/subscriptions/s/resourceGroups,direct,1,Owner,1,,,",
            ("Scope", "/subscriptions/s/resourceGroups", _SCOPE),
        ),
        (
            "t1,/subscriptions/s,guest,1,Owner,1,,,",
            ("Kind", "guest", "not a kind of access; expected aobo, lighthouse, direct, group"),
        ),
        ("t1,/subscriptions/s,direct,,Owner,1,,,", ("HolderMpnId", "", "missing")),
        ("t1,/subscriptions/s,direct,1,,1,,,", ("AzureRole", "", "missing")),
        ("t1,/subscriptions/s,direct,1,Owner,perhaps,,,", ("PartnerIdLinked", "perhaps", "not yes or no")),
        (
            "t1,/subscriptions/s,direct,1,Owner,1,2023-07-01T00:00:00,,",
            ("ValidFrom", "2023-07-01T00:00:00", f"no time zone; {_ZONE}"),
        ),
        ("t1,/subscriptions/s,direct,1,Owner,1,2023-07-01,,", ("ValidFrom", "2023-07-01", f"no time zone; {_ZONE}")),
        ("t1,/subscriptions/s,direct,1,Owner,1,soon,,", ("ValidFrom", "soon", f"not a moment; {_ZONE}")),
        (
            "t1,/subscriptions/s,direct,1,Owner,1,2023-07-02T00:00:00Z,2023-07-01T00:00:00Z,",
            ("ValidUntil", "2023-07-01T00:00:00Z", _ORDER),
        ),
        (
            "t1,/subscriptions/s,direct,1,Owner,1,2023-07-02T00:00:00Z,2023-07-02T02:00:00+02:00,",
            ("ValidUntil", "2023-07-02T02:00:00+02:00", _ORDER),
        ),
        ("t1,/subscriptions/s,,1,Owner,1,,,", ("Kind", "", "missing")),
    ],
)
def test_grants_unusable_row_is_rejected_with_what_to_do(row: str, rejection: tuple[str, str, str]) -> None:
    assert grants(row).rejections == [(2, *rejection)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_checker_output_with_its_groups_is_read_below_them(encoding: str) -> None:
    text = GROUPS + CHECKER + checked("obj-1") + checked("obj-9") + checked("N/A", "N/A", CLOSED)
    outcome = read(text.encode(encoding))
    assert (outcome.dataset, outcome.rejections) == ("access_grants", [])
    names = ("row", "month", "tenant", "scope", "kind", "azure_role", "own", "checked")
    july, at = date(2023, 7, 1), datetime(2023, 7, 5, 14, 2, 11)  # noqa: DTZ001  # the checker tells no zone
    assert told(outcome, *names) == [
        (7, july, "t1", "/subscriptions/sub-1", "aobo", "Owner", True, at),
        (8, july, "t1", "/subscriptions/sub-1", "aobo", "Owner", False, at),
        (9, july, "t1", "/subscriptions/sub-1", "aobo", None, False, at),
    ]


def test_checker_groups_that_do_not_administer_are_nobodys_access() -> None:
    assert read(GROUPS + CHECKER + checked("obj-2") + checked("obj-3")).column("own") == [True, False]


def test_checker_output_without_its_groups_takes_what_was_sold_for_the_partners_own() -> None:
    outcome = read(CHECKER + checked("obj-1") + checked("obj-1", notes=UNSOLD))
    assert (outcome.rejections, outcome.column("own")) == ([], [True, False])


def test_checker_time_that_is_none_is_rejected() -> None:
    expected = "not a moment; expected a time as the checker writes it, such as 05-Jul-2023 14:02:11"
    assert read(CHECKER + checked("o", time="7/5/2023")).rejections == [(2, "TimeChecked", "7/5/2023", expected)]


def test_checker_groups_without_access_below_are_refused() -> None:
    with pytest.raises(ImportRefused, match=r"^file.csv: lists groups but no access below them\."):
        read(GROUPS)
