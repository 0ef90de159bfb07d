"""Counts the words of one job after the other."""

import pathlib
import signal
import time

import redis_client

counts = pathlib.Path("/counts")
signal.signal(signal.SIGTERM, lambda *_: exit(0))

while True:
    try:
        taken = redis_client.ask("BRPOP", "jobs", 2)
    except OSError as error:
        print(f"no queue: {error}", flush=True)
        time.sleep(0.5)
        continue
    if taken:
        job, text = taken[1].split(" ", 1)
        unfinished = counts / f"{job}.part"
        unfinished.write_text(f"{len(text.split())} words\n")
        unfinished.rename(counts / f"{job}.txt")
