const data = JSON.parse($("plane").textContent), canKnow = !!data.rows.length;
const wide = scaleOf(data.scale), even = scaleOf([[wide.first, wide.last], [0, 100]]);
const runs = by => by === null ? data.file : data.rows[find(data.rows, by)][1];
const at = (on, by) => { const row = runs(by); return data.answers[row[find(row, on)][1]]; };
let on = data.today, by = null, scale = wide;

const fill = (id, texts, empty) => {
  const list = $(id);
  list.replaceChildren();
  for (const [text, style] of texts.length || !empty ? texts : [[empty]]) add(list, "li", text, style);
};

// The band of what was known, drawn as the package draws that of everything on file.
const band = () => {
  const svg = $("band-known"), row = runs(by), merged = [];
  svg.replaceChildren();
  for (const [day, answer] of row) {
    const states = data.answers[answer][0], before = merged[merged.length - 1];
    if (!before || before.states.join() !== states.join()) merged.push({day, states});
  }
  const width = box(svg).width, edge = scale.place(by);
  merged.forEach(({day, states}, index) => {
    const before = merged[index - 1], after = merged[index + 1], x = scale.place(day), end = after ? scale.place(after.day) : 100;
    if (end <= x) return;
    const isSoft = before && after && after.day <= wide.last && !before.states[1] && !after.states[1] && before.states[0] !== after.states[0]
      && states.length === 2 && [before, after].every(one => states.includes(one.states[0]));
    const styles = (isSoft ? [before.states[0]] : states).map(state => state || "nothing"), share = 100 / styles.length;
    styles.forEach((style, row) => {
      const part = draw(svg, "svg", {x: x + "%", width: end - x + "%", y: row * share + "%", height: share + "%"});
      draw(part, "rect", {class: "s-" + style, width: "100%", height: "100%"});
      if (isSoft) {
        set(part, {viewBox: "0 0 1 1", preserveAspectRatio: "none"});
        draw(part, "path", {class: "s-" + (after.states[0] || "nothing"), d: "M1 0V1H0z"});
      } else if (!states[1] && states[0] && style.length * 7 + 12 < (Math.min(end, edge) - x) * width / 100)
        draw(part, "text", {class: "t-" + style, x: 6, y: "50%", dy: 4}).textContent = big(words(style));
    });
  });
  draw(svg, "rect", {class: "after", x: edge + "%", width: 100 - edge + "%", height: "100%"});
  if ((100 - edge) * width / 100 > 80) draw(svg, "text", {class: "last", x: edge + "%", dx: 8, y: "50%", dy: 4}).textContent = "last known";
};

const flag = (id, x, text) => {
  say(id, text);
  set($(id), {x: x + "%", "text-anchor": x < 12 ? "start" : x > 88 ? "end" : "middle"});
};
const show = moved => {
  const [states, told, flags, expected, overdue, consent] = at(on, by);
  const ahead = on > (by === null ? data.today : by);
  const question = $("question");
  question.replaceChildren("On ");
  add(question, "strong", shown(on));
  if (by === null) question.append(", by all that is on file");
  else { question.append(", as known by "); add(question, "strong", shown(by)); }
  chips($("chips"), states);
  $("chips").className = ahead ? "ahead" : "";
  say("since", [ahead ? "last known; the day was still ahead" : "", told].filter(Boolean).join("; "));
  fill("flags", flags.map(one => [one]));
  fill("consent", consent.map(one => [one]));
  $("consent").parentNode.hidden = !consent.length;
  fill("next", [...overdue.map(one => ahead ? [big(one)] : ["Overdue: " + one, "bad"]), ...expected.map(one => [one])], "nothing announced");
  const until = by === null ? LAST : by, sure = data.sources.filter(one => one[1] <= until), maybe = data.sources.filter(one => one[0] <= until && one[1] > until);
  const rests = $("rests");
  rests.replaceChildren();
  add(rests, "strong", sure.length + "");
  rests.append(by === null ? (sure.length === 1 ? " source" : " sources") : " of " + data.sources.length + " sources published by then" + (maybe.length ? ", " + maybe.length + " perhaps" : ""));
  const newest = sure.filter(one => one[0] > 1).reduce((best, one) => best && best[0] >= one[0] ? best : one, null);
  say("newest", newest ? "newest: " + newest[2] : "");
  if ($("otherwise")) {
    const later = data.wrong.map(([earliest]) => earliest > until);
    all("#wrong > li").forEach((one, index) => one.classList.toggle("later", later[index]));
    const count = later.filter(one => !one).length;
    say("otherwise", "Who said otherwise: " + count);
    $("otherwise").hidden = !count;
  }
  const link = address(on, by), known = by === null ? "all on file" : shown(by);
  say("cite-on", shown(on));
  say("cite-by", known);
  $("cite-link").href = link;
  say("cite-link", location.href.split("#")[0] + link);
  write($("on"), iso(on));
  write($("by"), by === null ? "" : iso(by));
  const x = scale.place(on), y = by === null ? 100 : scale.place(by);
  slide($("on-slide"), x, shown(on));
  flag("on-flag", x, shown(on));
  slide($("by-slide"), y, known);
  flag("by-flag", y, known);
  set($("on-line"), {x1: x + "%", x2: x + "%"});
  set($("by-line"), {x1: y + "%", x2: y + "%", visibility: by === null ? "hidden" : "visible"});
  if ($("map-dot")) set($("map-dot"), {cx: x + "%", cy: 100 - y + "%", r: 6});
  for (const id of ["known-cap", "band-known"]) $(id).classList.toggle("none", by === null);
  if (by !== null) band();
  if (moved) history.replaceState(null, "", link);
};
const ask = (newOn, newBy) => {
  if ($("same").checked) { if (newBy !== by) newOn = newBy === null ? on : newBy; else newBy = newOn; }
  on = clamp(newOn);
  by = newBy === null ? null : clamp(newBy);
  show(true);
};
const turns = () => starts([...data.file, ...runs(by)]);
const read = () => {
  const found = asked();
  if (found) { on = found[0]; by = canKnow ? found[1] : null; }
};

// Places of the drawings, and how to move them to another scale.
const spots = [];
for (const [query, places, size, flip] of [[".chart > svg > *, .chart > svg > g > *, .map > *, .map + .axis > *", ["x", "x1", "x2", "cx"], "width"], [".map > *", ["y"], "height", true]])
  for (const one of all(query)) for (const key of places) {
    const value = one.getAttribute(key), long = one.getAttribute(size);
    if (value && value.endsWith("%")) spots.push([one, key, parseFloat(value), long && long.endsWith("%") ? [size, parseFloat(long)] : null, flip]);
  }
const lay = () => {
  const to = x => scale === wide ? x : even.place(wide.day(x));
  for (const [one, key, value, long, flip] of spots) {
    const [low, high] = [value, value + (long ? long[1] : 0)].map(place => flip ? 100 - to(100 - place) : to(place));
    set(one, {[key]: low + "%", ...(long && {[long[0]]: high - low + "%"})});
  }
};
// Labels that touch another one, or have no room, are left out: the list has them.
const fit = () => {
  const ends = {}, labels = all(".label, .axis text").map(one => [one, box(one), box(one.parentNode)]);
  for (const [one, at, frame] of labels.sort((a, b) => a[1].left - b[1].left)) {
    const row = frame.top + one.getAttribute("y"), isOut = at.right > frame.right + 12 || at.left < frame.left - 24 || at.left < ends[row];
    set(one, {visibility: isOut ? "hidden" : "visible"});
    if (!isOut && at.width) ends[row] = at.right + 6;
  }
  for (const one of all(".band:not(.strip) svg text")) set(one, {visibility: one.getComputedTextLength() + 10 > box(one.parentNode).width ? "hidden" : "visible"});
};

hear($("on"), "input", field => { const day = number(field.value); if (day !== null) ask(day, by); });
hear($("by"), "input", field => ask(on, field.value ? number(field.value) ?? by : null));
hear($("same"), "input", field => ask(on, field.checked ? on : by));
hear($("on-slide"), "input", field => ask(scale.day(+field.value), by));
hear($("by-slide"), "input", field => ask(on, +field.value >= 99.9 ? null : scale.day(+field.value)));
byKeys($("on-slide"), () => on, turns, day => ask(day, by));
byKeys($("by-slide"), () => by === null ? data.today : by, () => starts(data.rows), day => ask(on, day));
hear($("back"), "click", () => ask(step(turns(), on, -1) ?? on, by));
hear($("forth"), "click", () => ask(step(turns(), on, 1) ?? on, by));
hear($("today"), "click", () => { $("same").checked = false; ask(data.today, null); });
hear($("even"), "input", field => {
  scale = field.checked ? even : wide;
  $("wider").hidden = field.checked;
  lay();
  show(false);
  fit();
});
hear(window, "hashchange", () => { read(); show(false); });
hear(window, "resize", () => { show(false); fit(); });
hear(window, "beforeprint", () => { for (const one of all("details")) one.open = true; });
// A link within the page leaves the question in the address.
hear(document, "click", (one, event) => {
  const link = one.closest("a[href^='#']"), there = link && $(link.hash.slice(1));
  if (there) {
    event.preventDefault();
    there.scrollIntoView();
    there.focus();
  }
});
read();
for (const one of all(".scripted")) one.hidden = false;
$("by-track").hidden = !canKnow;
$("by").disabled = $("same").disabled = !canKnow;
show(false);
fit();

// Is this article right? The same comparison as 'pactstate verify', with a day of slack.
const rank = ["proposed", "negotiating", "signed", "ratified", "abandoned", "in_force", "terminated"];
const weigh = (says, states) => {
  if (states.includes(says)) return states.length === 1 ? "agrees" : "undecidable";
  const ranks = states.map(state => rank.indexOf(state)), own = rank.indexOf(says);
  return own < Math.min(...ranks) ? "stale" : own > Math.max(...ranks) ? "premature" : "undecidable";
};
// Whether what was known by a day had the states of everything on file, and the state that is said, or one beyond it, at some time.
const wasKnown = (says, states, day, by) => {
  const row = runs(by).slice(find(runs(by), day));
  return at(day, by)[0].every(state => states.includes(state)) && Math.max(...row.flatMap(run => data.answers[run[1]][0].map(state => rank.indexOf(state)))) >= rank.indexOf(says);
};
const judge = () => {
  const day = number($("a-day").value), says = $("a-says").value;
  if (day === null) return;
  const states = at(day, null)[0], near = new Set([-1, 0, 1].flatMap(step => at(clamp(day + step), null)[0]));
  let verdict = weigh(says, states);
  if (verdict === "stale" || verdict === "premature") verdict = weigh(says, [...near]);
  if (verdict === "premature" && data.file.some(run => run[0] <= day - 1 && data.answers[run[1]][0].includes(says))) verdict = "stale";
  let text = big(verdict) + ". On " + shown(day) + ": " + states.map(words).join(" or ") + ".";
  if (canKnow && data.told[verdict]) {
    const found = data.told[verdict].find(([since]) => since <= day && wasKnown(says, states, day, since));
    if (found) {
      const names = found[1].map(index => data.sources[index][2]), days = day - found[0];
      text += " That had been public for " + days + (days === 1 ? " day" : " days") + ": " + names.slice(0, 3).join("; ") + ".";
    } else text += " Nothing published before said so: the error is excusable.";
  }
  say("verdict", text);
  $("verdict").className = verdict;
};
hear($("article"), "input", judge);
$("a-day").value = iso(data.today);
judge();
