// A case comes in by a file that is chosen or dropped, or by pasting; it goes out by "copy as a case".
(function (backprop) {
  "use strict";

  const { element, icon } = backprop;
  const LONGEST = 64 * 1024 * 1024;

  function refuse(name, why) {
    backprop.tell(`${name}: ${why}`, "error");
    backprop.say(`Refused. ${name}: ${why}`);
  }

  let file = { name: "", cases: [], at: 0, id: null }; // the one that was loaded last, and which of its cases

  function take_text(text, name) {
    try {
      take_case({ name, cases: backprop.cases_in(text), at: 0 });
    } catch (error) {
      if (!(error instanceof backprop.Refusal)) throw error;
      refuse(name, error.message);
    }
  }

  function take_case({ name, cases, at }) {
    const found = cases[at]();
    file = { name, cases, at, id: found.id };
    backprop.load(found, `load ${found.id}`);
    backprop.tell(`${name}: ${found.id}${cases.length > 1 ? `, ${which()}` : ""}`, "done");
  }

  function which() {
    return `case ${file.at + 1} of ${file.cases.length}`;
  }

  // The next case of the file that can be read; the refusal of one that cannot be.
  function take_next() {
    file.at = (file.at + 1) % file.cases.length;
    try {
      take_case(file);
    } catch (error) {
      if (!(error instanceof backprop.Refusal)) throw error;
      refuse(file.name, error.message);
    }
  }

  // Seen as long as a case of a file with several is on the page.
  function mount_next(container) {
    const next = element("button", { class: "small-button bare", type: "button", title: "Next case", on: { click: take_next } });
    container.append(next);
    const follow = () => {
      next.hidden = file.cases.length < 2 || backprop.state.case.id !== file.id;
      container.classList.toggle("of-several", !next.hidden);
      next.setAttribute("aria-label", `${which()}: next case`);
      backprop.clear(next).append(element("span", { text: which() }), icon("on"));
    };
    backprop.on("case", follow);
  }

  async function take_file(file) {
    if (file.size > LONGEST) {
      refuse(file.name, `over ${LONGEST} bytes, expected a case of at most 64 MiB`);
      return;
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (["255 254", "254 255"].includes(bytes.subarray(0, 2).join(" "))) {
      refuse(file.name, "found UTF-16, expected UTF-8");
      return;
    }
    if (!is_utf_8(bytes)) {
      const at = bad_byte(bytes);
      refuse(file.name, `byte ${at + 1}: found 0x${bytes[at].toString(16).padStart(2, "0")}, expected UTF-8`);
      return;
    }
    take_text(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), file.name);
  }

  // open: may the last letter go on?
  function is_utf_8(bytes, open = false) {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: open });
      return true;
    } catch {
      return false;
    }
  }

  // Where the first letter begins that is none, as the command line counts it.
  function bad_byte(bytes) {
    let [good, bad] = [0, bytes.length + 1]; // lengths of beginnings
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      if (is_utf_8(bytes.subarray(0, middle), true)) good = middle;
      else bad = middle;
    }
    while (good > 0 && !is_utf_8(bytes.subarray(0, good))) good--;
    return good;
  }

  function choose_file() {
    const input = element("input", {
      type: "file",
      accept: ".json,.jsonl,application/json",
      class: "unseen",
      tabindex: "-1",
      "aria-hidden": "true",
    });
    input.addEventListener("change", () => {
      if (input.files.length) take_file(input.files[0]);
      input.remove();
    });
    document.body.append(input);
    input.click();
  }

  // ---- out ----

  async function copy_case() {
    const text = backprop.case_text(backprop.state.case);
    try {
      await navigator.clipboard.writeText(text);
      backprop.tell("Copied: one line, as compute and explain take it.", "done");
    } catch {
      show_text(text);
    }
  }

  // Where the clipboard is refused: a field with the line selected.
  function show_text(text) {
    const dialog = element("dialog", { class: "copy", "aria-label": "The case as a line of JSON" });
    const field = element("textarea", { readonly: true, rows: 6, "aria-label": "The case" });
    field.value = text;
    const close = element("button", {
      class: "button",
      type: "button",
      text: "Close",
      on: { click: () => dialog.close() },
    });
    dialog.append(
      element("p", { text: "The browser does not allow copying here. The line is selected: copy it with Ctrl+C." }),
      field,
      close,
    );
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    field.focus();
    field.select();
  }

  // ---- dropped and pasted ----

  function listen_for_cases() {
    const over = (event) => {
      if (![...event.dataTransfer.types].some((type) => type === "Files" || type === "text/plain")) return;
      event.preventDefault();
      document.body.classList.add("dropping");
    };
    document.addEventListener("dragover", over);
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) document.body.classList.remove("dropping");
    });
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      document.body.classList.remove("dropping");
      const { files } = event.dataTransfer;
      if (files.length > 1) refuse("dropped", `found ${files.length} files, expected one`);
      else if (files.length) take_file(files[0]);
      else take_text(event.dataTransfer.getData("text/plain"), "dropped text");
    });
    document.addEventListener("paste", (event) => {
      if (event.target.matches("input, textarea")) return;
      const text = event.clipboardData.getData("text/plain");
      const [file] = event.clipboardData.files;
      if (file) take_file(file);
      else if (text.trim()) take_text(text, "pasted text");
      event.preventDefault();
    });
  }

  function file_buttons() {
    const copy = element(
      "button",
      {
        class: "button",
        type: "button",
        title: "Copy as a case: the line of JSON that the command line takes",
        on: { click: copy_case },
      },
      icon("copy"),
      element("span", { text: "Copy as a case" }),
    );
    const load = element(
      "button",
      {
        class: "button",
        type: "button",
        title: "Load a case from a file; or drop or paste one",
        on: { click: choose_file },
      },
      icon("load"),
      element("span", { text: "Load" }),
    );
    return [load, copy];
  }

  Object.assign(backprop, { listen_for_cases, file_buttons, mount_next, take_text, take_file });
})(globalThis.backprop = globalThis.backprop || {});
