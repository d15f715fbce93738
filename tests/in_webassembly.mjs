// Python in WebAssembly: reads cases from standard input, and writes what the command `compute` answers.
//
//     node in_webassembly.mjs PYODIDE PACKAGE [OPTION ...] < cases.jsonl

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodide, root, ...options] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${pyodide}/`, stdout: () => {}, stderr: (line) => console.error(line) });
python.FS.mkdir("/root");
python.FS.mount(python.FS.filesystems.NODEFS, { root }, "/root");
python.globals.set("given", readFileSync(0, "utf8"));
python.globals.set("options", python.toPy(options));
process.stdout.write(
  python.runPython(`
import io, sys
sys.path.insert(0, "/root")
sys.dont_write_bytecode = True
sys.stdin = io.TextIOWrapper(io.BytesIO(given.encode("utf-8")), encoding="utf-8")
answers = io.BytesIO()
sys.stdout = io.TextIOWrapper(answers, encoding="utf-8")
from backprop_ref.commands import main
status = main(["compute", *options])
sys.stdout.flush()
assert status == 0, status
answers.getvalue().decode("utf-8")
`),
);
