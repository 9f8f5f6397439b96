// One reading at a time, and never an old answer over a newer question.

/**
 * @param {() => Promise<void>} read
 * @returns {() => Promise<void>} asks for a reading; asked while one runs, that one is followed by
 *   exactly one more, and the promise settles when the last is done.
 */
export function latest(read) {
  let running = null;
  let again = false;

  async function run() {
    do {
      again = false;
      await read();
    } while (again);
  }

  return () => {
    if (running) again = true;
    else running = run().finally(() => { running = null; });
    return running;
  };
}
