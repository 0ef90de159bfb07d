"""Loads a hooks or settings file in Python; lists its public names, or calls one hook.

It is told what to do on standard input and writes its answer into a file, so that nothing travels by arguments or
mixes with what a hook prints.
"""

import importlib.util
import inspect
import json
import os
import sys
import traceback

import cc_ci_facts as facts


def main():
    told = json.load(sys.stdin)
    try:
        answer = work(told)
    except BaseException as error:
        answer = {"error": f"{type(error).__name__}: {error}", "place": place_of(error, told["file"])}
    with open(told["answer"], "w", encoding="utf-8") as file:
        json.dump(answer, file, default=plain)


def work(told):
    module = load(told["file"])
    if "call" in told:
        facts.reach_app_through_proxy()
        context = dict(told["context"])
        context["domain"] = facts.Domain(context["domain"])
        context["meta"] = facts.Meta(context["meta"])
        return {"value": getattr(module, told["call"])(facts.Facts(context))}
    return {"names": [describe(name, value) for name, value in vars(module).items() if is_own(name, value, module)]}


def load(path):
    folder, name = os.path.split(path)
    sys.path.insert(0, folder)
    spec = importlib.util.spec_from_file_location(os.path.splitext(name)[0], path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def is_own(name, value, module):
    if name.startswith("_") or inspect.ismodule(value) or inspect.isclass(value):
        return False
    return not callable(value) or getattr(value, "__module__", None) == module.__name__


def describe(name, value):
    if not callable(value):
        return {"name": name, "parameters": None, "value": value if name.isupper() else None}
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    wanted = [each for each in inspect.signature(value).parameters.values() if each.default is inspect.Parameter.empty]
    return {"name": name, "parameters": len([each for each in wanted if each.kind in kinds])}


def plain(value):
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is no plain value")


def place_of(error, path):
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    if isinstance(error, SyntaxError):
        return f"{error.filename}:{error.lineno}"
    return f"{path}:{frames[-1].lineno}" if frames else None


main()
