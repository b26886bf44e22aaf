const data = JSON.parse($("plane").textContent), canKnow = !!data.rows.length;
const wide = scaleOf(data.scale), even = scaleOf([[wide.first, wide.last], [0, 100]]);
const runs = (by, file = data.file, rows = data.rows) => by ? rows[find(rows, by)][1] : file;
const at = (on, by) => { const row = runs(by); return data.answers[row[find(row, on)][1]]; };
// Entries on which an answer rests. Each set lists the entries that it and another set do not share.
const ground = (on, by) => {
  const row = runs(by, data.fileSets, data.rowSets), entries = new Set();
  for (let step = row[find(row, on)][1]; step >= 0; step = data.sets[step][0])
    for (const one of data.sets[step].slice(1)) entries.delete(one) || entries.add(one);
  return [...entries];
};
// Sources that an answer uses, others that were perhaps published, and the newest one.
const used = (on, by) => {
  const until = by || LAST, claims = ground(on, by).flatMap(entry => data.claims[entry]);
  const some = is => new Set(claims.filter(is).map(one => one[0])), sure = some(one => one[2] <= until);
  const dated = claims.filter(one => one[1] > 1 && one[2] <= until).sort((a, b) => b[1] - a[1] || a[2] - b[2] || a[0] - b[0]);
  return [sure.size, some(one => one[1] <= until && !sure.has(one[0])).size, dated[0]];
};
const possible = run => data.answers[run[1]][0];
let on = data.today, by = null, scale = wide;
// Last day of which the page can say what was the state.
const known = () => Math.min(by || data.today, data.today);

const fill = (id, texts, empty) => {
  const list = $(id);
  list.replaceChildren();
  for (const [text, style] of texts.length || !empty ? texts : [[empty]]) add(list, "li", text, style);
};

// The band of what was known, drawn as the package draws that of everything on file.
const band = () => {
  const svg = $("band-known"), row = runs(by), merged = [];
  svg.replaceChildren();
  for (const run of row) {
    const [day] = run, states = possible(run), before = merged[merged.length - 1];
    if (!before || before.states.join() !== states.join()) merged.push({day, states});
  }
  const width = box(svg).width, edge = scale.place(known());
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

// Adds the name of a source, which may run from right to left, and its day.
const cite = (id, index) => {
  const [name, day] = data.sources[index];
  add($(id), "bdi", name);
  $(id).append(", " + day);
};
const flag = (id, x, text) => {
  say(id, text);
  set($(id), {x: x + "%", "text-anchor": x < 12 ? "start" : x > 88 ? "end" : "middle"});
};
const show = moved => {
  const [states, told, flags, expected, overdue, consent] = at(on, by);
  const ahead = on > known();
  const question = $("question");
  question.replaceChildren("On ");
  add(question, "strong", shown(on));
  question.append(by ? ", as known by " : ", by all that is on file");
  if (by) add(question, "strong", shown(by));
  chips($("chips"), states, by);
  $("chips").className = ahead ? "ahead" : "";
  say("since", [ahead ? "last known; the day was still ahead" : "", told].filter(Boolean).join("; "));
  fill("flags", flags.map(one => [one]));
  fill("consent", consent.map(one => [one]));
  $("consent").parentNode.hidden = !consent.length;
  fill("next", [...overdue.map(one => ahead ? [big(one)] : ["Overdue: " + one, "bad"]), ...expected.map(one => [one])], "nothing announced");
  const until = by || LAST, [sure, maybe, newest] = used(on, by);
  const rests = $("rests");
  rests.replaceChildren();
  add(rests, "strong", sure + "");
  rests.append(" source" + (sure === 1 ? "" : "s") + (by ? " published by then" : "") + (maybe ? ", " + maybe + " perhaps" : ""));
  say("newest", newest ? "newest: " : "");
  if (newest) cite("newest", newest[0]);
  data.claims.forEach((some, index) => $("e" + (index + 1)).classList.toggle("unknown", some.length > 0 && some.every(one => one[1] > until)));
  if ($("otherwise")) {
    const later = data.wrong.map(([earliest]) => earliest > until);
    all("#wrong > li").forEach((one, index) => one.classList.toggle("later", later[index]));
    const count = later.filter(one => !one).length;
    say("otherwise", "Who said otherwise: " + count);
    $("otherwise").hidden = !count;
  }
  if (!isOwn) {
    // An article that agrees, until the reader enters one.
    $("a-day").value = iso(on);
    $("a-says").value = at(on, null)[0].filter(Boolean).pop() || "proposed";
    judge();
    $("verdict").classList.toggle("none", !at(on, null)[0].some(Boolean));
  }
  const link = address(on, by), words = by ? shown(by) : "all on file";
  say("cite-on", shown(on));
  say("cite-by", by ? "as known by " + words : "by all that is on file");
  $("cite-link").href = link;
  say("cite-link", location.href.split("#")[0] + link);
  write($("on"), iso(on));
  write($("by"), by ? iso(by) : "");
  const x = scale.place(on), y = by ? scale.place(by) : 100;
  slide($("on-slide"), x, shown(on));
  flag("on-flag", x, shown(on));
  slide($("by-slide"), y, words);
  flag("by-flag", y, words);
  set($("on-line"), {x1: x + "%", x2: x + "%"});
  set($("by-line"), {x1: y + "%", x2: y + "%", visibility: by ? "visible" : "hidden"});
  if ($("veil")) set($("veil"), {x: y + "%", width: 100 - y + "%"});
  if ($("map-dot")) set($("map-dot"), {cx: x + "%", cy: 100 - y + "%", r: 6});
  for (const id of ["known-cap", "band-known"]) $(id).classList.toggle("none", !by);
  if (by) band();
  if (moved) history.replaceState(null, "", link);
};
// Is this article right? The same comparison as 'pactstate verify', with a day of slack.
const ranks = "proposed negotiating signed ratified abandoned in_force terminated".split(" "), rank = state => ranks.indexOf(state);
const weigh = (says, states) => {
  if (states.includes(says)) return states.length === 1 ? "agrees" : "undecidable";
  const found = states.map(rank), own = rank(says);
  return own < Math.min(...found) ? "stale" : own > Math.max(...found) ? "premature" : "undecidable";
};
// Whether what was known by a day had the states of everything on file, and the state that is said, or one beyond it, at some time.
const wasKnown = (says, states, day, by) => {
  const row = runs(by).slice(find(runs(by), day));
  return at(day, by)[0].every(state => states.includes(state)) && Math.max(...row.flatMap(run => possible(run).map(rank))) >= rank(says);
};
const judge = () => {
  const day = number($("a-day").value), says = $("a-says").value;
  if (day === null) return;
  let by = [];
  const states = at(day, null)[0], near = new Set([-1, 0, 1].flatMap(step => at(clamp(day + step), null)[0]));
  let verdict = weigh(says, states);
  if (data.told[verdict]) verdict = weigh(says, [...near]);
  if (verdict === "premature" && data.file.some(run => run[0] <= day - 1 && possible(run).includes(says))) verdict = "stale";
  let text = big(verdict) + ". On " + shown(day) + ": " + states.map(words).join(" or ") + ".";
  if (canKnow && data.told[verdict]) {
    const found = data.told[verdict].find(([since]) => since <= day && wasKnown(says, states, day, since));
    if (found) {
      const days = day - found[0];
      by = found[1].slice(0, 3);
      text += " That had been public for " + days + (days === 1 ? " day: " : " days: ");
    } else text += " Nothing published before said so: the error is excusable.";
  }
  say("verdict", text);
  by.forEach((source, index) => { cite("verdict", source); $("verdict").append(by[index + 1] === undefined ? "." : "; "); });
  $("verdict").className = verdict;
};
// Only the verdict about an article of the reader is read out.
let isOwn = false;
hear("article", "input", () => {
  isOwn = true;
  set($("verdict"), {"aria-live": "polite"});
  judge();
});

const ask = (newOn, newBy) => {
  if ($("same").checked) { if (newBy !== by) newOn = newBy || on; else newBy = newOn; }
  on = clamp(newOn);
  by = newBy && clamp(newBy);
  show(true);
};
const turns = () => starts([...data.file, ...runs(by)]);
const read = () => {
  [on, by] = asked() || [data.today, null];
  if (!canKnow) by = null;
  $("same").checked = by === on;
};

const count = +all(".plot")[0].dataset.rows;
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
// Labels that find no row, and texts that touch another one or have no room, are left out: the list has them.
const fit = () => {
  const rows = {}, show = (one, is) => set(one, {visibility: is ? "visible" : "hidden"});
  const isFree = (row, left, right) => (rows[row] = rows[row] || []).every(([start, end]) => left >= end + 8 || right + 8 <= start) && rows[row].push([left, right]);
  for (const one of all(".label")) {
    const {width} = box(one.parentNode), size = one.getComputedTextLength(), x = parseFloat(one.getAttribute("x")) * width / 100;
    const isEnd = x + size > width, left = isEnd ? x - size : x;
    let row = 0;
    while (row < count && !isFree(row, left, left + size)) row++;
    show(set(one, {y: 38 + 17 * row, "text-anchor": isEnd ? "end" : "start"}), row < count && left > -24);
  }
  for (const one of all(".axis text, .strip text")) {
    const at = box(one), frame = box(one.closest(".axis, .strip"));
    show(one, at.right < frame.right + 13 && at.left > frame.left - 25 && isFree("top " + at.top, at.left, at.right));
  }
  for (const one of all(".band:not(.strip) svg text")) show(one, one.getComputedTextLength() + 10 < box(one.parentNode).width);
};

hear("on", "input", field => { const day = number(field.value); if (day !== null) ask(day, by); });
hear("by", "input", field => ask(on, field.value ? number(field.value) ?? by : null));
hear("same", "input", field => ask(on, field.checked ? on : by));
hear("on-slide", "input", field => ask(scale.day(+field.value), by));
hear("by-slide", "input", field => ask(on, +field.value >= 99.9 ? null : scale.day(+field.value)));
byKeys("on-slide", () => on, turns, day => ask(day, by));
byKeys("by-slide", () => by || data.today, () => starts(data.rows), day => ask(on, day));
const jump = way => ask(step(turns(), on, way) ?? on, by);
hear("back", "click", () => jump(-1));
hear("forth", "click", () => jump(1));
hear("today", "click", () => { $("same").checked = false; ask(data.today, null); });
hear("even", "input", field => {
  scale = field.checked ? even : wide;
  $("wider").hidden = field.checked;
  lay();
  show();
  fit();
});
hear(window, "hashchange", () => { read(); show(); });
hear(window, "resize", () => { show(); fit(); });
// Paper has a width of its own.
const print = is => { document.body.classList.toggle("paper", is); show(); fit(); };
hear(window, "beforeprint", () => { for (const one of all("details")) one.open = true; print(true); });
hear(window, "afterprint", () => print(false));
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
for (const one of all(".wide")) one.classList.remove("wide");
$("by-track").hidden = !canKnow;
$("by").disabled = $("same").disabled = !canKnow;
show();
fit();
