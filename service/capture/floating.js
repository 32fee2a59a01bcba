// What floats over a page, and what is pressed in a post. A part of the one script that the questions are in (world.py).
const overlay = (hit, root, of) => {
  let found = null;
  for (let each = hit; each && each !== document.body && each !== document.documentElement; each = above(each)) {
    if (/fixed|sticky/.test(of(each).style.position) || each.matches(DIALOG)) found = each;
  }
  return found && !holds(found, root) && (root === document.body || !holds(root, found)) ? found : null;
};
const opaque = (hit, outer, of) => {
  for (let each = hit; each; each = above(each)) {
    if (PICTURE.test(each.tagName) || (painted(of(each).style, 0.3) && of(each).opacity >= 0.3)) return true;
    if (each === outer) return false;
  }
  return false;
};
const named = (element) => {
  const id = element.id ? `#${element.id}` : "";
  const classes = typeof element.className === "string" && !id ? element.className.trim().split(/\s+/, 2).join(".") : "";
  return (element.tagName.toLowerCase() + id + (classes ? `.${classes}` : "")).slice(0, 80);
};

const floats = () =>
  find("*").slice(0, 5_000).some((each) => (/fixed|sticky/.test(getComputedStyle(each).position) || each.matches(DIALOG)) && shown(each));

// The share of a rectangle of the screen that lies under fixed, sticky or dialogue elements, by a grid of points.
const covered = (box, root, of, letters) => {
  const found = new Map();
  let hits = 0, points = 0;
  const side = 20;
  for (let row = 0; row < side; row += 1)
    for (let column = 0; column < side; column += 1) {
      const x = box.left + ((column + 0.5) / side) * (box.right - box.left);
      const y = box.top + ((row + 0.5) / side) * (box.bottom - box.top);
      if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
      points += 1;
      for (const hit of stack(x, y)) {
        const outer = overlay(hit, root, of);
        if (!outer) {
          if (opaque(hit, hit, of)) break;
          continue;
        }
        if (!opaque(hit, outer, of)) continue;
        if (!outer.matches(DIALOG) && (outer.innerText || "").length > 0.6 * letters && letters > 400) break;
        found.set(outer, (found.get(outer) || 0) + 1);
        hits += 1;
        break;
      }
    }
  return { share: points ? hits / points : 0, found };
};

const BUTTON = "button, [role=button], summary, a, span[tabindex], div[tabindex]";
const plain = (text) =>
  (text || "").trim().toLowerCase().replace(/’/g, "'").replace(/^(\.\.\.|…)\s*/, "…").replace(/[.…\s›»→▾▼]+$/, "").replace(/\s+/g, " ");
const buttons = (root, phrases) => {
  const wanted = new Set(phrases);
  const fits = (text) => wanted.has(text) || (text.startsWith("…") && wanted.has(text.slice(1)));
  return find(BUTTON, root).filter((each) => shown(each) && each.getBoundingClientRect().width > 0 && fits(plain(each.innerText)));
};
const pressed = new WeakSet();
const stays = (element) => {
  const link = element.closest("a[href]");
  if (link && !/^(#|javascript:)/i.test(link.getAttribute("href"))) return false;
  return !(element.form && element.type === "submit" && element.form.getAttribute("action"));
};


// The post that is to be opened: where its element is known and not there, nothing is.
const post = (clip) => first(clip) || (clip.length ? null : document.body);
const candidates = (root, selectors, phrases) => {
  const wanted = selectors.flatMap((selector) => inside(selector, root)).filter(shown);
  const all = [...new Set([...wanted, ...buttons(root, phrases)])];
  return all.filter((each) => !pressed.has(each) && !each.matches("[aria-expanded=true], [disabled]") && stays(each)).slice(0, 10);
};

Object.assign(questions, {
  // What was met: what floats over the first screen of the page, and which buttons of the post open something.
  async met({ clip, selectors, phrases }) {
    const root = first(clip) || document.body;
    const nothing = { share: 0, text: "", names: [], framed: false };
    if (!root) return { ...nothing, buttons: [] };
    const folded = post(clip) ? candidates(root, selectors, phrases).map(named) : [];
    if (!floats()) return { ...nothing, buttons: folded };
    const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    const { share, found } = await hittable(() => covered(screen, root, circumstances(), (document.body.innerText || "").length));
    const over = [...found.keys()];
    return {
      share,
      text: over.map((each) => `${each.id} ${each.className} ${each.innerText || ""}`).join("\n").slice(0, 4_000),
      names: over.map(named).slice(0, 5),
      framed: over.some((each) => each.tagName === "IFRAME" || each.querySelector("iframe")),
      buttons: folded,
    };
  },

  // Shows a gallery's next picture: presses a button, or moves what is scrolled sideways by as much as is seen of it.
  // Gives what it used and whether more must follow; null when nothing leads onward.
  async onward({ clip, selectors }) {
    const root = post(clip);
    const there = root ? selectors.flatMap((selector) => inside(selector, root)).filter(shown) : [];
    for (const each of there) {
      const wide = each.scrollWidth - each.clientWidth;
      const name = each.getAttribute("aria-label") || named(each);
      if (wide > 8 && !/BUTTON|A/.test(each.tagName)) {
        if (Math.abs(each.scrollLeft) >= wide - 4) continue;
        const forward = getComputedStyle(each).direction === "rtl" ? -1 : 1;
        each.scrollBy({ left: forward * each.clientWidth, behavior: "instant" });
        return { used: name, last: Math.abs(each.scrollLeft) >= wide - 4 };
      }
      if (each.matches("[disabled], [aria-disabled=true]") || !stays(each)) continue;
      each.click();
      await within(200, frame());
      const brief = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime < 3_000);
      await within(1_000, Promise.all(brief.map((one) => one.finished.catch(() => null))));
      return { used: name, last: false };
    }
    return null;
  },

  // Whether something of the post can be opened.
  folded({ clip, selectors, phrases }) {
    const root = post(clip);
    return root !== null && candidates(root, selectors, phrases).length > 0;
  },

  // Takes what floats over the page out of the picture. Says each thing it hid.
  unfloat({ clip }) {
    const root = first(clip) || document.body;
    const of = circumstances();
    const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    return hittable(() => {
      const over = [...covered(screen, root, of, 0).found.keys()];
      for (const each of over) each.style.setProperty("visibility", "hidden", "important");
      return over.map((each) => `Hid what asks for consent: ${named(each)}`);
    });
  },

  // Presses each button of the post that stays on the page, once. Gives what was pressed and whether the page left.
  press({ clip, selectors, phrases }) {
    const root = post(clip);
    if (!root) return { pressed: [], left: false };
    const address = location.href.split("#")[0];
    const told = candidates(root, selectors, phrases).map((each) => {
      pressed.add(each);
      const words = (each.innerText || each.getAttribute("aria-label") || named(each)).trim().slice(0, 60);
      each.click();
      return words;
    });
    return { pressed: told, left: location.href.split("#")[0] !== address };
  },
});
