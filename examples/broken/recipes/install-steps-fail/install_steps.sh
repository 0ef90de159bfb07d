#!/bin/sh
echo "no such theme: autumn" >&2
exit 5
