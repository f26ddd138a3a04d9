"""The workers of a Dask cluster, each of which reads in watched processes of its own, with the same limits."""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from multiprocessing import current_process, resource_tracker
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

import dask
from distributed import Client, Future, KilledWorker, LocalCluster, WorkerPlugin, as_completed, get_worker
from distributed.client import FutureCancelledError

from minutes2actions.errors import NotWritten, UsageFailure
from minutes2actions.fingerprint import digest_of
from minutes2actions.limits import Limits
from minutes2actions.rulebook import Rulebook
from minutes2actions.workers import warm_up
from minutes2actions.workers.loss import Loss
from minutes2actions.workers.plain import unpacker
from minutes2actions.workers.pool import Pool

_STRIKES = 2
"""How many workers an item may take with it before it is set aside."""
_PATIENCE = 20
"""Seconds to wait for a scheduler to answer, and again for its first worker."""
_FRESH = 5.0
"""Seconds for which the number of workers is believed."""
_LOST = b"L"
"""The first byte of an answer that names a Loss."""


class Readers(WorkerPlugin):  # type: ignore[misc]
    """Stays with each worker of a cluster while the work lasts: the processes that do it there."""

    def __init__(
        self, name: str, work: Callable[[Any], Any], limits: Limits, modules: Sequence[str], folder: str
    ) -> None:
        self.name = name
        self._modules = modules
        self._start = (work, limits)
        self._folder = folder

    def setup(self, worker: Any) -> None:
        """Dask marks its workers as processes without children; ours end with their worker, whose pipes then close."""
        current_process().daemon = False
        warm_up(self._modules)
        self._idle: list[Pool] = []

    def teardown(self, worker: Any) -> None:
        """End the processes."""
        while self._idle:
            self._idle.pop().close()

    def read(self, item: Any) -> bytes:
        """What a watched process makes of an item, as a message."""
        pool = self._idle.pop() if self._idle else self._pool()
        pool.give(0, item)
        _, answer = pool.next()
        self._idle.append(pool)
        return _LOST + answer.value.encode() if isinstance(answer, Loss) else bytes(answer)

    def _pool(self) -> Pool:
        work, limits = self._start
        return Pool(work, bytes, 1, limits, self._folder if Path(self._folder).is_dir() else None)


def _read(name: str, item: Any) -> bytes:
    plugin: Readers = get_worker().plugins[name]
    return plugin.read(item)


class ClusterCrew:
    """A cluster as a crew: it is given items as its workers have room, and an item whose worker is lost again."""

    def __init__(
        self,
        work: Callable[[Any], Any],
        kind: type[Any],
        jobs: int,
        limits: Limits,
        address: str | None,
        modules: Sequence[str] = (),
    ) -> None:
        """Joins the cluster at an address, or makes one of so many workers on this machine; raises UsageFailure."""
        self._unpack = unpacker(kind)
        self._name = f"minutes2actions-{secrets.token_hex(8)}"
        self._address = address or "the cluster of this machine"
        self._out: dict[str, tuple[int, Any]] = {}
        self._futures: dict[str, Future] = {}
        self._strikes: dict[int, int] = {}
        self._suspects: deque[tuple[int, Any]] = deque()
        with ExitStack() as opened:
            where = address or opened.enter_context(_local(jobs))
            self._client = _join(where)
            opened.callback(self._leave)
            _require_alike(self._client, self._address)
            self._client.register_plugin(Readers(self._name, work, limits, modules, str(Path.cwd())))
            self._opened = opened.pop_all()
        self._coming = as_completed()
        self._room, self._asked = 0, float("-inf")

    @property
    def room(self) -> int:
        """Two items for each thread of the workers, so that none waits for this process."""
        if monotonic() - self._asked > _FRESH:  # Workers come and go, and each question takes its time.
            threads: dict[str, int] = self._client.nthreads()
            self._room, self._asked = max(2 * sum(threads.values()), 2), monotonic()
        return self._room

    def give(self, number: int, item: Any) -> None:
        """Have an item worked on."""
        key = f"{self._name}-{number}-{self._strikes.get(number, 0)}-{secrets.token_hex(4)}"
        self._out[key] = number, item
        self._futures[key] = self._client.submit(_read, self._name, item, key=key, pure=False)
        self._coming.add(self._futures[key])

    def next(self) -> tuple[int, Any]:
        """A number and its result, a Failure or a Loss; raises NotWritten where the cluster itself is lost."""
        while True:
            if not self._out:  # What was at work when a worker was lost is tried alone.
                self.give(*self._suspects.popleft())
            future = next(self._coming)
            number, item = self._out.pop(future.key)
            del self._futures[future.key]
            result = self._result_of(future, number)
            if result is None:
                self._suspects.append((number, item))
            else:
                return number, result

    def _result_of(self, future: Future, number: int) -> Any:
        """What came of an item; None where it should be tried again."""
        try:
            message = future.result()
        except KilledWorker:
            self._strikes[number] = self._strikes.get(number, 0) + 1
            return Loss.WORKER if self._strikes[number] >= _STRIKES else None
        except (FutureCancelledError, asyncio.CancelledError):
            step = "run the same command again: a data set goes on from what was read"
            raise NotWritten(self._address, "was lost while it read", step) from None
        try:
            return Loss(message[1:].decode()) if message[:1] == _LOST else self._unpack(message)
        except ValueError:
            return Loss.NONSENSE

    def close(self) -> None:
        """Leave off: the cluster at an address goes on without this work, one of this machine ends."""
        self._opened.close()

    def _leave(self) -> None:
        try:
            self._client.cancel(list(self._futures.values()), force=True)
            self._client.unregister_worker_plugin(self._name)
        except Exception:  # the cluster is gone, and with it what was there
            pass
        finally:
            self._futures.clear()
            self._client.close(timeout=5)


@contextmanager
def _local(jobs: int) -> Iterator[LocalCluster]:
    """A cluster of so many processes of this machine."""
    dask.config.set({"distributed.scheduler.allowed-failures": 0, "distributed.admin.tick.limit": "1 h"})
    with TemporaryDirectory(prefix="minutes2actions-", ignore_cleanup_errors=True) as folder:
        with _deaf_to_ctrl_c():
            cluster = LocalCluster(
                n_workers=jobs,
                threads_per_worker=1,
                memory_limit=None,
                dashboard_address=None,
                local_directory=folder,
                silence_logs=logging.CRITICAL,
            )
        try:
            yield cluster
        finally:
            cluster.close(timeout=5)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Ctrl-C is this process's alone: threads begun herein, and processes that they start, never hear of it."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # which would undo it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _join(where: Any) -> Client:
    for name in ("distributed", "distributed.client", "tornado", "asyncio"):  # what matters is said in one line
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        client = Client(where, timeout=_PATIENCE)
        client.wait_for_workers(1, timeout=_PATIENCE)
    except (OSError, TimeoutError, ValueError) as error:
        cause = f"cannot be reached ({error})" if isinstance(error, OSError) else "is no cluster with a worker"
        raise UsageFailure(f"--scheduler {where}", cause, "check the address, and that workers have joined") from None
    return client


def _code() -> bytes:
    """A digest of the code that reads, whatever the rules."""
    return digest_of(Rulebook(()))


def _require_alike(client: Client, address: str) -> None:
    """Raise UsageFailure where a worker would not read as this process does."""
    try:
        codes = client.run(_code)
    except ImportError:
        raise UsageFailure(address, "has workers without minutes2actions", "install it there, this version") from None
    if set(codes.values()) != {_code()}:
        raise UsageFailure(address, "has workers with another minutes2actions", "install this version there")
