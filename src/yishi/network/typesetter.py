"""Sets one paper and ends: `typesetting` runs this file in a process of its own, with nothing of the house in it.

The type and what the typesetter remembers of a paper take more memory than the whole of a web process; here they are
given back with the paper, and one that takes too long can be stopped. Standard input: JSON of `template`, `root`,
`fonts` (folders) and `inputs`; standard output: the PDF; standard error: why there is none.
"""

import json
import sys

import typst

if __name__ == "__main__":
    asked = json.load(sys.stdin)
    try:
        made = typst.compile(
            asked["template"],
            root=asked["root"],
            font_paths=asked["fonts"],
            ignore_system_fonts=True,
            sys_inputs=asked["inputs"],
        )
    except RuntimeError as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(made)
