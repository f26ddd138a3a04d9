"""Starts the command: the console script, and `python -m minutes2actions`."""

import os
import signal

from minutes2actions.errors import ExitCode


def main() -> None:
    """Run the command; Ctrl-C while it is still being loaded ends it without a traceback."""
    _open_standard_streams()
    try:
        from minutes2actions import cli
    except KeyboardInterrupt:
        os._exit(ExitCode.INTERRUPTED)
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):  # which of them there are depends on the system
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    cli.main()


def _open_standard_streams() -> None:
    """Fill closed descriptors 0 to 2 (a service may have none), lest a file or pipe of ours is taken for a stream."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(descriptor)


if __name__ == "__main__":
    main()
