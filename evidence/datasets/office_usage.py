"""Office 365 usage: paid seats and monthly active users per customer tenant and workload (Insights data set ``OfficeUsage``).

The 2022 header (``PGAMpnId``, ``MPNId``), the one of 2023 (``PGAPartnerID``, ``PartnerID``), and the file of claimed
associations (CPOR-M365), whose ``Date`` is the month and whose ``DateAssociated`` says since when a claim holds.
"""

from .declaration import Dataset, Needs, Stored, amount, day, flag, month, partner, tenant, text

OFFICE_USAGE = Dataset(
    name="office_usage",
    title="Office 365 usage",
    columns=(
        partner("PGAPartnerID", "PGAMpnID"),
        month("month", "Month", "Date", required=True),
        tenant("CustomerTenantId"),
        text("customer", "CustomerName"),
        text("tpid", "CustomerTpid"),
        text("segment", "CustomerSegment"),
        text("market", "CustomerMarket"),
        text("workload", "WorkloadName", required=True),
        amount("seats", "PaidAvailableUnits"),
        amount("active", "MonthlyActiveUsers"),
        text("mpn_id", "PartnerID", "MPNID"),
        text("partner_location", "PartnerLocation"),
        text("association_text", "PartnerAttributionType"),
        flag("duplicate", "IsDuplicateRowForPGA"),
        text("claim_id", "ClaimId"),
        day("claimed", "DateAssociated"),
    ),
    # A row counts by its seats or its users; with neither it says nothing.
    needs=(Needs(("seats", "active")),),
    signature=("WorkloadName", "ClaimId", "DateAssociated"),
    stored=(
        "tenant",
        "customer",
        "tpid",
        "segment",
        "market",
        "workload",
        "seats",
        "active",
        "mpn_id",
        "partner_location",
        Stored("association", "VARCHAR", "association_text", words="association"),
        "association_text",
        "duplicate",
        "claim_id",
        "claimed",
    ),
)
