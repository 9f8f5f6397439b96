-- The meals and the volunteers of the same district; see district.sql.

INSERT INTO canteens (id, code, area_id, name, address, no_show_mercy, demo)
SELECT row_(i), 'h-' || row_(i), community(i), '长者食堂' || i, '某路', 2, 1 = 0
FROM numbers WHERE i < 69;

INSERT INTO meal_sessions (id, canteen_id, day, meal, starts_at, ends_at, cut_off_at, portions,
  taken, deliveries, deliveries_taken, portions_each, waiting, reopened, codes, standing_done_at,
  sheet_sent_at, rounds_made_at, settled_at)
SELECT row_(i), row_(i % 69), day(2 + i / 69), 'lunch', ago((2 + i / 69) * 86400),
  ago((2 + i / 69) * 86400 - 3600), ago((3 + i / 69) * 86400), 60, 20, 30, 5, 2, 0, 0, 20,
  ago((3 + i / 69) * 86400), ago((3 + i / 69) * 86400), ago((3 + i / 69) * 86400),
  ago((2 + i / 69) * 86400 - 7200)
FROM numbers WHERE i < $tickets / 100;

INSERT INTO meal_sets (id, session_id, position, name, dishes, price_fen, tags)
SELECT row_(i), row_(i / 2), 1 + i % 2, '套餐', '["米饭"]', 1500, '[]'
FROM numbers WHERE i < $tickets / 50;

INSERT INTO diners (id, person_id, name, name_form, born_on, area_id, door, verified_at,
  verified_by, created_by, created_at)
SELECT row_(i), CASE i % 2 WHEN 0 THEN person(i) END, '老人' || i, '老人' || i,
  day(26000 + i % 4000), community(i), '302', moment(0, 1), staff(i), person(i), moment(0, 1)
FROM numbers WHERE i < $tickets / 50;

INSERT INTO diner_statuses (id, diner_id, status, from_day, verified_by, verified_at)
SELECT row_(i), row_(i * 4), 'lives_alone', day(1000), staff(i), moment(0, 1)
FROM numbers WHERE i < $tickets / 200;

INSERT INTO meal_proxies (id, diner_id, person_id, relation, state, asked_at, answered_at,
  answered_by)
SELECT row_(i), row_(i), person(i * 59 % $people), 'child', 'confirmed', moment(0, 1),
  moment(0, 1), staff(i)
FROM numbers WHERE i < $tickets / 50;

INSERT INTO standing_orders (id, diner_id, canteen_id, meal, weekdays, portions, mode, from_day,
  created_by, created_at, ended_at)
SELECT row_(i), row_(i), row_(i % 69), 'lunch', '12345', 1, 'dine_in', day(900),
  person(i), moment(0, 1), CASE WHEN i % 10 > 0 THEN moment(0, 1) END
FROM numbers WHERE i < $tickets / 50;

-- Twenty a session, each of another diner.
INSERT INTO meal_bookings (id, session_id, diner_id, set_id, portions, mode, state, code, booked_by,
  booked_at, price_fen, subsidy_fen, delivery_fen, paid_fen, ended_at, ended_by, ended_by_name)
SELECT row_(i), row_(i / 20), row_(i * 13 % ($tickets / 50)), row_(i / 20 * 2), 1,
  CASE i % 4 WHEN 0 THEN 'delivery' ELSE 'dine_in' END,
  CASE WHEN i % 100 = 0 THEN 'missed' ELSE 'served' END, CAST(i % 20 AS text), person(i * 13 % $people),
  ago((3 + i / 20 / 69) * 86400), 1500, 500, 0, 1000, ago((2 + i / 20 / 69) * 86400), staff(i), '社工'
FROM numbers WHERE i < $tickets / 5;

INSERT INTO meal_booking_events (id, booking_id, at, kind, actor_id, data)
SELECT row_(i), row_(i / 2), ago((3 + i / 40 / 69) * 86400),
  CASE i % 2 WHEN 0 THEN 'booked' ELSE 'served' END, person(i / 2 * 13 % $people), '{}'
FROM numbers WHERE i < $tickets / 5 * 2;

INSERT INTO prep_sheets (id, session_id, number, made_at, content)
SELECT row_(i), row_(i), 0, ago((3 + i / 69) * 86400), '{}'
FROM numbers WHERE i < $tickets / 100;

INSERT INTO meal_rounds (id, session_id, number, state, carrier_id, carrier_name, taken_at, done_at)
SELECT row_(i), row_(i), 1, 'done', staff(i), '社工', ago((2 + i / 69) * 86400),
  ago((2 + i / 69) * 86400)
FROM numbers WHERE i < $tickets / 100;

INSERT INTO meal_stops (booking_id, round_id, position, state, at, by, by_name)
SELECT row_(i * 4), row_(i / 5), i % 5, 'delivered', ago((2 + i / 5 / 69) * 86400),
  staff(i / 5), '社工'
FROM numbers WHERE i < $tickets / 20;

INSERT INTO care_alerts (id, diner_id, booking_id, cause, raised_at, taken_by, taken_by_name,
  taken_at, outcome, settled_by, settled_by_name, settled_at)
SELECT row_(i), row_(i * 1300 % ($tickets / 50)), row_(i * 100), 'missed_meal',
  moment(i * 500, $tickets), staff(i), '社工', moment(i * 500, $tickets), 'safe', staff(i), '社工',
  moment(i * 500, $tickets)
FROM numbers WHERE i < $tickets / 500;

INSERT INTO meal_months (canteen_id, month, closed_at, closed_by, closed_by_name)
SELECT row_(i % 69), '2023-' || (10 + i / 69), moment(0, 1),
  staff(i), '社工'
FROM numbers WHERE i < 69 * 3;

INSERT INTO meal_charges (id, canteen_id, month, booking_id, kind, at, by, portions, full_fen,
  subsidy_fen, delivery_fen, paid_fen)
SELECT row_(i), row_(i / 20 % 69), '2023-' || (10 + i / 20 / 69 % 3), row_(i), 'charge',
  moment(i * 5, $tickets), staff(i), 1, 1500, 500, 0, 1000
FROM numbers WHERE i < $tickets / 5;

INSERT INTO volunteers (person_id, name, name_form, area_id, state, posts, times, honour,
  offers_from, applied_at, admitted_at, admitted_by)
SELECT person(i), '居民' || i, '居民' || i, community(i), 'active', '["elders"]', '["6m"]', i % 2 = 0,
  CASE WHEN i % 10 = 0 THEN moment(0, 1) END, moment(0, 1), moment(0, 1), staff(i)
FROM numbers WHERE i < $tickets / 50;

INSERT INTO points_balances (person_id, points)
SELECT person(i), 5 FROM numbers WHERE i < $tickets / 50;

INSERT INTO task_series (id, area_id, rule, first_day, holidays, template, made_until, created_by,
  created_at, ended_at)
SELECT row_(i), community(i), 'FREQ=WEEKLY;BYDAY=WE', day(900), 'always', '{}', day(300),
  staff(i), moment(0, 1), moment(i * 500, $tickets)
FROM numbers WHERE i < $tickets / 500;

INSERT INTO tasks (id, area_id, post, source, source_id, state, title, details, place, starts_at,
  ends_at, claim_by, organiser_id, organiser_name, helped_id, secret, created_at, ended_at)
SELECT row_(i), community(i), 'elders', CASE i % 5 WHEN 0 THEN 'wish' ELSE 'staff' END,
  CASE i % 5 WHEN 0 THEN row_(i / 5) END, 'done', '陪诊', '陪老人看病', '楼下',
  ago(age), ago(age - 7200), ago(age), staff(i), '社工', person(i * 61 % $people), 'secret',
  ago(age + 86400), ago(age - 7200)
FROM (SELECT i, ($tickets - i * 20) * (94608000 / $tickets) + 172800 AS age
  FROM numbers WHERE i < $tickets / 20) AS n;

INSERT INTO task_roles (id, task_id, position, name, places, claimed)
SELECT row_(i), row_(i), 1, '', 2, 2 FROM numbers WHERE i < $tickets / 20;

INSERT INTO task_claims (id, task_id, role_id, person_id, person_name, state, claimed_at, late,
  wrong_codes)
SELECT row_(i), row_(i / 2), row_(i / 2), person(i * 7 % ($tickets / 50)), '居民', 'done',
  moment(i * 10, $tickets), 1 = 0, 0
FROM numbers WHERE i < $tickets / 10;

INSERT INTO service_records (id, claim_id, person_id, area_id, post, started_at, minutes, review,
  state, approved_at)
SELECT row_(i), row_(i), person(i * 7 % ($tickets / 50)), community(i / 2), 'elders',
  moment(i * 10, $tickets), 120, 1 = 0, 'approved', moment(i * 10, $tickets)
FROM numbers WHERE i < $tickets / 10;

INSERT INTO task_feedback (id, claim_id, from_id, stars, complaint, words, at)
SELECT row_(i), row_(i * 4), person(i * 2 * 61 % $people), 5, 1 = 0, '谢谢',
  moment(i * 40, $tickets)
FROM numbers WHERE i < $tickets / 40;

INSERT INTO redemptions (id, reward_id, person_id, points, code, state, reserved_at, ended_at,
  ended_by, ended_by_name)
SELECT row_(i), 1, person(i), 2, CAST(row_(i) AS text), 'handed_out',
  moment(i * 200, $tickets), moment(i * 200, $tickets), staff(i), '社工'
FROM numbers WHERE i < $tickets / 200;

INSERT INTO points_ledger (id, person_id, at, kind, points, record_id)
SELECT row_(i), person(i * 7 % ($tickets / 50)), moment(i * 10, $tickets), 'earned', 1,
  row_(i)
FROM numbers WHERE i < $tickets / 10;

INSERT INTO certificates (number, person_id, name, area_id, minutes, services, from_day, until_day,
  issued_at)
SELECT 'h-' || row_(i), person(i), '居民', community(i), 600, 5, day(900), day(100),
  moment(i * 200, $tickets)
FROM numbers WHERE i < $tickets / 200;

INSERT INTO wishes (id, person_id, person_name, area_id, text, state, rounds, posted_at, handled_by,
  granted_at)
SELECT row_(i), person(i * 67 % $people), '居民', community(i), '想要一个放大镜', 'granted', 0,
  moment(i * 100, $tickets), staff(i), moment(i * 100, $tickets)
FROM numbers WHERE i < $tickets / 100;
