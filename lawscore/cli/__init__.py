"""The command `lawscore`: a thin skin over the library."""

from __future__ import annotations

import gc
import os
import sys
from typing import Final

#: A run makes many objects and keeps nearly all of them: looking for those that are not needed takes longer than it saves.
_RARELY: Final = 100_000


def main() -> None:
    """Run the command; a fault of our own ends with status 70 and a trace, never in silence."""
    _write_utf8()
    gc.set_threshold(_RARELY)
    # To look for plug-ins of pydantic, all installed packages would be gone through.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from lawscore.cli.app import build

        build(sys.argv[1:])(standalone_mode=True)
    except BrokenPipeError:
        # The reader has seen enough; Python must not complain when it flushes what is left.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt as broken:
        from lawscore.cli.interrupting import tell

        sys.exit(tell(broken, sys.argv[1:]))
    except Exception:  # noqa: BLE001 - the last resort: say that it is our fault, and how it came
        import traceback

        traceback.print_exc()
        print("lawscore: this is our fault, not yours; please report the trace above", file=sys.stderr)
        sys.exit(70)


def _write_utf8() -> None:
    """Chinese must come out whatever the terminal's locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
