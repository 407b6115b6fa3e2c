"""As they are read the world over without a doubt about the month: 28 Nov 2026 and 28 Nov 2026 14:30."""

DATE_FORMAT = "j\u00a0M\u00a0Y"
DATETIME_FORMAT = "j\u00a0M\u00a0Y\u00a0H:i"
YEAR_MONTH_FORMAT = "F\u00a0Y"
