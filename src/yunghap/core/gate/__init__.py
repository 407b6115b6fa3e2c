"""The one gate for what comes from outside: bytes, XML, ZIP, JSON, pictures, databases,
numbers, text and addresses.

Everything raises `InvalidInput` with a sentence for the user; nothing here trusts a length, a name or a
header.
"""

from .databases import safe_table
from .json import safe_json
from .numbers import ascii_digits, parse_decimal, parse_integer
from .pictures import Picture, safe_picture
from .streams import decode_text, read_limited
from .urls import Allowed, CheckedUrl, check_url, resolve
from .xml import safe_xml
from .zip import SafeZip

__all__ = [
    "Allowed",
    "CheckedUrl",
    "Picture",
    "SafeZip",
    "ascii_digits",
    "check_url",
    "decode_text",
    "parse_decimal",
    "parse_integer",
    "read_limited",
    "resolve",
    "safe_json",
    "safe_picture",
    "safe_table",
    "safe_xml",
]
