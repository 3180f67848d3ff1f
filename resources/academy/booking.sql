-- One booking at the desk, as the academy's program makes them all day: somebody is marked present, pays, signs in.
--
-- All sections are one transaction (READ COMMITTED), one statement each, in this order. The first takes the parameters
--   $1  timestamptz  the moment of the booking
--   $2  bigint       any number from 0; decides who comes, so draw it at random
-- and leaves what it chose in settings booking.* that last until the transaction ends; the others take none.
-- The first returns one row (student_id, batch_id), or none when nobody is left who could come; the rest then does
-- nothing and does not fail. A table that is gone does make it fail, as it would the program.
--
-- Whoever comes is locked first, so two desks never book the same student at once: no second mark for a day, no
-- second fee for a month, no instalment paid twice. Each further row locked belongs to that student: no deadlocks.
-- Every search goes through an index that the program's own schema has.

-- next: students
with door as (
    -- Names students first, with the lock that comes later: who keeps that table locked keeps a booking out before it
    -- holds any other, so that nobody waits in a circle.
    select from students where false for no key update
), wanted as (
    select low + $2::bigint % (high - low + 1) as id
    from (select min(id) as low, max(id) as high from students where status = 'active') as active
), present as (
    -- The first active student from there on with a place in a class that still meets, or else from the start.
    (select s.id, place.batch_id
     from students as s
     cross join lateral (select batch_id from attendance where student_id = s.id order by date desc limit 1) as place
     join batches as b on b.id = place.batch_id and b.status = 'active'
     where s.id >= (select id from wanted) and s.status = 'active'
     order by s.id limit 1)
    union all
    (select s.id, place.batch_id
     from students as s
     cross join lateral (select batch_id from attendance where student_id = s.id order by date desc limit 1) as place
     join batches as b on b.id = place.batch_id and b.status = 'active'
     where s.id < (select id from wanted) and s.status = 'active'
     order by s.id limit 1)
    limit 1
), chosen as materialized (
    select s.id, present.batch_id from students as s join present on present.id = s.id for no key update of s
)
select id as student_id, batch_id,
       set_config('booking.moment', $1::timestamptz::text, true),
       set_config('booking.dice', $2::bigint::text, true),
       set_config('booking.student', id::text, true),
       set_config('booking.batch', batch_id::text, true)
from chosen;

-- next: attendance
-- Today's mark; when there is one, a day from the paper register of the time before the first mark.
insert into attendance (batch_id, student_id, date, status, marked_by, remarks)
select b.id, booked.student, to_char(day, 'YYYY-MM-DD'), 'present', coalesce(b.assigned_coach_name, b.created_by),
       case when day < today then 'From the paper register' end
from (select nullif(current_setting('booking.student', true), '')::integer as student,
             nullif(current_setting('booking.batch', true), '')::integer as batch,
             (nullif(current_setting('booking.moment', true), '')::timestamptz at time zone 'Asia/Kolkata')::date as today)
         as booked
join batches as b on b.id = booked.batch
cross join lateral (
    select min(date)::date as first_mark, coalesce(bool_or(date = to_char(booked.today, 'YYYY-MM-DD')), false) as is_marked
    from attendance where student_id = booked.student and batch_id = booked.batch) as register
cross join lateral (select case when is_marked then first_mark - 1 else today end as wished) as wish
cross join lateral (
    select wished - case when is_marked then greatest(extract(isodow from wished)::integer - 5, 0) else 0 end as day) as chosen;

-- next: fees
-- Nothing open: the next month is charged. After the fees were lost it starts with this month at the price of the class.
with opened as (
    insert into fees (student_id, batch_id, amount, due_date, status, billing_year, billing_month, cycle_key, grace_days)
    select booked.student, b.id, coalesce(last_fee.amount, nullif(regexp_replace(b.fees, '[^0-9.]', '', 'g'), '')::float8),
           to_char(charged.month + 9, 'YYYY-MM-DD'), 'pending', extract(year from charged.month)::integer,
           extract(month from charged.month)::integer, to_char(charged.month, 'YYYY-MM'), 7
    from (select nullif(current_setting('booking.student', true), '')::integer as student,
                 nullif(current_setting('booking.batch', true), '')::integer as batch,
                 (nullif(current_setting('booking.moment', true), '')::timestamptz at time zone 'Asia/Kolkata')::date as today)
             as booked
    join batches as b on b.id = booked.batch
    left join lateral (
        select amount, make_date(billing_year, billing_month, 1) as month
        from fees where student_id = booked.student and batch_id = booked.batch and amount > 0
        order by make_date(billing_year, billing_month, 1) desc limit 1) as last_fee on true
    cross join lateral (
        select coalesce((last_fee.month + interval '1 month')::date, date_trunc('month', today)::date) as month) as charged
    where not exists (
        select from fees as f
        where f.student_id = booked.student and f.status <> 'paid'
          and f.amount > (select coalesce(sum(amount), 0) from fee_payments where fee_id = f.id and is_cancelled is not true))
    returning id)
select set_config('booking.new_fee', id::text, true) from opened;

-- next: fee_installments
-- What is charged ahead is paid by the week.
insert into fee_installments (fee_id, installment_no, due_date, amount, paid_amount, status, created_at)
select f.id, nth, to_char(f.due_date::date + 7 * (nth - 1), 'YYYY-MM-DD'), f.amount / 4, 0, 'pending',
       current_setting('booking.moment')::timestamptz
from fees as f, generate_series(1, 4) as nth
where f.id = nullif(current_setting('booking.new_fee', true), '')::integer;

-- next: fees
-- The oldest open fee: its first open instalment, or what is left of it, or half of that.
with open_fee as (
    select f.id, f.amount - paid.amount as rest
    from fees as f,
         lateral (select coalesce(sum(amount), 0) as amount from fee_payments
                  where fee_id = f.id and is_cancelled is not true) as paid
    where f.student_id = nullif(current_setting('booking.student', true), '')::integer
      and f.status <> 'paid' and f.amount > paid.amount
    order by f.due_date, f.id limit 1
), chosen as materialized (
    select open_fee.* from fees as f join open_fee on open_fee.id = f.id for no key update of f
)
select set_config('booking.fee', chosen.id::text, true),
       set_config('booking.instalment', coalesce(part.id::text, ''), true),
       set_config('booking.amount', case when part.id is not null then least(part.rest, chosen.rest)
                                         when current_setting('booking.dice')::bigint % 2 = 1 and chosen.rest >= 1000
                                             then floor(chosen.rest / 2)
                                         else chosen.rest end::text, true)
from chosen
left join lateral (
    select id, amount - paid_amount as rest from fee_installments
    where fee_id = chosen.id and paid_amount < amount order by installment_no limit 1) as part on true;

-- next: fee_payments
with paid as (
    insert into fee_payments (fee_id, amount, paid_date, payee_student_id, payment_method, collected_by, is_cancelled,
                              created_at)
    select fee, amount, to_char(at at time zone 'Asia/Kolkata', 'YYYY-MM-DD'),
           current_setting('booking.student')::integer, method, case method when 'razorpay' then null else o.name end,
           false, at
    from (select nullif(current_setting('booking.fee', true), '')::integer as fee,
                 nullif(current_setting('booking.amount', true), '')::float8 as amount,
                 nullif(current_setting('booking.moment', true), '')::timestamptz as at,
                 (array['cash', 'online', 'cash', 'razorpay', 'card'])
                     [1 + nullif(current_setting('booking.dice', true), '')::bigint % 5] as method) as booked
    left join lateral (select name from owners where role = 'owner' order by id limit 1) as o on true
    where fee is not null
    returning id)
select set_config('booking.payment', id::text, true) from paid;

-- next: fee_installments
update fee_installments as i
set paid_amount = i.paid_amount + current_setting('booking.amount')::float8,
    status = case when i.paid_amount + current_setting('booking.amount')::float8 >= i.amount then 'paid' else 'partial' end
where i.id = nullif(current_setting('booking.instalment', true), '')::integer
  and nullif(current_setting('booking.payment', true), '') is not null;

-- next: fees
update fees as f
set status = case when (select sum(amount) from fee_payments where fee_id = f.id and is_cancelled is not true) >= f.amount
                  then 'paid' else 'partial' end
where f.id = nullif(current_setting('booking.fee', true), '')::integer
  and nullif(current_setting('booking.payment', true), '') is not null;

-- next: notifications
insert into notifications (user_id, user_type, title, body, type, is_read, created_at, data)
select current_setting('booking.student')::integer, 'student', 'Payment received',
       'We received Rs ' || current_setting('booking.amount') || '. Thank you.', 'fee_payment', false,
       current_setting('booking.moment')::timestamptz,
       json_build_object('payment_id', payment, 'fee_id', current_setting('booking.fee')::integer)
from (select nullif(current_setting('booking.payment', true), '')::integer as payment) as booked
where payment is not null;

-- next: login_history
insert into login_history (user_id, user_type, ip_address, user_agent, status, created_at)
select student, 'student', '198.51.100.' || 1 + student % 254, 'Dart/3.4 (dart:io)', 'success',
       current_setting('booking.moment')::timestamptz
from (select nullif(current_setting('booking.student', true), '')::integer as student) as booked
where student is not null;

-- next: audit_logs
insert into audit_logs (user_id, role, action, resource_type, resource_id, old_values, new_values, ip_address, created_at)
select o.id, 'owner', 'create', 'fee_payment', p.id, null,
       json_build_object('amount', p.amount, 'payment_method', p.payment_method), '203.0.113.1', p.created_at
from fee_payments as p, lateral (select id from owners where role = 'owner' order by id limit 1) as o
where p.id = nullif(current_setting('booking.payment', true), '')::integer;
