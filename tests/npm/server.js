// Serves telegram-test-api on the port given, and says so when it is up.
const TelegramServer = require("telegram-test-api");

const port = Number(process.argv[2]);
new TelegramServer({ port, host: "127.0.0.1" }).start().then(() => console.log("up"));
