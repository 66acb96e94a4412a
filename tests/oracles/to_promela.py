"""A problem of the oracles in Promela: one visible operation, with the local control flow up to the
next one, is one atomic step, as everywhere else.

A process that others start, join or terminate has a state of its own: 0 before its start, 1 while
it runs, 2 when it has ended, 3 when it was terminated; in all but the second it stands still.
"""
import re

RESERVED = re.compile(r"\b(empty|full)\b")
LOCAL = {"let", "if", "goto", "assert"}


def words_of(line):
    return RESERVED.sub(r"\1_", re.sub(r"^\w+: ", "", line)).split()


def expression(text):
    return text.replace(" and ", " && ").replace(" or ", " || ")


class Model:
    def __init__(self, instance):
        renamed = {RESERVED.sub(r"\1_", name): value for name, value in instance["shared"].items()}
        self.instance = instance | {"shared": renamed}
        self.processes = instance["processes"]
        self.names = [process["name"] for process in self.processes]
        self.kinds = {}
        self.observed = set()  # processes that have a state
        for process in self.processes:
            if not process["autostart"]:
                self.observed.add(process["name"])
            for line in process["program"]:
                self.look_at(words_of(line))

    def look_at(self, words):
        verb = words[0]
        if verb in ("start", "join", "terminate"):
            self.observed.add(words[1])
        kinds = {"lock": "bit", "acquire": "byte", "await": "bit", "clear": "bit", "wait": "condition",
                 "barrier": "barrier", "put": "queue", "get": "queue", "append": "list"}
        if verb in kinds:
            self.kinds[words[1]] = kinds[verb]

    def text(self):
        out = [f"/* Written by generate.py: {self.instance['id']}. */"]
        for name in self.instance["shared"]:
            self.declare(name, out)
        for name in self.instance["capacities"]:
            if name not in self.instance["shared"]:
                self.declare(name, out)
        for name in sorted(self.observed):
            autostart = next(p["autostart"] for p in self.processes if p["name"] == name)
            out.append(f"byte state_{name} = {int(autostart)};")
        for number, process in enumerate(self.processes):
            out += [""] + self.proctype(number, process)
        return "\n".join(out) + "\n"

    def declare(self, name, out):
        kind = self.kinds.get(name)
        value = self.instance["shared"].get(name, 0)
        if kind == "condition":
            out.append(f"byte waits_{name}[{len(self.processes)}]; /* 1: waits, 2: was notified */")
        elif kind == "barrier":
            out.append(f"byte arrived_{name};")
            out.append(f"byte waits_{name}[{len(self.processes)}]; /* 1: waits, 2: may pass */")
        elif kind == "queue":
            out.append(f"chan {name} = [{self.instance['capacities'][name]}] of {{ int }};")
        elif kind == "list":
            appends = sum(words_of(line)[:2] == ["append", name]
                          for process in self.processes for line in process["program"])
            out.append(f"byte {name}[{appends}]; byte size_{name};")
        else:
            out.append(f"{'bit' if kind == 'bit' else 'int'} {name} = {value};")

    def proctype(self, number, process):
        name = process["name"]
        self.number, self.name, self.lines, self.labels = number, name, [], {}
        for line in process["program"]:
            match = re.match(r"(\w+): (.*)", line)
            if match:
                self.labels[match.group(1)] = len(self.lines)
            self.lines.append(words_of(line))
        # Where a daemon stands, or one that was terminated or never started, is an end, too.
        idle = process["daemon"] or any(w == ["terminate", name] for p in self.processes
                                        for w in map(words_of, p["program"]))
        self.label = lambda at: f"{'end_' if idle else ''}at_{at}"
        locals_ = sorted({w[i] for w in self.lines for i in self.local_places(w)})
        out = [f"active proctype {name}() {{"]
        out += [f"  int {local};" for local in locals_]
        if self.lines[0][0] in LOCAL:
            out.append(f"  {self.leave(0)};")
        for at, words in enumerate(self.lines):
            if words[0] not in LOCAL:
                out += self.visible(at, words)
        # No death: that would be one more step.
        out += ["end_done: false", "}"]
        return out

    @staticmethod
    def local_places(words):
        places = {"read": [2], "addget": [3], "get": [2], "let": [1]}.get(words[0], [])
        return [place for place in places if place < len(words)]

    def leave(self, at):
        """From here to the next visible operation."""
        while at < len(self.lines):
            words = self.lines[at]
            verb = words[0]
            if verb not in LOCAL:
                return f"goto {self.label(at)}"
            if verb == "goto":
                at = self.labels[words[1]]
                continue
            if verb == "if":
                then = self.leave(self.labels[words[-1]])
                otherwise = self.leave(at + 1)
                guard = expression(" ".join(words[1:-2]))
                return f"if :: ({guard}) -> {then} :: else -> {otherwise} fi"
            rest = self.leave(at + 1)
            if verb == "assert":
                return f"assert({expression(' '.join(words[1:]))}); {rest}"
            return f"{words[1]} = {words[2]}; {rest}"
        ended = f"state_{self.name} = 2; " if self.name in self.observed else ""
        return f"{ended}goto end_done"

    def atomic(self, label, guard, effect, after):
        alive = f"state_{self.name} == 1" if self.name in self.observed else ""
        guards = " && ".join(filter(None, [alive, guard])) or "true"
        effect = f" {effect};" if effect else ""
        return f"{label}: atomic {{ ({guards}) ->{effect} {after} }};"

    def visible(self, at, words):
        verb, *rest = words
        after = self.leave(at + 1)
        label = self.label(at)
        name = rest[0] if rest else ""
        me = self.number
        everyone = range(len(self.processes))
        if verb == "wait":
            lock = rest[1]
            return [self.atomic(label, "", f"{lock} = 0; waits_{name}[{me}] = 1",
                                f"goto {label}_again"),
                    self.atomic(f"{label}_again", f"waits_{name}[{me}] == 2 && {lock} == 0",
                                f"waits_{name}[{me}] = 0; {lock} = 1", after)]
        if verb == "barrier":
            parties = self.instance["parties"][name]
            release = " ".join(f"if :: waits_{name}[{i}] == 1 -> waits_{name}[{i}] = 2 :: else fi;"
                               for i in everyone)
            last = f"arrived_{name} == {parties} -> arrived_{name} = 0; {release} {after}"
            wait = f"else -> waits_{name}[{me}] = 1; goto {label}_again"
            return [self.atomic(label, "", f"arrived_{name}++", f"if :: {last} :: {wait} fi"),
                    self.atomic(f"{label}_again", f"waits_{name}[{me}] == 2",
                                f"waits_{name}[{me}] = 0", after)]
        if verb == "notify":
            wake = " ".join(f":: waits_{name}[{i}] == 1 -> waits_{name}[{i}] = 2" for i in everyone)
            return [self.atomic(label, "", f"if {wake} :: else fi", after)]
        guard, effect = {
            "lock": (f"{name} == 0", f"{name} = 1"),
            "unlock": ("", f"{name} = 0"),
            "acquire": (f"{name} > 0", f"{name}--"),
            "release": ("", f"{name} = {name} + {rest[1] if len(rest) > 1 else 1}"),
            "read": ("", f"{rest[-1]} = {name}"),
            "write": ("", f"{name} = {rest[-1]}"),
            "add": ("", f"{name} = {name} + {rest[-1]}"),
            "addget": ("", f"{name} = {name} + {(rest + [0])[1]}; {rest[-1]} = {name}" if rest else ""),
            "await": (name, ""),
            "set": ("", f"{name} = 1"),
            "clear": ("", f"{name} = 0"),
            "put": (f"nfull({name})", f"{name}!{rest[-1]}" if rest else ""),
            "get": (f"nempty({name})", f"{name}?{rest[1] if len(rest) > 1 else '_'}"),
            "append": ("", f"{name}[size_{name}] = {rest[-1]}; size_{name}++" if rest else ""),
            "start": ("", f"state_{name} = 1"),
            "join": (f"state_{name} >= 2", ""),
            "terminate": ("", f"state_{name} = 3"),
            "exit": ("", ""),
        }[verb] if rest else ("", "")
        if verb == "exit":
            after = self.leave(len(self.lines))
        return [self.atomic(label, guard, effect, after)]
