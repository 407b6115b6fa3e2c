"""Set before Django reads its settings (a plugin of the command line loads before any conftest)."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("YUNGHAP_PROFILE", "test")
os.environ.setdefault("YUNGHAP_DATA_DIR", tempfile.mkdtemp(prefix="yunghap-test-"))
Path(os.environ["YUNGHAP_DATA_DIR"], "static").mkdir(parents=True, exist_ok=True)
