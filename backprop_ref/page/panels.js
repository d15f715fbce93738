// The tabs on the right: each panel is mounted when it is first shown, and told of changes while it is shown.
//
//   panel         {id, title, mount(element), update(changes)}
//   mount_panels  the tabs and their panels
(function (backprop) {
  "use strict";

  const { element } = backprop;
  const panels = [];

  function panel(given) {
    panels.push({ ...given, root: null, tab: null, stale: {} });
  }

  // What has changed by the one or by the other.
  function either(one, other) {
    const both = { ...one };
    for (const [name, changed] of Object.entries(other)) both[name] = both[name] || changed;
    return both;
  }

  function show(shown, changes) {
    for (const one of panels) {
      const selected = one === shown;
      one.tab.setAttribute("aria-selected", String(selected));
      one.tab.setAttribute("tabindex", selected ? "0" : "-1");
      one.root.hidden = !selected;
    }
    if (!shown.mounted) {
      shown.mounted = true;
      shown.mount(shown.root);
      shown.stale = { case: true, structure: true, step: true, view: true, light: true };
    }
    const all = either(shown.stale, changes);
    shown.stale = {};
    shown.update(all);
  }

  function told(changes) {
    const id = backprop.state.view.panel;
    const shown = panels.find((one) => one.id === id) || panels[0];
    for (const one of panels) if (one !== shown) one.stale = either(one.stale, changes);
    show(shown, changes);
  }

  function keys(event) {
    const at = panels.findIndex((one) => one.tab === event.target);
    const way = { ArrowRight: 1, ArrowLeft: -1, Home: -at, End: panels.length - 1 - at }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = panels[(at + way + panels.length) % panels.length];
    backprop.look({ panel: next.id });
    backprop.flush();
    next.tab.focus();
  }

  function mount_panels(tabs, bodies) {
    for (const one of panels) {
      one.tab = element("button", {
        class: "tab",
        type: "button",
        role: "tab",
        id: `tab-${one.id}`,
        "aria-controls": `panel-${one.id}`,
        text: one.title,
        on: { click: () => backprop.look({ panel: one.id }), keydown: keys },
      });
      one.root = element("section", {
        class: `panel ${one.id}`,
        role: "tabpanel",
        id: `panel-${one.id}`,
        "aria-labelledby": `tab-${one.id}`,
        tabindex: "0",
      });
      tabs.append(one.tab);
      bodies.append(one.root);
    }
    backprop.on("case", ({ structure }) => told({ case: true, structure }));
    backprop.on("step", () => told({ step: true }));
    backprop.on("view", () => told({ view: true }));
    backprop.on("light", () => told({ light: true }));
  }

  Object.assign(backprop, { panel, mount_panels, panels: () => panels.map((one) => one.id) });
})(globalThis.backprop = globalThis.backprop || {});
