#!/bin/sh
echo "no account to sign in with"
exit 77
