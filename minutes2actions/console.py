"""Runs the command and turns whatever ends it into one line and an exit code."""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Sequence

import click

from minutes2actions.errors import REPORT, ExitCode, Failure
from minutes2actions.progress import quieten_libraries, say


def run(command: click.Command, arguments: Sequence[str]) -> int:
    """Run a Click command and return its exit code; nothing that it raises gets through."""
    debug = "--debug" in arguments
    if not debug:
        quieten_libraries()
    try:
        code = command.main(list(arguments), prog_name="minutes2actions", standalone_mode=False)
        return code if isinstance(code, int) else ExitCode.OK
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return ExitCode.USAGE
    except click.ClickException as error:
        say(_usage_line(error))
        return ExitCode.USAGE
    except Failure as failure:
        say(str(failure))
        return failure.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("interrupted: outputs are as they were: run it again")
        return ExitCode.INTERRUPTED
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            say("minutes2actions: no room is left on the disk: make room, and run it again")
            return ExitCode.NOT_WRITTEN
        if debug:
            traceback.print_exc(file=sys.stderr)
        say(f"minutes2actions: a fault of ours ({type(error).__name__}: {error}): {REPORT}")
        return ExitCode.BUG


def _usage_line(error: click.ClickException) -> str:
    path = "minutes2actions"
    if isinstance(error, click.UsageError) and error.ctx is not None:
        path = error.ctx.command_path
    message = error.format_message().rstrip(".")
    dash = " (write ./-name for a file whose name begins with a dash)" if isinstance(error, click.NoSuchOption) else ""
    return f"{path}: {message}{dash}: see {path} --help"
