"""Processes that spend from one purse at the same time never spend the same money, and killed ones leave no halves."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.installation import ROOT, Installation, _migrated, database_server, installation

__all__ = ["_migrated", "database_server", "installation"]

FILL = """
from django.db import transaction
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.trade import books
from yunghap.exchange.enums import EntryKind, Origin, Purse
with transaction.atomic():
    moves = [(books.account_of(Origin.BUDGET, "b"), books.account_of(Purse.VOUCHER, "v"), 1_000)]
    books.post(kind=EntryKind.VOUCHER_ISSUED, subject="v", moves=moves, by=SYSTEM, at=clock.now())
"""
SPEND = """
import sys
import django
django.setup()
from django.db import transaction
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict
from yunghap.exchange.domain.trade import books
from yunghap.exchange.enums import EntryKind, Purse
who, times, amount = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
for number in range(times):
    try:
        with transaction.atomic():
            moves = [(books.account_of(Purse.VOUCHER, "v"), books.account_of(Purse.RESERVED, who), amount)]
            books.post(kind=EntryKind.VOUCHER_RESERVED, subject=who, moves=moves, by=SYSTEM, at=clock.now())
        print("done", flush=True)
    except Conflict:
        print("refused", flush=True)
"""
SAY = """
from yunghap.core.invariants import registry
from yunghap.exchange.models import Account
print(Account.objects.get(key="VOUCHER:v").balance_krw)
print([text for name, item in registry.items() if name.startswith("exchange.") for text in item.check()])
"""


def spend(where: Installation, script: Path, who: str, times: int, amount: int) -> subprocess.Popen[str]:
    environment = where.environment | {"DJANGO_SETTINGS_MODULE": "yunghap.config.settings"}
    command = [sys.executable, str(script), who, str(times), str(amount)]
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_processes_share_a_purse(installation: Installation, tmp_path: Path) -> None:
    script = tmp_path / "spend.py"
    script.write_text(SPEND)
    installation.shell(FILL)
    running = [spend(installation, script, f"o{number}", 4, 100) for number in range(3)]
    said = [line for one in running for line in one.communicate(timeout=300)[0].split()]
    assert sorted(said) == ["done"] * 10 + ["refused"] * 2
    assert installation.shell(SAY).split("\n")[:2] == ["0", "[]"]


def test_a_killed_process_leaves_no_half_entry(installation: Installation, tmp_path: Path) -> None:
    script = tmp_path / "spend.py"
    script.write_text(SPEND)
    installation.shell(FILL)
    running = spend(installation, script, "o", 100_000, 1)
    assert running.stdout is not None
    told = 0
    for _number in range(20):
        told += running.stdout.readline() == "done\n"
    time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    told += running.communicate()[0].count("done\n")
    left, violations = installation.shell(SAY).split("\n")[:2]
    assert violations == "[]"
    assert 0 <= 1_000 - int(left) - told <= 1  # at most the one it could not tell of any more
