// What we ask of a page. Runs in a world of its own: it sees the page's document, the page's scripts cannot see or
// change it. Evaluates to an object of questions; answers are plain JSON.
(() => {
  const MOST = 16 * 2 ** 20; // characters of a page that are kept: no post has them, and they go through three programs
  const sheet = document.createElement.bind(document, "style");
  const frame = () => new Promise((done) => requestAnimationFrame(() => done()));
  const after = (ms) => new Promise((done) => setTimeout(done, ms));
  const within = (ms, promise) => Promise.race([promise, after(ms)]);

  const find = (selector, root) => {
    try {
      return [...(root || document).querySelectorAll(selector)];
    } catch {
      return [];
    }
  };
  // The elements of a selector; where the document itself has none, those in its open shadows.
  const pierced = (selector, root) => {
    const found = find(selector, root);
    if (found.length) return found;
    const hosts = find("*", root).filter((each) => each.shadowRoot);
    return hosts.flatMap((each) => pierced(selector, each.shadowRoot));
  };
  const visible = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const box = element.getBoundingClientRect();
    return (box.width > 0 && box.height > 0) || element === document.body || element === document.documentElement;
  };
  const first = (selectors) => {
    for (const selector of selectors) {
      const element = pierced(selector).find(visible);
      if (element) return { selector, element };
    }
    return null;
  };
  const named = (found) => (found ? found.selector : null);
  const inside = (element) =>
    [...element.querySelectorAll("*")]
      .filter((each) => each.shadowRoot)
      .flatMap((each) => [...each.shadowRoot.children])
      .map((each) => `\n${each.innerText || ""}${inside(each)}`)
      .join("");
  const words = (element) => (element ? (element.innerText || "") + inside(element) : "").slice(0, MOST);
  const height = () =>
    Math.max(document.documentElement?.scrollHeight || 0, document.body?.scrollHeight || 0, innerHeight);

  const images = (root) => [...(root || document).querySelectorAll("img")].filter((image) => image.currentSrc || image.src);
  const waiting = (image, everywhere) => {
    if (image.complete) return false;
    if (image.loading !== "lazy") return true;
    const box = image.getBoundingClientRect();
    if (everywhere) return box.top + scrollY < everywhere;
    return box.top < innerHeight && box.bottom > 0 && visible(image);
  };
  const broken = (image) => {
    const box = image.getBoundingClientRect();
    const address = image.currentSrc || image.src;
    if (!image.complete || image.naturalWidth !== 0 || /\.svg(\?|$)|^data:/i.test(address)) return false;
    if (box.width && box.height) return box.width > 4 && visible(image);
    // One without a size of its own leaves no hole: it takes no room at all. Counting pixels are hidden or say their size.
    return !image.hasAttribute("width") && image.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const addresses = (list) => list.slice(0, 200).map((image) => (image.currentSrc || image.src).slice(0, 300));

  const change = (ms) =>
    new Promise((done) => {
      const observer = new MutationObserver(() => finish(true));
      const timer = setTimeout(() => finish(false), ms);
      const finish = (changed) => {
        clearTimeout(timer);
        observer.disconnect();
        done(changed);
      };
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    });

  return {
    // Waits until the document is parsed and has not changed for `quiet` ms, fonts are there and images decoded; then
    // looks.
    async rest({ quiet, cap, ...wanted }) {
      const everywhere = wanted.everywhere;
      const end = performance.now() + cap;
      const left = () => Math.max(0, end - performance.now());
      while (document.readyState === "loading" && left() > 0) await Promise.race([change(50), after(left())]);
      let still = false;
      while (!still && left() > quiet) still = !(await change(quiet));
      await within(left(), document.fonts.ready);
      const open = () => images(null).filter((image) => waiting(image, everywhere));
      while (open().length && left() > 0) {
        await within(Math.min(100, left()), Promise.all(open().map((image) => image.decode().catch(() => null))));
      }
      await within(Math.min(500, left()), Promise.all(images(null).filter((i) => i.complete).map((i) => i.decode().catch(() => null))));
      await within(200, frame().then(frame));
      const rested = document.readyState !== "loading" && still && document.fonts.status === "loaded";
      return { rested, seen: this.look(wanted) };
    },

    change: ({ ms }) => change(ms),

    look({ ready, clip, gone, wall, everywhere }) {
      const cut = first(clip);
      const root = cut ? cut.element : document.body;
      const seen = images(cut ? cut.element : null);
      return {
        ready: named(first(ready)),
        gone: named(first(gone)),
        wall: named(first(wall)),
        clip: named(cut),
        text: words(root),
        images: seen.length,
        pending: addresses(seen.filter((image) => waiting(image, everywhere))),
        broken: addresses(seen.filter((image) => broken(image) && (cut || image.clientHeight))),
        height: height(),
      };
    },

    // Where the clip element stands, in CSS pixels of the document.
    box({ clip }) {
      const cut = first(clip);
      if (!cut) return null;
      const box = cut.element.getBoundingClientRect();
      return { x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height, page: document.documentElement.scrollWidth, tall: height() };
    },

    // Brings lazy content in: one screen after the other, then back to the top. Gives how far it came, of what height.
    async scroll({ limit, cap }) {
      const end = performance.now() + cap;
      let top = 0;
      while (top < Math.min(height(), limit) && performance.now() < end) {
        scrollTo({ top, behavior: "instant" });
        await within(200, frame().then(frame));
        top += Math.max(200, innerHeight);
      }
      scrollTo({ top: 0, behavior: "instant" });
      await within(200, frame().then(frame));
      return { top, height: height() };
    },

    // The words and the document as they stand.
    record() {
      const type = document.doctype ? new XMLSerializer().serializeToString(document.doctype) + "\n" : "";
      return { text: words(document.body), html: (type + (document.documentElement?.outerHTML || "")).slice(0, MOST) };
    },

    // Takes overlays and the text cursor out of the picture. Says each thing it changed, and where the clip stands then.
    async frame({ selectors, clip }) {
      const changes = [];
      let rules = "";
      for (const selector of selectors) {
        const count = find(selector).filter(visible).length;
        if (!count) continue;
        rules += `${selector} { visibility: hidden !important; }\n`;
        changes.push(`Hid ${count} element${count > 1 ? "s" : ""}: ${selector}`);
      }
      const active = document.activeElement;
      if (active && (active.isContentEditable || /^(INPUT|TEXTAREA)$/.test(active.tagName))) {
        rules += "* { caret-color: transparent !important; }\n";
        changes.push("Made the text cursor invisible.");
      }
      if (rules) {
        const style = sheet();
        style.textContent = rules;
        document.documentElement.append(style);
        await within(200, frame().then(frame));
      }
      return { changes, box: this.box({ clip }) };
    },
  };
})()
