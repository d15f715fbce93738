// JSON as the command line reads it: numbers as they were written, a repeated field found, the same words for what is wrong.
//
//   read_json   a text as objects, lists, texts, Numerals, true, false and null; throws a Refusal
//   shown_value a value as an error message shows it
//   kind_of     what kind of value it is
(function (backprop) {
  "use strict";

  class Refusal extends Error {}

  // A number of JSON: its double, and how it was written.
  class Numeral {
    constructor(written) {
      this.written = written;
      this.integer = /^-?\d+$/.test(written);
      this.value = Number(written.replace("Infinity", "1e999"));
    }
  }

  const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
  const WORDS = { null: null, true: true, false: false };
  const NOT_NUMBERS = ["NaN", "Infinity", "-Infinity"];
  const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
  const DEEPEST = 900; // lists in lists, as Python has it, more or less

  class Reader {
    constructor(text) {
      this.text = text;
      this.at = 0;
    }

    fail(message, at) {
      const position = at === undefined ? this.at : at;
      const before = Array.from(this.text.slice(0, position));
      const line = before.filter((letter) => letter === "\n").length + 1;
      const column = before.length - before.lastIndexOf("\n");
      const place = this.text.trim().includes("\n") ? `line ${line}, column ${column}` : `column ${before.length + 1}`;
      const rest = Array.from(this.text.slice(position, position + 24))
        .slice(0, 12)
        .join("")
        .trim();
      throw new Refusal(
        `${place}: ${rest ? `found ${shown_text(rest)}` : "found the end"}, expected JSON (${message})`,
      );
    }

    blanks() {
      while (" \t\n\r".includes(this.text[this.at] || "x")) this.at++;
    }

    whole() {
      this.blanks();
      const value = this.value(0);
      this.blanks();
      if (this.at < this.text.length) this.fail("Extra data");
      return value;
    }

    value(depth) {
      if (depth > DEEPEST) throw new Refusal("nested too deeply, expected a case");
      const letter = this.text[this.at];
      if (letter === '"') return this.string();
      if (letter === "{") return this.object(depth);
      if (letter === "[") return this.list(depth);
      for (const [word, value] of Object.entries(WORDS)) {
        if (this.text.startsWith(word, this.at)) {
          this.at += word.length;
          return value;
        }
      }
      for (const word of NOT_NUMBERS) {
        if (this.text.startsWith(word, this.at)) {
          this.at += word.length;
          return new Numeral(word);
        }
      }
      NUMBER.lastIndex = this.at;
      const found = NUMBER.exec(this.text);
      if (!found) this.fail("Expecting value");
      this.at += found[0].length;
      return new Numeral(found[0]);
    }

    string() {
      const start = this.at++;
      let value = "";
      for (;;) {
        const letter = this.text[this.at];
        if (letter === undefined) this.fail("Unterminated string starting at", start);
        if (letter === '"') {
          this.at++;
          return value;
        }
        if (letter < " ") this.fail("Invalid control character at");
        if (letter === "\\") {
          value += this.escape(start);
        } else {
          value += letter;
          this.at++;
        }
      }
    }

    escape(start) {
      const letter = this.text[this.at + 1];
      if (letter === undefined) this.fail("Unterminated string starting at", start);
      if (letter === "u") {
        const digits = this.text.slice(this.at + 2, this.at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.fail("Invalid \\uXXXX escape", this.at + 1);
        this.at += 6;
        return String.fromCharCode(parseInt(digits, 16));
      }
      if (!(letter in ESCAPES)) this.fail("Invalid \\escape");
      this.at += 2;
      return ESCAPES[letter];
    }

    list(depth) {
      this.at++;
      const items = [];
      this.blanks();
      if (this.text[this.at] === "]") {
        this.at++;
        return items;
      }
      for (;;) {
        this.blanks();
        items.push(this.value(depth + 1));
        this.blanks();
        const letter = this.text[this.at];
        if (letter !== "," && letter !== "]") this.fail("Expecting ',' delimiter");
        this.at++;
        if (letter === "]") return items;
      }
    }

    // A Map: its fields in their order, and the first that was repeated.
    object(depth) {
      this.at++;
      const fields = new Map();
      this.blanks();
      if (this.text[this.at] === "}") {
        this.at++;
        return fields;
      }
      for (;;) {
        this.blanks();
        if (this.text[this.at] !== '"') this.fail("Expecting property name enclosed in double quotes");
        const name = this.string();
        this.blanks();
        if (this.text[this.at] !== ":") this.fail("Expecting ':' delimiter");
        this.at++;
        this.blanks();
        const value = this.value(depth + 1);
        if (fields.has(name) && fields.repeated === undefined) fields.repeated = name;
        fields.set(name, value);
        this.blanks();
        const letter = this.text[this.at];
        if (letter !== "," && letter !== "}") this.fail("Expecting ',' delimiter");
        this.at++;
        if (letter === "}") return fields;
      }
    }
  }

  function read_json(text) {
    if (text.startsWith("\ufeff")) throw new Refusal("found a byte order mark, expected UTF-8 without one");
    return new Reader(text).whole();
  }

  // ---- how a value is shown ----

  const MOST = 40; // characters

  function cut(text) {
    return text.length <= MOST ? text : text.slice(0, MOST - 1) + "…";
  }

  function hexadecimal(code, digits) {
    return code.toString(16).padStart(digits, "0");
  }

  // A text in quotes, with everything beyond plain ASCII escaped: what Python's ascii() makes of it.
  function shown_text(text) {
    const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
    let body = "";
    for (const letter of text) {
      const code = letter.codePointAt(0);
      if (letter === quote || letter === "\\") body += "\\" + letter;
      else if (letter === "\n") body += "\\n";
      else if (letter === "\r") body += "\\r";
      else if (letter === "\t") body += "\\t";
      else if (code >= 32 && code < 127) body += letter;
      else if (code < 256) body += "\\x" + hexadecimal(code, 2);
      else if (code < 65536) body += "\\u" + hexadecimal(code, 4);
      else body += "\\U" + hexadecimal(code, 8);
    }
    return cut(quote + body + quote);
  }

  function shown_numeral(numeral) {
    if (numeral.value !== numeral.value || numeral.written.includes("Infinity")) return numeral.written;
    if (numeral.integer && numeral.written.length < 400) return cut(numeral.written === "-0" ? "0" : numeral.written);
    if (!Number.isFinite(numeral.value)) return cut(numeral.written);
    const text = Object.is(numeral.value, -0) ? "-0" : backprop.full(numeral.value);
    return cut(/^-?\d+$/.test(text) ? text + ".0" : text);
  }

  function kind_of(value) {
    if (value === null) return "null";
    if (typeof value === "boolean") return String(value);
    if (typeof value === "string") return "a text";
    if (value instanceof Numeral) return "a number";
    return Array.isArray(value) ? "a list" : "an object";
  }

  function shown_value(value) {
    if (value instanceof Numeral) return shown_numeral(value);
    return typeof value === "string" ? shown_text(value) : kind_of(value);
  }

  Object.assign(backprop, { Refusal, Numeral, read_json, shown_text, shown_value, kind_of });
})(globalThis.backprop = globalThis.backprop || {});
