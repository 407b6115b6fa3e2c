"""Days as Korean offices write them: 2026. 11. 28. and 2026. 11. 28. 14:30.

Source: Regulation on the Operation and Innovation of Administrative Affairs, article 7.
"""

# No-break spaces: a day stays on one line.
DATE_FORMAT = "Y.\u00a0n.\u00a0j."
DATETIME_FORMAT = "Y.\u00a0n.\u00a0j.\u00a0H:i"
YEAR_MONTH_FORMAT = "Y년\u00a0n월"
