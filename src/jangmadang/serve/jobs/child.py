"""What the worker starts: the command line, in a process that ends with the server, however that ends."""

from __future__ import annotations

import os
import runpy
import signal
import threading
import time

STANDARD_INPUT = 0
#: Seconds that the runs under way are given to end, once the server is gone.
GRACE_SECONDS = 60


def end_with_server() -> None:
    """Wait for the end of standard input, which only the server holds open, and end this process in order."""
    while os.read(STANDARD_INPUT, 1):  # not sys.stdin, whose lock would be held while Python ends
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(128 + signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=end_with_server, daemon=True).start()
    runpy.run_module("jangmadang", run_name="__main__", alter_sys=True)
