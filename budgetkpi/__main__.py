"""`python -m budgetkpi`: the command line (命令行)."""

from __future__ import annotations

import sys

from budgetkpi.cli import main

sys.exit(main())
