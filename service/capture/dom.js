// Looking at elements: where they are, what their parents do to them, what lies over a point. Coordinates are those of
// the document. A part of the one script that the questions are in (world.py).
const SAME = 10; // of 255: difference of colour below which letters cannot be told from their ground
const PICTURE = /^(IMG|VIDEO|CANVAS|IFRAME|EMBED|OBJECT|SVG|PICTURE|image)$/i;
const DIALOG = "dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]";
const within = (ms, promise) => Promise.race([promise, new Promise((done) => setTimeout(done, ms))]);
const frame = () => new Promise((done) => requestAnimationFrame(() => done()));
const above = (element) => element.assignedSlot || element.parentElement || element.getRootNode().host || null;
const holds = (outer, inner) => {
  for (let each = inner; each; each = above(each)) if (each === outer) return true;
  return false;
};
const find = (selector, root) => {
  try {
    return [...(root || document).querySelectorAll(selector)];
  } catch {
    return [];
  }
};
// The elements of a part of the page; what stands behind >>> is looked for in the shadow of what stands before it.
const inside = (selector, root) => {
  const [outer, ...inner] = selector.split(">>>");
  const host = inner.length && root.matches(outer) ? [root] : [];
  return inner.reduce((found, part) => found.flatMap((each) => (each.shadowRoot ? find(part, each.shadowRoot) : [])), [...host, ...find(outer, root)]);
};
// The elements of a selector; where the document itself has none, those in its open shadows.
const pierced = (selector, root) => {
  const found = find(selector, root);
  if (found.length) return found;
  const hosts = find("*", root).filter((each) => each.shadowRoot);
  return hosts.flatMap((each) => pierced(selector, each.shadowRoot));
};
const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
const first = (selectors) => {
  for (const selector of selectors) {
    const element = pierced(selector).find((each) => shown(each) && each.getBoundingClientRect().width > 0);
    if (element) return element;
  }
  return null;
};
const rgba = (text) => {
  const found = /^rgba?\(([^)]+)\)/.exec(text);
  if (!found) return null;
  const [red, green, blue, alpha = 1] = found[1].split(/[\s,/]+/).map(Number);
  return { red, green, blue, alpha };
};
const alike = (one, other) =>
  Math.max(Math.abs(one.red - other.red), Math.abs(one.green - other.green), Math.abs(one.blue - other.blue)) < SAME;
const cut = (one, other) => ({
  left: Math.max(one.left, other.left),
  top: Math.max(one.top, other.top),
  right: Math.min(one.right, other.right),
  bottom: Math.min(one.bottom, other.bottom),
});
const page = () => ({ left: 0, top: 0, right: document.documentElement.scrollWidth, bottom: 1e7 });
// Boxes are kept in coordinates of the document.
const boxed = (box) => ({
  left: box.left + scrollX,
  top: box.top + scrollY,
  right: box.right + scrollX,
  bottom: box.bottom + scrollY,
});

// What the ancestors of an element do to everything inside: computed once for each element.
const circumstances = () => {
  const known = new Map();
  const of = (element) => {
    if (!element) return { opacity: 1, blurred: false, inked: false, clip: page() };
    const before = known.get(element);
    if (before) return before;
    const style = getComputedStyle(element);
    const outer = of(above(element));
    let clip = outer.clip;
    if (style.position === "fixed") clip = page();
    else if (style.position === "absolute" && element.offsetParent) clip = of(element.offsetParent).clip;
    if (element !== document.body && element !== document.documentElement) {
      const box = boxed(element.getBoundingClientRect());
      if (style.overflowX !== "visible") clip = cut(clip, { ...page(), left: box.left, right: box.right });
      if (style.overflowY !== "visible") clip = cut(clip, { ...clip, top: box.top, bottom: box.bottom });
    }
    const gone = /^rect\(/.test(style.clip) || /^(inset\((50|100)%|circle\(0)/.test(style.clipPath);
    const blur = /blur\(([\d.]+)px/.exec(style.filter);
    const made = {
      opacity: outer.opacity * Number(style.opacity) * (gone || /opacity\(0\)/.test(style.filter) ? 0 : 1),
      blurred: outer.blurred || (blur !== null && Number(blur[1]) >= 2),
      inked: outer.inked || /text/.test(style.backgroundClip),
      clip,
      style,
    };
    known.set(element, made);
    return made;
  };
  return of;
};

const painted = (style, least) => {
  const ground = rgba(style.backgroundColor);
  if (style.backgroundImage !== "none" || style.backdropFilter?.includes("blur")) return true;
  return ground === null || ground.alpha * Number(style.opacity) >= least;
};

// Lets every element be hit, also those that let the mouse through, and takes that back. Done only where some do.
const hittable = async (work) => {
  const through = find("*").slice(0, 3_000).some((each) => getComputedStyle(each).pointerEvents === "none" && shown(each));
  if (!through) return work();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { pointer-events: auto !important; }");
  const before = [...document.adoptedStyleSheets];
  document.adoptedStyleSheets = [...before, sheet];
  try {
    return await work();
  } finally {
    document.adoptedStyleSheets = before;
  }
};
const stack = (x, y, root) => {
  const found = (root || document).elementsFromPoint(x, y);
  const host = found[0];
  if (host?.shadowRoot && host.shadowRoot !== root) {
    const inner = stack(x, y, host.shadowRoot).filter((each) => !found.includes(each));
    return [...inner, ...found];
  }
  return found;
};

