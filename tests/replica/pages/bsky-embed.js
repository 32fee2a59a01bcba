"use strict";
(() => {
  const app = document.getElementById("app");
  const uri = app.dataset.uri;
  const el = (tag, className, ...inside) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.append(...inside);
    return node;
  };
  const image = (src, alt) => Object.assign(el("img"), { src, alt: alt || "" });
  const show = (node) => {
    app.replaceChildren(node);
    Promise.all([...document.images].map((one) => one.decode().catch(() => null))).then(() => {
      const id = new URLSearchParams(location.search).get("id");
      parent.postMessage({ id, height: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*");
    });
  };
  const card = (post) => {
    const { author, record, embed } = post;
    const article = el("article", "",
      el("header", "", image(author.avatar), el("div", "", el("b", "", author.displayName), el("span", "", "@" + author.handle)), el("i")));
    const words = el("p", "", record.text);
    words.lang = (record.langs || ["en"])[0]; words.dir = "auto";
    article.append(words);
    const shown = (embed && embed.images) || [];
    if (shown.length) article.append(el("div", shown.length > 1 ? "pictures many" : "pictures", ...shown.map((one) => image(one.thumb, one.alt))));
    const time = el("time", "", new Date(record.createdAt).toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short" }));
    time.dateTime = record.createdAt;
    article.append(time, el("footer", "", el("span", "", `♥ ${post.likeCount}`), el("span", "", `⇄ ${post.repostCount}`), el("span", "", `${post.replyCount} replies`)));
    return article;
  };
  const notice = (href, words) => el("div", "absent", Object.assign(el("a", "mark"), { href }), el("p", "", words));
  const source = `https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?uri=${encodeURIComponent(uri)}&depth=0&parentHeight=0`;
  fetch(source).then((answer) => answer.json()).then(({ thread }) => {
    if (!thread || !thread.post) return show(notice("https://bsky.app/?ref_src=embed", "Post not found, it may have been deleted."));
    if (thread.post.author.labels.some((label) => label.val === "!no-unauthenticated")) {
      return show(notice(`https://bsky.app/profile/${thread.post.author.did}/post/${uri.split("/").pop()}`,
        "The author of this post has requested their posts not be displayed on external sites."));
    }
    return show(card(thread.post));
  });
})();
