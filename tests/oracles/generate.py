#!/usr/bin/env python3
"""Writes one scenario for each problem of a file of oracles: problems whose numbers of states,
shortest counterexamples and outcomes two independent explorers agree on. And the same in Promela.

    generate.py oracles.json

The expected numbers stand in each scenario under `x-oracle`; oracles_test.cc compares them.
"""
import json
import re
import sys
from pathlib import Path

import to_promela

START = "that main starts a process nobody else can notice, so it is no step of its own"
# Where a step of the oracle is none of ours, or the problem has to be put in other words: why, and
# the numbers that follow from it.
OTHER_STEPS = {
    "join_before_drain": {"why": START, "states": 2, "transitions": 1, "shortest_deadlock": 1},
    "kill_holding_lock": {"why": START, "states": 13, "transitions": 13, "shortest_deadlock": 2},
    "join_cycle": {
        "why": "to join a process that was not started is an error: so A starts B, before it joins it, "
               "and that is no step of its own",
        "programs": {"main": ["start A", "join A"], "A": ["start B", "join B"], "B": ["join A"]},
        "states": 2, "transitions": 1, "shortest_deadlock": 1},
}

SKIPPED = re.compile(r"let \w+ 0$")  # dead locals are forgotten without being told


def object_kinds(instance):
    """The kind of every shared name, from the operations on it."""
    kinds = {name: ("values", value) for name, value in instance["shared"].items()}
    for process in instance["processes"]:
        for line in process["program"]:
            words = re.sub(r"^\w+: ", "", line).split()
            verb, name = words[0], words[1] if len(words) > 1 else ""
            if verb == "lock":
                kinds[name] = ("locks", None)
            elif verb == "acquire":
                kinds[name] = ("semaphores", instance["shared"][name])
            elif verb in ("await", "clear"):
                kinds[name] = ("events", None)
            elif verb == "wait":
                kinds[name] = ("conditions", words[2])
            elif verb == "barrier":
                kinds[name] = ("barriers", instance["parties"][name])
            elif verb in ("put", "get"):
                kinds[name] = ("queues", instance["capacities"][name])
            elif verb == "append":
                kinds[name] = ("lists", [])
    return kinds


def condition(text):
    return text.replace(" and ", " && ").replace(" or ", " || ")


def step(words, kinds):
    verb, *rest = words
    if verb == "lock":
        return f"acquire: {rest[0]}"
    if verb == "unlock":
        return f"release: {rest[0]}"
    if verb == "release" and len(rest) == 2:
        return f"release: {rest[0]}, count: {rest[1]}"
    if verb in ("acquire", "release", "clear", "barrier", "notify", "start", "join", "terminate"):
        return f"{verb}: {rest[0]}"
    if verb == "read":
        return f"let: {{{rest[1]}: '${{{rest[0]}}}'}}"
    if verb == "write":
        value = rest[1] if rest[1].lstrip("-").isdigit() else f"'${{{rest[1]}}}'"
        return f"set: {{{rest[0]}: {value}}}"
    if verb == "add":
        return f"add: {{{rest[0]}: {rest[1]}}}"
    if verb == "addget":
        return f"add: {{{rest[0]}: {rest[1]}}}, into: {rest[2]}"
    if verb == "await":
        return f"wait: {rest[0]}"
    if verb == "set":
        return f"trigger: {rest[0]}"
    if verb == "wait":
        return f"wait: {rest[0]}"
    if verb == "put":
        return f"put: {{{rest[0]}: {rest[1]}}}"
    if verb == "get":
        return f"get: {rest[0]}" + (f", into: {rest[1]}" if len(rest) > 1 else "")
    if verb == "append":
        return f"append: {{{rest[0]}: {rest[1]}}}"
    if verb == "assert":
        return f"assert: {condition(' '.join(rest))}"
    raise ValueError(words)


class Structurer:
    """Turns labels and gotos into loops and branches."""

    def __init__(self, program, kinds):
        self.kinds = kinds
        self.lines = []
        self.labels = {}
        for line in program:
            match = re.match(r"(\w+): (.*)", line)
            if match:
                self.labels[match.group(1)] = len(self.lines)
                line = match.group(2)
            self.lines.append(line)

    def target(self, line):
        match = re.match(r"(?:if (.*) )?goto (\w+)$", line)
        return (match.group(1), self.labels[match.group(2)]) if match else None

    def block(self, begin, end, indent, leave=None):
        """The steps of lines [begin, end); a jump to `leave` leaves the loop around them."""
        out = []
        at = begin
        pad = "  " * indent
        while at < end:
            back = [i for i in range(at, end)
                    if (jump := self.target(self.lines[i])) and jump[1] == at]
            if back:  # a loop begins here
                last = back[-1]
                conditional = self.target(self.lines[last])[0]
                out.append(f"{pad}- while: true\n{pad}  do:\n")
                out += self.block(at, last, indent + 2, last + 1)
                if conditional:
                    out.append(f"{pad}    - {{if: '{negated(conditional)}', then: [{{break: true}}]}}\n")
                at = last + 1
                continue
            line = self.lines[at]
            jump = self.target(line)
            if SKIPPED.match(line):
                at += 1
            elif not jump:
                text = step(line.split(), self.kinds) if line != "exit" else None
                if text:
                    out.append(f"{pad}- {{{text}}}\n")
                at += 1
            elif leave is not None and self.resolve(jump[1]) == self.resolve(leave):
                inner = f"{{if: '{condition(jump[0])}', then: [{{break: true}}]}}"
                out.append(f"{pad}- {inner}\n" if jump[0] else f"{pad}- {{break: true}}\n")
                at += 1
            else:
                at = self.branch(at, jump, out, indent, leave)
        return out

    def branch(self, at, jump, out, indent, leave):
        """if C goto T; A; [goto E]; T: B; E:  ->  if not C then A [else B]"""
        pad = "  " * indent
        guard, target = jump
        over = self.target(self.lines[target - 1])
        end = target - 1 if over and over[0] is None else target
        out.append(f"{pad}- if: '{negated(guard)}'\n{pad}  then:\n")
        out += self.block(at + 1, end, indent + 2, leave) or [f"{pad}    []\n"]
        if end == target:
            return target
        out.append(f"{pad}  else:\n")
        out += self.block(target, over[1], indent + 2, leave)
        return over[1]

    def resolve(self, at):
        while at < len(self.lines) and SKIPPED.match(self.lines[at]):
            at += 1
        return at


def negated(text):
    return f"!({condition(text)})"


def yaml_value(value):
    return json.dumps(value)


def scenario(instance):
    other = dict(OTHER_STEPS.get(instance["id"], {}))
    for process in instance["processes"]:
        process["program"] = other.get("programs", {}).get(process["name"], process["program"])
    other.pop("programs", None)
    kinds = object_kinds(instance)
    name = re.sub(r"\W+", "_", instance["id"]).strip("_")
    out = [f"# Written by generate.py: {instance['id']}.\nscenario: {name}\n"]
    out.append("description: >-\n  " + instance["statement"].replace("\n", " ") + "\n")
    for section in ("locks", "semaphores", "events", "conditions", "barriers", "queues", "lists", "values"):
        members = {n: v for n, (k, v) in kinds.items() if k == section}
        if not members:
            continue
        out.append(f"{section}:\n")
        for member, value in members.items():
            text = "{on_owner_death: hold}" if section == "locks" else "{}" if value is None else yaml_value(value)
            text = value if section == "conditions" else text
            out.append(f"  {member}: {text}\n")
    out.append("processes:\n")
    main = None
    groups = []
    for process in instance["processes"]:
        if process["name"] == "main":
            main = process
        elif groups and groups[-1][0]["program"] == process["program"] and process["autostart"]:
            groups[-1].append(process)
        else:
            groups.append([process])
    for group in groups:
        first = group[0]
        out.append(f"  {first['name']}:\n")
        if len(group) > 1:
            out.append(f"    count: {len(group)}\n")
        if first["daemon"]:
            out.append("    daemon: true\n")
        body = Structurer(first["program"], kinds)
        out.append("    steps:\n" + "".join(body.block(0, len(body.lines), 3)))
    if main:
        body = Structurer(main["program"], kinds)
        out.append("main:\n" + "".join(body.block(0, len(body.lines), 1)))
    else:
        out.append("main:\n")
        for group in groups:
            out.append(f"  - start: {group[0]['name']}\n")
    if instance["outcome_names"]:
        out.append(f"observe: {yaml_value(instance['outcome_names'])}\n")
    autostarted = sum(p["autostart"] for p in instance["processes"]) if not main else 0
    oracle = {"started": autostarted}
    for key in ("verdict", "states", "transitions", "deadlock_states", "shortest_deadlock",
                "shortest_violation", "states_por", "states_por_symmetry", "outcomes"):
        oracle[key] = instance[key]
    out.append("x-oracle:\n")
    for key, value in oracle.items():
        out.append(f"  {key}: {yaml_value(value)}\n")
    if other:
        out.append("  other_steps:\n")
        for key, value in other.items():
            out.append(f"    {key}: {yaml_value(value)}\n")
    return name, "".join(out)


def main():
    folder = Path(__file__).parent
    for instance in json.loads(Path(sys.argv[1]).read_text())["instances"]:
        # Before OTHER_STEPS puts any in other words.
        model = to_promela.Model(instance).text()
        name, text = scenario(instance)
        (folder / f"{name}.yaml").write_text(text)
        (folder / "promela" / f"{name}.pml").write_text(model)


main()
