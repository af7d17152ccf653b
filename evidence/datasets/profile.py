"""Partner profile: the organisation's locations (Insights data set ``Profile``).

The file names no month: all of it stands under ``NO_MONTH``, so that a newer file supersedes the older one whole.
"""

from .declaration import NO_MONTH, Dataset, partner, text

PROFILE = Dataset(
    name="profile",
    title="Partner profile",
    columns=(
        text("mpn_id", "MPNId", "PartnerID", required=True),
        text("name", "PartnerName"),
        partner("PGA_MPNID", "PGAPartnerID"),
        text("account_name", "PGA_PartnerName"),
        text("city", "City"),
        text("country", "Country"),
        text("level", "HierarchyLevel"),
    ),
    signature=("HierarchyLevel", "PGA_PartnerName"),
    stored=("mpn_id", "name", "account_name", "city", "country", "level"),
    month=f"DATE '{NO_MONTH}'",
)
