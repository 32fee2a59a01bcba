// What can really be seen of the words a page holds. A part of the one script that the questions are in (world.py).
// A word counts as seen when its boxes are on the page, not clipped by a parent, not transparent, not as dark as what
// lies under it, not blurred, not covered.
const MOST_WORDS = 6_000;
const MOST_SCREENS = 12;
const FAINT = 0.15; // opacity below which nobody reads it
const OPAQUE = 0.85; // share of a veil's own colour from which nothing is read through it
const SKIPPED = /^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE|HEAD|TITLE|IFRAME|OBJECT|SVG|OPTION)$/i;
const EMPTY = '[class*="skeleton" i], [class*="shimmer" i], [class*="spinner" i], [class*="placeholder" i], [aria-busy=true]';
const CAPTCHA =
  'iframe[src*="captcha" i], iframe[src*="challenges.cloudflare.com"], iframe[src*="arkoselabs"], .g-recaptcha, .h-captcha, ' +
  '.cf-turnstile, #challenge-form, #challenge-running, #cf-wrapper, #px-captcha, [id*="captcha" i], [class*="captcha" i]';


// Boxes of ::before and ::after that lie over their element: fades and curtains that no element stands for.
const curtains = () => {
  const known = new Map();
  return (element) => {
    if (known.has(element)) return known.get(element);
    const made = [];
    for (const name of ["::before", "::after"]) {
      const style = getComputedStyle(element, name);
      if (style.content === "none" || style.content === "normal" || !/absolute|fixed/.test(style.position)) continue;
      if (Number(style.zIndex) < 0 || Number(style.opacity) < 0.3 || !painted(style, 0.5)) continue;
      if (/url\(/.test(style.backgroundImage)) continue;
      const box = boxed(element.getBoundingClientRect());
      const [left, top] = [box.left + parseFloat(style.left), box.top + parseFloat(style.top)];
      const [width, height] = [parseFloat(style.width), parseFloat(style.height)];
      if (width > 20 && height > 8) made.push({ left, top, right: left + width, bottom: top + height });
    }
    known.set(element, made);
    return made;
  };
};

function* texts(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    if (node.data.trim()) yield node;
    return;
  }
  if (node.nodeType === Node.ELEMENT_NODE && SKIPPED.test(node.tagName)) return;
  const inner = node.shadowRoot || (node.tagName === "SLOT" ? null : node);
  const children = inner ? inner.childNodes : node.assignedNodes().length ? node.assignedNodes() : node.childNodes;
  for (const child of children) yield* texts(child);
}

// Words of a text with their boxes; scripts without spaces are taken in short pieces.
const words = (node) => {
  const found = [];
  for (const match of node.data.matchAll(/\S{1,24}/gu)) {
    const range = document.createRange();
    range.setStart(node, match.index);
    range.setEnd(node, match.index + match[0].length);
    const boxes = [...range.getClientRects()].filter((box) => box.height > 0).map(boxed);
    if (boxes.length) found.push({ text: match[0], gap: /\s/.test(node.data[match.index - 1] || " "), boxes });
  }
  return found;
};

// Why a point of a word cannot be read: "covered", "dimmed" by what one can look through, "faint" or null.
const hindrance = (word, own, x, y, away, of) => {
  const hits = stack(x, y);
  const at = hits.findIndex((each) => holds(each, own));
  if (at < 0) return null;
  for (const each of hits.slice(0, at)) {
    if (holds(own, each)) continue;
    const { style, opacity } = of(each);
    if (away && /fixed|sticky/.test(style.position)) continue;
    if (opacity < 0.3) continue;
    if (PICTURE.test(each.tagName) || painted(style, OPAQUE)) return "covered";
    if (painted(style, 0.5)) return "dimmed";
  }
  const letters = rgba(of(own).style.webkitTextFillColor || of(own).style.color);
  if (!letters || of(own).style.textShadow !== "none") return null;
  for (const each of hits.slice(at)) {
    const { style } = of(each);
    if (PICTURE.test(each.tagName) || style.backgroundImage !== "none") return null;
    const ground = rgba(style.backgroundColor);
    if (ground === null) return null;
    if (ground.alpha > 0.9) return alike(letters, ground) ? "faint" : null;
  }
  return alike(letters, { red: 255, green: 255, blue: 255 }) ? "faint" : null;
};

const unreadable = (word, own, of, curtain, limit) => {
  const { opacity, blurred, inked, clip, style } = of(own);
  const fill = rgba(style.webkitTextFillColor || style.color);
  const ink = inked || !fill ? 1 : fill.alpha;
  if (style.visibility !== "visible" || opacity * ink < FAINT) return "faint";
  if (blurred) return "blurred";
  if (parseFloat(style.fontSize) < 4) return "tiny";
  for (const box of word.boxes) {
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const narrow = box.right - box.left < 1 && word.text.length > 1; // one letter may be drawn as a part of another: fi
    if (narrow || box.bottom - box.top < 2) return "tiny";
    if (x < 0 || y < 0 || x > page().right) return "outside";
    if (y > limit) return "below";
    if (x < clip.left || x > clip.right || y < clip.top || y > clip.bottom) return "clipped";
    for (let each = own; each && each !== document.body; each = above(each))
      if (curtain(each).some((veil) => x > veil.left && x < veil.right && y > veil.top && y < veil.bottom)) return "covered";
  }
  return null;
};

const gather = (root, limit, of) => {
  const curtain = curtains();
  const all = [];
  for (const node of texts(root)) {
    if (all.length > MOST_WORDS) break;
    const own = node.assignedSlot || node.parentElement || node.getRootNode().host;
    if (!own || !own.checkVisibility()) continue;
    for (const word of words(node)) all.push({ ...word, own, why: unreadable(word, own, of, curtain, limit) });
  }
  return all;
};

// Looks at each word that may be seen from above, one screen after the other, and goes back to where the page stood.
const probe = async (all, of, start) => {
  const open = all.filter((word) => !word.why);
  for (let screen = 0; screen < MOST_SCREENS && open.length; screen += 1) {
    for (let at = open.length - 1; at >= 0; at -= 1) {
      const { boxes, own } = open[at];
      const points = boxes.map((box) => [(box.left + box.right) / 2 - scrollX, (box.top + box.bottom) / 2 - scrollY]);
      if (!points.every(([x, y]) => x >= 0 && x < innerWidth && y >= 0 && y < innerHeight)) continue;
      const [word] = open.splice(at, 1);
      word.why = points.map(([x, y]) => hindrance(word, own, x, y, scrollY !== start, of)).find(Boolean) || null;
    }
    if (!open.length) break;
    const top = Math.min(...open.map((word) => word.boxes[0].top)) - 80;
    if (top <= scrollY && screen) break;
    scrollTo({ top, behavior: "instant" });
    await within(200, frame());
  }
  if (scrollY !== start) {
    scrollTo({ top: start, behavior: "instant" });
    await within(200, frame());
  }
};

const large = (each) => {
  const box = each.getBoundingClientRect();
  return box.width >= 32 && box.height >= 32 && shown(each);
};
const drawn = (root) => {
  const own = find("img, video, svg, object, embed", root).filter((each) => {
    if (!large(each)) return false;
    if (each.tagName === "IMG") return each.complete && each.naturalWidth > 8;
    return each.tagName !== "VIDEO" || each.poster || each.readyState >= 2;
  }).length;
  if (own) return own;
  const painted = find("*", root).slice(0, 1_500).filter((each) => /url\(/.test(getComputedStyle(each).backgroundImage));
  return painted.filter(large).length;
};
// The share of the first screen, or of the post on it, that the largest picture takes.
const pictured = (root) => {
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const area = ({ left, top, right, bottom }) => Math.max(0, right - left) * Math.max(0, bottom - top);
  const whole = area(root === document.body ? screen : cut(root.getBoundingClientRect(), screen));
  const pictures = find("img, video", root).filter((each) => large(each) && (each.naturalWidth > 8 || each.poster || each.readyState >= 2));
  return whole ? Math.max(0, ...pictures.map((each) => area(cut(each.getBoundingClientRect(), screen)))) / whole : 0;
};
// Kinds of marks that a page bears when it tells something, and a notice seldom does.
const marks = () => {
  const told = document.querySelector('meta[property="og:title"]')?.content.trim() || "";
  const kinds = ["article, [role=article], [itemprop=articleBody]", "time, [itemprop=datePublished]"].map((kind) => pierced(kind).some(shown));
  return [...kinds, told.length > 11 && (document.body.innerText || "").includes(told)].filter(Boolean).length;
};
const ASIDE = "header, nav, footer, aside, [role=contentinfo], [role=banner]";
const asking = (selector) => pierced(selector).filter((each) => shown(each) && !each.closest(ASIDE)).length;
const empty = (root) =>
  find(EMPTY, root).filter((each) => {
    const box = each.getBoundingClientRect();
    return shown(each) && box.width * box.height > 200 && !(each.innerText || "").trim() && !find("img, video, canvas, iframe", each).length;
  }).length;
const CELL = 48;

// Draws letters side by side on one canvas, each cut at its cell, and gives each one's pixels. A canvas for each letter
// took 0.2 ms.
const pixels = (letters, font) => {
  const canvas = document.createElement("canvas");
  canvas.width = CELL * letters.length;
  canvas.height = CELL;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.font = font;
  letters.forEach((letter, at) => {
    pen.save();
    pen.beginPath();
    pen.rect(at * CELL, 0, CELL, CELL);
    pen.clip();
    pen.fillText(letter, at * CELL + 8, 36);
    pen.restore();
  });
  return letters.map((_, at) => new Uint32Array(pen.getImageData(at * CELL, 0, CELL, CELL).data.buffer));
};

// The letters of a text that come out as the box that letters without a font come out as.
const boxes = (text, root, most) => {
  const strange = [...new Set(text.match(/[^\u0000-\u024f\p{P}\p{Z}\p{C}\p{M}\p{S}]\p{M}*/gu) || [])].slice(0, most);
  if (!strange.length) return [];
  const font = `28px ${getComputedStyle(root).fontFamily}`;
  const [nobodys, unassigned, ...own] = pixels(["\u{10fffd}", "\u0378", ...strange], font);
  const same = (one, other) => one.every((value, at) => value === other[at]);
  return strange.filter((_, at) => same(own[at], nobodys) || same(own[at], unassigned));
};

Object.assign(questions, {
  // Whether a page of which nothing is known says and shows nothing yet, or only that it is loading.
  unfinished({ clip, phrases }) {
    const root = first(clip) || document.body;
    if (!root || pictured(root) >= 0.15) return !root;
    let said = "";
    for (const node of texts(root)) {
      if (node.parentElement?.checkVisibility() !== false) said += ` ${node.data}`;
      if (said.length > 2_000) return false;
    }
    said = plain(said);
    if (find("iframe, canvas", root).some(large)) return false;
    return said.length < 12 || (said.length <= 60 && phrases.some((each) => said.includes(each))) || (said.length < 400 && empty(root) > 0);
  },

  // `limit`: CSS pixels of the page that the picture shows. `phrases`: what a button says behind which there is more.
  async seen({ clip, limit, phrases, most }) {
    const root = first(clip) || document.body;
    if (!root) return null;
    const of = circumstances();
    const all = gather(root, limit, of);
    return hittable(async () => {
      await probe(all, of, scrollY);
      const hidden = {};
      let text = "";
      for (const word of all) {
        if (word.why) hidden[word.why] = (hidden[word.why] || 0) + word.text.length;
        else text += (word.gap ? " " : "") + word.text;
      }
      const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
      const letters = (document.body.innerText || "").length;
      const none = { share: 0, found: new Map() };
      const whole = floats() ? covered(screen, root, of, letters) : none;
      const box = root.getBoundingClientRect();
      const over = [...whole.found.keys()];
      const said = over.map((each) => each.innerText || "").join("\n");
      const [button] = buttons(root, phrases);
      return {
        text: text.trim().slice(0, 200_000),
        hidden,
        covered: root === document.body || !whole.share ? whole.share : covered(cut(box, screen), root, of, letters).share,
        screen: whole.share,
        overlays: over.map(named).slice(0, 5),
        overlay_text: said.slice(0, 4_000),
        body: (document.body.innerText || "").slice(0, 4_000),
        letters,
        title: document.title.slice(0, 300),
        password: asking("input[type=password]"),
        controls: asking("button, [role=button], input:not([type=hidden]), select"),
        marks: marks(),
        captcha: find(CAPTCHA).filter((each) => shown(each) && each.getBoundingClientRect().height > 8).length,
        drawn: drawn(root),
        pictured: pictured(root),
        frames: find("iframe", root).filter((each) => shown(each) && each.clientWidth >= 64 && each.clientHeight >= 48).length,
        canvases: find("canvas", root).filter(shown).length,
        empty: empty(root),
        tofu: boxes(text, root, most),
        more: button ? button.innerText.trim().slice(0, 60) : "",
      };
    });
  },
});
