// The part of a page that the fragment of an address points at. A part of the one script that the questions are in
// (world.py). Text fragments as in the specification "Scroll to Text Fragment", without its rules for word bounds.
const BLOCK = "p, li, blockquote, h1, h2, h3, h4, h5, h6, td, dd, figure, figcaption, section, article, div, main";
const flat = (text) => (text || "").normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
const unescaped = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
const smallest = (test) => {
  const fitting = find(BLOCK).filter((each) => shown(each) && test(flat(each.innerText)));
  return fitting.sort((one, other) => one.innerText.length - other.innerText.length)[0] || null;
};
const quoted = (directive) => {
  const parts = directive.split(",").map(unescaped);
  const bare = parts.filter((part, at) => !(at === 0 && part.endsWith("-")) && !(at === parts.length - 1 && part.startsWith("-")));
  const [start, end] = bare.map(flat);
  if (!start) return null;
  return smallest((text) => {
    const at = text.indexOf(start);
    return at >= 0 && (!end || text.indexOf(end, at) >= 0);
  });
};
const anchored = (id) => {
  const target = document.getElementById(id) || document.getElementsByName(id)[0];
  if (!target || !document.body.contains(target)) return null;
  const whole = (document.body.innerText || "").length;
  for (let each = target; each && each !== document.body; each = above(each)) {
    const length = (each.innerText || "").trim().length;
    if (length > 0.8 * whole) return null; // it points at the page, not at a part
    if (length >= 60 && !/^(H[1-6]|A|SPAN)$/.test(each.tagName)) return each;
  }
  return null;
};
const path = (element) => {
  const steps = [];
  for (let each = element; each && each !== document.documentElement; each = each.parentElement) {
    const twins = [...(each.parentElement?.children || [])].filter((other) => other.tagName === each.tagName);
    steps.unshift(`${CSS.escape(each.tagName.toLowerCase())}:nth-of-type(${twins.indexOf(each) + 1})`);
  }
  return `html > ${steps.join(" > ")}`;
};

Object.assign(questions, {
  // A selector for the part of the page that is meant; null when the page has no such part.
  meant({ fragment }) {
    const [id, directives = ""] = fragment.split(":~:");
    for (const directive of directives.split("&").filter((each) => each.startsWith("text="))) {
      const found = quoted(directive.slice(5));
      if (found) return path(found);
    }
    const found = id ? anchored(unescaped(id)) || anchored(id) : null;
    return found ? path(found) : null;
  },
});
