"""`python -m pyrrhic`."""

import sys

from pyrrhic.app.cli import main

sys.exit(main())
