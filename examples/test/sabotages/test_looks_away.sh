#!/bin/sh
# Asks the app and does not listen: the kind of custom test that sabotages are there to find.
curl -sS -o /dev/null "$CC_CI_BASE_URL/" || true
