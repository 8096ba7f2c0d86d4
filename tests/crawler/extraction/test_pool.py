import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crawler.article import Page
from crawler.errors import Rejected
from crawler.extraction.extract import extract
from crawler.extraction.pool import WorkerPool
from crawler.reasons import Reason

PATIENCE = 60  # seconds until a test gives up; decides nothing else


def double(number: int) -> int:
    return 2 * number


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def be_ended() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)


def hoard(megabytes: int) -> int:
    return len(bytearray(megabytes << 20))


def refuse() -> None:
    raise Rejected(Reason.SAME_TEXT, "so soll es sein", duplicate_of=7)


def fail() -> None:
    raise KeyError("eigener Fehler")


def late() -> None:
    raise TimeoutError("its own")


@pytest.fixture(scope="module")
def workers() -> Iterator[WorkerPool]:
    with WorkerPool(1, seconds=3, megabytes=1024) as pool:
        yield pool


def test_any_function_runs_and_its_value_comes_back(workers: WorkerPool) -> None:
    assert [workers.submit(double, n).result(PATIENCE) for n in range(5)] == [0, 2, 4, 6, 8]


@pytest.mark.parametrize(
    ("function", "argument", "reason"),
    [
        (sleep, PATIENCE, Reason.READER_TIMEOUT),
        (hoard, 4096, Reason.READER_MEMORY),
    ],
)
def test_what_takes_too_much_is_ended_and_the_next_task_runs(
    function: Callable[[int], object], argument: int, reason: Reason, workers: WorkerPool
) -> None:
    with pytest.raises(Rejected) as refused:
        workers.submit(function, argument).result(PATIENCE)
    assert refused.value.reason is reason
    assert workers.submit(double, 21).result(PATIENCE) == 42


@pytest.mark.parametrize(("function", "reason"), [(die, Reason.READER_CRASH), (be_ended, Reason.STOPPED)])
def test_a_dead_worker_costs_one_task(
    function: Callable[[], None], reason: Reason, workers: WorkerPool
) -> None:
    waiting = [workers.submit(function), workers.submit(double, 1), workers.submit(double, 2)]
    with pytest.raises(Rejected) as refused:
        waiting[0].result(PATIENCE)
    assert refused.value.reason is reason
    assert [later.result(PATIENCE) for later in waiting[1:]] == [2, 4]


def test_a_refusal_comes_through_whole(workers: WorkerPool) -> None:
    with pytest.raises(Rejected) as refused:
        workers.submit(refuse).result(PATIENCE)
    assert (refused.value.reason, refused.value.duplicate_of) == (Reason.SAME_TEXT, 7)


def test_other_errors_come_through_as_they_are(workers: WorkerPool) -> None:
    with pytest.raises(KeyError, match="eigener Fehler"):
        workers.submit(fail).result(PATIENCE)
    with pytest.raises(RuntimeError, match="its own"):
        workers.submit(late).result(PATIENCE)


def test_interrupts_are_not_for_workers(workers: WorkerPool) -> None:
    worker = workers.submit(os.getpid).result(PATIENCE)
    os.kill(worker, signal.SIGINT)
    assert workers.submit(os.getpid).result(PATIENCE) == worker


def test_a_cancelled_task_leaves_the_worker_to_others(workers: WorkerPool) -> None:
    waiting = workers.submit(sleep, PATIENCE)
    assert waiting.cancel()
    assert workers.submit(double, 3).result(PATIENCE) == 6


def test_killing_the_pool_stops_what_waits() -> None:
    pool = WorkerPool(1, seconds=PATIENCE)
    waiting = [pool.submit(sleep, PATIENCE) for _ in range(3)]
    pool.close(kill=True)
    for task in waiting:
        with pytest.raises(Rejected) as refused:
            task.result(PATIENCE)
        assert refused.value.reason is Reason.STOPPED


def test_a_worker_that_dies_between_two_tasks_is_replaced(workers: WorkerPool) -> None:
    os.kill(workers.submit(os.getpid).result(PATIENCE), signal.SIGKILL)
    time.sleep(1)  # until the pool has seen it; either way the next tasks must run or be put off
    outcomes = [workers.submit(double, n) for n in range(3)]
    for task in outcomes:
        try:
            task.result(PATIENCE)
        except Rejected as refused:
            assert refused.reason is Reason.STOPPED  # noqa: PT017 - both are right, which depends on the moment
    assert workers.submit(double, 4).result(PATIENCE) == 8


def test_tasks_that_wait_for_a_worker_killed_while_it_starts_are_told() -> None:
    page = b"a" * (1 << 20)  # larger than a pipe holds: those behind the first are not sent yet
    with WorkerPool(1, seconds=PATIENCE) as pool:
        waiting = [pool.submit(len, page) for _ in range(4)]
        while not (started := multiprocessing.active_children()):
            time.sleep(0.001)
        for worker in started:
            worker.kill()

        for task in waiting:
            try:
                assert task.result(PATIENCE) == len(page)
            except Rejected as refused:
                assert refused.reason is Reason.STOPPED  # noqa: PT017 - both are right, which depends on the moment
        assert pool.submit(double, 4).result(PATIENCE) == 8


def test_a_page_is_read_in_a_worker_as_it_is_here(
    workers: WorkerPool, make_page: Callable[..., Page], article_html: Callable[..., str]
) -> None:
    page = make_page(article_html())
    assert workers.submit(extract, page).result(PATIENCE) == extract(page)


def _gone(pid: int) -> bool:
    """Whether a process has ended; a zombie has."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks at processes through /proc")
def test_no_worker_outlives_a_killed_parent() -> None:
    program = (
        "import os, time\nfrom crawler.extraction.pool import WorkerPool\n"
        "if __name__ == '__main__':\n    pool = WorkerPool(1, seconds=600)\n"
        "    print(pool.submit(os.getpid).result(), flush=True)\n"
        "    pool.submit(time.sleep, 600)\n    time.sleep(600)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert parent.stdout is not None
    with parent.stdout as said:
        worker = int(said.readline())
        parent.kill()
        parent.wait(PATIENCE)
    until = time.monotonic() + PATIENCE
    while not _gone(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert _gone(worker)
