// The menu of lessons: each a case, a few sentences, where to look, a question with its answer folded away.
(function (backprop) {
  "use strict";

  const { element, clear, icon } = backprop;
  let lessons = [];
  let strip = null;
  let menu = null;

  function open(n) {
    const lesson = lessons[n];
    const view = { panel: "equation", show: "values", ...lesson.view };
    if (lesson.case) backprop.load(backprop.case_from(JSON.stringify(lesson.case)), `lesson: ${lesson.title}`);
    if (lesson.step) {
      const found = backprop.state.walk.find(lesson.step);
      if (found >= 0) backprop.go(found);
    }
    backprop.look(view);
    if (lesson.learning) backprop.lesson(lesson.learning);
    show(n);
  }

  function show(n) {
    const lesson = lessons[n];
    const paragraphs = [].concat(lesson.text).map((text) => element("p", {}, ...backprop.with_symbols(text)));
    const answer = element(
      "details",
      { class: "answer" },
      element("summary", {}, ...backprop.with_symbols(lesson.question)),
      ...[].concat(lesson.answer).map((text) => element("p", {}, ...backprop.with_symbols(text))),
    );
    answer.addEventListener("toggle", () => answer.open && answer.scrollIntoView({ block: "nearest" }));
    const other = (m, label, name) =>
      element(
        "button",
        {
          class: "quiet round",
          type: "button",
          "aria-label": label,
          disabled: m < 0 || m >= lessons.length,
          on: { click: () => open(m) },
        },
        icon(name),
      );
    clear(strip).append(
      element(
        "header",
        {},
        element("p", { class: "eyebrow", text: `Lesson ${n + 1} of ${lessons.length}` }),
        element("h2", {}, ...backprop.with_symbols(lesson.title)),
        element(
          "div",
          { class: "acts" },
          other(n - 1, "Lesson before", "back"),
          other(n + 1, "Next lesson", "on"),
          element(
            "button",
            { class: "quiet round", type: "button", "aria-label": "Close the lesson", on: { click: close } },
            icon("close"),
          ),
        ),
      ),
      element("div", { class: "lesson-text" }, ...paragraphs),
      element(
        "div",
        { class: "lesson-look" },
        lesson.look
          ? element("p", { class: "look" }, element("strong", { text: "Look: " }), ...backprop.with_symbols([].concat(lesson.look).join(" ")))
          : null,
      ),
      answer,
    );
    strip.hidden = false;
    document.documentElement.classList.add("with-lesson");
    backprop.say(`Lesson: ${lesson.title}`);
  }

  function close() {
    strip.hidden = true;
    clear(strip);
    document.documentElement.classList.remove("with-lesson");
    menu.querySelector("summary").focus();
  }

  function mount_lessons(given, header, container) {
    lessons = given;
    strip = container;
    const items = lessons.map((lesson, n) =>
      element(
        "li",
        {},
        element(
          "button",
          {
            type: "button",
            on: {
              click: () => {
                menu.open = false;
                open(n);
              },
            },
          },
          element("span", { class: "number-of", text: String(n + 1) }),
          element("span", { text: backprop.unbroken(lesson.title) }),
        ),
      ),
    );
    menu = element(
      "details",
      { class: "menu" },
      element("summary", { class: "button", "aria-label": "Lessons" }, icon("book"), element("span", { text: "Lessons" })),
      element("ol", {}, ...items),
    );
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    document.addEventListener("pointerdown", (event) => {
      if (menu.open && !menu.contains(event.target)) menu.open = false;
    });
    if (lessons.length) header.append(menu);
  }

  Object.assign(backprop, { mount_lessons, open_lesson: open });
})(globalThis.backprop = globalThis.backprop || {});
