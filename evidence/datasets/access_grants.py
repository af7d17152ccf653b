"""Who may work on which of a customer's Azure resources, since when and until when.

Two layouts: our own list of role assignments, and the tab-separated output of the public checker script, of which each line is
what was found at one moment. A list speaks as a whole, as it names no month: a newer one supersedes it. What the checker found
stands under the month in which it looked.
"""

from .declaration import (
    NO_MONTH,
    Column,
    Dataset,
    Kind,
    Needs,
    Refusal,
    Stored,
    choice,
    flag,
    moment,
    tenant,
    text,
)

KINDS = ("aobo", "lighthouse", "direct", "group")
_CHECKED = Column("checked", Kind.CHECKED, ("TimeChecked",))
_PLAIN_SCOPE = "lower(rtrim(scope, '/'))"
# A subscription may be written as its id alone, as the checker does.
_SCOPE = f"CASE WHEN contains(scope, '/') THEN {_PLAIN_SCOPE} ELSE '/subscriptions/' || lower(scope) END"
_OF_AZURE = r"^/subscriptions/[^/]+(/resourcegroups/[^/]+)?(/providers/[^/]+(/[^/]+/[^/]+)+)?$"
# The groups of a partner through which it administers on behalf of a customer.
_OWN_GROUP = """CASE WHEN checked IS NULL THEN NULL WHEN azure_role IS NULL THEN FALSE ELSE coalesce(
    list_contains(named_before, 'adminagents|' || lower(object_id))
        OR list_contains(named_before, 'helpdeskagents|' || lower(object_id)),
    matching(notes) NOT LIKE '%notsold%', TRUE) END"""

ACCESS_GRANTS = Dataset(
    name="access_grants",
    title="Access to customers' Azure",
    columns=(
        tenant("CustomerTenantId"),
        text("customer", "CustomerTenantName", "CustomerName"),
        text("scope", "Scope", "SubscriptionId", required=True),
        choice("kind", "Kind", allowed=KINDS, refusal=f"not a kind of access; expected {', '.join(KINDS)}"),
        text("holder", "HolderMpnId"),
        text("azure_role", "AzureRole", "AzureRBACRole", required=True, optional_when="deny OR checked IS NOT NULL"),
        flag("linked", "PartnerIdLinked"),
        moment("valid_from", "ValidFrom"),
        moment("valid_until", "ValidUntil"),
        flag("deny", "Deny"),
        _CHECKED,
        text("object_id", "ObjectID"),
        text("notes", "Notes"),
    ),
    signature=("HolderMpnId", "PartnerIdLinked", "AzureRBACRole", "CredentialsUsedForAccessCheck"),
    stored=(
        "tenant",
        "customer",
        Stored("scope", "VARCHAR", _SCOPE),
        Stored("kind", "VARCHAR", "CASE WHEN checked IS NULL THEN matching(kind) ELSE 'aobo' END"),
        "holder",
        "azure_role",
        "linked",
        "valid_from",
        "valid_until",
        Stored("deny", "BOOLEAN", "coalesce(deny, FALSE)"),
        "checked",
        # Of what the checker found: whether it is the partner's own.
        Stored("own", "BOOLEAN", _OWN_GROUP),
    ),
    month=f"CASE WHEN checked IS NULL THEN DATE '{NO_MONTH}' ELSE date_trunc('month', checked)::DATE END",
    needs=(Needs(("kind", "checked", "deny")),),
    refusals=(
        Refusal(
            "scope",
            f"NOT regexp_matches({_SCOPE}, '{_OF_AZURE}')",
            "not the Azure id of a subscription, resource group or resource; "
            "expected one such as /subscriptions/ID/resourceGroups/NAME",
        ),
        Refusal("kind", "kind IS NULL AND checked IS NULL AND NOT coalesce(deny, FALSE)", "missing"),
        Refusal("holder", "holder IS NULL AND checked IS NULL AND NOT coalesce(deny, FALSE)", "missing"),
        Refusal(
            "valid_until",
            "valid_until <= valid_from",
            "not after ValidFrom; expected a later moment, or a blank cell where access goes on. "
            "Correct the two and import again",
        ),
    ),
)
