"""Competencies, gold and silver, up to 2021: what is held (summary, history), and the figures month by month (performance).

Rows of the performance file speak for their month. A summary lists everything that is held and names no month: its rows
stand under ``NO_MONTH``, so that a newer summary supersedes the older one whole and leaves the performance months alone.
"""

from .declaration import NO_MONTH, Dataset, Needs, amount, day, month, text

COMPETENCIES = Dataset(
    name="competencies",
    title="Competencies",
    columns=(
        text("competency", "CompetencyName", required=True),
        month("file_month", "Month"),
        text("level", "CompetencyLevel"),
        text("status", "CompetencyStatus"),
        day("starts", "CompetencyStartDate"),
        day("ends", "CompetencyEndDate", open_ended=True),
        text("option", "CompetencyAttainmentOptionName"),
        text("metric", "MetricName"),
        amount("contribution", "MetricMonthlyContribution"),
        amount("trailing_year", "TTMAggregate"),
        amount("anniversary_year", "AnniversaryYearAggregate"),
        amount("gold_threshold", "GoldThreshold"),
        amount("silver_threshold", "SilverThreshold"),
    ),
    # A row of the performance file needs its month, one of a summary any word about the competency.
    needs=(Needs(("file_month", "level", "status", "starts")),),
    signature=("CompetencyName",),
    stored=(
        "competency",
        "level",
        "status",
        "starts",
        "ends",
        "option",
        "metric",
        "contribution",
        "trailing_year",
        "anniversary_year",
        "gold_threshold",
        "silver_threshold",
    ),
    month=f"coalesce(file_month, DATE '{NO_MONTH}')",
)
