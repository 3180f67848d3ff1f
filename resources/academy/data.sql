-- The Shuttler academy: invented people and three years of their history.
--
-- Parameters, set on the connection beforehand:
--   academy.scale  'small', 'medium' or 'large': about 20 thousand, 2 million or 20 million rows in total
--   academy.now    the moment the history ends, as text that reads as a timestamptz; no row is younger
-- The same parameters give the same rows: chance is a hash of the row's number, never random().
--
-- A line "-- next: NAME" starts a section; the name is the table filled, or "preparation". All sections run in this
-- order on one connection (temporary tables carry facts from one to the next), best in one transaction. The session
-- settings changed below stay changed: close the connection after constraints.sql.
--
-- What is hidden in the rows on purpose:
--   * 14 records are past the two-year limit: students 1 to 12 and classes 1 and 2 (by n, below). Three are in the way
--     of a clean-up: student 3 has a cancelled payment on his fee, student 5 paid for student 21, and student 18, who
--     still plays, paid fees in class 1 and owes the last one.
--   * Student 14 is inactive without a date and student 15 came back after an old one: neither is ever due.
--   * Nobody else left more than 560 days ago, so that the 14 stay 14 for months.
--   * No reference points nowhere, none of a due record's would after a clean-up, and no stored status disagrees
--     with the payments.

-- next: preparation
select set_config('timezone', 'Asia/Kolkata', false),
       set_config('datestyle', 'ISO, YMD', false),
       set_config('jit', 'off', false),
       set_config('work_mem', '256MB', false),
       -- Rows are numbered in the order in which they are read, so reading must always take the same order.
       set_config('synchronize_seqscans', 'off', false),
       set_config('max_parallel_workers_per_gather', '0', false);

do $$
begin
    if current_setting('academy.scale') not in ('small', 'medium', 'large') then
        raise exception 'academy.scale is "%", expected small, medium or large', current_setting('academy.scale');
    end if;
end
$$;

-- A throw of a die with faces 0 to choices-1. "salt" names the question, n the row it is asked about.
create function pg_temp.pick(n bigint, salt integer, choices integer) returns integer
    language sql immutable
    as $$ select ((hashint8extended(n, salt) & 9223372036854775807) % choices)::integer $$;

create function pg_temp.given_name(n bigint) returns text
    language sql immutable
    as $$ select (array['Aarav', 'Aditi', 'Aditya', 'Akash', 'Amit', 'Ananya', 'Anika', 'Anil', 'Arjun', 'Asha', 'Bhavya',
                  'Chetan', 'Deepa', 'Devansh', 'Diya', 'Esha', 'Farhan', 'Gauri', 'Harish', 'Isha', 'Ishaan', 'Jaya',
                  'Kabir', 'Karthik', 'Kavya', 'Kiran', 'Krishna', 'Lakshmi', 'Leela', 'Manish', 'Maya', 'Mohan',
                  'Myra', 'Nandini', 'Neha', 'Nikhil', 'Nisha', 'Pooja', 'Pranav', 'Priya', 'Rahul', 'Ravi', 'Riya',
                  'Rohan', 'Saanvi', 'Sameer', 'Sanjana', 'Shreya', 'Siddharth', 'Sneha', 'Sunita', 'Tanvi', 'Tara',
                  'Uma', 'Varun', 'Vidya', 'Vikram', 'Vivaan', 'Yash', 'Zoya'])[1 + n % 60] $$;

create function pg_temp.surname(n bigint) returns text
    language sql immutable
    as $$ select (array['Agarwal', 'Banerjee', 'Bhat', 'Bose', 'Chauhan', 'Chopra', 'Das', 'Desai', 'Deshpande', 'Dutta',
                  'Fernandes', 'Gill', 'Gowda', 'Gupta', 'Hegde', 'Iyer', 'Jain', 'Joshi', 'Kapoor', 'Khan', 'Kulkarni',
                  'Kumar', 'Mehta', 'Menon', 'Mishra', 'Mukherjee', 'Nair', 'Naidu', 'Pandey', 'Patel', 'Pillai',
                  'Rao', 'Reddy', 'Saxena', 'Shah', 'Sharma', 'Shetty', 'Singh', 'Verma', 'Yadav'])[1 + n % 40] $$;

-- Looks like a bcrypt hash down to the two characters that carry padding bits; no password leads to it.
create function pg_temp.password_hash(whose text) returns text
    language sql immutable
    as $body$
        select '$2b$12$' || substr(h, 1, 21) || 'e' || substr(h, 22, 30) || 'e'
        from (select translate(encode(sha512(whose::bytea), 'base64'), '+', '.') as h) as noise
    $body$;

-- Looks like a field the server has encrypted (a Fernet token of 100 characters); there is no key to it.
create function pg_temp.sealed(what text) returns text
    language sql immutable
    as $$ select 'gAAAAAB' || substr(translate(encode(sha512(what::bytea) || sha512(('2' || what)::bytea), 'base64'),
                                         E'+/\n', '-_'), 1, 90) || 'g==' $$;

create function pg_temp.device(n bigint) returns text
    language sql immutable
    as $$ select (array['Mozilla/5.0 (Linux; Android 14; Mobile) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36',
                  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile',
                  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36',
                  'Dart/3.4 (dart:io)'])[1 + n % 4] $$;

-- Addresses set aside for documentation.
create function pg_temp.address_on_the_net(n bigint) returns text
    language sql immutable
    as $$ select (array['192.0.2.', '198.51.100.', '203.0.113.'])[1 + n % 3] || (1 + n / 3 % 254) $$;

-- Everything that depends on the parameters, in one row.
create temp table shape as
select students, coaches, classes,
       greatest(6, students / 20) as archived_students,
       greatest(2, classes / 20) as archived_classes,
       students * 45 / 100 as founders, -- here before the history begins; student 18 has to be among them
       moment,
       moment::date as today,
       (moment - interval '3 years')::date as first_day
from (values ('small', 40, 3, 6),
             ('medium', 2700, 60, 200),
             ('large', 27000, 600, 2000)) as size (scale, students, coaches, classes)
cross join (select current_setting('academy.now')::timestamptz as moment) as clock
where scale = current_setting('academy.scale');

-- The months that fees are charged for.
create temp table month_of_history as
select month::date as first, (month + interval '1 month' - interval '1 day')::date as last,
       row_number() over (order by month)::integer as number
from shape, generate_series(date_trunc('month', first_day::timestamp), today::timestamp, interval '1 month') as month;

-- The days on which classes meet: Monday to Friday without the three national holidays and the end of the year.
create temp table class_day as
select day::date as day, to_char(day, 'YYYY-MM-DD') as label, 1 << extract(isodow from day)::integer as bit,
       (day::date - date '2000-01-01') as number
from shape, generate_series(first_day::timestamp, today::timestamp, interval '1 day') as day
where extract(isodow from day) < 6
  and to_char(day, 'MM-DD') not in ('01-01', '01-26', '08-15', '10-02', '12-25', '12-31');

-- Classes 1 and 2 ended more than two years ago and class 3 seven months ago; the others meet today.
create temp table class as
select n, archived_classes + n as id,
       (array['Beginners', 'Juniors', 'Intermediate', 'Advanced', 'Adults', 'Squad'])[1 + level] || ' '
           || case when hour < 12 then 'Morning' else 'Evening' end || ' ' || n as name,
       20 + 4 * pg_temp.pick(n, 101, 3) as capacity,
       (array[1200, 1500, 1800, 2400, 1500, 3000])[1 + level] as price,
       hour, make_interval(hours => hour) as starts,
       (array['Mon, Wed, Fri', 'Tue, Thu', 'Mon to Fri'])[1 + pattern] as days,
       (array[42, 20, 62])[1 + pattern] as day_bits,
       1 + n % coaches as coach_id,
       first_day as since,
       case n when 1 then today - 739 when 2 then today - 733 when 3 then today - 210 else today end as until
from shape, lateral (
    select n, pg_temp.pick(n, 102, 6) as level, (array[6, 7, 16, 17, 18, 19])[1 + pg_temp.pick(n, 103, 6)] as hour,
           case when pg_temp.pick(n, 104, 10) < 3 then 0 when pg_temp.pick(n, 104, 10) < 9 then 1 else 2 end as pattern
    from generate_series(1, classes) as n) as drawn
order by n;

create temp table pupil as
select n, archived_students + n as id,
       given || ' ' || family as name,
       lower(given || '.' || family) || '.' || (archived_students + n) || '@example.org' as email,
       pg_temp.given_name(pg_temp.pick(n, 113, 60)) || ' ' || family as guardian,
       joined, greatest(joined, first_day) as since,
       left_at, coalesce(left_at::date - 1, today) as until,
       n <= 12 as is_due,
       joined > today - 14 and pg_temp.pick(n, 114, 2) = 0 as is_waiting
from shape
cross join lateral (
    select n, pg_temp.given_name(pg_temp.pick(n, 111, 60)) as given, pg_temp.surname(pg_temp.pick(n, 112, 40)) as family,
           case when n <= founders then first_day - 30 - pg_temp.pick(n, 115, 700)
                else first_day + (today - 3 - first_day) * (n - founders) / (students - founders) end as joined,
           moment - make_interval(days => 20 + pg_temp.pick(n, 116, 540), secs => pg_temp.pick(n, 117, 36000)) as leaves
    from generate_series(1, students) as n) as drawn
cross join lateral (
    select case when n <= 12 then moment - make_interval(days => 736 + 9 * n, secs => pg_temp.pick(n, 117, 36000))
                when n between 15 and 22 then null
                when n = 14 or (pg_temp.pick(n, 118, 100) < 27 and leaves > joined + 90) then leaves end as left_at) as leaving
order by n;

-- Who was in which class from when to when; batch_students keeps the pair only.
create temp table enrolment as
select row_number() over (order by student_id, since, class_id) as n, placed.*,
       case when habit < 75 then 1 when habit < 92 then 2 else 3 end as instalments
from (
    select p.n as student_n, p.id as student_id, c.id as class_id, c.day_bits, c.starts, c.price, c.coach_id,
           greatest(p.since, seat.since) as since, least(p.until, c.until) as until,
           p.is_due, p.is_waiting, seat.keeps_debt, seat.is_main, pg_temp.pick(p.n * 8 + c.n, 121, 100) as habit
    from shape
    cross join pupil as p
    cross join lateral (select pg_temp.pick(p.n, 122, classes - 3) as home) as drawn
    cross join lateral (
        -- The first class: due students 7 to 12 were in the classes that are due themselves.
        select case when p.n between 7 and 9 then 1 when p.n between 10 and 12 then 2 else 4 + home end as class_n,
               p.since as since, false as keeps_debt, true as is_main
        union all
        -- A second class for one in eight.
        select 4 + (home + 1) % (classes - 3), p.since + 60, false, false
        where p.n > 22 and pg_temp.pick(p.n, 123, 8) = 0 and not p.is_waiting
        union all
        -- An earlier one, closed since.
        select 3, p.since, false, false where p.n >= 30 and p.n % 5 = 0 and not p.is_waiting
        union all
        select 1, p.since, true, false where p.n = 18) as seat
    join class as c on c.n = seat.class_n) as placed
where since < until or is_waiting
order by student_id, since, class_id;

analyze pg_temp.class_day, pg_temp.class, pg_temp.pupil, pg_temp.enrolment;

-- next: owners
insert into owners (id, name, email, phone, password, specialization, experience_years, status, academy_name,
                    academy_address, academy_contact, academy_email, role, must_change_password, storage_used_bytes,
                    storage_limit_bytes, failed_login_attempts)
select id, name, email, '+91 50009 0000' || id, pg_temp.password_hash(email), 'Doubles', 30 - 6 * id, status,
       'Shuttler Badminton Academy', '14 Lake View Road, Mysuru 570000', '+91 50009 00000', 'office@academy.example.org',
       role, false, case id when 1 then 734003200 else 0 end, 5368709120, 0
from (values (1, 'Meera Krishnan', 'owner@academy.example.org', 'active', 'owner'),
             (2, 'Arjun Krishnan', 'arjun@academy.example.org', 'active', 'co_owner'),
             (3, 'Sunil Rao', 'sunil@academy.example.org', 'inactive', 'co_owner')) as o (id, name, email, status, role);

-- next: coaches
insert into coaches (id, name, email, phone, password, email_verified, specialization, experience_years, status,
                     monthly_salary, joining_date, profile_photo, failed_login_attempts)
select n, given || ' ' || family, 'coach.' || lower(given || '.' || family) || '.' || n || '@example.org',
       '+91 50002 ' || lpad(n::text, 5, '0'), pg_temp.password_hash('coach' || n), true,
       (array['Singles', 'Doubles', 'Footwork', 'Juniors', 'Fitness'])[1 + pg_temp.pick(n, 203, 5)],
       2 + pg_temp.pick(n, 204, 20), case when n % 11 = 10 then 'inactive' else 'active' end,
       18000 + 1000 * pg_temp.pick(n, 205, 25), first_day - 10 - pg_temp.pick(n, 206, 900),
       case when n % 2 = 0 then '/uploads/profile_photos/coach_' || n || '.jpg' end, 0
from shape, lateral (
    select n, pg_temp.given_name(pg_temp.pick(n, 201, 60)) as given, pg_temp.surname(pg_temp.pick(n, 202, 40)) as family
    from generate_series(1, coaches) as n) as drawn
order by n;

-- next: sessions
insert into sessions (id, name, start_date, end_date, status, created_at, updated_at)
select row_number() over (order by april), 'Season ' || to_char(april, 'YYYY') || '-' || to_char(april + interval '1 year', 'YY'),
       to_char(april, 'YYYY-MM-DD'), to_char(april + interval '1 year' - interval '1 day', 'YYYY-MM-DD'),
       case when april + interval '1 year' > today then 'active' else 'archived' end,
       april - interval '20 days', april - interval '20 days'
from shape, generate_series(date_trunc('year', first_day - interval '3 months') + interval '3 months',
                            today::timestamp, interval '1 year') as april;

-- next: batches
insert into batches (id, batch_name, capacity, fees, start_date, timing, period, location, created_by, assigned_coach_id,
                     assigned_coach_name, session_id, status, inactive_at)
select c.id, c.name, c.capacity, case when c.n % 3 = 0 then '₹' || c.price else c.price::text end,
       to_char(c.since, 'YYYY-MM-DD'),
       to_char(timestamp '2000-01-01' + c.starts, 'HH12:MI AM') || ' - '
           || to_char(timestamp '2000-01-01 01:00' + c.starts, 'HH12:MI AM'),
       c.days, 'Hall ' || chr(65 + pg_temp.pick(c.n, 301, 4)), 'Meera Krishnan', coach.id, coach.name,
       case when c.until < today then 1 else (select max(id) from sessions) end,
       case when c.until < today then 'inactive' else 'active' end,
       case when c.until < today then c.until::timestamptz + interval '18 hours' end
from shape, class as c join coaches as coach on coach.id = c.coach_id
order by c.n;

-- next: students
insert into students (id, name, phone, email, email_verified, guardian_name, guardian_phone, password, added_by,
                      date_of_birth, address, status, inactive_at, rejoin_request_pending, t_shirt_size, blood_group,
                      profile_photo, failed_login_attempts, locked_until)
select p.id, p.name, '+91 50000 ' || lpad(p.n::text, 5, '0'), p.email, not p.is_waiting, p.guardian,
       -- Rows from before the server had a key are plain.
       case when pg_temp.pick(p.n, 401, 4) = 0 then phone else pg_temp.sealed(phone) end,
       pg_temp.password_hash(p.email), case when p.n % 7 = 0 then 'Arjun Krishnan' else 'Meera Krishnan' end,
       to_char(p.joined - 365 * 7 - pg_temp.pick(p.n, 402, 365 * 14), 'YYYY-MM-DD'),
       case when pg_temp.pick(p.n, 401, 4) = 0 then home else pg_temp.sealed(home) end,
       case when p.left_at is null then 'active' else 'inactive' end,
       case p.n when 14 then null when 15 then moment - interval '1000 days' else p.left_at end,
       p.left_at is not null and not p.is_due and pg_temp.pick(p.n, 403, 20) = 0,
       (array['XS', 'S', 'M', 'L', 'XL'])[1 + pg_temp.pick(p.n, 404, 5)],
       (array['A+', 'B+', 'O+', 'AB+', 'O-', 'B-'])[1 + pg_temp.pick(p.n, 405, 6)],
       case when pg_temp.pick(p.n, 406, 5) = 0 then '/uploads/profile_photos/student_' || p.id || '.jpg' end,
       case p.n when 24 then 10 else 0 end, case p.n when 24 then moment + interval '19 hours' end
from shape, pupil as p, lateral (
    select '+91 50001 ' || lpad(p.n::text, 5, '0') as phone,
           (1 + pg_temp.pick(p.n, 407, 180)) || ', '
               || (array['Temple Street', 'Lake View Road', 'Station Road', 'Market Lane', 'Palace Road',
                         'Garden Cross'])[1 + pg_temp.pick(p.n, 408, 6)] || ', Mysuru' as home) as contact
order by p.n;

-- next: batch_coaches
insert into batch_coaches (id, batch_id, coach_id, created_at)
select row_number() over (order by c.n, helper), c.id, 1 + (c.n + helper) % coaches, c.since::timestamptz + interval '10 hours'
from shape, class as c, generate_series(0, 1) as helper
where helper = 0 or c.n % 3 = 0
order by c.n, helper;

-- next: batch_students
insert into batch_students (id, batch_id, student_id, status)
select n, class_id, student_id, case when is_waiting then 'pending' else 'approved' end from enrolment order by n;

-- Someone who waits has neither marks nor fees.
delete from enrolment where is_waiting;

-- next: attendance
insert into attendance (id, batch_id, student_id, date, status, marked_by, remarks)
select row_number() over (), lesson.class_id, lesson.student_id, d.label,
       case when lesson.dice < 89 then 'present' else 'absent' end, coach.name,
       case lesson.dice when 3 then 'Came late' when 98 then 'Unwell' when 99 then 'Exams' end
from shape
cross join class_day as d
cross join lateral (
    select e.student_id, e.class_id, e.coach_id, pg_temp.pick(e.n * 4096 + d.number % 4096, 501, 100) as dice
    from enrolment as e
    where e.day_bits & d.bit <> 0 and d.day between e.since and e.until and d.day + e.starts <= shape.moment
    offset 0) as lesson
join coaches as coach on coach.id = lesson.coach_id
where lesson.dice > 2; -- now and then nobody takes the register

-- next: coach_attendance
insert into coach_attendance (id, coach_id, date, status, marked_by, remarks)
select row_number() over (order by d.day, c.id), c.id, d.label, case when dice < 94 then 'present' else 'absent' end,
       'Meera Krishnan', case when dice = 99 then 'Away for a tournament' end
from class_day as d cross join coaches as c,
     lateral (select pg_temp.pick(c.id * 4096 + d.number % 4096, 511, 100) as dice) as thrown
where c.joining_date <= d.day and dice > 1
order by d.day, c.id;

-- next: performance_skills
insert into performance_skills (id, name, description, is_active, created_at)
select n, name, description, n < 9, first_day::timestamptz + interval '9 hours'
from shape, (values (1, 'Serve', 'Short and long, legal and steady'), (2, 'Smash', 'Power and placement'),
                    (3, 'Footwork', 'Six corners and recovery'), (4, 'Defence', 'Blocks and lifts'),
                    (5, 'Net play', 'Spin, kill, lift'), (6, 'Backhand', 'Clear and drop'),
                    (7, 'Stamina', 'Multi-shuttle drill'), (8, 'Game sense', 'Choice of shot'),
                    (9, 'Discipline', 'No longer rated')) as skill (n, name, description);

-- next: performance
insert into performance (id, student_id, batch_id, date, skill, rating, comments, recorded_by)
select row_number() over (), rated.student_id, rated.class_id, to_char(rated.day, 'YYYY-MM-DD'), skill.name,
       least(5, 1 + pg_temp.pick(rated.dice + nth, 523, 3) + (rated.day - rated.since) / 300),
       case when pg_temp.pick(rated.dice + nth, 524, 6) = 0 then 'Keep at it' end, coach.name
from shape
cross join month_of_history as m
cross join lateral (
    select drawn.*
    from (select e.student_id, e.class_id, e.coach_id, e.since, e.until, (e.n * 64 + m.number) * 4 as dice,
                 m.first + pg_temp.pick(e.n * 64 + m.number, 521, 26) as day
          from enrolment as e where e.since <= m.last and e.until >= m.first) as drawn
    where drawn.day between drawn.since and least(drawn.until, shape.today - 1)
    order by drawn.day, drawn.student_id) as rated
join coaches as coach on coach.id = rated.coach_id
cross join generate_series(0, 1) as nth
join performance_skills as skill on skill.id = 1 + (pg_temp.pick(rated.dice, 522, 8) + nth) % 8;

-- next: bmi_records
insert into bmi_records (id, student_id, height, weight, bmi, date, recorded_by)
select row_number() over (order by day, p.id), p.id, height, weight,
       round((weight / (height / 100) ^ 2)::numeric, 1)::float8, to_char(day, 'YYYY-MM-DD'), 'Meera Krishnan'
from shape
cross join month_of_history as m
join pupil as p on p.since <= m.last and p.until >= m.first and not p.is_waiting
cross join lateral (select m.first + pg_temp.pick(p.n * 64 + m.number, 531, 26) as day,
                           (128 + pg_temp.pick(p.n, 532, 50) + m.number / 6)::float8 as height,
                           18.0 + pg_temp.pick(p.n * 64 + m.number, 533, 60) / 10.0 as build) as measured
cross join lateral (select round((build * (height / 100) ^ 2)::numeric, 1)::float8 as weight) as weighed
where m.number % 3 = 1 and day between p.since and least(p.until, today - 1)
order by day, p.id;

-- next: schedules
insert into schedules (id, batch_id, date, activity, description, capacity, created_by)
select row_number() over (order by d.day, c.n), c.id, d.label,
       (array['Footwork and shadow', 'Multi-shuttle', 'Doubles rotation', 'Match practice', 'Net drills',
              'Fitness'])[1 + pg_temp.pick(c.n * 4096 + d.number % 4096, 541, 6)],
       null, c.capacity, coach.name
from class_day as d
join class as c on d.day between c.since and c.until and c.day_bits & d.bit <> 0
join coaches as coach on coach.id = c.coach_id
where pg_temp.pick(c.n * 4096 + d.number % 4096, 542, 3) = 0
order by d.day, c.n;

-- next: leave_requests
insert into leave_requests (id, coach_id, coach_name, start_date, end_date, leave_type, reason, status, submitted_at,
                            reviewed_by, reviewed_at, review_notes, modification_start_date, modification_end_date,
                            modification_reason, modification_status, original_start_date, original_end_date,
                            original_reason)
select row_number() over (order by submitted_at, c.id), c.id, c.name, starts_on, ends_on,
       (array['sick', 'personal', 'family', 'vacation'])[1 + pg_temp.pick(dice, 553, 4)], reason,
       case when reviewed_at > moment then 'pending' when refused then 'rejected' else 'approved' end, submitted_at,
       case when reviewed_at <= moment then 1 end, case when reviewed_at <= moment then reviewed_at end,
       case when reviewed_at <= moment and refused then 'Tournament week' end,
       case when moved then starts_on end, case when moved then ends_on end, case when moved then 'Train was cancelled' end,
       case when moved then 'approved' end, case when moved then starts_on - 1 end, case when moved then ends_on - 1 end,
       case when moved then reason end
from shape
cross join coaches as c
cross join generate_series(0, 12) as quarter
cross join lateral (select c.id * 64 + quarter as dice) as thrown
cross join lateral (
    select first_day + 15 + 90 * quarter + pg_temp.pick(dice, 551, 70) as starts_on, pg_temp.pick(dice, 552, 4) as length,
           (array['Fever', 'Wedding in the family', 'Visiting parents', 'Coaching course'])[1 + pg_temp.pick(dice, 553, 4)]
               as reason,
           pg_temp.pick(dice, 554, 9) = 0 as refused, pg_temp.pick(dice, 555, 15) = 7 as changed) as drawn
cross join lateral (select starts_on + length as ends_on,
                           starts_on::timestamptz - interval '12 days' + make_interval(hours => 9 + length) as submitted_at,
                           starts_on::timestamptz - interval '10 days' + interval '11 hours' as reviewed_at) as dated
cross join lateral (select changed and not refused and reviewed_at <= moment as moved) as outcome
where submitted_at <= moment
order by submitted_at, c.id;

-- next: tournaments
insert into tournaments (id, name, date, location, description, category)
select row_number() over (order by day),
       (array['Monsoon Open', 'Dasara Cup', 'New Year Smash', 'Summer League'])[1 + pg_temp.pick(m.number, 561, 4)]
           || ' ' || to_char(day, 'YYYY'),
       to_char(day, 'YYYY-MM-DD'), (array['Mysuru', 'Bengaluru', 'Mangaluru', 'Hubballi'])[1 + m.number % 4],
       'Entry through the coach', (array['U-13', 'U-15', 'U-19', 'Open'])[1 + pg_temp.pick(m.number, 562, 4)]
from month_of_history as m, lateral (select m.first + 10 + pg_temp.pick(m.number, 563, 15) as day) as drawn
where m.number % 2 = 0
order by day;

-- next: video_resources
insert into video_resources (id, student_id, title, url, remarks, uploaded_by, audience_type, created_at)
select row_number() over (order by at, nr), case when audience = 'student' and nr % 2 = 0 then p.id end,
       (array['Backhand clear, slow motion', 'Your last match', 'Footwork ladder', 'Serve check'])[1 + nr % 4],
       '/uploads/videos/training_' || nr || '.mp4', null, 1 + nr % coaches, audience, at
from shape
cross join lateral generate_series(1, greatest(12, students / 4)) as video (nr)
cross join lateral (select case when nr % 10 = 0 then 'all' when nr % 3 = 0 then 'batch' else 'student' end as audience) as kind
join pupil as p on p.n = 16 + (nr * 4) % (students - 16)
cross join lateral (select moment - make_interval(days => pg_temp.pick(nr, 571, 700), mins => 40 + nr % 600) as at) as dated
order by at, nr;

-- next: video_targets
insert into video_targets (id, video_id, target_id)
select row_number() over (order by v.id), v.id, case v.audience_type when 'batch' then c.id else coalesce(v.student_id, p.id) end
from shape
cross join video_resources as v
join pupil as p on p.n = 16 + pg_temp.pick(v.id, 581, students - 16)
join class as c on c.n = 4 + pg_temp.pick(v.id, 582, classes - 3)
where v.audience_type in ('student', 'batch')
order by v.id;

-- next: fees
-- One fee per student, class and month, paid in one to three pieces nine days apart. The plan is kept, as instalments
-- and payments are read off it.
create temp table fee_plan as
select row_number() over ()::integer as fee_id, due.*,
       case when due.paid_pieces = due.pieces then 'paid'
            when due.paid_pieces > 0 then 'partial'
            when shape.today <= due.due_on then 'pending'
            when shape.today <= due.due_on + 7 then 'delay'
            else 'overdue' end as status
from shape
cross join month_of_history as m
cross join lateral (
    select e.n as enrolment_n, e.student_n, e.student_id, e.class_id, e.coach_id, e.price, m.first as month,
           e.instalments > 1 as by_instalments, pieces, opened_on, opened_on + 9 as due_on, first_paid_at,
           case when e.is_due or (e.keeps_debt and e.until <= m.last) then 0
                when fate < 9 and not (is_fresh or e.keeps_debt) then 0
                when first_paid_at > shape.moment then 0
                else least(case when fate < 16 then 1 else pieces end,
                           1 + floor(extract(epoch from shape.moment - first_paid_at) / (9 * 86400))::integer) end as paid_pieces
    from enrolment as e
    cross join lateral (
        select e.n * 64 + m.number as dice, greatest(m.first, e.since) as opened_on,
               -- Students 16 to 22 have all paid in the last ten minutes: the newest row is never old.
               e.student_n between 16 and 22 and e.is_main and m.last >= shape.today as is_fresh) as fee
    cross join lateral (
        select pg_temp.pick(dice, 601, 1000) as fate,
               case when e.instalments > 1 then e.instalments when pg_temp.pick(dice, 602, 16) = 0 then 2 else 1 end as pieces,
               case when is_fresh then shape.moment - make_interval(secs => 97 * (e.student_n - 15) - 40)
                    else opened_on::timestamptz + make_interval(days => pg_temp.pick(dice, 603, 13), hours => 9,
                                                                secs => pg_temp.pick(dice, 604, 39600)) end
                   as first_paid_at) as habit
    where e.since <= least(m.last, shape.today) and e.until >= m.first
      and (not e.is_due or m.first < e.since + 50) -- who never paid was not let go on for long
    offset 0) as due;

analyze pg_temp.fee_plan;

insert into fees (id, student_id, batch_id, amount, due_date, status, billing_year, billing_month, cycle_key, grace_days,
                  payee_student_id)
select fee_id, student_id, class_id, price, to_char(due_on, 'YYYY-MM-DD'), status, extract(year from month)::integer,
       extract(month from month)::integer, to_char(month, 'YYYY-MM'), 7,
       case when student_n > 30 and student_n % 90 = 0 then student_id - 1 end -- an elder sibling pays
from fee_plan
order by fee_id;

-- next: fee_installments
insert into fee_installments (id, fee_id, installment_no, due_date, amount, paid_amount, status, created_at)
select row_number() over (order by fee_id, nth), fee_id, nth, to_char(due, 'YYYY-MM-DD'), price / pieces,
       case when nth <= paid_pieces then price / pieces else 0 end,
       case when nth <= paid_pieces then 'paid' when today <= due then 'pending' when today <= due + 7 then 'delay'
            else 'overdue' end,
       least(opened_on::timestamptz + interval '5 minutes', moment)
from shape, fee_plan, generate_series(1, pieces) as nth, lateral (select due_on + 9 * (nth - 1) as due) as dated
where by_instalments
order by fee_id, nth;

-- next: fee_payments
insert into fee_payments (id, fee_id, amount, paid_date, payee_student_id, payee_name, payment_method, collected_by,
                          is_cancelled, cancel_reason, created_at)
select row_number() over (order by at, fee_id, nth), fee_id, price / pieces, to_char(at, 'YYYY-MM-DD'),
       case when student_n = 21 and at = min(at) over (partition by student_n) then student_id - 16 -- that is student 5
            when student_n > 30 and student_n % 90 = 0 then student_id - 1
            when dice < 70 then student_id end,
       case when dice >= 70 then p.guardian end,
       method, case method when 'razorpay' then null else 'Meera Krishnan' end,
       nth = 0, case when nth = 0 then 'Entered twice' end, at
from (
    select plan.*, nth, case when nth = 0 then first_paid_at - interval '4 minutes'
                             else first_paid_at + make_interval(days => 9 * (nth - 1)) end as at,
           pg_temp.pick(fee_id * 4::bigint + nth, 612, 100) as dice,
           (array['cash', 'cash', 'cash', 'cash', 'online', 'online', 'online', 'razorpay', 'razorpay', 'card'])
               [1 + pg_temp.pick(fee_id * 4::bigint + nth, 613, 10)] as method
    from fee_plan as plan
    -- Piece 0 is a payment entered by mistake and cancelled.
    cross join generate_series(0, 3) as nth
    where nth between 1 and paid_pieces
       or (nth = 0 and (pg_temp.pick(fee_id, 611, 140) = 0 and paid_pieces > 0
                        or student_n = 3 and fee_id = (select min(fee_id) from fee_plan where student_n = 3)))) as booked
join pupil as p on p.n = student_n
order by at, fee_id, nth;

-- next: coach_salaries
insert into coach_salaries (id, coach_id, amount, payment_date, month, remarks, created_at)
select row_number() over (order by m.first, c.id), c.id, c.monthly_salary, to_char(m.last + 5, 'YYYY-MM-DD'),
       to_char(m.first, 'YYYY-MM'), case when pg_temp.pick(c.id * 64 + m.number, 621, 20) = 0 then 'With festival bonus' end,
       (m.last + 5)::timestamptz + interval '11 hours'
from shape, month_of_history as m, coaches as c
where (m.last + 5)::timestamptz + interval '11 hours' <= moment and c.joining_date <= m.first
order by m.first, c.id;

-- next: enquiries
insert into enquiries (id, name, phone, email, message, status, created_at, followed_up_by, notes, assigned_to)
select row_number() over (order by at), given || ' ' || family, '+91 50003 ' || lpad(n::text, 5, '0'),
       lower(given || '.' || family) || '.enquiry' || n || '@example.org',
       (array['Is there a beginners'' class in the evening?', 'What is the fee for two children?', 'Can adults join?',
              'Is there a trial lesson?'])[1 + n % 4],
       case when n <= 3 then 'new' when n % 3 = 0 then 'closed' else 'contacted' end, to_char(at, 'YYYY-MM-DD HH24:MI:SS'),
       case when n > 3 then 'Meera Krishnan' end, case when n % 3 = 0 then 'Joined' end, 'Arjun Krishnan'
from shape, lateral (
    select n, pg_temp.given_name(pg_temp.pick(n, 631, 60)) as given, pg_temp.surname(pg_temp.pick(n, 632, 40)) as family,
           moment - (today - first_day) * interval '1 day' * n / (count(*) over () + 1) as at
    from generate_series(1, greatest(20, students / 3)) as n) as drawn
order by at;

-- next: coach_invitations
insert into coach_invitations (id, owner_id, owner_name, coach_name, coach_phone, coach_email, experience_years,
                               invite_token, status, created_at)
select row_number() over (order by joining_date, id), 1, 'Meera Krishnan', name, phone, email, experience_years,
       md5('coach invitation' || id), 'approved', to_char(joining_date - 9, 'YYYY-MM-DD') || ' 10:15:00'
from coaches
order by joining_date, id;

-- next: coach_registration_requests
insert into coach_registration_requests (id, name, email, phone, password, specialization, experience_years, status,
                                         submitted_at, reviewed_by, reviewed_at)
select row_number() over (order by joining_date, id), name, email, phone, password, specialization, experience_years,
       'approved', joining_date::timestamptz - interval '6 days', 1, joining_date::timestamptz - interval '5 days'
from coaches
order by joining_date, id;
insert into coach_registration_requests (id, name, email, phone, password, specialization, experience_years, status,
                                         submitted_at)
select coaches + 1, 'Tara Fernandes', 'tara.fernandes.coach@example.org', '+91 50002 99999',
       pg_temp.password_hash('tara'), 'Fitness', 4, 'pending', moment - interval '2 days'
from shape;

-- next: invitations
insert into invitations (id, coach_id, coach_name, student_phone, student_email, batch_id, invite_token, status, created_at)
select row_number() over (order by p.n), coach.id, coach.name, null, p.email, e.class_id, md5('invitation' || p.id),
       'approved', to_char(p.joined - 5, 'YYYY-MM-DD') || ' 17:40:00'
from pupil as p
join enrolment as e on e.student_n = p.n and e.is_main
join coaches as coach on coach.id = e.coach_id
where p.n > 12 and pg_temp.pick(p.n, 641, 4) = 0
order by p.n;

-- next: student_registration_requests
insert into student_registration_requests (id, name, email, phone, password, status, submitted_at, reviewed_by,
                                           reviewed_at, review_notes, guardian_name, guardian_phone, date_of_birth,
                                           address, t_shirt_size, blood_group, invitation_id, invited_by_coach_id)
select row_number() over (order by p.n), s.name, s.email, s.phone, s.password, 'approved',
       p.joined::timestamptz - interval '3 days', 1, p.joined::timestamptz - interval '2 days', null, s.guardian_name,
       '+91 50001 ' || lpad(p.n::text, 5, '0'), s.date_of_birth, 'Mysuru', s.t_shirt_size, s.blood_group, i.id, i.coach_id
from pupil as p join students as s on s.id = p.id left join invitations as i on i.student_email = p.email
where p.n > 12 and (i.id is not null or pg_temp.pick(p.n, 642, 3) = 0)
order by p.n;
insert into student_registration_requests (id, name, email, phone, password, status, submitted_at, reviewed_by,
                                           reviewed_at, review_notes, guardian_name, guardian_phone, date_of_birth, address)
select (select max(id) from student_registration_requests) + n, given || ' ' || family,
       lower(given || '.' || family) || '.new' || n || '@example.org', '+91 50004 ' || lpad(n::text, 5, '0'),
       pg_temp.password_hash('new' || n), case when n = 1 then 'rejected' else 'pending' end,
       moment - make_interval(days => 9 - n), case when n = 1 then 2 end, case when n = 1 then moment - interval '7 days' end,
       case when n = 1 then 'Lives too far away' end, 'Parent ' || family, '+91 50005 ' || lpad(n::text, 5, '0'),
       '2013-05-14', 'Mysuru'
from shape, generate_series(1, 6) as n,
     lateral (select pg_temp.given_name(n * 7) as given, pg_temp.surname(n * 11) as family) as named;

-- next: announcements
insert into announcements (id, title, message, target_audience, target_batch_id, priority, created_by, creator_type,
                           created_at, scheduled_at, is_sent)
select row_number() over (order by at, class_id nulls first), title, message, audience, class_id, priority, author, kind,
       at, null, true
from shape cross join lateral (
    select 'Monthly circular' as title, 'Courts, dates and results of the month.' as message, 'all' as audience,
           null::integer as class_id, 'normal' as priority, 1 as author, 'owner' as kind,
           m.first::timestamptz + make_interval(days => m.number * 5 % 9, hours => 10) as at
    from month_of_history as m
    union all
    select 'Change of time', 'Next week we start half an hour later.', 'batch', c.id, 'high', c.coach_id, 'coach',
           m.first::timestamptz + make_interval(days => 1 + pg_temp.pick(c.n * 64 + m.number, 651, 25), hours => 13)
    from class as c, month_of_history as m
    where c.n > 2 and m.number % 4 = c.n % 4 and m.last <= c.until) as written
where at between first_day::timestamptz and moment
order by at, class_id nulls first;

-- next: calendar_events
insert into calendar_events (id, title, event_type, date, end_date, description, created_by, creator_type,
                             related_leave_request_id, related_tournament_id, related_announcement_id,
                             related_schedule_id, created_at)
select row_number() over (order by created_at, date, title), title, kind, date, end_date, null, author, author_kind,
       leave_id, tournament_id, announcement_id, schedule_id, created_at
from shape cross join lateral (
    select name as title, 'tournament' as kind, date::date as date, date::date + 1 as end_date, 1 as author,
           'owner' as author_kind, null::integer as leave_id, id as tournament_id, null::integer as announcement_id,
           null::integer as schedule_id, least(date::timestamptz - interval '30 days', moment) as created_at
    from tournaments
    union all
    select 'Leave: ' || coach_name, 'leave', start_date, end_date, coach_id, 'coach', id, null, null, null, reviewed_at
    from leave_requests where status = 'approved'
    union all
    select title, 'event', created_at::date, null, created_by, creator_type, null, null, id, null, created_at
    from announcements where target_audience = 'all'
    union all
    select 'Lesson: ' || s.activity, 'event', s.date::date, null, c.coach_id, 'coach', null, null, null, s.id,
           least(s.date::timestamptz - interval '2 days', moment)
    from schedules as s join class as c on c.id = s.batch_id
    where c.n > 2 and pg_temp.pick(s.id, 661, 40) = 0
    union all
    select title, 'holiday', (extract(year from m.first) || day)::date, null, 1, 'owner', null, null, null, null,
           first_day::timestamptz + interval '12 hours'
    from month_of_history as m
    join (values ('Republic Day', '-01-26'), ('Independence Day', '-08-15'), ('Gandhi Jayanti', '-10-02'))
        as holiday (title, day) on to_char(m.first, '-MM-') = left(day, 4)) as entered
order by created_at, date, title;

-- next: notification_preferences
insert into notification_preferences (id, user_id, user_type, pref_attendance, pref_performance, pref_bmi,
                                      pref_announcements, pref_leave_updates, pref_fee_payments, pref_fee_due, updated_at)
select row_number() over (order by kind desc, id), id, kind, true, true, pg_temp.pick(id, 671, 5) > 0, true, true, true,
       pg_temp.pick(id, 672, 9) > 0, since::timestamptz
from (select 'owner' as kind, o.id, first_day as since from shape, owners as o where o.status = 'active'
      union all select 'coach', id, joining_date from coaches
      union all select 'student', id, joined from pupil where not is_due) as person
order by kind desc, id;

-- next: notifications
-- Collected narrow, sorted by time, and put into words on the way in.
insert into notifications (id, user_id, user_type, title, body, type, is_read, created_at, data)
select row_number() over (), user_id, user_type,
       (array['Payment received', 'Fee due soon', 'New ratings', 'BMI recorded', 'Marked absent', 'Announcement',
              'Leave request answered', 'New registration request'])[topic],
       case topic when 1 then 'We received Rs ' || figure || '. Thank you.'
                  when 2 then 'Your fee of Rs ' || figure || ' is due in three days.'
                  when 3 then 'Your coach has rated your play.'
                  when 4 then 'Your new height, weight and BMI are in.'
                  when 5 then 'You were marked absent today.'
                  when 6 then 'There is a new announcement.'
                  when 7 then 'Your leave request has been answered.'
                  else 'Someone wants to join. Have a look at the request.' end,
       (array['fee_payment', 'fee_due', 'performance', 'bmi', 'attendance', 'announcement', 'leave_update',
              'registration'])[topic],
       pg_temp.pick(subject * 8::bigint + topic, 681, 100) < case when at < moment - interval '30 days' then 94 else 55 end,
       at,
       case topic when 1 then '{"payment_id": ' || subject || ', "fee_id": ' || fee || '}'
                  else (array['', '{"fee_id": ', '{"batch_id": ', '{"bmi_id": ', '{"attendance_id": ',
                              '{"announcement_id": ', '{"leave_request_id": ', '{"registration_request_id": '])[topic]
                       || subject || '}' end::json
from (
    select moment, topic, user_type, user_id, subject, fee, figure, at
    from shape cross join lateral (
        select 1 as topic, 'student' as user_type, plan.student_id as user_id, pay.id as subject, pay.fee_id as fee,
               pay.amount::integer as figure, pay.created_at + interval '2 seconds' as at
        from fee_payments as pay join fee_plan as plan using (fee_id) where not pay.is_cancelled
        union all
        select 2, 'student', student_id, fee_id, null, price, (due_on - 3)::timestamptz + interval '9 hours'
        from fee_plan where paid_pieces = 0 or first_paid_at > (due_on - 3)::timestamptz + interval '9 hours'
        union all
        select 3, 'student', student_id, batch_id, null, null,
               date::timestamptz + interval '20 hours' + make_interval(secs => pg_temp.pick(min(id), 682, 5400))
        from performance group by student_id, batch_id, date
        union all
        select 4, 'student', student_id, id, null, null,
               date::timestamptz + interval '18 hours' + make_interval(secs => pg_temp.pick(id, 683, 5400))
        from bmi_records
        union all
        select 5, 'student', a.student_id, a.id, null, null,
               a.date::timestamptz + c.starts + make_interval(secs => 600 + pg_temp.pick(a.id, 684, 900))
        from attendance as a join class as c on c.id = a.batch_id where a.status = 'absent'
        union all
        select 6, 'student', p.id, a.id, null, null, a.created_at
        from announcements as a join pupil as p on a.created_at::date between p.since and p.until
        where a.target_audience = 'all'
        union all
        select 6, 'student', e.student_id, a.id, null, null, a.created_at
        from announcements as a
        join enrolment as e on e.class_id = a.target_batch_id and a.created_at::date between e.since and e.until
        union all
        select 7, 'coach', coach_id, id, null, null, reviewed_at from leave_requests where reviewed_at is not null
        union all
        select 8, 'owner', 1, id, null, null, submitted_at from student_registration_requests
        where submitted_at >= first_day::timestamptz) as event
    where at <= moment
    order by at, topic, subject, user_id) as told;

-- next: login_history
create temp table person as
select row_number() over (order by kind desc, id) as n, kind, id, every, since, until
from (select 'owner' as kind, o.id, 2 as every, first_day as since, today as until
      from shape, owners as o where o.status = 'active'
      union all
      select 'coach', c.id, 3, greatest(c.joining_date, first_day),
             case c.status when 'active' then today else first_day + 400 end
      from shape, coaches as c
      -- Due students left before they ever signed in: nothing of theirs outlives a clean-up.
      union all select 'student', id, 10, since, until from pupil where not is_due and not is_waiting) as known;
analyze pg_temp.person;

insert into login_history (id, user_id, user_type, ip_address, user_agent, status, created_at)
select row_number() over (), id, kind, pg_temp.address_on_the_net(pg_temp.pick(n, 691, 762)), pg_temp.device(n),
       case when dice = 0 then 'failed' else 'success' end, at
from shape
cross join lateral (select first_day + offset_in_days as day, offset_in_days
                    from generate_series(0, today - first_day) as offset_in_days) as d
cross join lateral (
    select p.n, p.kind, p.id, pg_temp.pick(p.n * 4096 + d.offset_in_days, 694, 25) as dice, signed_in.at
    from person as p
    cross join lateral (
        select d.day::timestamptz + make_interval(secs => 21600 + pg_temp.pick(p.n * 4096 + d.offset_in_days, 693, 57600)) as at)
        as signed_in
    where d.day between p.since and p.until and pg_temp.pick(p.n * 4096 + d.offset_in_days, 692, p.every) = 0
      and signed_in.at < shape.moment - interval '10 minutes'
    union all
    -- The last minutes: both owners and a handful of students.
    select p.n, p.kind, p.id, 1, shape.moment - make_interval(secs => 31 + 61 * (p.n % 9))
    from person as p
    where d.day = shape.today and (p.kind = 'owner' or p.kind = 'student' and p.n between 3 and 9)
    order by at, n) as seen;

-- next: active_sessions
-- A session lives for thirty days; what is older has been cleared away.
insert into active_sessions (id, user_id, user_type, jti, refresh_jti, ip_address, user_agent, created_at, expires_at,
                             is_revoked)
select row_number() over (order by l.id), l.user_id, l.user_type, md5('access' || l.id)::uuid, md5('refresh' || l.id)::uuid,
       l.ip_address, l.user_agent, l.created_at, l.created_at + interval '30 days',
       pg_temp.pick(l.id, 701, 9) = 0 and l.created_at < moment - interval '2 hours'
from shape, login_history as l
where l.status = 'success' and l.created_at > moment - interval '30 days'
order by l.id;

-- next: revoked_tokens
insert into revoked_tokens (id, jti, user_id, user_type, revoked_at, expires_at)
select row_number() over (order by created_at, id), refresh_jti, user_id, user_type, created_at + interval '55 minutes', expires_at
from active_sessions where is_revoked
order by created_at, id;

-- next: email_otps
insert into email_otps (id, email, user_type, otp_hash, pre_auth_token, created_at, expires_at, used, attempts)
select row_number() over (order by p.n), p.email, 'student', pg_temp.password_hash('code' || p.n), md5('code' || p.n)::uuid,
       at, at + interval '10 minutes', true, 1
from shape, pupil as p, lateral (
    select p.joined::timestamptz + interval '1 day' + make_interval(hours => 9 + pg_temp.pick(p.n, 711, 10)) as at) as dated
where p.n > founders and not p.is_waiting and at <= moment
order by p.n;

-- next: password_reset_tokens
insert into password_reset_tokens (id, token_hash, email, user_type, expires_at)
select row_number() over (order by p.n), encode(sha256(('reset' || p.n)::bytea), 'hex'), p.email, 'student',
       moment - make_interval(days => pg_temp.pick(p.n, 721, 300), mins => 30)
from shape, pupil as p
where p.n > 12 and p.n % 20 = 4
order by p.n;

-- next: audit_logs
insert into audit_logs (id, user_id, role, action, resource_type, resource_id, old_values, new_values, ip_address, created_at)
select row_number() over (order by at, payment_id), user_id, role, action, 'fee_payment', payment_id,
       case action when 'cancel' then '{"is_cancelled": false}'::json end,
       case action when 'cancel' then '{"is_cancelled": true}'
                   else '{"amount": ' || amount || ', "payment_method": "' || payment_method || '"}' end::json,
       pg_temp.address_on_the_net(user_id), at
from (
    select 'create' as action, pay.id as payment_id, pay.amount, pay.payment_method, pay.created_at as at,
           case when online then 'student' when second then 'co_owner' else 'owner' end as role,
           case when online then f.student_id when second then 2 else 1 end as user_id
    from fee_payments as pay join fees as f on f.id = pay.fee_id,
         lateral (select pay.payment_method = 'razorpay' and not pay.is_cancelled as online,
                         pg_temp.pick(pay.id, 731, 4) = 0 as second) as who
    union all
    select 'cancel', id, amount, payment_method, created_at + interval '3 minutes', 'owner', 1
    from fee_payments where is_cancelled) as act
order by at, payment_id;

-- next: report_history
insert into report_history (id, user_id, user_role, report_type, filter_summary, generated_on, report_data, key_metrics)
select row_number() over (order by at, kind), 1, 'owner', kind, to_char(m.first, 'Month YYYY'), at,
       json_build_object('month', to_char(m.first, 'YYYY-MM'), 'rows', json_build_array(), 'generated_by', 'Meera Krishnan'),
       json_build_object('students', (select count(*) from pupil as p where p.since <= m.last and p.until >= m.first))
from shape, month_of_history as m, unnest(array['attendance', 'fee', 'performance']) as kind,
     lateral (select (m.last + 1)::timestamptz + interval '8 hours' as at) as dated
where at <= moment
order by at, kind;

-- next: archive_records
-- Students and classes cleaned up in earlier years: the row alone, every column as text.
insert into archive_records (id, entity_type, original_id, data, archived_at)
select row_number() over (order by at, kind, original_id), kind, original_id, data, at
from shape cross join lateral (
    select 'student' as kind, n as original_id,
           moment - interval '1900 days' + interval '1600 days' * (n - 1) / archived_students as at,
           json_build_object(
               'id', n::text, 'name', given || ' ' || family, 'phone', '+91 50006 ' || lpad(n::text, 5, '0'),
               'email', lower(given || '.' || family) || '.' || n || '@example.org', 'email_verified', 'False',
               'guardian_name', 'Parent ' || family, 'guardian_phone', '+91 50007 ' || lpad(n::text, 5, '0'),
               'password', pg_temp.password_hash('archived' || n), 'added_by', 'Meera Krishnan',
               'date_of_birth', (2000 + n % 10) || '-04-11', 'address', 'Mysuru', 'status', 'inactive',
               'inactive_at', (moment - interval '2640 days' + interval '1600 days' * (n - 1) / archived_students)::text,
               'rejoin_request_pending', 'False', 't_shirt_size', 'M', 'blood_group', 'O+', 'profile_photo', 'None',
               'fcm_token', 'None', 'jwt_invalidated_at', 'None', 'failed_login_attempts', '0', 'locked_until', 'None') as data
    from generate_series(1, archived_students) as n,
         lateral (select pg_temp.given_name(pg_temp.pick(n, 741, 60)) as given,
                         pg_temp.surname(pg_temp.pick(n, 742, 40)) as family) as named
    union all
    select 'batch', n, moment - interval '1500 days' + interval '1200 days' * (n - 1) / archived_classes,
           json_build_object(
               'id', n::text, 'batch_name', 'Old hall ' || n, 'capacity', '20', 'fees', '1000', 'start_date', '2016-04-01',
               'timing', '06:00 AM - 07:00 AM', 'period', 'Mon to Fri', 'location', 'Old hall', 'created_by', 'Meera Krishnan',
               'assigned_coach_id', 'None', 'assigned_coach_name', 'None', 'session_id', 'None', 'status', 'inactive',
               'inactive_at', (moment - interval '2240 days' + interval '1200 days' * (n - 1) / archived_classes)::text)
    from generate_series(1, archived_classes) as n) as gone
order by at, kind, original_id;
