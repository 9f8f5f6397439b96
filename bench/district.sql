-- What a district has behind it: rows for every table that grows with history.
--
-- bench/district.py runs it on SQLite and on PostgreSQL, with `numbers` (i = 0, 1, 2 …), the size as
-- $tickets, and functions of its own: ago(seconds) and day(days back) are a moment and a date,
-- moment(i, of) that of row i of so many over three years, and row_(i), person(i), staff(i),
-- community(i), team(i), chat(i) are ids. The latest hundredth of the requests is in work, all else is over.

INSERT INTO people (id, name, language, big_print, home_id, consented_at, created_at)
SELECT person(i), '居民' || i, 'zh', 1 = 0, community(i), moment(i, $people), moment(i, $people)
FROM numbers WHERE i < $people;

INSERT INTO addresses (channel, external_id, person_id, chat_id, seen_at)
SELECT 'telegram', CAST(person(i) AS text), person(i), person(i), moment(i, $people)
FROM numbers WHERE i < $people;

INSERT INTO groups (id, channel, chat_id, title, area_id, purpose, bound_at)
SELECT team(i), 'telegram', chat(i), '工作群' || i, community(i), 'staff', moment(0, 1)
FROM numbers WHERE i < 69;

INSERT INTO group_members (group_id, person_id, name, seen_at)
SELECT team(i), staff(i), '社工' || i, ago(600000)
FROM numbers WHERE i < 69 * 5;

INSERT INTO tickets (id, number, state, category_id, author_id, author_name, urgent, private, text,
  community_id, area_id, place, latitude, longitude, affected, group_id, taker_id, taker_name,
  round, filed_at, opened_at, respond_by, overdue_at, resolved_at, closed_at)
SELECT row_(i), 'h-' || row_(i),
  CASE WHEN in_work AND i % 2 = 0 THEN 'open' WHEN in_work THEN 'taken'
    WHEN i % 50 = 0 THEN 'withdrawn' ELSE 'closed' END,
  1 + i % $categories, person(i * 31 % $people), '居民', 1 = 0, i % 2 = 0,
  '楼下的路灯坏了，晚上看不见路，老人走路不方便。' || i,
  community(i), community(i), '楼下',
  26.05 + i * 7919 % 1000 * 0.0001, 119.25 + i * 7907 % 1000 * 0.0001,
  CASE i % 5 WHEN 0 THEN 2 ELSE 1 END, team(i),
  CASE WHEN NOT (in_work AND i % 2 = 0) THEN staff(i) END,
  CASE WHEN NOT (in_work AND i % 2 = 0) THEN '社工' END,
  0, moment(i, $tickets), moment(i, $tickets), moment(i, $tickets),
  CASE WHEN in_work THEN moment(i, $tickets) END,
  CASE WHEN NOT in_work THEN moment(i, $tickets) END,
  CASE WHEN NOT in_work THEN moment(i, $tickets) END
FROM (SELECT i, i >= $tickets - $tickets / 100 AS in_work FROM numbers WHERE i < $tickets) AS n;

-- Three lines each; what is in work was last touched yesterday.
INSERT INTO ticket_events (id, ticket_id, at, kind, actor_id, text, internal, data)
SELECT row_(i), row_(of_),
  CASE WHEN in_work THEN ago(86400) ELSE moment(of_, $tickets) END,
  CASE WHEN i % 3 = 0 THEN 'filed' WHEN in_work THEN 'note' WHEN i % 3 = 1 THEN 'taken'
    ELSE 'resolved' END,
  CASE i % 3 WHEN 0 THEN person(of_ * 31 % $people) ELSE staff(of_) END,
  CASE i % 3 WHEN 2 THEN '已经换了新的灯泡，请您晚上看看。' END, 1 = 0, '{}'
FROM (SELECT i, i / 3 AS of_, i / 3 >= $tickets - $tickets / 100 AS in_work
  FROM numbers WHERE i < 3 * $tickets) AS n;

-- What is in work has its clocks; those of the future are not due.
INSERT INTO ticket_clocks (id, ticket_id, kind, group_id, started_at, due_at, step, step_at, act_at)
SELECT row_(i), row_(of_), CASE i % 2 WHEN 0 THEN 'accept' ELSE 'solve' END, team(of_),
  ago(86400), ago(-86400), 'call', ago(-86400), ago(-86400)
FROM (SELECT i, i / 2 + $tickets - $tickets / 100 AS of_ FROM numbers WHERE i < $tickets / 50) AS n;

INSERT INTO media (id, kind, created_at)
SELECT 'media:h' || row_(i), 'photo', moment(i * 3, $tickets)
FROM numbers WHERE i < $tickets * 3 / 10;

INSERT INTO media_copies (media_id, channel, external_id)
SELECT 'media:h' || row_(i), 'telegram', 'AgACAgUAAxkBAAIBOWVkZmVkZmVkZmVkZmVkZmVkZmVkZmVkAAI' || i
FROM numbers WHERE i < $tickets * 3 / 10;

INSERT INTO ticket_media (id, ticket_id, event_id, sender_id, media_id)
SELECT row_(i), row_(i * 3), CASE i % 2 WHEN 0 THEN row_(i * 9) END,
  person(i * 93 % $people), 'media:h' || row_(i)
FROM numbers WHERE i < $tickets * 3 / 10;

INSERT INTO joint_parts (id, ticket_id, round, group_id, called_at, report_by, reported_at)
SELECT row_(i), row_(i * 20), 0, team(i + 1), moment(i * 20, $tickets), moment(i * 20, $tickets),
  moment(i * 20, $tickets)
FROM numbers WHERE i < $tickets / 20;

INSERT INTO later_follow_ups (id, ticket_id, round, asked_at, answer, answered_at)
SELECT row_(i), row_(i), 0, moment(i, $tickets), 'good', moment(i, $tickets)
FROM numbers WHERE i < $tickets / 2;

INSERT INTO follow_ups (id, ticket_id, round, delay, asked_at, solved, satisfaction, ended_at)
SELECT row_(i), row_(i), 0, one_day(), moment(i, $tickets), 1 = 1, 'satisfied',
  moment(i, $tickets)
FROM numbers WHERE i < $tickets / 2;

INSERT INTO ticket_followers (ticket_id, person_id, joined_at)
SELECT row_(i * 5), person(i * 37 % $people), moment(i * 5, $tickets)
FROM numbers WHERE i < $tickets / 5;

INSERT INTO cards (channel, chat_id, key, message_id)
SELECT 'telegram', chat(i), 'ticket:' || row_(i), i
FROM numbers WHERE i < $tickets;

INSERT INTO message_links (channel, chat_id, message_id, about, sent_at)
SELECT 'telegram', chat(i / 2), i, 'ticket:' || row_(i / 2), moment(i, 2 * $tickets)
FROM numbers WHERE i < 2 * $tickets;

INSERT INTO conversations (channel, chat_id, person_id, data, updated_at)
SELECT 'telegram', person(i), person(i), '{}', moment(i, $people)
FROM numbers WHERE i < $people;

INSERT INTO outbox (id, channel, chat_id, urgency, method, params, to_the_end, version, state,
  not_before, attempts, created_at, finished_at)
SELECT row_(i), 'telegram', person(i * 41 % $people), 0, 'sendMessage',
  '{"text": "记下了，谢谢您。"}', 1 = 0, 0, 'sent', ago(500000), 0, ago(500000), ago(500000)
FROM numbers WHERE i < $tickets / 20;

INSERT INTO on_behalf (ticket_id, name, phone, told_at, heard)
SELECT row_(i), '示例', '0591-8700 0000', ago(500000), 'right'
FROM numbers WHERE i < $tickets / 20;

INSERT INTO seen_updates (channel, bot_id, update_id, seen_at)
SELECT 'telegram', 1, -row_(i), ago(500000)
FROM numbers WHERE i < $tickets / 10;

INSERT INTO failed_updates (code, update_id, failed_at, error)
SELECT 'h' || row_(i), -row_(i), moment(i, $tickets), 'ValueError'
FROM numbers WHERE i < $tickets / 1000;

INSERT INTO board_messages (id, person_id, area_id, text, may_show, written_at, answer, answered_by,
  answered_by_name, answered_at)
SELECT row_(i), person(i * 43 % $people), community(i), '小区门口能不能加一个红绿灯？',
  i % 2 = 0, moment(i * 50, $tickets), '已经报给交警。', staff(i), '社工', moment(i * 50, $tickets)
FROM numbers WHERE i < $tickets / 50;

INSERT INTO stewards (id, area_id, role, name, phone, since, person_id)
SELECT row_(i), community(i), 'building_head', '示例' || i, '0591-8700 0000', '2026-01-01',
  CASE WHEN i % 3 = 0 THEN person(i * 47 % $people) END
FROM numbers WHERE i < $tickets / 20;

-- A list of ten doors each; the latest ones go on.
INSERT INTO visit_rounds (id, area_id, kind, title, questions, created_by, created_by_name,
  created_at, due_at, ended_at)
SELECT row_(i), community(i), 'visit', '走访', '[]', staff(i), '社工', moment(i * 50, $tickets),
  moment(i * 50, $tickets), CASE WHEN i < $tickets / 50 - 3 THEN moment(i * 50, $tickets) END
FROM numbers WHERE i < $tickets / 50;

INSERT INTO visit_goers (round_id, person_id, name)
SELECT row_(i), staff(i), '社工' FROM numbers WHERE i < $tickets / 50;

INSERT INTO visits (id, round_id, position, area_id, door, name, state, tries, done_by,
  done_by_name, done_at, answers, note)
SELECT row_(i), row_(i / 10), i % 10, community(i / 10), CAST(i AS text), '居民', 'seen', 0,
  staff(i / 10), '社工', moment(i * 5, $tickets), '[]', '都好'
FROM numbers WHERE i < $tickets / 5;

INSERT INTO visit_media (id, visit_id, media_id, sender_id, sent_at)
SELECT row_(i), row_(i), 'media:h' || row_(i), staff(i / 10), moment(i * 5, $tickets)
FROM numbers WHERE i < $tickets / 5;

INSERT INTO surveys (id, area_id, definition, version, revision, anonymous, state, audience,
  rested_days, remind_after, reminded, starts_at, ends_at, created_by, created_by_name, created_at,
  ended_at)
SELECT row_(i), community(i), '{"title": "满意度", "questions": []}', 1, 0, i % 2 = 0, 'ended', '{}',
  30, '[2, 5]', 2, ago((i + 1) * 86400 * 30), ago((i + 1) * 86400 * 30 - 86400 * 7), staff(i), '社工',
  ago((i + 1) * 86400 * 30), ago((i + 1) * 86400 * 30 - 86400 * 7)
FROM numbers WHERE i < 20;

INSERT INTO survey_rolls (survey_id, person_id, asked_on, answered_on, reminded, not_again)
SELECT row_(i % 20), person(i), day(30), CASE WHEN i % 3 = 0 THEN day(29) END, 0, 1 = 0
FROM numbers WHERE i < $people;

INSERT INTO survey_responses (id, survey_id, answers, version, complete, late)
SELECT row_(i), row_(i % 20), '{}', 1, 1 = 1, 1 = 0 FROM numbers WHERE i < $people / 3;

INSERT INTO needs (id, area_id, place_id, category, for_whom, person_id, person_name, text, state,
  people, unnamed, said_at, listed_at, handled_by, ended_at)
SELECT row_(i), community(i), community(i), 'culture', 'everybody', person(i * 59 % $people), '居民',
  '希望社区开一个书法班', 'done', 1, 0, moment(i * 50, $tickets), moment(i * 50, $tickets), staff(i),
  moment(i * 50, $tickets)
FROM numbers WHERE i < $tickets / 50;

INSERT INTO need_supporters (need_id, person_id, since)
SELECT row_(i / 10), person(i * 61 % $people), moment(i * 5, $tickets)
FROM numbers WHERE i < $tickets / 5;

-- What a unit offered once, and the project that it served.
INSERT INTO resources (id, area_id, source, category, unit, what, a_month, offered_by, state,
  offered_at, handled_by, ended_at)
SELECT row_(i), community(i), 'partner', 'culture', '示例小学', '老师教书法', 2,
  person(i * 67 % $people), 'ended', moment(i * 50, $tickets), staff(i), moment(i * 50, $tickets)
FROM numbers WHERE i < $tickets / 50;

INSERT INTO resource_months (resource_id, month, capacity, promised)
SELECT row_(i), '2026-01-01', 2, 1 FROM numbers WHERE i < $tickets / 50;

INSERT INTO need_projects (id, area_id, need_id, resource_id, month, owner_id, owner_name, due_on,
  state, said, created_by, created_at, ended_at)
SELECT row_(i), community(i), row_(i), row_(i), '2026-01-01', staff(i), '社工', '2026-01-20', 'done',
  '开班了', staff(i), moment(i * 50, $tickets), moment(i * 50, $tickets)
FROM numbers WHERE i < $tickets / 50;

-- A message to a hundred people each.
INSERT INTO broadcasts (id, kind, subject_id, area_id, asks, urgent, state, created_at, starts_at,
  drawn_at, ended_at, total, sent, failed, not_wanted)
SELECT row_(i), 'survey', 1, community(i), 1 = 1, 1 = 0, 'done', moment(i * 100, $tickets),
  moment(i * 100, $tickets), moment(i * 100, $tickets), moment(i * 100, $tickets), 100, 100, 0, 0
FROM numbers WHERE i < $tickets / 100;

INSERT INTO broadcast_recipients (broadcast_id, person_id, state, drawn_at, promised_at)
SELECT row_(i / 100), person(i % $people), 'delivered', moment(i, $tickets), moment(i, $tickets)
FROM numbers WHERE i < $tickets;

INSERT INTO help_orders (id, kind, person_id, person_name, area_id, place, wanted, state,
  ordered_at, handled_by, handled_by_name, ended_at)
SELECT row_(i), 'haircut', person(i * 53 % $people), '居民', community(i), '楼下', '明天',
  'done', moment(i * 50, $tickets), staff(i), '社工', moment(i * 50, $tickets)
FROM numbers WHERE i < $tickets / 50;

INSERT INTO places (id, code, kind_id, area_id, name, address, demo, confirmed_at)
SELECT row_(i), 'h-' || row_(i), 1 + i % 10, community(i), '某处' || i, '某路' || i || '号', 1 = 0,
  ago(i % 60 * 86400)
FROM numbers WHERE i < $tickets / 10;

INSERT INTO place_spots (id, place_id, name, latitude, longitude, hours, listed_kind_id)
SELECT row_(i), row_(i), '', 25.95 + i * 7919 % 27000 * 0.00001,
  119.15 + i * 7907 % 30000 * 0.00001, 'Mo-Su 08:00-22:00', 1 + i % 10
FROM numbers WHERE i < $tickets / 10;

INSERT INTO place_reports (id, place_id, what, person_id, reported_at, verdict, settled_at,
  settled_by, settled_by_name)
SELECT row_(i), row_(i), 'moved', person(i * 47 % $people), moment(i * 100, $tickets),
  'unfounded', moment(i * 100, $tickets), staff(i), '社工'
FROM numbers WHERE i < $tickets / 100;
