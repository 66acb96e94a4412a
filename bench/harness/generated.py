"""A scenario of a given size: many tasks, each with a few steps, all of them called."""

TASK = """\
  task_{0}:
    params: [x, y]
    steps:
      - let: {{sum: "${{x + y * {0}}}", label: task_{0}}}
      - if: sum > {0} && label.startsWith("task")
        then:
          - print: "${{label}} computed ${{sum}} of ${{x}} and ${{y}}"
      - for: i
        in: range(x)
        do:
          - lock: mutex
            do:
              - add: {{counter: "${{i}}"}}
      - return: ${{sum}}
"""
CALL = '  - call: task_{0}\n    args: {{x: {0}, y: "${{counter + {0}}}"}}\n'


def write_scenario(path, size_bytes):
    count = size_bytes // len((TASK + CALL).format(10_000))
    with open(path, "w", encoding="utf-8") as file:
        file.write("scenario: generated\nlocks: [mutex]\nvalues: {counter: 0}\ntasks:\n")
        file.writelines(TASK.format(i) for i in range(count))
        file.write("main:\n")
        file.writelines(CALL.format(i) for i in range(count))
