"""Names in two languages: Korean, which every element has, and English where it has one."""

from django.utils.translation import get_language


def said(korean: str, english: str) -> str:
    """The name in the active language, as far as there is one."""
    return english if english and get_language() == "en" else korean
