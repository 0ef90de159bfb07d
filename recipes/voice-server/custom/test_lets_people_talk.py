"""Proves that what one person says through the port of the host reaches another."""

import uuid

import room


def test_one_hears_the_other():
    line = f"hello {uuid.uuid4()}"
    with room.enter() as speaker, room.enter() as listener:
        room.say(speaker, line)
        assert listener.readline() == f"{line}\n", "the other did not hear what was said"
