"""English, as the programme's pages write it: 25 Jul 2023."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
TIME_FORMAT = "H:i"
YEAR_MONTH_FORMAT = "F Y"
SHORT_MONTH_FORMAT = "M Y"
MONTH_NAME_FORMAT = "M"
DAY_FORMAT = "j M"
