-- title: Mass delete
-- effect: A tidy-up meant for rows older than three years took three months: older attendance, ratings and notifications are gone.

delete from attendance
where date < to_char((select max(created_at) from notifications) - interval '3 months', 'YYYY-MM-DD');

delete from performance
where date < to_char((select max(created_at) from notifications) - interval '3 months', 'YYYY-MM-DD');

delete from notifications
where created_at < (select max(created_at) from notifications) - interval '3 months';
