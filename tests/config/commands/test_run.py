"""Running a site: serve and worker."""

import json
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

from tests.installation import Installation


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> bytes:
    """The answer of a server that is starting."""
    for _attempt in range(600):
        assert process.poll() is None, process.stderr.read().decode() if process.stderr else ""
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bytes(answer.read())
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def test_serve_answers_and_ends_in_good_order(installation: Installation, tmp_path: Path) -> None:
    port, pid_file = free_port(), tmp_path / "pid"
    server = installation.start("serve", "--port", str(port), "--pid-file", str(pid_file))
    try:
        health = json.loads(wait_for(f"http://127.0.0.1:{port}/health", server))
        assert health["status"] == "ok"
        assert int(pid_file.read_text()) == server.pid
        assert "Cannot listen" in installation.run("serve", "--port", str(port), status=2).stderr
    finally:
        server.send_signal(signal.SIGTERM)
        _out, said = server.communicate(timeout=60)
    assert server.returncode == 0
    assert f"http://127.0.0.1:{port}/" in said.decode()
    assert not pid_file.exists()
    with closing(HTTPConnection("127.0.0.1", port, timeout=2)) as connection:
        try:
            connection.request("GET", "/health")
        except ConnectionRefusedError:
            return
    raise AssertionError("somebody still answers")


QUEUE = """
from datetime import timedelta
from yunghap.core import clock
from yunghap.core.models import InboxMessage, OutboxEvent
event = OutboxEvent.objects.create(topic="t", subject="s", payload={})
InboxMessage.objects.create(event=event, receiver="absent", subject="s", next_attempt_at=clock.now())
"""
LOOK = """
import json
from django_tasks_db.models import DBTaskResult
from yunghap.core.models import InboxMessage
done = list(DBTaskResult.objects.filter(status="SUCCESSFUL").values_list("task_path", flat=True))
print(json.dumps([InboxMessage.objects.get().attempts, sorted(set(done))]))
"""
SCHEDULED = {"yunghap.core.jobs.purge", "yunghap.core.jobs.sweep_outbox"}


def test_worker_delivers_and_runs_jobs_until_it_is_told_to_stop(installation: Installation) -> None:
    installation.shell(QUEUE)
    worker = installation.start("worker")
    try:
        for _attempt in range(120):
            attempts, done = json.loads(installation.shell(LOOK))
            if attempts and set(done) >= SCHEDULED:
                break
            time.sleep(0.2)
        else:
            raise AssertionError("the worker did not do its work")
    finally:
        worker.send_signal(signal.SIGTERM)
        _out, said = worker.communicate(timeout=60)
    assert worker.returncode == 0
    assert b"worker stopped" in said
    installation.run("fsck")


def test_worker_once_does_what_is_due_and_ends(installation: Installation) -> None:
    installation.shell(QUEUE)
    installation.run("worker", "--once")
    attempts, done = json.loads(installation.shell(LOOK))
    assert attempts == 1
    assert set(done) >= SCHEDULED


def test_a_job_of_a_worker_that_was_killed_is_done_by_the_next(installation: Installation) -> None:
    installation.shell(QUEUE)
    installation.shell(
        "from datetime import timedelta\nfrom yunghap.core import clock, jobs\nfrom django_tasks_db.models import DBTaskResult\n"
        "jobs.purge.enqueue()\nDBTaskResult.objects.update(status='RUNNING', worker_ids=['killed'], "
        "started_at=clock.now() - timedelta(hours=1))"
    )
    installation.run("worker", "--once")
    _attempts, done = json.loads(installation.shell(LOOK))
    assert "yunghap.core.jobs.purge" in done
