"""Starts a command of ours as a process of its own: `python -m yishi.site.bench.start serve --port 8000`."""

import sys

from yishi.site.commands import main

sys.exit(main(sys.argv[1:]))
