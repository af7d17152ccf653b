"""What the rules of partner-earned credit are called in plain words, for ``rulebook_words``."""

from django.utils.translation import gettext_lazy

LABELS = {
    "access_kinds": gettext_lazy("kinds of access that count"),
    "eligible_roles": gettext_lazy("Azure roles that earn it"),
    "holders": gettext_lazy("whose access counts"),
    "legacy_offer_words": gettext_lazy("words that mark the legacy offer"),
    "link_needed": gettext_lazy("kinds of access that need the partner ID linked"),
    "link_unless_automatic": gettext_lazy("kinds of access that need it unless it is linked by itself"),
    "marketplace_words": gettext_lazy("words that mark products of the marketplace"),
    "no_usage": gettext_lazy("charge types that are no usage"),
    "other_roles": gettext_lazy("Azure roles that do not earn it"),
    "partner_kinds": gettext_lazy("partners that can earn it"),
    "plans": gettext_lazy("plans that can earn it"),
    "publishers": gettext_lazy("publishers whose products can earn it"),
    "reservation_words": gettext_lazy("words that mark reservations"),
    "savings_plan_words": gettext_lazy("words that mark savings plans"),
    "spot_words": gettext_lazy("words that mark Spot virtual machines"),
    "third_party_words": gettext_lazy("words that mark third-party products"),
    "whole_day": gettext_lazy("access has to last for"),
}
VALUES = {
    ("holders", "billed_partner"): gettext_lazy("the billed partner's"),
    ("holders", "billed_partner_or_its_reseller"): gettext_lazy(
        "the billed partner's, or that of its reseller of record"
    ),
    ("whole_day", "utc_day"): gettext_lazy("a whole day of UTC"),
}
# Names of lists that are keys of ours.
KEYS = {
    "access_kinds": {
        "aobo": gettext_lazy("Admin on behalf of (AOBO)"),
        "lighthouse": gettext_lazy("Azure Lighthouse"),
        "direct": gettext_lazy("Guest or directory user, or service principal"),
        "group": gettext_lazy("Group in the customer's directory"),
    },
    "partner_kinds": {
        "direct_bill": gettext_lazy("CSP direct-bill partner"),
        "indirect_provider": gettext_lazy("CSP indirect provider"),
        "indirect_reseller": gettext_lazy("CSP indirect reseller"),
    },
}
KEYS["link_needed"] = KEYS["link_unless_automatic"] = KEYS["access_kinds"]
