"use strict";
(() => {
  const app = document.getElementById("app");
  const asked = new URLSearchParams(location.search);
  const id = asked.get("id") || "";

  const tell = (method, params) => parent.postMessage(
    { "twttr.embed": { method, params, jsonrpc: "2.0", id } }, asked.get("origin") || "*");
  const token = (number) => ((Number(number) / 1e15) * Math.PI).toString(36).replace(/(0+|\.)/g, "");
  const el = (tag, className, ...inside) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.append(...inside);
    return node;
  };
  const link = (href, words) => Object.assign(el("a", "", words), { href, target: "_blank", rel: "noopener" });

  const moment = (iso) => {
    const zone = { timeZone: "UTC" };
    const clock = new Date(iso).toLocaleTimeString("en-US", { ...zone, hour: "numeric", minute: "2-digit" });
    const day = new Date(iso).toLocaleDateString("en-US", { ...zone, month: "short", day: "numeric", year: "numeric" });
    return `${clock} · ${day} UTC`;
  };
  const words = (post) => {
    const [, end] = post.display_text_range;           // UTF-16 units, as this language counts
    const shown = el("p", "text");
    shown.lang = post.lang; shown.dir = "auto";
    for (const part of post.text.slice(0, end).split(/(https?:\/\/\S+|[@#][\p{L}\p{N}_]+)/u)) {
      if (/^[@#]/.test(part)) shown.append(link("https://x.com/" + part.replace("#", "hashtag/").replace("@", ""), part));
      else if (/^https?:/.test(part)) shown.append(link(part, part.replace(/^https?:\/\//, "")));
      else shown.append(part);
    }
    return shown;
  };
  const image = (src, alt) => Object.assign(el("img"), { src, alt: alt || "" });

  const card = (post) => {
    const name = el("span", "name", post.user.name);
    if (post.user.is_blue_verified) name.append(el("span", "badge", "✓"));
    const top = el("header", "", image(post.user.profile_image_url_https.replace("_normal", "_bigger"), ""), name,
      el("span", "mark", "𝕏"), el("span", "handle", "@" + post.user.screen_name));
    const article = el("article", "frame", top, words(post));
    article.setAttribute("role", "article");
    article.dataset.tweetId = post.id_str;
    const details = post.mediaDetails || [];
    if (details.length) {
      article.append(el("div", details.length > 1 ? "pictures many" : "pictures",
        ...details.map((one) => image(one.media_url_https + "?name=small", one.ext_alt_text))));
    }
    if (post.quoted_tweet) {
      const inner = post.quoted_tweet;
      article.append(el("div", "quoted", el("b", "", inner.user.name), el("span", "", "@" + inner.user.screen_name),
        el("p", "", inner.text.slice(0, inner.display_text_range[1]))));
    }
    const time = el("time", "", moment(post.created_at), post.isEdited ? " · Last edited" : "");
    time.dateTime = post.created_at;
    article.append(time);
    if (post.isStaleEdit) article.append(el("div", "note", "There’s a new version of this post."));
    article.append(el("div", "foot", el("span", "", el("i", "", "♥\uFE0E"), String(post.favorite_count)),
      el("span", "", el("i", "", "↩\uFE0E"), "Reply"), link(`https://x.com/${post.user.screen_name}/status/${post.id_str}`,
        `Read ${post.conversation_count} replies`)));
    return article;
  };
  const show = (node, method) => {
    app.replaceChildren(node);
    Promise.all([...document.images].map((one) => one.decode().catch(() => null))).then(() => {
      const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
      tell("twttr.private.resize", [{ height }]);
      tell(method, [{ height, data: { tweet_id: id } }]);
    });
  };
  const absent = () => {
    const words = el("div", "gone", el("span", "", "Not found"));
    words.dir = "auto";                                 // every piece of text on the page carries its direction
    show(el("div", "frame", words), "twttr.private.no_results");
  };

  const source = `https://cdn.syndication.twimg.com/tweet-result?id=${encodeURIComponent(id)}&lang=${asked.get("lang") || "en"}&token=${token(id) || "a"}`;
  fetch(source).then(async (answer) => {
    if (answer.status === 404) return absent();
    if (!answer.ok) throw new Error("status " + answer.status);   // the skeleton stays, as it does
    const post = await answer.json();
    if (post.__typename === "Tweet" && post.user) return show(card(post), "twttr.private.rendered");
    if (post.__typename === "TweetTombstone") {
      const sentence = post.tombstone.text ? post.tombstone.text.text : "";
      if (!sentence) return absent();
      const node = el("article", "frame", el("div", "gone", sentence));
      return show(node, "twttr.private.rendered");
    }
    return absent();
  });
})();
