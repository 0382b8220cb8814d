"""`python -m pyrrhic`."""

import sys

from pyrrhic.app.cli.main import main

sys.exit(main())
