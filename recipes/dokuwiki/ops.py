"""Seeds what the tests of upgrade and restore look for; written as for the original system."""

import subprocess

PAGES = "/var/lib/dokuwiki/data/pages"


def pre_upgrade(_ctx):
    in_app(f"echo 'left **before the upgrade**' >{PAGES}/before_upgrade.txt")


def pre_backup(_ctx):
    in_app(f"echo 'left **before the backup**' >{PAGES}/before_backup.txt")


def pre_restore(_ctx):
    # So that only the snapshot can bring it back.
    in_app(f"rm {PAGES}/before_backup.txt")


def in_app(script):
    line = '. "$CC_CI_SHELL"; cc_ci_exec app sh -euc "$1"'
    subprocess.run(["sh", "-euc", line, "sh", script], check=True)
