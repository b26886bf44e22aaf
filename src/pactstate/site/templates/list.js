const block = $("rows"), form = $("filters"), titles = $("titles");
// Rows by what is written in them, and by the addresses of their links. Words may come in any order.
const textOf = one => (one.textContent + all("a", one).map(link => link.getAttribute("href")).join(" ")).toLowerCase();
const isFound = own => $("f-text").value.toLowerCase().split(" ").every(word => own.includes(word));
const tell = (count, rows) => say("f-count", count + " of " + rows.length + (all(".pages, .ranges").length ? " on this page" : ""));
// A list without a row that is asked for is hidden, with the heading above it.
const fold = () => {
  for (const list of all(".list:not(.shares), .names")) {
    const head = list.previousElementSibling;
    list.hidden = !list.querySelector("tbody tr:not([hidden]), li:not([hidden])");
    if (head.matches("h2")) head.hidden = list.hidden;
  }
};
if (form) {
  form.hidden = false;
  hear(form, "submit", (_, event) => event.preventDefault());
}
if (form && !block) {
  const found = all(".list:not(.shares) tbody tr, .names li").map(row => ({row, text: textOf(row)}));
  hear("f-text", "input", () => {
    let count = 0;
    for (const {row, text} of found) count += !(row.hidden = !isFound(text));
    if (titles) titles.open = true;
    fold();
    tell(count, found);
  });
}
if (block) {
  const data = JSON.parse(block.textContent), scale = scaleOf(data.scale);
  const rows = all(".rows tbody tr").map((row, index) => {
    const link = row.querySelector("a");
    return {row, link, path: link.getAttribute("href"), runs: data.rows[index], line: draw(row.querySelector(".spark"), "path", {class: "day"}), text: textOf(row.cells[0])};
  });
  const turns = starts(data.rows.flat(2));
  // The page comes with the answers for today.
  let on = data.today, isKnown = false, isFresh = true;
  const filter = () => {
    const is = (name, value) => !$("f-" + name) || !$("f-" + name).value || value.includes($("f-" + name).value);
    let count = 0;
    for (const {row, text, states} of rows) {
      row.hidden = !(isFound(text) && is("kind", [row.dataset.kind]) && is("party", (row.dataset.party || "").split(" ")) && is("state", states));
      count += !row.hidden;
    }
    fold();
    tell(count, rows);
  };
  const show = () => {
    const isToday = on === data.today && !isKnown, isThere = isFresh && isToday, place = Math.round(scale.place(on) * 10);
    for (const one of rows) {
      const runs = one.runs[+isKnown], [states, since, flags] = data.answers[runs[find(runs, on)][1]];
      one.states = states;
      set(one.line, {d: "M" + place + " 0V12"});
      if (isThere) continue;
      one.link.href = isToday ? one.path : one.path + address(on, isKnown ? on : null);
      chips(one.row.cells[1], states, isKnown);
      for (const flag of flags) { add(one.row.cells[1], "br"); add(one.row.cells[1], "small", flag, "flag"); }
      one.row.cells[3].textContent = since;
    }
    for (const table of all(".rows")) {
      table.classList.toggle("past", !isToday);
      table.classList.toggle("ahead", on > data.today);
    }
    write($("on"), iso(on));
    $("same").checked = isKnown;
    slide($("on-slide"), scale.place(on), shown(on));
    say("asked", isToday ? "" : "On " + shown(on) + (isKnown ? ", as known that day" : ", by all that is on file") + (on > data.today ? ": last known, the day is still ahead" : ""));
    filter();
    isFresh = false;
    if (!isThere) history.replaceState(null, "", address(on, isKnown ? on : null));
  };
  const ask = (day, known) => { on = clamp(day); isKnown = known; show(); };
  const read = () => {
    const [day, by] = asked() || [data.today, null];
    ask(day, by !== null);
  };
  for (const name of ["text", "kind", "party", "state"]) if ($("f-" + name)) hear($("f-" + name), "input", filter);
  hear("on", "input", field => { const day = number(field.value); if (day !== null) ask(day, isKnown); });
  hear("same", "input", field => ask(on, field.checked));
  hear("today", "click", () => ask(data.today, false));
  hear("on-slide", "input", field => ask(scale.day(+field.value), isKnown));
  byKeys("on-slide", () => on, () => turns, day => ask(day, isKnown));
  hear(window, "hashchange", read);
  read();
}
