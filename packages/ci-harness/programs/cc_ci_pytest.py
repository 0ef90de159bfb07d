"""cc-ci's pytest plugin: fixtures with the facts of a run, and one JSON line for each test."""

import json
import os

import cc_ci_facts as facts
import pytest


@pytest.fixture
def live_app():
    """The domain of the app under test, a str; live_app.base_url is its URL."""
    domain = facts.environment("APP_DOMAIN")
    if not domain:
        pytest.skip("no app is deployed: CC_CI_APP_DOMAIN is not set")
    return facts.Domain(domain)


@pytest.fixture
def meta():
    """The recipe's settings in effect."""
    return facts.Meta(facts.read_file("META_FILE") or {})


@pytest.fixture
def op_state():
    """What the operations of this run did: before, after, upgrade, backup."""
    state = facts.read_file("OP_STATE_FILE")
    if state is None:
        pytest.skip("the state of the operations is not known: CC_CI_OP_STATE_FILE is absent or unreadable")
    return facts.Facts(state)


@pytest.fixture
def deps():
    """The dependencies of the recipe with their credentials, by name."""
    return facts.Facts(facts.read_file("DEPS_FILE") or {})


_needing_deps = set()


def pytest_configure(config):
    config.addinivalue_line("markers", "requires_deps: skipped, and counted, when a dependency is not ready")
    facts.reach_app_through_proxy()


def pytest_collection_modifyitems(items):
    _needing_deps.update(item.nodeid for item in items if item.get_closest_marker("requires_deps"))
    if facts.environment("DEPS_READY") != "0":
        return
    reason = f"deps-not-ready: {facts.environment('DEPS_REASON') or 'a dependency did not come up'}"
    for item in items:
        if item.get_closest_marker("requires_deps"):
            item.add_marker(pytest.mark.skip(reason=reason))
            _note_skip(item.nodeid, reason)


def _note_skip(nodeid, reason):
    path = facts.environment("DEPS_SKIP_REPORT")
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{json.dumps({'test': nodeid, 'reason': reason})}\n")


def pytest_runtest_logreport(report):
    # A test is one line: its call, or what kept it from being called, or what went wrong after it.
    if report.when == "call" or not report.passed:
        _write(report.nodeid, _status_of(report), report.duration, _message_of(report))


def pytest_collectreport(report):
    if report.failed:
        _write(report.nodeid, "error", 0, report.longreprtext)
    elif report.skipped:
        _write(report.nodeid, "skip", 0, _message_of(report))


def _status_of(report):
    if report.skipped:
        return "skip"
    if report.passed:
        return "pass"
    return "fail" if report.when == "call" else "error"


def _message_of(report):
    if report.passed:
        return None
    if report.skipped:
        reason = getattr(report, "wasxfail", None)
        if reason is not None:
            return f"expected to fail: {reason}"
        return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return report.longreprtext


def _write(nodeid, status, seconds, message):
    line = {"nodeid": nodeid, "status": status, "seconds": seconds, "message": message}
    line["requiresDeps"] = nodeid in _needing_deps
    with open(os.environ["CC_CI_PYTEST_REPORT"], "a", encoding="utf-8") as file:
        file.write(f"{json.dumps(line)}\n")
