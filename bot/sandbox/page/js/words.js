// Every word of the page, in Chinese and English. (What the bot says is not here.)

import { remember, remembered } from "./parts/settings.js";

const WORDS = {
  // The bar above, and the phones
  product: ["近邻", "近邻 Jinlin"],
  sandbox: ["沙盒", "sandbox"],
  connecting: ["连接中…", "Connecting…"],
  online: ["已连接", "Connected"],
  offline: ["已断开，正在重连…", "Disconnected, reconnecting…"],
  waiting: ["正在等沙盒启动… Waiting for the sandbox…", "Waiting for the sandbox… 正在等沙盒启动…"],
  addPhone: ["加一部手机", "Add a phone"],
  newGroup: ["新建群", "New group"],
  groupTitle: ["群名称", "Group name"],
  create: ["创建", "Create"],
  floodOn: ["打开限流 (429)", "Turn flood control on (429)"],
  floodOff: ["关闭限流 (429)", "Turn flood control off (429)"],
  moreOptions: ["更多选项", "More options"],
  light: ["浅色", "Light"],
  dark: ["深色", "Dark"],
  language: ["语言", "Language"],
  otherLanguage: ["EN", "中文"],
  people: ["大家", "Everybody"],
  listComma: ["、", ", "],
  skip: ["跳到输入框", "Skip to writing"],
  phoneOf: ["{who}的手机", "Phone of {who}"],
  putAway: ["收起{who}的手机", "Put away the phone of {who}"],
  resident: ["居民", "Resident"],
  livesHere: ["住在社区里", "lives here"],
  memberOf: ["“{title}”成员", "Member of “{title}”"],
  name: ["名字", "Name"],
  newName: ["居民 {number}", "Resident {number}"],
  role: ["身份", "Role"],
  takeOut: ["拿出手机", "Take out the phone"],
  // The clock
  clockNote: ["这是沙盒自己的时间，往前拨，到点的事马上发生。真的 Telegram 上没有。",
    "The sandbox's own time: move it on, and what is due happens at once. Telegram has no such thing."],
  sandboxTime: ["沙盒时间", "Sandbox time"],
  plusHour: ["+1 小时", "+1 hour"],
  toDeadline: ["到截止", "To the deadline"],
  toTomorrow: ["到明天", "To tomorrow"],
  plusFourWeeks: ["+4 周", "+4 weeks"],
  breakfastCloses: ["{title}早餐订餐截止", "{title}: orders for breakfast close"],
  lunchCloses: ["{title}午餐订餐截止", "{title}: orders for lunch close"],
  supperCloses: ["{title}晚餐订餐截止", "{title}: orders for supper close"],
  requestDue: ["“{title}”该有人接单了", "“{title}” should be taken up"],
  taskDue: ["“{title}”报名截止", "“{title}” closes for volunteers"],
  // Trying things out
  tries: ["试一试", "Try it"],
  allTries: ["回到清单", "Back to the list"],
  allSteps: ["全部步骤", "All steps"],
  stepSays: ["{who}：发送“{what}”", "{who}: send “{what}”"],
  stepTaps: ["{who}：点“{what}”", "{who}: press “{what}”"],
  stepClock: ["上面的时钟：点“{what}”", "The clock above: press “{what}”"],
  stepUntil: ["上面的时钟：点“{what}”，到{until}为止", "The clock above: press “{what}” until {until}"],
  untilLunch: ["午餐订餐截止", "orders for lunch close"],
  triedAll: ["走完了。可以回到清单，试下一个。", "That was all of it. Go back to the list for another."],
  // The list of chats and a chat's header
  chats: ["聊天", "Chats"],
  nothingYet: ["还没有消息", "No messages yet"],
  unread: ["{count} 条未读", "{count} unread"],
  back: ["返回聊天列表", "Back to chats"],
  bot: ["机器人", "bot"],
  group: ["群", "Group"],
  membersCount: ["{count} 位成员", "{count} members"],
  typing: ["正在输入", "typing"],
  chatMenu: ["聊天选项", "Chat options"],
  members: ["成员", "Members"],
  invite: ["邀请入群", "Invite"],
  everyoneIn: ["大家都在群里了", "Everyone is here already"],
  addBot: ["请机器人进群", "Add the bot"],
  removeBot: ["把机器人移出群", "Remove the bot"],
  upgrade: ["升级为超级群", "Upgrade to a supergroup"],
  leave: ["退群", "Leave the group"],
  leaveSure: ["退出这个群？", "Leave this group?"],
  block: ["屏蔽机器人", "Block the bot"],
  blockSure: ["屏蔽后，机器人不能再给您发消息。", "The bot will not be able to write to you any more."],
  unblock: ["解除屏蔽", "Unblock"],
  pinned: ["置顶消息", "Pinned message"],
  // Starting
  start: ["开始", "Start"],
  deepLink: ["深链接", "Deep link"],
  deepLinkHint: ["扫码或点链接进来时，开始会带上这段参数。", "Scanning a code or following a link starts with this payload."],
  startFirst: ["按“开始”，机器人才能和您说话。", "Press Start: before that the bot may not write to you."],
  payload: ["开始参数", "Start payload"],
  payloadExample: ["字母、数字、_ 和 -", "Letters, digits, _ and -"],
  // Messages
  messages: ["消息", "Messages"],
  message: ["消息", "Message"],
  today: ["今天", "Today"],
  yesterday: ["昨天", "Yesterday"],
  toEnd: ["到最新消息", "To the latest message"],
  edited: ["已编辑", "edited"],
  forwardedFrom: ["转发自 {who}", "Forwarded from {who}"],
  someone: ["某人", "Someone"],
  spoiler: ["点开看隐藏的内容", "Hidden text: tap to show"],
  more: ["展开", "Show more"],
  less: ["收起", "Show less"],
  photo: ["照片", "Photo"],
  viewPhoto: ["看大图", "View photo"],
  video: ["视频", "Video"],
  voice: ["语音", "Voice"],
  audio: ["音频", "Audio"],
  sticker: ["贴纸", "Sticker"],
  document: ["文件", "File"],
  venue: ["地点", "Venue"],
  location: ["位置", "Location"],
  contact: ["名片", "Contact"],
  openMap: ["在地图上打开", "Open on a map"],
  play: ["播放", "Play"],
  pause: ["暂停", "Pause"],
  joined: ["{who} 加入了群", "{who} joined the group"],
  added: ["{by} 邀请 {who} 进群", "{by} added {who}"],
  left: ["{who} 退出了群", "{who} left the group"],
  removed: ["{by} 将 {who} 移出群", "{by} removed {who}"],
  groupCreated: ["{who} 建了群", "{who} created the group"],
  supergroupCreated: ["超级群已建立", "Supergroup created"],
  upgraded: ["群已升级为超级群", "The group became a supergroup"],
  renamed: ["群名改为“{title}”", "The group is now “{title}”"],
  pinnedNote: ["{who} 置顶了“{what}”", "{who} pinned “{what}”"],
  // What can be done with a message
  messageMenu: ["消息选项", "Message options"],
  reply: ["回复", "Reply"],
  copy: ["复制", "Copy"],
  copied: ["已复制", "Copied"],
  edit: ["编辑", "Edit"],
  forward: ["转发", "Forward"],
  forwardTo: ["转发到", "Forward to"],
  noAnswer: ["机器人没有回应这个按钮", "The bot did not answer this button"],
  buttonUnknown: ["沙盒里没有这种按钮的功能", "The sandbox has no such button"],
  linkRefused: ["这个链接不能打开", "This link cannot be opened"],
  // Writing
  write: ["写消息…", "Message"],
  send: ["发送", "Send"],
  attach: ["附件", "Attach"],
  commands: ["命令菜单", "Commands"],
  keyboard: ["快捷键盘", "Keyboard"],
  replyingTo: ["回复 {who}", "Reply to {who}"],
  editing: ["编辑消息", "Edit message"],
  toSend: ["待发送的文件", "Files to send"],
  removeFile: ["去掉 {name}", "Remove {name}"],
  record: ["录语音", "Record a voice message"],
  recording: ["录音中 {time}", "Recording {time}"],
  noMicrophone: ["用不了麦克风，可以改为附上音频文件。", "No microphone here; an audio file can be attached instead."],
  ownContact: ["我的名片", "My contact"],
  shareContact: ["把您的名字和电话发给对方？", "Share your name and phone number here?"],
  share: ["分享", "Share"],
  sharePlace: ["发送位置", "Send a location"],
  placeJunmen: ["军门社区", "Junmen community"],
  placeAlleys: ["三坊七巷（社区附近）", "Three Lanes and Seven Alleys (close by)"],
  placeStation: ["福州站（市内别处）", "Fuzhou railway station (elsewhere in town)"],
  placeParis: ["巴黎（国外）", "Paris (abroad)"],
  placeSea: ["台湾海峡（海上）", "Taiwan Strait (at sea)"],
  latitude: ["纬度", "Latitude"],
  longitude: ["经度", "Longitude"],
  // WeChat's phones
  wechat: ["微信", "WeChat"],
  wechatPhoneOf: ["{who}的微信", "WeChat of {who}"],
  addWechat: ["加一部微信手机", "Add a WeChat phone"],
  followAccount: ["关注公众号", "Follow"],
  unfollowAccount: ["不再关注", "Unfollow"],
  unfollowSure: ["取消关注后，公众号不能再给您发消息。", "The account will not be able to write to you any more."],
  serviceAccount: ["服务号", "Service account"],
  notFollowing: ["关注后就能在这里说话。", "Follow the account to talk to it here."],
  toKeyboard: ["切换到输入", "Switch to writing"],
  toMenu: ["切换到菜单", "Switch to the menu"],
  wechatMore: ["更多功能", "More"],
  amrFile: ["语音文件 (AMR)", "Voice file (AMR)"],
  scanCode: ["扫一扫", "Scan"],
  scanHint: ["二维码里的地址", "The address in the code"],
  seconds: ["{count}″", "{count}″"],
  details: ["查看详情", "Details"],
  mayStillSay: ["公众号还能主动发 {count} 条", "The account may still send {count} unasked"],
  // WeCom's phones
  wecom: ["企业微信", "WeCom"],
  wecomPhoneOf: ["{who}的企业微信", "WeCom of {who}"],
  writeToRobot: ["写给机器人…", "Message to the robot"],
  mentionNote: ["在群里，机器人只听得到 @ 它的话。", "In a group the robot hears only what mentions it."],
  quote: ["引用", "Quote"],
  // Everywhere
  ok: ["好", "OK"],
  done: ["完成", "Done"],
  cancel: ["取消", "Cancel"],
  close: ["关闭", "Close"],
};

/** What a person's app can be set to, each in its own words. */
export const APP_LANGUAGES = { "zh-hans": "简体中文", "zh-hant": "繁體中文", en: "English" };

const LANGUAGES = ["zh", "en"];
let current = remembered("language", "zh");

export function language() {
  return current;
}

export function setLanguage(chosen) {
  current = chosen;
  remember("language", chosen);
}

export function locale() {
  return current === "zh" ? "zh-CN" : "en-GB";
}

/** The words for `key`, with `{name}` places filled from `values`. */
export function t(key, values = {}) {
  const words = WORDS[key][LANGUAGES.indexOf(current)];
  return words.replace(/\{(\w+)\}/g, (_place, name) => values[name]);
}
