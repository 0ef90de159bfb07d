#!/usr/bin/env python3
"""copy-database FROM TO: SQLite's own online copy, which may run while either file is open."""

import contextlib
import sqlite3
import sys

with contextlib.closing(sqlite3.connect(sys.argv[1])) as one, contextlib.closing(sqlite3.connect(sys.argv[2])) as other:
    one.backup(other)
