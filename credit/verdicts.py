"""The conditions that a usage line has to meet, in the order in which they are looked at. The verdict is the first that fails."""

EARNED = "earned"
# What a line is: none of these can be changed by access.
DUPLICATE, NO_USAGE, PARTNER_KIND, AGREEMENT = "duplicate", "no_usage", "partner_kind", "agreement"
EXCLUDED_PRODUCT, OTHER_CREDIT = "excluded_product", "other_credit"
# Access: nobody has any; only others have; ours has a role that does not earn; one that no list knows; it lacks the partner ID
# link; it did not last for the whole day; a deny assignment blocks it.
NO_ACCESS, OTHER_PARTNER, ROLE_NOT_ELIGIBLE, ROLE_UNKNOWN = (
    "no_access",
    "other_partner",
    "role_not_eligible",
    "role_unknown",
)
LINK_MISSING, PART_OF_DAY, DENIED = "link_missing", "part_of_day", "denied"

OF_THE_LINE = (DUPLICATE, NO_USAGE, PARTNER_KIND, AGREEMENT, EXCLUDED_PRODUCT, OTHER_CREDIT)
OF_ACCESS = (NO_ACCESS, OTHER_PARTNER, ROLE_NOT_ELIGIBLE, ROLE_UNKNOWN, LINK_MISSING, PART_OF_DAY, DENIED)
ORDER = (*OF_THE_LINE, *OF_ACCESS, EARNED)

# Why a product is excluded, in the order in which it is told.
LEGACY_OFFER, RESERVATION, SAVINGS_PLAN, SPOT, MARKETPLACE, THIRD_PARTY = (
    "legacy_offer",
    "reservation",
    "savings_plan",
    "spot",
    "marketplace",
    "third_party",
)
PRODUCTS = (LEGACY_OFFER, RESERVATION, SAVINGS_PLAN, SPOT, MARKETPLACE, THIRD_PARTY)
