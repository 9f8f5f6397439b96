// A small robot on WeCom's official SDK: node wecom_robot.js ws://HOST:PORT/wecom BOT_ID SECRET.
// It says on stdout, a line of JSON each, what it heard and what became of what it did.
const { WSClient } = require("@wecom/aibot-node-sdk");

const [wsUrl, botId, secret] = process.argv.slice(2);
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const client = new WSClient({ wsUrl, botId, secret, logger: silent });
const say = (what, detail) => console.log(JSON.stringify({ what, detail }));

const card = (task_id) => ({
  card_type: "button_interaction",
  main_title: { title: "报修 12" },
  button_list: [{ text: "接单", style: 1, key: "take" }],
  task_id,
});
const taken = (task_id) => ({
  card_type: "text_notice",
  main_title: { title: "已接单" },
  card_action: { type: 1, url: "http://desk.invalid/12" },
  task_id,
});

async function answer(frame) {
  const { body } = frame;
  if (body.msgtype === "image") {
    const { buffer } = await client.downloadFile(body.image.url, body.image.aeskey);
    const media = await client.uploadMedia(buffer, { type: "image", filename: "back.png" });
    await client.replyMedia(frame, "image", media.media_id);
  } else if (body.chattype === "group") {
    await client.replyTemplateCard(frame, card(body.msgid));
  } else {
    await client.replyStream(frame, "s", "请稍候", false);
    await client.replyStream(frame, "s", "八点开门", true);
    await client.sendMessage(body.from.userid, {
      msgtype: "markdown",
      markdown: { content: "**还有事吗**" },
    });
  }
}

async function change(frame) {
  const { event_key, task_id } = frame.body.event.template_card_event;
  say("key", event_key);
  await client.updateTemplateCard(frame, taken(task_id));
}

const greet = (frame) =>
  client.replyWelcome(frame, { msgtype: "text", text: { content: "您好" } });

const told = (what, handle) => (frame) =>
  handle(frame).then(
    () => say(what, "done"),
    (error) => say(what, error.errcode ?? error.message),
  );

client.on("authenticated", () => say("authenticated"));
client.on("message", told("message", answer));
client.on("event.enter_chat", told("enter_chat", greet));
client.on("event.template_card_event", told("template_card_event", change));
client.on("event.disconnected_event", () => say("disconnected_event"));
client.on("error", (error) => say("error", error.message));
client.connect();
