// The page's arithmetic as a program under test: cases on standard input, results on standard output.
//
//     node tests/arithmetic_program.js FILE...
//
// The files are run as the page runs them: their very bytes, one after the other, in one global scope.

const fs = require("fs");
const readline = require("readline");
const vm = require("vm");

for (const file of process.argv.slice(2)) {
  vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
}

function answer(line) {
  const given = JSON.parse(line);
  try {
    return backprop.result_object(given.id, backprop.step_of(backprop.read_case(given)));
  } catch (error) {
    return { id: given.id, error: error.message };
  }
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  if (line.trim()) {
    process.stdout.write(JSON.stringify(answer(line)) + "\n");
  }
});
