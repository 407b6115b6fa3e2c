"""Units of plain money and what one of each is in won."""

WON = {"원": 1, "천원": 10**3, "만원": 10**4, "백만원": 10**6, "억원": 10**8, "조원": 10**12}
