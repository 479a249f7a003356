"""Several programs under one parent: they live and die together."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

PATIENCE = 8  # seconds a child gets to stop before it is killed
PR_SET_PDEATHSIG = 1


class Stopped(Exception):
    """Raised in the parent when it is asked to stop."""


def run_together(commands: Mapping[str, Sequence[str]], *, when_up=lambda: None) -> str:
    """Run every command until one ends or we are told to stop (SIGINT, SIGTERM, SIGHUP).

    `commands` maps a name to its program and arguments; `when_up` is called once, after all are started.
    Returns the name of the child that ended by itself, or "" when we were told to stop. No child outlives this call.
    """
    before = {number: signal.signal(number, _stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    children: dict[str, subprocess.Popen] = {}
    try:
        for name, command in commands.items():
            children[name] = _start(command)
        when_up()
        return _wait(children)
    except Stopped:
        return ""
    finally:
        for number in before:
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave a child behind
        _end(children.values())
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(_number, _frame):
    raise Stopped


def _start(command):
    # A session of its own: Ctrl-C reaches the parent alone, which then stops each child in its own way.
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: PLW1509


def _die_with_parent():
    """Ask Linux to end this process when its parent is killed outright; elsewhere there is no such wish."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait(children):
    """Return the name of the first child that ends."""
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                return name
        time.sleep(0.2)


def _end(children):
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
