// Stands between autoconsent's script and us, in a world of our own: keeps what it says until it is asked for.
(() => {
  const said = [];
  let wake = () => {};
  globalThis.autoconsentSendMessage = (message) => {
    said.push(structuredClone(message)); // it goes on changing what it said
    wake();
    return Promise.resolve();
  };
  return {
    async next({ cap }) {
      if (!said.length) {
        await new Promise((done) => {
          wake = done;
          setTimeout(done, cap);
        });
      }
      return said.splice(0);
    },
    tell({ message }) {
      globalThis.autoconsentReceiveMessage(message);
    },
  };
})()
