"""Training completions: who earned which certificate when (Insights data set ``TrainingCompletions``).

The 2020 file (15 columns), the one since 2021 (18 columns), and the system query of the Insights API.
"""

from .declaration import Dataset, Needs, Stored, day, month, partner, text

_EMAIL = "lower(coalesce(email, corp_email))"

TRAININGS = Dataset(
    name="trainings",
    title="Training completions",
    columns=(
        partner("PGAMpnId", "PGAPartnerID"),
        text("activity_id", "TrainingActivityId"),
        text("title", "TrainingTitle", required=True),
        text("training_type", "TrainingType"),
        text("first_name", "IndividualFirstName"),
        text("last_name", "IndividualLastName"),
        text("email", "Email"),
        text("corp_email", "CorpEmail"),
        day("completed", "TrainingCompletionDate", required=True),
        day("expires", "ExpirationDate", open_ended=True),
        text("activation_status", "ActivationStatus"),
        month("file_month", "Month"),
        text("mcpid", "MCPID"),
        text("mpn_id", "MPNId", "PartnerID"),
        text("city", "PartnerCityLocation"),
        text("country", "PartnerCountryLocation"),
    ),
    needs=(Needs(("mcpid", "email", "corp_email")),),
    signature=("TrainingActivityId", "TrainingCompletionDate", "IcMCP", "MCPID"),
    stored=(
        "activity_id",
        "title",
        "training_type",
        Stored("certificate", "VARCHAR", "title", words="certificate"),
        Stored("person", "VARCHAR", f"coalesce(mcpid, {_EMAIL})"),
        "first_name",
        "last_name",
        Stored("email", "VARCHAR", _EMAIL),
        "mcpid",
        "completed",
        "expires",
        "activation_status",
        "mpn_id",
        "city",
        "country",
    ),
    month="coalesce(file_month, date_trunc('month', completed)::DATE)",
)
